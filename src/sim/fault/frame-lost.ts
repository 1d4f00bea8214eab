/**
 * The order stream loses frames and looks alive: single reports, or several in a row, never come, and nobody is told. What
 * came before and after is as always; only queries tell of what is gone.
 *
 * Unrealistic: losses are independent of load and of each other, but for those in a row; rows run on over all instruments.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { reportMessage } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { Hits, HIT_RULES, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import { type ValuesOf, count, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('report', 'reports'),
  run: withFallback(count('how many in a row are lost, the one that is hit included'), 1),
};

const LOST = { kind: 'lose' } as const;

class FrameLost implements LinkFault {
  readonly #hits: Hits;
  readonly #run: number;
  /** How many are still to be lost after the one that was hit. */
  #left = 0;
  #lost = 0;
  #lastAt: EpochMicros | null = null;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#hits = new Hits(values, context);
    this.#run = values.run;
  }

  activations(): number {
    return this.#lost;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    const last = this.#lastAt;
    return this.#hits.spans(['stream'], now).map((span) => {
      return { ...span, to: last !== null && last > span.to ? last : span.to, acts: this.#lost };
    });
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    if (this.#hits.hits(reportMessage(report), now)) this.#left = this.#run;
    if (this.#left === 0) return null;
    this.#left -= 1;
    this.#lost += 1;
    this.#lastAt = now;
    return LOST;
  }
}

export const frameLost = faultKind({
  kind: 'frame-lost',
  ids: ['STR1'],
  holds: [],
  seam: 'semantic',
  text: 'Single reports of the order stream, or several in a row, never come.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports as they leave the venue',
  counts: 'each report lost',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new FrameLost(values, context),
});
