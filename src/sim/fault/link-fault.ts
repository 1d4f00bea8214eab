/**
 * The seam of every fault that acts on the link (faults.md 3a): hooks on typed messages where they leave one end and
 * where they arrive at the other. A fault implements the hooks it needs and no more; the link asks only those. A
 * verdict of null lets the message pass. Types only.
 *
 * Invariants a fault keeps: 1. It never mutates a message. 2. Its draws are a function of the seed, the fault's place
 * in the scenario and the message (`jitter`), so that one fault never moves another's. 3. It counts each message it
 * acted on.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { QuoteLens } from '../../core/host/quote-board.js';
import type { UnknownShape } from '../../core/order/outcome.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { LinkAnswer, LinkCommand, LinkRequest } from '../link/messages.js';
import type { HaltWindow } from '../venue/venue-options.js';

export type RequestVerdict =
  | null
  | { readonly kind: 'lose' }
  /** Answered here instead of by the venue; the answer still has to travel back. */
  | { readonly kind: 'answer'; readonly answer: LinkAnswer }
  /** Goes on as these: one later, one altered, or several. The client still gets one answer, the first. */
  | {
      readonly kind: 'forward';
      readonly copies: readonly { readonly command: LinkCommand; readonly delay: Micros }[];
    };

export type AnswerVerdict =
  | null
  /** `timeout` is silence; the other shapes reach the client when the answer would have. */
  | { readonly kind: 'lose'; readonly shape: UnknownShape }
  | { readonly kind: 'instead'; readonly answer: LinkAnswer; readonly delay: Micros };

export type ReportVerdict =
  | null
  | { readonly kind: 'lose' }
  | {
      readonly kind: 'forward';
      /** `inOrder`: holds up what leaves the venue after it, as one connection does. */
      readonly copies: readonly {
        readonly report: ExecutionReport;
        readonly delay: Micros;
        readonly inOrder: boolean;
      }[];
    };

/** Deliveries of the feed that never come. Asked only inside [from, to): the feed is the hot path. */
export interface FeedLoss {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
  loses(deliveredAt: EpochMicros): boolean;
}

export interface LinkFault {
  /** How often it acted, up to `now`. */
  activations(now: EpochMicros): number;

  requestLeaves?(request: LinkRequest, now: EpochMicros): RequestVerdict;
  requestArrives?(request: LinkRequest, now: EpochMicros): RequestVerdict;
  answerLeaves?(request: LinkRequest, answer: LinkAnswer, now: EpochMicros): AnswerVerdict;
  answerArrives?(request: LinkRequest, answer: LinkAnswer, now: EpochMicros): AnswerVerdict;
  reportLeaves?(report: ExecutionReport, now: EpochMicros): ReportVerdict;
  reportArrives?(report: ExecutionReport, now: EpochMicros): ReportVerdict;

  readonly feedLoss?: FeedLoss;
  /** What the client reads instead of a delivered quote. */
  readonly quoteLens?: QuoteLens;
  /** For the venue: no matching in this time. */
  readonly halt?: HaltWindow;
}
