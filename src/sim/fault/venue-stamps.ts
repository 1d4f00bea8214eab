/**
 * The venue's clock is wrong: every time it states of what happened in the span (updates, executions, fills, creations, in
 * reports, answers and lists) is `ahead` or `behind` of the truth, rounded down to a `grid`, so that different times become
 * equal, or set back by up to a `jitter` of its own, so that a later update can carry an earlier time. One moment always gets the
 * same stamp, by whichever path it is told. What the venue does, and when, is not touched.
 *
 * Unrealistic: all of the venue's servers share the wrong clock, and requests are judged by the right one (their validity is).
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, micros } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { shareDrawn } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { forceParameters, spanInForce } from './force.js';
import type { FaultSpan, LinkFault, ReplyVerdict, ReportVerdict } from './link-fault.js';
import type { Span } from './moment.js';
import { type ValuesOf, duration, optional } from './parameter.js';
import { type Stamp, restampedReply, restampedReport } from './restamped.js';

const parameters = {
  ahead: optional(duration('how far its clock is ahead')),
  behind: optional(duration('how far its clock is behind')),
  grid: optional(duration('what its times are rounded down to')),
  jitter: optional(duration('by how much each moment is set back at most')),
  ...forceParameters,
};

const AT_ONCE = micros(0);

class VenueStamps implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #context: FaultContext;
  readonly #span: Span;
  #count = 0;
  /** Times told so far that are wrong. */
  #wrong = 0;

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
    const paths = ['submit', 'cancel', 'query', 'stream'] as const;
    return [{ from, to, paths, symbol: null, acts: this.#count }];
  }

  reportLeaves(report: ExecutionReport): ReportVerdict {
    const told = this.#altered((stamp) => restampedReport(report, stamp));
    if (told === null) return null;
    return { kind: 'forward', copies: [{ report: told, delay: AT_ONCE, inOrder: true }] };
  }

  replyLeaves(_sent: LinkRequest, reply: LinkReply): ReplyVerdict {
    const told = this.#altered((stamp) => restampedReply(reply, stamp));
    return told === null ? null : { kind: 'instead', reply: told, delay: AT_ONCE };
  }

  /** Null when every time in it is right. */
  #altered<T>(telling: (stamp: Stamp) => T): T | null {
    const before = this.#wrong;
    const told = telling((at) => this.#stamp(at));
    if (this.#wrong === before) return null;
    this.#count += 1;
    return told;
  }

  #stamp(at: EpochMicros): EpochMicros {
    if (!this.#span.has(at)) return at;
    const stamp = this.#said(at);
    if (stamp !== at) this.#wrong += 1;
    return stamp as EpochMicros;
  }

  #said(at: EpochMicros): number {
    const { ahead, behind, grid, jitter } = this.#values;
    if (ahead !== null) return at + ahead;
    if (behind !== null) return at - behind;
    if (grid !== null) return at - (at % grid);
    const share = shareDrawn(this.#context, { key: `stamp:${at}`, nth: 1 });
    return at - Math.ceil(share * (jitter ?? 0));
  }
}

export const venueStamps = faultKind({
  kind: 'venue-stamps',
  ids: ['CLK5', 'CLK9', 'QRY10'],
  holds: [],
  seam: 'semantic',
  text: "The venue's times are off, equal, or going back.",
  scope: 'the whole account, every instrument',
  acts: 'on reports and answers as they leave the venue, by the times in them',
  counts: 'each report or answer with a time that is wrong',
  parameters,
  exactlyOne: [['ahead', 'behind', 'grid', 'jitter']],
  build: (values, context) => new VenueStamps(values, context),
});
