/**
 * A replayed L2 tape as a market of an exchange: the row loop, and the matcher that listens to it. Buffers and optimized
 * code of the loop outlive a run, so it is handed in. Mutable, one owner (the exchange).
 */
import { invariant } from '../../../core/ground/invariant.js';
import { type EpochMicros, type Ticks, ticks } from '../../../core/ground/units.js';
import type { ArrivalLook, MarkWatch, Market, OrderEvents } from '../../exchange/market-port.js';
import type { VenueProfile } from '../../exchange/venue-options.js';
import type { VenueOrder } from '../../exchange/venue-order.js';
import type { VenueCounters, VenueDepth } from '../../exchange/venue-port.js';
import type { FillOptions } from '../../fills/fill-options.js';
import { unsupportedFillOptions } from '../../fills/fill-rules.js';
import type { Tape } from '../../tape/tape.js';
import type { QuoteSink } from '../quote-sink.js';
import type { ReplayMarket, ReplaySource } from '../replay-market.js';
import { topLevels } from './depth.js';
import { Matcher } from './matcher.js';

export interface L2Source {
  readonly tape: Tape;
  readonly fill: FillOptions;
  /** Told in this order. */
  readonly quotes: readonly QuoteSink[];
}

export interface L2Opening {
  readonly source: L2Source;
  readonly profile: VenueProfile;
  readonly events: OrderEvents;
}

export class L2Market implements Market {
  readonly #replay: ReplayMarket;
  readonly #tape: Tape;
  readonly #matcher: Matcher;

  /** `replay` stands at the beginning of the source's tape. */
  constructor(replay: ReplayMarket, { source, profile, events }: L2Opening) {
    this.#replay = replay;
    this.#tape = source.tape;
    const { quantaPerTick } = source.tape;
    const { stopAlreadyThrough, selfTrade } = profile;
    this.#matcher = new Matcher({ events, quantaPerTick, stopAlreadyThrough, selfTrade }, replay);
    replay.listen(this.#matcher);
  }

  get nextTime(): number {
    return this.#replay.nextTime;
  }

  get known(): boolean {
    return this.#replay.synchronized;
  }

  get open(): boolean {
    return this.#replay.open;
  }

  get mark(): Ticks | null {
    const { last } = this.#replay;
    return Number.isNaN(last) ? null : ticks(Math.floor(last / this.#tape.quantaPerTick));
  }

  advance(until: EpochMicros): EpochMicros {
    this.#replay.interrupted = false;
    return this.#replay.advance(until);
  }

  interrupt(): void {
    this.#replay.interrupted = true;
  }

  halt(): void {
    this.#replay.halted = true;
  }

  resume(at: EpochMicros): void {
    this.#replay.resume(at);
  }

  look(order: VenueOrder, at: EpochMicros): ArrivalLook {
    if (!this.open) return { isThrough: false, steps: [] };
    const isThrough = this.#matcher.isThrough(order, at);
    const takes = isThrough || order.triggered;
    return { isThrough, steps: takes ? this.#matcher.plan(order, at) : [] };
  }

  aheadOf(order: VenueOrder): number | null {
    if (this.#matcher.isResting(order)) return this.#matcher.aheadOf(order);
    const { type, timeInForce } = order.terms;
    const rests = timeInForce === 'gtc' || timeInForce === 'day';
    if (type !== 'limit' || !rests || !this.open) return null;
    return this.#matcher.aheadOf(order);
  }

  begin(order: VenueOrder, at: EpochMicros): void {
    this.#matcher.begin(order, at);
  }

  withdraw(order: VenueOrder): void {
    this.#matcher.withdraw(order);
  }

  succeed(next: VenueOrder, order: VenueOrder): void {
    this.#matcher.succeed(next, order);
  }

  watchMark(watch: MarkWatch): void {
    this.#matcher.watchMark(watch);
  }

  depth(levels: number): VenueDepth {
    const { bids, asks, synchronized } = this.#replay;
    if (!synchronized) return { bids: [], asks: [] };
    return {
      bids: topLevels(bids, levels, this.#tape),
      asks: topLevels(asks, levels, this.#tape),
    };
  }

  counters(at: number): VenueCounters {
    const { counts, top } = this.#replay;
    return {
      levelRows: counts.levelRows,
      trades: counts.trades,
      topChanges: top.changes,
      ineligiblePrints: counts.ineligiblePrints,
      lateDiffs: counts.lateDiffs,
      topRows: counts.topRows,
      topCorrections: counts.topCorrections,
      topBids: counts.topBids,
      topAsks: counts.topAsks,
      desynchronizedMicros: this.#replay.desynchronizedMicros(at),
      ownCrossings: this.#matcher.ownCrossings,
      beyondDepth: this.#matcher.beyondDepth,
    };
  }
}

/** What the row loop needs of a source. */
export function replaySourceOf({ tape, fill, quotes }: L2Source): ReplaySource {
  const problems = unsupportedFillOptions(fill);
  invariant(problems.length === 0, problems.join('; '));
  const { quantaPerTick, quantaPerLot } = tape;
  return { tape, rules: { quantaPerTick, quantaPerLot, options: fill }, quotes };
}
