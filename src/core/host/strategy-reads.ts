/**
 * Depth as strategies read it: over the engine's own feed, so that a read takes a round trip, costs a request, and meets the
 * faults of its path. Their answers never reach the engine. Mutable on purpose, one a run.
 */
import { Observable, filter } from 'rxjs';
import { type Instrument, formatPrice, formatQuantity } from '../ground/instrument.js';
import type { StrategyDepth, StrategyLevel } from './strategy.js';
import type { DepthLevel, ReadAnswer } from '../order/outcome.js';
import type { MarketFeed } from '../ports.js';

/** The engine counts its reads upwards from 1: ours go the other way. */
const isOurs = (readId: number): boolean => readId < 0;

const LEVELS_MAX = 1_000;

export class StrategyReads {
  /** For the engine: all but what strategies asked for. */
  readonly rest: MarketFeed;
  readonly #feed: MarketFeed;
  readonly #instruments: readonly Instrument[];
  readonly #waiting = new Map<number, (answer: ReadAnswer) => void>();
  #lastId = 0;

  constructor(feed: MarketFeed, instruments: readonly Instrument[]) {
    this.#feed = feed;
    this.#instruments = instruments;
    this.rest = {
      events$: feed.events$.pipe(
        filter((input) => input.kind !== 'answer' || !isOurs(input.readId)),
      ),
      send: (read) => feed.send(read),
      quoteOf: (symbol) => feed.quoteOf(symbol),
      watch: (symbol, range, left) => feed.watch(symbol, range, left),
    };
    feed.events$.subscribe((input) => {
      if (input.kind !== 'answer' || !isOurs(input.readId)) return;
      const tell = this.#waiting.get(input.readId);
      this.#waiting.delete(input.readId);
      tell?.(input.answer);
    });
  }

  /** One read for each subscription. */
  readonly depth = (symbol: string, levels: number): Observable<StrategyDepth | null> => {
    if (!Number.isInteger(levels) || levels < 1 || levels > LEVELS_MAX)
      throw new RangeError(`depth(${levels}): levels are a whole number, 1 to ${LEVELS_MAX}`);
    return new Observable((subscriber) => {
      this.#lastId -= 1;
      const readId = this.#lastId;
      this.#waiting.set(readId, (answer) => {
        subscriber.next(this.#depthOf(symbol, answer));
        subscriber.complete();
      });
      this.#feed.send({ kind: 'read-depth', readId, symbol, levels });
      return () => this.#waiting.delete(readId);
    });
  };

  #depthOf(symbol: string, answer: ReadAnswer): StrategyDepth | null {
    const instrument = this.#instruments.find((one) => one.symbol === symbol);
    if (answer.kind !== 'depth' || instrument === undefined) return null;
    const told = (levels: readonly DepthLevel[]): readonly StrategyLevel[] =>
      levels.map(({ price, quantity }) => ({
        price,
        quantity,
        priceText: formatPrice(instrument, price),
        quantityText: formatQuantity(instrument, quantity),
      }));
    return { symbol, bids: told(answer.bids), asks: told(answer.asks) };
  }
}
