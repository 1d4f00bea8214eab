/**
 * The simulated market feed as the core sees it. A quote is what the board holds at this instant; volume is a fact of
 * the instrument; depth is a query with a round trip. It reports no connection going up or down: a feed that goes
 * silent is noticed by its age.
 *
 * Invariants: 1. `send` emits nothing and never throws; each read is answered exactly once, in the delivery lane.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY } from '../../core/ground/clock.js';
import { decimal } from '../../core/ground/decimal.js';
import type { FeedRead, ReadId } from '../../core/state/command.js';
import type { QuoteBoard } from '../../core/host/quote-board.js';
import { type Instrument, roundQuantity } from '../../core/ground/instrument.js';
import type { QuoteView, ReadAnswer } from '../../core/order/outcome.js';
import type { FeedInput, MarketFeed } from '../../core/ports.js';
import { readAnswer } from './sim-broker.js';
import type { RequestLine } from './request-line.js';

export class SimFeed implements MarketFeed {
  readonly #clock: Clock;
  readonly #line: RequestLine;
  readonly #board: QuoteBoard;
  readonly #symbol: string;
  readonly #volume: ReadAnswer;
  readonly #events = new Subject<FeedInput>();
  readonly events$: Observable<FeedInput> = this.#events.asObservable();

  constructor(clock: Clock, line: RequestLine, board: QuoteBoard, instrument: Instrument) {
    this.#clock = clock;
    this.#line = line;
    this.#board = board;
    this.#symbol = instrument.symbol;
    const { adv } = instrument;
    const averageDailyVolume =
      adv === null ? null : roundQuantity(instrument, decimal(adv), 'floor');
    this.#volume = { kind: 'volume', averageDailyVolume };
  }

  send(read: FeedRead): void {
    if (read.symbol === this.#symbol && read.kind === 'read-depth') {
      this.#line.send(read, (answer) => this.#emit(read.readId, readAnswer(answer)));
      return;
    }
    this.#clock.schedule(this.#clock.now(), LANE_DELIVERY, () => {
      this.#emit(read.readId, read.symbol === this.#symbol ? this.#volume : UNKNOWN_SYMBOL);
    });
  }

  quoteOf(symbol: string): QuoteView {
    if (symbol !== this.#symbol) return { symbol, quote: null, aliveAt: null };
    const now = this.#clock.now();
    return { symbol, quote: this.#board.latest(now), aliveAt: this.#board.aliveAt(now) };
  }

  #emit(readId: ReadId, answer: ReadAnswer): void {
    this.#events.next({ kind: 'answer', readId, answer });
  }
}

const UNKNOWN_SYMBOL: ReadAnswer = {
  kind: 'failed',
  failure: 'permanent',
  retryAfter: null,
  text: 'unknown symbol',
};
