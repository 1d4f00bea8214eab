/**
 * A venue's market as the core sees it: quotes come from the venue's stream and are put on boards, depth and volume are asked for.
 *
 * Invariant: `send` emits nothing and never throws; each read is answered exactly once, in an action of the clock, at the latest
 * `requestTimeout` after it left.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY, LANE_DEPARTURE } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';
import type { QuoteBoard } from '../../core/host/quote-board.js';
import type { PriceRange, QuoteView, ReadAnswer, TopOfBook } from '../../core/order/outcome.js';
import type { FeedInput, MarketFeed } from '../../core/ports.js';
import type { FeedRead } from '../../core/state/command.js';
import { QuoteBoards } from '../quote-boards.js';

/** What a dialect knows to ask of a market. Never rejects. */
export interface RestMarket {
  ask(read: FeedRead, signal: AbortSignal): Promise<ReadAnswer>;
}

export interface RestFeedOptions {
  readonly clock: Clock;
  readonly market: RestMarket;
  readonly requestTimeout: Micros;
  readonly symbols: readonly string[];
}

export class RestFeed implements MarketFeed {
  readonly #options: RestFeedOptions;
  readonly #boards: QuoteBoards;
  readonly #events = new Subject<FeedInput>();
  readonly events$: Observable<FeedInput> = this.#events.asObservable();
  #status: 'up' | 'down' | null = null;
  readonly #underWay = new Set<AbortController>();

  constructor(options: RestFeedOptions) {
    this.#options = options;
    this.#boards = new QuoteBoards(options.clock, options.symbols);
  }

  get boards(): ReadonlyMap<string, QuoteBoard> {
    return this.#boards.boards;
  }

  send(read: FeedRead): void {
    const { clock } = this.#options;
    clock.schedule(clock.now(), LANE_DEPARTURE, () => this.#ask(read));
  }

  quoteOf(symbol: string): QuoteView {
    return this.#boards.quoteOf(symbol);
  }

  watch(symbol: string, range: PriceRange, left: () => void): void {
    this.#boards.watch(symbol, range, left);
  }

  /** The stream says what the best prices are, at any time; null = there is no two-sided market now. */
  quoted(symbol: string, top: Omit<TopOfBook, 'deliveredAt'> | null): void {
    const { clock } = this.#options;
    const deliveredAt = clock.now();
    const quote = top === null ? null : { ...top, deliveredAt };
    this.#soon(() => this.#boards.shown({ symbol, quote, aliveAt: deliveredAt }));
  }

  /** The stream shows that the last quote of a symbol still holds, at any time. */
  alive(symbol: string): void {
    const aliveAt = this.#options.clock.now();
    this.#soon(() => {
      const { quote } = this.#boards.quoteOf(symbol);
      if (quote !== null) this.#boards.shown({ symbol, quote, aliveAt });
    });
  }

  /** What is known of the market stream's connection, at any time; told when it changes. */
  streamIs(status: 'up' | 'down'): void {
    this.#soon(() => {
      if (status === this.#status) return;
      this.#status = status;
      this.#events.next({ kind: 'feed', status });
    });
  }

  /** What is under way is not waited for. */
  close(): void {
    for (const abort of this.#underWay) abort.abort();
  }

  #ask(read: FeedRead): void {
    const { clock, market, requestTimeout } = this.#options;
    const abort = new AbortController();
    this.#underWay.add(abort);
    let isOpen = true;
    const end = (answer: ReadAnswer): void => {
      if (!isOpen) return;
      isOpen = false;
      clock.cancel(timer);
      this.#underWay.delete(abort);
      this.#events.next({ kind: 'answer', readId: read.readId, answer });
    };
    const timer = clock.schedule(plus(clock.now(), requestTimeout), LANE_DELIVERY, () => {
      end({ kind: 'failed', failure: 'ambiguous', retryAfter: null, text: 'no answer: timeout' });
      abort.abort();
    });
    void market.ask(read, abort.signal).then((answer) => this.#soon(() => end(answer)));
  }

  #soon(action: () => void): void {
    const { clock } = this.#options;
    clock.schedule(clock.now(), LANE_DELIVERY, action);
  }
}
