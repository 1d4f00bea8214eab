/**
 * The seam of every fault that acts on the link (docs/rules/faults.md): hooks on messages in the venue's words, where they leave
 * one end and where they arrive at the other. It sees nothing of the client's, so the same object stands on the simulated
 * link and before a wire server. A fault implements the hooks it needs and no more; the link asks only those. A
 * verdict of null lets the message pass. Types only.
 *
 * Invariants a fault keeps: 1. It never mutates a message. 2. Its draws are a function of the seed, the fault's place
 * in the scenario, and key and `nth` of the message (`drawOf`), so that one fault never moves another's. 3. It counts each message it
 * acted on.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { QuoteLens } from '../../core/host/quote-board.js';
import type { FaultWindow } from '../../core/order/fault-record.js';
import type { ReadAnswer } from '../../core/order/outcome.js';
import type { ReplyLoss, VenueRequest } from '../../core/order/venue-message.js';
import type { EpochMicros, Lots, Micros, Ticks } from '../../core/ground/units.js';
import type { ClockFlaw } from './clock-flaw.js';
import type { ProcessFlaw } from './flaw-of-process.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import type { HaltWindow, VenueFill } from '../exchange/venue-options.js';

export type RequestVerdict =
  | null
  | { readonly kind: 'lose' }
  /** Replied to here instead of by the venue; the reply still has to travel back. */
  | { readonly kind: 'reply'; readonly reply: LinkReply }
  /** Goes on as these: one later, one altered, or several. The client still gets one reply, the first; `reply` is one given here. */
  | {
      readonly kind: 'forward';
      readonly reply?: LinkReply;
      readonly copies: readonly { readonly request: VenueRequest; readonly delay: Micros }[];
    };

export type ReplyVerdict =
  | null
  /** `timeout` is silence; the other shapes reach the client when the reply would have. */
  | ReplyLoss
  | { readonly kind: 'instead'; readonly reply: LinkReply; readonly delay: Micros };

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

/** Deliveries of the feed that never come. Asked only inside [from, to), which lies beyond all time while it is not known: the feed is the hot path. */
export interface FeedLoss {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
  /** Of one instrument; null = of all. */
  readonly symbol: string | null;
  loses(deliveredAt: EpochMicros): boolean;
}

/** What a client reads instead of quotes. */
export interface InstrumentLens {
  /** Of one instrument; null = of all. */
  readonly symbol: string | null;
  readonly lens: QuoteLens;
}

/** For the venue: no matching in an instrument for a while. */
export interface InstrumentHalt {
  readonly symbol: string;
  /** Null where it hangs on an event of the run. */
  readonly window: HaltWindow | null;
  whenKnown(listener: (window: HaltWindow) => void): void;
}

export type VolumeAnswer = Extract<ReadAnswer, { kind: 'volume' }>;

/**
 * How a connection of the order stream ends, and what becomes of another one meanwhile. On the link all are one; on a wire they are not:
 * `closed`: it breaks off, and another one does at once; `ended`: it stays open, the venue says that it has ended the subscription, and
 * another one breaks off; `unconfirmed`: it breaks off, and another one is let in, and what it asks for is never confirmed, nor told.
 */
export type StreamEnd = 'closed' | 'ended' | 'unconfirmed';

export interface StreamGap {
  readonly downAt: EpochMicros;
  readonly upAt: EpochMicros;
  readonly end: StreamEnd;
}

/** When the client hears that its order stream is gone, and that it is back. */
export interface StreamNews {
  /** Called for each gap, when it is known. */
  whenKnown(listener: (gap: StreamGap) => void): void;
}

/** What the store of the shared kill switch answers instead of the truth. */
export type StoreVerdict = 'error' | 'engaged';

/** When it was in force; its kind is known to whoever asks. */
export type FaultSpan = Omit<FaultWindow, 'kind'>;

export interface LinkFault {
  /** How often it acted, up to `now`. */
  activations(now: EpochMicros): number;
  /** When it was in force, as far as that is known at `now`; what lies after `now` is cut off by whoever asks. */
  spans(now: EpochMicros): readonly FaultSpan[];

  /** The stage is connected; the run has not begun. */
  runBegins?(): void;

  requestLeaves?(request: LinkRequest, now: EpochMicros): RequestVerdict;
  requestArrives?(request: LinkRequest, now: EpochMicros): RequestVerdict;
  replyLeaves?(request: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict;
  replyArrives?(request: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict;
  /** Told of every report as the venue says it, before any hook and any loss. */
  reportHeard?(report: ExecutionReport, now: EpochMicros): void;
  reportLeaves?(report: ExecutionReport, now: EpochMicros): ReportVerdict;
  reportArrives?(report: ExecutionReport, now: EpochMicros): ReportVerdict;

  /** What a question for the average daily volume is answered with. */
  volume?(symbol: string, answer: VolumeAnswer, now: EpochMicros): VolumeAnswer;

  /** Into what an execution is cut: whole lots, in order. Where they do not sum to it, the venue ends the order after them. */
  fillPieces?(fill: VenueFill, now: EpochMicros): readonly Lots[];
  /** At what price it executes. */
  fillPrice?(fill: VenueFill, now: EpochMicros): Ticks;

  /** What is said of the shared kill switch as an order is about to leave; null = the truth. */
  riskStore?(now: EpochMicros): StoreVerdict | null;

  /** How much longer than no time the disk takes for a write of the client's journal. */
  syncTakes?(now: EpochMicros): Micros;

  readonly feedLoss?: FeedLoss;
  /** The same, of changes of the best prices alone: a sign of life comes in place of each. */
  readonly feedFreeze?: FeedLoss;
  readonly quoteLens?: InstrumentLens;
  readonly streamNews?: StreamNews;
  readonly halt?: InstrumentHalt;
  readonly clockFlaw?: ClockFlaw;
  readonly processFlaw?: ProcessFlaw;
}
