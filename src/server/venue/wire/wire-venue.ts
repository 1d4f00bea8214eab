/**
 * What a dialect needs of a venue that stands behind a wire: requests go through the link of a simulation, with its latency and its
 * faults, and come back in the venue's own words; the order stream and the market are as its clients would see them. All times are those of
 * the market (`wall-time.ts`). Types only.
 */
import type { Decimal } from '../../../core/ground/decimal.js';
import type { Instrument } from '../../../core/ground/instrument.js';
import type { EpochMicros, Lots } from '../../../core/ground/units.js';
import type { FaultRecord } from '../../../core/order/fault-record.js';
import type { PositionRow } from '../../../core/order/outcome.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../../core/order/venue-message.js';
import type { TruthLedger } from '../../../core/order/truth.js';
import type { Broker, MarketFeed } from '../../../core/ports.js';
import type { StreamEnd } from '../../../sim/fault/link-fault.js';
import type { SwitchedFault } from '../../../runs/venue/paced-venue.js';
import type { FutureHeld } from '../../../sim/exchange/account.js';
import type { FundingPassed } from '../../../sim/exchange/funding.js';
import type { VenueDepth } from '../../../sim/exchange/venue-port.js';
import type { Tape } from '../../../sim/tape/tape.js';

export interface WireVenue {
  readonly instruments: readonly Instrument[];
  /** Its clock, as far as it has come. */
  now(): EpochMicros;
  /** Everything that is due by now has happened afterwards. */
  catchUp(): void;
  /**
   * Through the link: `heard` is called once, from inside a later `catchUp`, or, of a reply that a fault swallowed, very much later with the loss `timeout`.
   * Called after `catchUp`, in the same tick.
   */
  ask(request: VenueRequest, heard: (reply: VenueReply | ReplyLoss) => void): void;
  /** The average daily volume as the feed says it, faults included; null = it cannot. `heard` is called once, from inside a later `catchUp`. */
  askVolume(symbol: string, heard: (averageDailyVolume: Lots | null) => void): void;
  /** Execution reports, and what is known of the order stream's connection: emitted from inside `catchUp`. */
  readonly reports$: Broker['reports$'];
  /** How the order stream is gone; null = it is there. */
  streamEnd(): StreamEnd | null;
  /** The best prices as the feed shows them at this instant, faults of the feed included. */
  readonly quoteOf: MarketFeed['quoteOf'];
  /** The book as it is. */
  depth(symbol: string, levels: number): VenueDepth;
  /** What has traded in its market is on its tape. */
  tapeOf(symbol: string): Tape;
  cash(): Decimal;
  positions(): readonly PositionRow[];
  /** What each future is held at. */
  futures(): readonly FutureHeld[];
  /** Funding times that futures held passed so far. */
  fundings(): readonly FundingPassed[];
  /** Commissions charged so far, by asset. */
  feesCharged(): ReadonlyMap<string, Decimal>;
  readonly truth: TruthLedger;
  /** What its faults did so far. */
  faultRecord(): FaultRecord;
  /** In the order of the scenario. */
  faultStates(): readonly SwitchedFault[];
  /** False: there is no such fault, or no switch reaches it. */
  turnFault(place: number, on: boolean): boolean;
}
