/**
 * What Alpaca is asked about a market. Stocks have no depth there: the latest quote is a book of one level. Volumes are those of the feed,
 * and IEX sees a few percent of what trades in a stock.
 */
import type { Clock } from '../../core/ground/clock.js';
import { type EpochMicros, type Lots, MICROS_PER_DAY } from '../../core/ground/units.js';
import type { ReadAnswer } from '../../core/order/outcome.js';
import { answerOf } from '../../core/state/client-words.js';
import type { FeedRead } from '../../core/state/command.js';
import type { ExchangeOptions } from '../rest/exchange.js';
import { UnreadableError } from '../rest/fields.js';
import type { RestMarket } from '../rest/rest-feed.js';
import { dateOf } from '../rest/rfc3339.js';
import type { AlpacaClient } from './alpaca-client.js';
import { answering, bodyOf } from './answered.js';
import { ALPACA_ERRORS } from './errors.js';
import { type Depth, averageVolume, depthOfBook, depthOfQuote, entryOf } from './market-mapping.js';
import type { ListedInstrument, VenueInstruments } from './venue-instruments.js';

/** Trading days that are averaged, and so many days of the calendar hold them. */
const DAYS = 20;
const DAYS_BACK = 40;

export interface AlpacaMarketOptions {
  readonly client: AlpacaClient;
  readonly instruments: VenueInstruments;
  readonly clock: Clock;
}

export class AlpacaMarket implements RestMarket {
  readonly #options: AlpacaMarketOptions;

  constructor(options: AlpacaMarketOptions) {
    this.#options = options;
  }

  ask(read: FeedRead, signal: AbortSignal): Promise<ReadAnswer> {
    return answering(() => this.#ask(read, { signal }), {
      ended: (reply) => answerOf(ANY_QUERY, reply, ALPACA_ERRORS),
      unreadable: (text) => ({ kind: 'failed', failure: 'ambiguous', retryAfter: null, text }),
    });
  }

  async #ask(read: FeedRead, options: ExchangeOptions): Promise<ReadAnswer> {
    const listed = this.#options.instruments.find(read.symbol);
    if (listed === undefined) throw new UnreadableError(`${read.symbol} is not traded here`);
    return read.kind === 'read-depth'
      ? { kind: 'depth', ...(await this.#depth(listed, read.levels, options)) }
      : { kind: 'volume', averageDailyVolume: await this.#volume(listed, options) };
  }

  async #depth(
    { instrument, symbol, assetClass }: ListedInstrument,
    levels: number,
    options: ExchangeOptions,
  ): Promise<Depth> {
    const { client } = this.#options;
    if (assetClass === 'crypto') {
      const books = bodyOf(await client.cryptoBook(symbol, options));
      return depthOfBook(entryOf(books, 'orderbooks', symbol), instrument, levels);
    }
    const quotes = bodyOf(await client.stockQuote(symbol, options));
    return depthOfQuote(entryOf(quotes, 'quotes', symbol), instrument);
  }

  async #volume(
    { instrument, symbol, assetClass }: ListedInstrument,
    options: ExchangeOptions,
  ): Promise<Lots | null> {
    const { client, clock } = this.#options;
    const from = dateOf((clock.now() - DAYS_BACK * MICROS_PER_DAY) as EpochMicros);
    const query = { symbol, from, limit: DAYS_BACK + 1 };
    const days =
      assetClass === 'crypto'
        ? await client.cryptoDays(query, options)
        : await client.stockDays(query, options);
    return averageVolume(entryOf(bodyOf(days), 'bars', symbol), instrument, DAYS);
  }
}

/** What it was that failed makes no difference. */
const ANY_QUERY = { kind: 'query-time' } as const;
