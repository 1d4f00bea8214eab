/**
 * What a venue sees of a client that it knows nothing else of: what it asked, what it was answered, what it was told by itself, and
 * what was true meanwhile. All times are the venue's. Types only.
 *
 * Invariant: observations are in order of time, and the answer to a request comes behind it, at most once.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { EpochMicros, Lots, Micros } from '../../core/ground/units.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { FaultRecord } from '../../core/order/fault-record.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../core/order/venue-message.js';

export type Observation =
  | {
      readonly kind: 'asked';
      readonly at: EpochMicros;
      /** Counts the requests, from 1. */
      readonly nth: number;
      /** Method and path; null = over a socket, where nobody sees a client give up on an answer. */
      readonly by: string | null;
      readonly request: VenueRequest;
    }
  | {
      readonly kind: 'answered';
      readonly at: EpochMicros;
      readonly nth: number;
      readonly reply: VenueReply | ReplyLoss;
      /** False: the venue's words for this answer do not hold what the reply says of orders and positions. */
      readonly isShown: boolean;
    }
  /** The client closed the connection on which an answer was to come. */
  | { readonly kind: 'hung-up'; readonly at: EpochMicros; readonly nth: number }
  /** On the order stream, to a client that listened. */
  | { readonly kind: 'told'; readonly at: EpochMicros; readonly report: ExecutionReport };

export interface Watched {
  readonly observations: readonly Observation[];
  readonly truth: TruthLedger;
  readonly faults: FaultRecord;
  readonly instruments: readonly Instrument[];
  /** What the account held as the venue opened; a client is taken to know it. */
  readonly held: ReadonlyMap<string, Lots>;
  readonly end: EpochMicros;
  /** How much of the venue's time passes in one of the client's: texts tell lengths as the client has them. */
  readonly speed: number;
  /** Kinds of all faults that the scenario has. */
  readonly planned: readonly string[];
  /** Requests that the venue takes in a minute; null = it does not count them. */
  readonly perMinute: number | null;
  /** What happened less than so long ago nobody has to know yet. */
  readonly reaction: Micros;
  /** How much later than it was done a hang-up may be seen: what the client sends next may come in before. */
  readonly lag: Micros;
}
