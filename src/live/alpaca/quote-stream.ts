/** Best prices from one of Alpaca's market data streams: that of stocks, or that of crypto pairs. */
import { streaming } from '@alpacahq/alpaca-trade-api';
import type { Clock } from '../../core/ground/clock.js';
import type { TopOfBook } from '../../core/order/outcome.js';
import type { LiveKeys } from '../connection.js';
import { plainDecimal } from '../rest/exact-json.js';
import { UnreadableError } from '../rest/fields.js';
import { microsOf } from '../rest/rfc3339.js';
import { topOf } from './market-mapping.js';
import type { AssetClass, ListedInstrument, VenueInstruments } from './venue-instruments.js';
import { type StreamStatus, WatchedStream } from './watched-stream.js';

export interface QuoteStreamOptions {
  readonly clock: Clock;
  readonly keys: LiveKeys;
  readonly url: string;
  readonly assetClass: AssetClass;
  readonly instruments: VenueInstruments;
  /** `top` null: there is no two-sided quote, or none that can be believed. */
  readonly onQuote: (symbol: string, top: Omit<TopOfBook, 'deliveredAt'> | null) => void;
  readonly onStatus: (status: StreamStatus) => void;
  readonly tell: (text: string) => void;
}

type DataStream = streaming.StockDataStream | streaming.CryptoDataStream;
type LibraryOptions = Omit<streaming.StockDataStreamOptions, 'feed'>;

const STREAM_OF: Readonly<Record<AssetClass, (options: LibraryOptions) => DataStream>> = {
  us_equity: (options) => new streaming.StockDataStream(options),
  crypto: (options) => new streaming.CryptoDataStream(options),
};

export class QuoteStream {
  readonly #options: QuoteStreamOptions;
  readonly #watched: WatchedStream<DataStream>;
  /** Told of once: an instrument whose quotes are off its grid has many of them. */
  readonly #unreadable = new Set<string>();

  constructor(options: QuoteStreamOptions) {
    const { clock, keys, url, assetClass, instruments, onStatus, tell } = options;
    this.#options = options;
    const symbols = instruments.all
      .filter((listed) => listed.assetClass === assetClass)
      .map(({ symbol }) => symbol);
    this.#watched = new WatchedStream({
      clock,
      keys,
      make: (library) => STREAM_OF[assetClass]({ ...library, url }),
      subscribe: (stream) => stream.subscribeForQuotes(symbols),
      isComplete: (confirmed) => hasAll(confirmed, symbols),
      onStatus,
      onTrouble: (text) => tell(`${assetClass} stream: ${text}`),
    });
    this.#watched.stream.onQuote((quote) => this.#quoted(quote));
  }

  get isUp(): boolean {
    return this.#watched.isUp;
  }

  open(): void {
    this.#watched.open();
  }

  close(): void {
    this.#watched.close();
  }

  #quoted(quote: streaming.StreamQuote): void {
    const listed = this.#options.instruments.find(quote.symbol);
    if (listed === undefined) return;
    this.#options.onQuote(listed.instrument.symbol, this.#topIn(quote, listed));
  }

  #topIn(
    quote: streaming.StreamQuote,
    { instrument }: ListedInstrument,
  ): Omit<TopOfBook, 'deliveredAt'> | null {
    try {
      return topOf(fieldsIn(quote), timeOf(quote), instrument);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      if (!this.#unreadable.has(instrument.symbol))
        this.#options.tell(`no quote of ${instrument.symbol}: ${error.message}`);
      this.#unreadable.add(instrument.symbol);
      return null;
    }
  }
}

function hasAll(confirmed: unknown, symbols: readonly string[]): boolean {
  const { quotes } = confirmed as { readonly quotes?: unknown };
  return Array.isArray(quotes) && symbols.every((symbol) => quotes.includes(symbol));
}

const fieldsIn = (quote: streaming.StreamQuote): Parameters<typeof topOf>[0] => ({
  bidPrice: amount(quote.bidPrice),
  bidSize: amount(quote.bidSize),
  askPrice: amount(quote.askPrice),
  askSize: amount(quote.askSize),
});

/** What the library decoded as a number is the shortest text that is that number. */
function amount(value: number | undefined): string {
  const text = plainDecimal(String(value));
  if (text === null) throw new UnreadableError(`a quote says ${String(value)}`);
  return text;
}

function timeOf({ timestampRaw }: streaming.StreamQuote): TopOfBook['venueTime'] {
  const time = timestampRaw === undefined ? null : microsOf(timestampRaw);
  if (time === null) throw new UnreadableError('a quote has no time');
  return time;
}
