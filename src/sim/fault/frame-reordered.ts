/**
 * The order stream delivers out of order: a report that is hit comes up to `window` late and does not hold up those that
 * leave after it, so that a fill may be heard before its acceptance, and an end before a fill. How late is drawn for each.
 *
 * Unrealistic: on one connection order is kept in reality; what is played is a venue whose stream is fed by several
 * servers. Delays are uniform and independent of each other.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, micros, seconds } from '../../core/ground/units.js';
import { reportMessage, shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { Hits, HIT_RULES, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import { type ValuesOf, duration, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('report', 'reports'),
  window: withFallback(duration('how late it comes at most'), seconds(2)),
};

class FrameReordered implements LinkFault {
  readonly #hits: Hits;
  readonly #context: FaultContext;
  readonly #window: number;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#hits = new Hits(values, context);
    this.#context = context;
    this.#window = values.window;
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['stream'], now);
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    const message = reportMessage(report);
    if (!this.#hits.hits(message, now)) return null;
    const late = shareDrawn(this.#context, message, '.late') * this.#window;
    return {
      kind: 'forward',
      copies: [{ report, delay: micros(Math.ceil(late)), inOrder: false }],
    };
  }
}

export const frameReordered = faultKind({
  kind: 'frame-reordered',
  ids: ['STR6', 'FIL4'],
  holds: [],
  seam: 'semantic',
  text: 'Reports of the order stream come late and overtake each other.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports as they leave the venue',
  counts: 'each report that left its place',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new FrameReordered(values, context),
});
