/**
 * The order stream says a thing twice, or several times: the report comes as it would, and again `delay` later, `times`
 * over, word for word. What leaves the venue in between is not held up by the repeats.
 *
 * Unrealistic: a repeat is never cut short or altered, and travels on its own: where latency varies, one may be heard
 * before a report that the stream had to hold up.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, micros, millis } from '../../core/ground/units.js';
import { reportMessage } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { Hits, HIT_RULES, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import { type ValuesOf, count, duration, withFallback } from './parameter.js';

const parameters = {
  ...hitParameters('report', 'reports'),
  times: withFallback(count('how many more times it comes'), 1),
  delay: withFallback(duration('from one telling to the next; 0 = at once', 0), millis(100)),
};

class FrameRepeated implements LinkFault {
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
    if (!this.#hits.hits(reportMessage(report), now)) return null;
    const { times, delay } = this.#values;
    const copies = Array.from({ length: times + 1 }, (_, telling) => {
      return { report, delay: micros(telling * delay), inOrder: telling === 0 };
    });
    return { kind: 'forward', copies };
  }
}

export const frameRepeated = faultKind({
  kind: 'frame-repeated',
  ids: ['STR5'],
  holds: [],
  seam: 'semantic',
  text: 'Reports of the order stream come more than once.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports as they leave the venue',
  counts: 'each report that came more than once, however often',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new FrameRepeated(values, context),
});
