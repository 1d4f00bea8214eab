/**
 * What a client in real time knows of its markets: a board for each symbol, written as quotes come in. Mutable, one a feed.
 *
 * Invariant: nothing on a board is delivered later than now, nor before what is there.
 */
import { type Clock, LANE_DELIVERY } from '../core/ground/clock.js';
import type { EpochMicros } from '../core/ground/units.js';
import { QuoteBoard } from '../core/host/quote-board.js';
import type { PriceRange, QuoteView, TopOfBook } from '../core/order/outcome.js';

interface Market {
  readonly board: QuoteBoard;
  /** When the board was written last. */
  last: number;
  /** What it was written with last. */
  quote: TopOfBook | null;
}

/** SIG-4: for those who look when the market cannot be seen any more. */
const QUOTES_KEPT = 100;

export class QuoteBoards {
  readonly #clock: Clock;
  readonly #markets: ReadonlyMap<string, Market>;

  constructor(clock: Clock, symbols: readonly string[]) {
    this.#clock = clock;
    this.#markets = new Map(
      symbols.map((symbol) => {
        const board = new QuoteBoard(null, { keeps: QUOTES_KEPT });
        return [symbol, { board, last: -Infinity, quote: null }];
      }),
    );
  }

  get boards(): ReadonlyMap<string, QuoteBoard> {
    return new Map([...this.#markets].map(([symbol, { board }]) => [symbol, board]));
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

  /** In an action of the clock. */
  shown({ symbol, quote, aliveAt }: QuoteView): void {
    const market = this.#markets.get(symbol);
    if (market === undefined || aliveAt === null) return;
    if (quote === null) market.board.clear(aliveAt, this.#next(market, aliveAt));
    else if (!isSameTop(quote, market.quote)) this.#write(market, quote);
    market.quote = quote;
    market.board.alive(aliveAt, this.#next(market, aliveAt));
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
}

const READ: readonly (keyof TopOfBook)[] = [
  'bid',
  'bidQuantity',
  'ask',
  'askQuantity',
  'venueTime',
  'deliveredAt',
];

/** Whether a client would be told the same twice. */
export const isSameTop = (a: TopOfBook | null, b: TopOfBook | null): boolean =>
  a === b || (a !== null && b !== null && READ.every((field) => a[field] === b[field]));
