/**
 * The order stream says of an order that works on that it is over: behind a report of it comes one of its end, `rejected`, `canceled`, `expired`,
 * or `filled` without a quantity. The true end is told when it comes, in the venue's own words: an order with two ends, or one that fills after
 * its end (FIL4). Queries tell the truth.
 *
 * Unrealistic: nothing at the venue is behind the false end; a real one would have been told by another part of the venue.
 */
import { type EpochMicros, type Lots, micros } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { reportMessage } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import { type ValuesOf, choice, withFallback } from './parameter.js';

const ENDS = ['rejected', 'canceled', 'expired', 'filled'] as const;

const parameters = {
  ...hitParameters('report of an open order', 'reports of open orders'),
  says: withFallback(choice('which end', ENDS), 'expired'),
};

const AT_ONCE = micros(0);
const OPEN: ReadonlySet<ExecutionReport['execType']> = new Set(['accepted', 'trade']);

class FalseEnd implements LinkFault {
  readonly #hits: Hits;
  readonly #values: ValuesOf<typeof parameters>;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#hits = new Hits(values, context);
    this.#values = values;
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['stream'], now);
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    if (!OPEN.has(report.execType) || report.leaves === 0) return null;
    if (!this.#hits.hits(reportMessage(report), now)) return null;
    const end = endedAs(report, this.#values.says);
    return {
      kind: 'forward',
      copies: [report, end].map((one) => ({ report: one, delay: AT_ONCE, inOrder: true })),
    };
  }
}

export const falseEnd = faultKind({
  kind: 'false-end',
  ids: ['FIL4'],
  holds: [],
  seam: 'semantic',
  text: 'The order stream tells an end of an order that works on.',
  scope: 'the whole account, every instrument',
  acts: 'on reports of orders that stay open as they leave the venue',
  counts: 'each false end that was told',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new FalseEnd(values, context),
});

const endedAs = (report: ExecutionReport, says: (typeof ENDS)[number]): ExecutionReport => ({
  ...report,
  execType: says === 'filled' ? 'trade' : says,
  status: says,
  cumQty: says === 'filled' ? null : report.cumQty,
  leaves: 0 as Lots,
  execution: null,
});
