/**
 * Market data from venue to client: takes the top of the book instant by instant, at venue time and ahead of the
 * clock, and writes it to the quote board for the time it is delivered: venue time + the receive delay the tape
 * recorded + the feed's latency (F1). What a fault loses is never delivered; the first delivery after a loss
 * brings the top of the book as it is by then, as a client that resynchronises its book would have it.
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

/** What the client missed of the top of the book. */
type Missed = 'nothing' | 'quote' | 'none';

export class FeedLine implements QuoteSink {
  readonly #board: QuoteBoard;
  readonly #latency: LatencyModel;
  readonly #losses: readonly FeedLoss[];
  #lastDelivery = 0;
  /** No loss acts on a delivery before this. */
  #lossFrom: number;
  #missed: Missed = 'nothing';
  // The top of the book the client missed last.
  #bid = 0;
  #bidLots = 0;
  #ask = 0;
  #askLots = 0;

  constructor(board: QuoteBoard, latency: LatencyModel, losses: readonly FeedLoss[]) {
    this.#board = board;
    this.#latency = latency;
    this.#losses = losses;
    this.#lossFrom = this.#nextLoss();
  }

  /** A loss became known that was not when the run began; what is on its way by then still comes. */
  lossesChanged(): void {
    this.#lossFrom = this.#nextLoss();
  }

  // eslint-disable-next-line @typescript-eslint/max-params -- the port's: once per change of the market
  quote(
    venueTime: EpochMicros,
    delay: number,
    bid: number,
    bidLots: number,
    ask: number,
    askLots: number,
  ): void {
    const deliveredAt = this.#deliveryOf(venueTime, delay);
    if (deliveredAt >= this.#lossFrom && this.#isLost(deliveredAt)) {
      this.#missed = 'quote';
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
    if (deliveredAt >= this.#lossFrom && this.#isLost(deliveredAt)) {
      this.#missed = 'none';
      return;
    }
    this.#missed = 'nothing';
    this.#board.clear(venueTime, deliveredAt);
  }

  alive(venueTime: EpochMicros, delay: number): void {
    const deliveredAt = this.#deliveryOf(venueTime, delay);
    if (deliveredAt >= this.#lossFrom && this.#isLost(deliveredAt)) return;
    if (this.#missed === 'nothing') this.#board.alive(venueTime, deliveredAt);
    else this.#catchUp(venueTime, deliveredAt);
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

  #isLost(deliveredAt: EpochMicros): boolean {
    let lost = false;
    for (const loss of this.#losses) {
      if (deliveredAt >= loss.from && deliveredAt < loss.to && loss.loses(deliveredAt)) lost = true;
    }
    if (!lost) this.#lossFrom = this.#nextLoss();
    return lost;
  }

  /** When the first loss that is not over yet begins. */
  #nextLoss(): number {
    let from = Infinity;
    for (const loss of this.#losses) {
      if (loss.to > this.#lastDelivery && loss.from < from) from = loss.from;
    }
    return from;
  }

  // eslint-disable-next-line @typescript-eslint/max-params -- the port's brands, put on in one place
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
