/**
 * The order stream stands still and looks alive: every report that leaves the venue in the window waits for its end and
 * then comes, all in one burst and in order. Nothing is lost.
 *
 * Unrealistic: the venue's buffer is as large as it needs to be, and the burst takes no longer to arrive than one report.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, micros } from '../../core/ground/units.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import { Span } from './moment.js';
import { type ValuesOf, duration, moment } from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
};

class StreamStalled implements LinkFault {
  readonly #span: Span;
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#span = new Span(context.momentOf(values.at), values.for);
  }

  activations(): number {
    return this.#count;
  }

  spans(): readonly FaultSpan[] {
    const { from, to } = this.#span;
    return [{ from, to, paths: ['stream'], symbol: null, acts: this.#count }];
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    if (!this.#span.has(now)) return null;
    this.#count += 1;
    const delay = micros(this.#span.to - now);
    return { kind: 'forward', copies: [{ report, delay, inOrder: true }] };
  }
}

export const streamStalled = faultKind({
  kind: 'stream-stalled',
  ids: ['STR7'],
  holds: [],
  seam: 'semantic',
  text: 'The order stream stands still for a while; then all its reports come at once, in order.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports as they leave the venue, in the window',
  counts: 'each report held up',
  parameters,
  exactlyOne: [],
  build: (values, context) => new StreamStalled(values, context),
});
