/**
 * Alpaca as the core's broker and feed: its account and its markets over the unmodified client library. Trading begins once both grids are
 * known to be one and every stream is up; else the error says what is in the way.
 */
import type { VenueDay } from '../../core/ground/calendar/venue-day.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { Clock } from '../../core/ground/clock.js';
import { LANE_WAKE } from '../../core/ground/clock.js';
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import type { Connection, LiveOptions } from '../connection.js';
import { UnreachableError } from '../port/connected-venue.js';
import { RestBroker } from '../rest/rest-broker.js';
import { RestFeed } from '../rest/rest-feed.js';
import { type Addresses, addressesOf } from './addresses.js';
import { AlpacaClient } from './alpaca-client.js';
import { AlpacaMarket } from './alpaca-market.js';
import { ALPACA_ERRORS } from './errors.js';
import { ExecutionIds } from './execution-ids.js';
import { listedAs } from './listed-as.js';
import { OrderEntry } from './order-entry.js';
import { OrderQueries } from './order-queries.js';
import { OrderStream } from './order-stream.js';
import { QuoteStream } from './quote-stream.js';
import { Secrets } from './secrets.js';
import { MarketHours } from './market-hours.js';
import { venueDays } from './venue-days.js';
import { type AssetClass, VenueInstruments } from './venue-instruments.js';

export interface AlpacaOptions extends LiveOptions {
  /** What somebody should know of and nothing depends on; never with a key in it. */
  readonly onNotice?: (text: string) => void;
}

/** How long all streams together may take to come up; less than a stream may keep silent. */
const START: Micros = seconds(20);

/** A `ConnectLive`. Errors: `LiveError` where something has to be put right, `UnreachableError` where Alpaca does not answer. */
export async function connectAlpaca(options: AlpacaOptions): Promise<Connection> {
  const { keys, clock } = options;
  const addresses = addressesOf(options);
  const client = new AlpacaClient(keys, addresses);
  const asked = { ...options, address: addresses.trading };
  const listed = await listedAs(client, asked);
  const hasSessions = listed.some(({ instrument }) => hasHours(instrument));
  const days = hasSessions ? await venueDays(client, asked) : [];
  const instruments = new VenueInstruments(listed);
  const line = new AlpacaLine({ ...options, client, instruments, addresses, days });
  try {
    await line.up();
  } catch (error) {
    line.close();
    throw error;
  }
  const { broker, feed } = line;
  return {
    clock,
    speed: 1,
    instruments: options.instruments,
    ...(hasSessions ? { venueDays: days } : {}),
    broker,
    feed,
    isUp: () => line.isUp,
    close: () => line.close(),
  };
}

interface LineOptions extends Omit<AlpacaOptions, 'instruments'> {
  readonly client: AlpacaClient;
  readonly instruments: VenueInstruments;
  readonly addresses: Addresses;
  readonly days: readonly VenueDay[];
}

/** It trades in sessions, which the venue's calendar and clock tell of. */
const hasHours = ({ calendar }: Instrument): boolean => calendar === 'nyse';

const CLOSED =
  'Alpaca says that its market is closed, and by its calendar it is open: its quotes are no market to trade on until it says otherwise';

/** All that is connected. Mutable, one owner. */
class AlpacaLine {
  readonly broker: RestBroker;
  readonly feed: RestFeed;
  readonly #clock: Clock;
  readonly #orders: OrderStream;
  readonly #quotes: readonly QuoteStream[];
  /** Null where nothing of it trades in sessions. */
  readonly #hours: MarketHours | null;
  readonly #inSessions: ReadonlySet<string>;
  readonly #tell: (text: string) => void;
  #isFeedUp = false;
  /** What was complained of last. */
  #trouble = '';
  #onUp: () => void = () => undefined;

  constructor(options: LineOptions) {
    const { clock, requestTimeout, client, instruments, keys, addresses } = options;
    const secrets = new Secrets([keys.keyId, keys.secret]);
    this.#clock = clock;
    this.#tell = (text) => {
      this.#trouble = secrets.without(text);
      options.onNotice?.(this.#trouble);
    };
    this.#inSessions = new Set(
      instruments.all.flatMap(({ instrument }) =>
        hasHours(instrument) ? [instrument.symbol] : [],
      ),
    );
    const ids = new ExecutionIds(this.#tell);
    const entry = new OrderEntry(client, instruments);
    const queries = new OrderQueries(client, instruments, ids);
    this.broker = new RestBroker({
      clock,
      requestTimeout,
      venue: {
        errors: ALPACA_ERRORS,
        enter: (command, exchange) => entry.enter(command, exchange),
        ask: (read, exchange) => queries.ask(read, exchange),
      },
    });
    this.feed = new RestFeed({
      clock,
      requestTimeout,
      market: new AlpacaMarket({ client, instruments, clock }),
      symbols: instruments.all.map(({ instrument }) => instrument.symbol),
    });
    const watched = { clock, keys, instruments, tell: this.#tell };
    this.#orders = new OrderStream({
      ...watched,
      url: addresses.orderStream,
      ids,
      listener: this.broker,
      onStatus: () => this.#changed(),
    });
    this.#quotes = classesOf(instruments).map(
      (assetClass) =>
        new QuoteStream({
          ...watched,
          assetClass,
          url: STREAM_ADDRESS[assetClass](addresses),
          onQuote: (symbol, top) => this.feed.quoted(symbol, this.#isHeld(symbol) ? null : top),
          onStatus: () => this.#quotesChanged(),
        }),
    );
    this.#hours = this.#hoursOf(options);
  }

  #hoursOf({ clock, requestTimeout, client, days }: LineOptions): MarketHours | null {
    if (this.#inSessions.size === 0) return null;
    const instrument = { calendar: 'nyse', venueDays: days } as const;
    return new MarketHours({
      ...{ clock, requestTimeout, client, instrument },
      onChange: (isClosed) => {
        this.#tell(isClosed ? CLOSED : 'the market is open again by the clock of Alpaca');
        if (isClosed) for (const symbol of this.#inSessions) this.feed.quoted(symbol, null);
      },
    });
  }

  #isHeld(symbol: string): boolean {
    return this.#hours?.isClosed === true && this.#inSessions.has(symbol);
  }

  get isUp(): boolean {
    return this.#orders.isUp && this.#areQuotesUp;
  }

  /** Errors: `UnreachableError`. */
  up(): Promise<void> {
    this.#orders.open();
    for (const quotes of this.#quotes) quotes.open();
    return new Promise((done, fail) => {
      const late = this.#clock.schedule(plus(this.#clock.now(), START), LANE_WAKE, () => {
        const why = this.#trouble === '' ? 'no answer' : this.#trouble;
        fail(
          new UnreachableError(
            `the streams of Alpaca are not up: ${why}\n  fix: are the keys those of this account, and does nobody else use them?`,
          ),
        );
      });
      this.#onUp = () => {
        this.#clock.cancel(late);
        done();
      };
    });
  }

  close(): void {
    this.#orders.close();
    for (const quotes of this.#quotes) quotes.close();
    this.#hours?.close();
    this.broker.close();
    this.feed.close();
  }

  get #areQuotesUp(): boolean {
    return this.#quotes.every(({ isUp }) => isUp);
  }

  /** The feed is up once all of it is. */
  #quotesChanged(): void {
    const areUp = this.#areQuotesUp;
    if (areUp === this.#isFeedUp) return;
    this.#isFeedUp = areUp;
    this.feed.streamIs(areUp ? 'up' : 'down');
    this.#changed();
  }

  #changed(): void {
    if (this.isUp) this.#onUp();
  }
}

const STREAM_ADDRESS: Readonly<Record<AssetClass, (addresses: Addresses) => string>> = {
  us_equity: ({ stockStream }) => stockStream,
  crypto: ({ cryptoStream }) => cryptoStream,
};

const classesOf = ({ all }: VenueInstruments): readonly AssetClass[] => [
  ...new Set(all.map(({ assetClass }) => assetClass)),
];
