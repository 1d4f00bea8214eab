/**
 * The venue says what it charged later than what it traded: executions are told without a commission until `delay` after the
 * trade, on the order stream and in lists of executions alike; asked for later, they have it. The stream does not
 * come back to it, so only a query tells.
 *
 * Unrealistic: the delay is the same for each, and a venue that never says is only one with a delay beyond the run.
 */
import type { Execution, ExecutionReport } from '../../core/order/execution-report.js';
import { type ClientOrderId, venueMicros } from '../../core/order/order.js';
import { type EpochMicros, micros, seconds } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { forceParameters, spanInForce } from './force.js';
import type { FaultSpan, LinkFault, ReplyVerdict, ReportVerdict } from './link-fault.js';
import type { Span } from './moment.js';
import { type ValuesOf, duration, share, withFallback } from './parameter.js';

const parameters = {
  delay: withFallback(duration('how long after the trade it is said'), seconds(10)),
  probability: withFallback(share('share of executions hit'), 1),
  ...forceParameters,
};

const AT_ONCE = micros(0);

class FeeLate implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #span: Span;
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#span = spanInForce(values, context);
  }

  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: ['query', 'stream'], symbol: null, acts: this.#count }];
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    const { execution, clientOrderId } = report;
    if (execution === null || report.bustOf !== null) return null;
    if (!this.#isOpen(clientOrderId, execution, now)) return null;
    this.#count += 1;
    const without = { ...report, execution: withoutFee(execution) };
    return { kind: 'forward', copies: [{ report: without, delay: AT_ONCE, inOrder: true }] };
  }

  replyLeaves({ request }: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (reply.kind !== 'executions' || request.kind !== 'query-executions') return null;
    const { clientOrderId } = request;
    const executions = reply.executions.map((execution) =>
      this.#isOpen(clientOrderId, execution, now) ? withoutFee(execution) : execution,
    );
    if (executions.every((execution, index) => execution === reply.executions[index])) return null;
    this.#count += 1;
    return { kind: 'instead', reply: { ...reply, executions }, delay: AT_ONCE };
  }

  /** The venue has not said by `now` what it charged. */
  #isOpen(clientOrderId: ClientOrderId, execution: Execution, now: EpochMicros): boolean {
    const at = venueMicros(execution.venueTime);
    const { delay, probability } = this.#values;
    if (execution.fee === null || !this.#span.has(at) || now >= at + delay) return false;
    const key = `fee:${clientOrderId}:${execution.execId}`;
    return shareDrawn(this.#context, { key, nth: 1 }) < probability;
  }
}

const withoutFee = (execution: Execution): Execution => ({ ...execution, fee: null });

export const feeLate = faultKind({
  kind: 'fee-late',
  ids: ['FIL6'],
  holds: [],
  seam: 'semantic',
  text: 'Executions are told without what the venue charged until some time after the trade.',
  scope: 'the whole account, every instrument',
  acts: 'on reports of trades and lists of executions as they leave the venue',
  counts: 'each report or list in which a commission was missing',
  parameters,
  exactlyOne: [],
  build: (values, context) => new FeeLate(values, context),
});
