/**
 * Market data from venue to client: takes the top of the book instant by instant, at venue time and ahead of the
 * clock, and writes it to the quote board for the time it is delivered: venue time + the receive delay the tape
 * recorded + the feed's latency (F1). What a fault loses is never delivered; of what it freezes a sign of life is. The
 * first delivery after either brings the top of the book as it is by then, as a client that resynchronises its book would
 * have it.
 *
 * Invariants: 1. One connection: delivery times never fall. 2. No allocation per row; faults are asked only inside
 * their own time.
 *
 * Unrealistic: resynchronisation takes no time, and a client's book never goes wrong in a gap.
 */
import type { QuoteBoard } from '../../core/host/quote-board.js';
import type { EpochMicros, Lots, Ticks } from '../../core/ground/units.js';
import type { FeedLoss } from '../fault/link-fault.js';
import type { LatencyModel } from '../random/latency-model.js';
import type { QuoteSink } from '../market/quote-sink.js';

/** What faults do to deliveries of one instrument. */
interface FeedFaults {
  readonly losses: readonly FeedLoss[];
  readonly freezes: readonly FeedLoss[];
}

type Fate = 'seen' | 'lost' | 'frozen';

/** What the client missed of the top of the book. */
type Missed = 'nothing' | 'quote' | 'none';

export class FeedLine implements QuoteSink {
  readonly #board: QuoteBoard;
  readonly #latency: LatencyModel;
  readonly #faults: FeedFaults;
  readonly #all: readonly FeedLoss[];
  #lastDelivery = 0;
  /** No fault acts on a delivery before this. */
  #faultFrom: number;
  #missed: Missed = 'nothing';
  // The top of the book the client missed last.
  #bid = 0;
  #bidLots = 0;
  #ask = 0;
  #askLots = 0;

  constructor(board: QuoteBoard, latency: LatencyModel, faults: FeedFaults) {
    this.#board = board;
    this.#latency = latency;
    this.#faults = faults;
    this.#all = [...faults.losses, ...faults.freezes];
    this.#faultFrom = this.#nextFault();
  }

  /** A loss became known that was not when the run began; what is on its way by then still comes. */
  lossesChanged(): void {
    this.#faultFrom = this.#nextFault();
  }

  // oxlint-disable-next-line max-params -- the port's: once per change of the market
  quote(
    venueTime: EpochMicros,
    delay: number,
    bid: number,
    bidLots: number,
    ask: number,
    askLots: number,
  ): void {
    const deliveredAt = this.#deliveryOf(venueTime, delay);
    if (deliveredAt >= this.#faultFrom && this.#isKept('quote', venueTime, deliveredAt)) {
      this.#bid = bid;
      this.#bidLots = bidLots;
      this.#ask = ask;
      this.#askLots = askLots;
      return;
    }
    this.#missed = 'nothing';
    this.#write(venueTime, deliveredAt, bid, bidLots, ask, askLots);
  }

  none(venueTime: EpochMicros, delay: number): void {
    const deliveredAt = this.#deliveryOf(venueTime, delay);
    if (deliveredAt >= this.#faultFrom && this.#isKept('none', venueTime, deliveredAt)) return;
    this.#missed = 'nothing';
    this.#board.clear(venueTime, deliveredAt);
  }

  alive(venueTime: EpochMicros, delay: number): void {
    const deliveredAt = this.#deliveryOf(venueTime, delay);
    let catchesUp = this.#missed !== 'nothing';
    if (deliveredAt >= this.#faultFrom) {
      const fate = this.#fateOf(deliveredAt);
      if (fate === 'lost') return;
      if (fate === 'frozen') catchesUp = false;
    }
    if (catchesUp) this.#catchUp(venueTime, deliveredAt);
    else this.#board.alive(venueTime, deliveredAt);
  }

  /** Whether a fault in force keeps a change of the top of the book from the client, who then missed it. */
  #isKept(what: Missed, venueTime: EpochMicros, deliveredAt: EpochMicros): boolean {
    const fate = this.#fateOf(deliveredAt);
    if (fate === 'seen') return false;
    this.#missed = what;
    if (fate === 'frozen') this.#board.alive(venueTime, deliveredAt);
    return true;
  }

  #catchUp(venueTime: EpochMicros, deliveredAt: EpochMicros): void {
    if (this.#missed === 'none') this.#board.clear(venueTime, deliveredAt);
    else this.#write(venueTime, deliveredAt, this.#bid, this.#bidLots, this.#ask, this.#askLots);
    this.#missed = 'nothing';
  }

  #deliveryOf(venueTime: EpochMicros, delay: number): EpochMicros {
    const due = venueTime + delay + this.#latency.sample();
    if (due > this.#lastDelivery) this.#lastDelivery = due;
    return this.#lastDelivery as EpochMicros;
  }

  /** Asked of each delivery while any fault is in force; what is lost is not frozen as well. */
  #fateOf(deliveredAt: EpochMicros): Fate {
    if (isHit(this.#faults.losses, deliveredAt)) return 'lost';
    if (isHit(this.#faults.freezes, deliveredAt)) return 'frozen';
    this.#faultFrom = this.#nextFault();
    return 'seen';
  }

  /** When the first fault that is not over yet begins. */
  #nextFault(): number {
    let from = Infinity;
    for (const fault of this.#all) {
      if (fault.to > this.#lastDelivery && fault.from < from) from = fault.from;
    }
    return from;
  }

  // oxlint-disable-next-line max-params -- the port's brands, put on in one place
  #write(
    venueTime: EpochMicros,
    deliveredAt: EpochMicros,
    bid: number,
    bidLots: number,
    ask: number,
    askLots: number,
  ): void {
    this.#board.write(
      venueTime,
      deliveredAt,
      bid as Ticks,
      bidLots as Lots,
      ask as Ticks,
      askLots as Lots,
    );
  }
}

/** Each is asked, so that each counts. */
function isHit(faults: readonly FeedLoss[], deliveredAt: EpochMicros): boolean {
  let hit = false;
  for (const fault of faults) {
    if (deliveredAt >= fault.from && deliveredAt < fault.to && fault.loses(deliveredAt)) hit = true;
  }
  return hit;
}
