/**
 * The market behind a socket, as the core sees it: quotes come as the venue's own client would have them and are put on a
 * board by the time the venue says they were delivered, so that what was old before a connection was made is old here, too.
 *
 * Invariants: 1. `send` emits nothing and never throws; each read is answered exactly once, in an action of the clock.
 * 2. Nothing on a board is delivered later than now, nor before what is there.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY, LANE_DEPARTURE } from '../../core/ground/clock.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { QuoteBoard } from '../../core/host/quote-board.js';
import type { PriceRange, QuoteView, ReadAnswer, TopOfBook } from '../../core/order/outcome.js';
import type { FeedInput, MarketFeed } from '../../core/ports.js';
import type { FeedRead } from '../../core/state/command.js';
import { AwaitedAnswers } from './awaited.js';
import { noAnswer, notAsked } from './failed-read.js';
import type { Wire } from './port-broker.js';
import { isSameTop } from './same-top.js';

interface Market {
  readonly board: QuoteBoard;
  /** When the board was written last. */
  last: number;
  /** What it was written with last. */
  quote: TopOfBook | null;
}

export class PortFeed implements MarketFeed {
  readonly #clock: Clock;
  readonly #wire: Wire;
  readonly #awaited: AwaitedAnswers;
  readonly #events = new Subject<FeedInput>();
  readonly events$: Observable<FeedInput> = this.#events.asObservable();
  readonly #markets: ReadonlyMap<string, Market>;

  constructor(clock: Clock, wire: Wire, requestTimeout: Micros, symbols: readonly string[]) {
    this.#clock = clock;
    this.#wire = wire;
    this.#awaited = new AwaitedAnswers(clock, requestTimeout);
    this.#markets = new Map(
      symbols.map((symbol) => [symbol, { board: new QuoteBoard(), last: -Infinity, quote: null }]),
    );
  }

  get boards(): ReadonlyMap<string, QuoteBoard> {
    return new Map([...this.#markets].map(([symbol, { board }]) => [symbol, board]));
  }

  send(read: FeedRead): void {
    this.#clock.schedule(this.#clock.now(), LANE_DEPARTURE, () => {
      if (!this.#wire.send({ kind: 'read', read })) this.#answer(read, notAsked());
      else this.#awaited.add(String(read.readId), (how) => this.#answer(read, noAnswer(how)));
    });
  }

  quoteOf(symbol: string): QuoteView {
    const board = this.#markets.get(symbol)?.board;
    if (board === undefined) return { symbol, quote: null, aliveAt: null };
    const now = this.#clock.now();
    return { symbol, quote: board.latest(now), aliveAt: board.aliveAt(now) };
  }

  watch(symbol: string, range: PriceRange, left: () => void): void {
    const now = this.#clock.now();
    this.#markets.get(symbol)?.board.watch(range, now, () => {
      this.#clock.schedule(this.#clock.now(), LANE_DELIVERY, left);
    });
  }

  /** From the venue; in an action of the clock, as the three below. */
  heard(input: FeedInput): void {
    if (input.kind === 'feed' || this.#awaited.settle(String(input.readId)))
      this.#events.next(input);
  }

  shown({ symbol, quote, aliveAt }: QuoteView): void {
    const market = this.#markets.get(symbol);
    if (market === undefined || aliveAt === null) return;
    if (quote === null) market.board.clear(aliveAt, this.#next(market, aliveAt));
    else if (!isSameTop(quote, market.quote)) this.#write(market, quote);
    market.quote = quote;
    market.board.alive(aliveAt, this.#next(market, aliveAt));
  }

  connected(): void {
    this.#events.next({ kind: 'feed', status: 'up' });
  }

  disconnected(): void {
    this.#awaited.loseAll();
    this.#events.next({ kind: 'feed', status: 'down' });
  }

  #write(market: Market, quote: TopOfBook): void {
    const { bid, bidQuantity, ask, askQuantity, venueTime, deliveredAt } = quote;
    const at = this.#next(market, deliveredAt);
    market.board.write(venueTime, at, bid, bidQuantity, ask, askQuantity);
  }

  /** When something counts as delivered that the venue says was at `at`: its clock may be a little ahead of ours. */
  #next(market: Market, at: EpochMicros): EpochMicros {
    market.last = Math.max(market.last, Math.min(at, this.#clock.now()));
    return market.last as EpochMicros;
  }

  #answer({ readId }: FeedRead, answer: ReadAnswer): void {
    this.#events.next({ kind: 'answer', readId, answer });
  }
}
