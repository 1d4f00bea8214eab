/**
 * A query is answered by a replica that is behind: it tells of the order and its executions as they were up to `age` ago, each
 * answer with an age of its own, so that a later one may know less than the one before it. An order younger than that is not found.
 *
 * Unrealistic: the age is drawn anew for every request, evenly up to `age`; a real replica that is behind stays so for a while. What
 * the venue did not tell on its stream (nothing, in this venue) the replica does not know either.
 */
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../core/order/execution-report.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf, shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { SOME_SECONDS, type ValuesOf, drawn, duration } from './parameter.js';
import { ToldOrders } from './told-orders.js';

const parameters = {
  ...hitParameters('answer', 'answers'),
  age: drawn(duration('how far behind an answer is at most'), ...SOME_SECONDS),
};

class StaleAnswer implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #hits: Hits;
  readonly #told = new ToldOrders();

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#context = context;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['query'], now);
  }

  reportHeard(report: ExecutionReport, at: EpochMicros): void {
    this.#told.hear(report, at);
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    const { request } = sent;
    if (request.kind !== 'query-order' && request.kind !== 'query-executions') return null;
    if (reply.kind !== 'order' && reply.kind !== 'executions') return null;
    const message = messageOf(sent);
    if (!this.#hits.hits(message, now)) return null;
    const share = shareDrawn(this.#context, message, '.age');
    const then = (now - Math.floor(this.#values.age * share)) as EpochMicros;
    if (reply.kind === 'executions') {
      const known = this.#told.executionsBy(request.clientOrderId, then);
      const executions = reply.executions.filter(({ execId }) => known.has(execId));
      const busts = reply.busts?.filter(({ execution }) => known.has(execution.execId)) ?? [];
      const answer = { ...reply, executions, ...(reply.busts === undefined ? {} : { busts }) };
      return { kind: 'instead', reply: answer, delay: micros(0) };
    }
    const told = this.#told.asOf(request.clientOrderId, then);
    const order = reply.order === null || told === null ? null : asTold(reply.order, told);
    return { kind: 'instead', reply: { kind: 'order', order }, delay: micros(0) };
  }
}

const asTold = (
  order: OrderSnapshot,
  { status, cumQty, venueTime }: ExecutionReport,
): OrderSnapshot => ({
  ...order,
  status,
  venueWord: status ?? '',
  cumQty,
  venueTime,
  avgPrice: null,
  filledAt: null,
});

export const staleAnswer = faultKind({
  kind: 'stale-answer',
  ids: ['QRY2'],
  holds: [],
  seam: 'semantic',
  text: 'A query is answered with what was true a while ago.',
  scope: 'every instrument',
  acts: 'on answers to queries for an order and its executions',
  counts: 'each answer that was behind',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new StaleAnswer(values, context),
});
