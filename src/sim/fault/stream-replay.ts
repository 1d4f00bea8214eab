/**
 * The order stream begins anew and tells old things again: before the first report from a moment on come the `last` ones
 * that the venue had said before it, word for word and in order, also those that never arrived. It happens once. With an outage
 * of path stream that ends at the same moment it is a reconnect that replays.
 *
 * Unrealistic: a replay comes with the next report and not with the connection, and no marker tells where it ends.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, micros } from '../../core/ground/units.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import type { Moment } from './moment.js';
import { type ValuesOf, count, moment, withFallback } from './parameter.js';

const parameters = {
  at: moment('the first report from here on brings the old ones with it'),
  last: withFallback(count('how many are told again'), 10),
};

class StreamReplay implements LinkFault {
  readonly #begins: Moment;
  readonly #last: number;
  /** What the venue said so far, the newest last: one more than is told again. */
  readonly #said: ExecutionReport[] = [];
  #replayedAt: EpochMicros | null = null;
  #count = 0;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#begins = context.momentOf(values.at);
    this.#last = values.last;
  }

  /** Reports told again. */
  activations(): number {
    return this.#count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    const from = this.#begins.at;
    if (from === null) return [];
    return [
      { from, to: this.#replayedAt ?? now, paths: ['stream'], symbol: null, acts: this.#count },
    ];
  }

  reportHeard(report: ExecutionReport): void {
    this.#said.push(report);
    if (this.#said.length > this.#last + 1) this.#said.shift();
  }

  reportLeaves(report: ExecutionReport, now: EpochMicros): ReportVerdict {
    const begins = this.#begins.at;
    if (this.#replayedAt !== null || begins === null || now < begins) return null;
    this.#replayedAt = now;
    const again = this.#said.slice(0, -1);
    this.#count = again.length;
    const copies = [...again, report].map((told) => {
      return { report: told, delay: micros(0), inOrder: true };
    });
    return { kind: 'forward', copies };
  }
}

export const streamReplay = faultKind({
  kind: 'stream-replay',
  ids: ['STR4'],
  holds: [],
  seam: 'semantic',
  text: 'The order stream tells old reports again before the next one.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on the first report from a moment on, as it leaves the venue',
  counts: 'each report told again',
  parameters,
  exactlyOne: [],
  build: (values, context) => new StreamReplay(values, context),
});
