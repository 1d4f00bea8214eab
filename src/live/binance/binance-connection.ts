/** The parts of a connection to a market of Binance's, put together: what the core asks goes to REST, what it hears comes from two streams. */
import { LANE_WAKE } from '../../core/ground/clock.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import { RestBroker } from '../rest/rest-broker.js';
import { RestFeed } from '../rest/rest-feed.js';
import { AwaitedReports } from './awaited-reports.js';
import type { Access } from './access.js';
import type { BinanceOptions } from './binance-options.js';
import type { BinanceClient } from './ccxt-client.js';
import { KnownOrders } from './known-orders.js';
import { LiveStream } from './live-stream.js';
import { quoteStream } from './quote-stream.js';
import { BinanceMarket } from './binance-market.js';
import { type Ask, askThrough } from './requests.js';
import { BinanceVenue } from './binance-venue.js';
import type { VenueTime } from './venue-time.js';

/** For both streams to come up for the first time. */
const UP_WITHIN: Micros = seconds(30);

const NOTHING = (): void => undefined;

interface Parts {
  readonly access: Access;
  readonly client: BinanceClient;
  readonly time: VenueTime;
}

export class BinanceConnection {
  readonly #options: BinanceOptions;
  readonly #client: BinanceClient;
  readonly #access: Access;
  readonly #ask: Ask;
  readonly #time: VenueTime;
  readonly #instruments: ReadonlyMap<string, Instrument>;
  readonly #known = new KnownOrders();
  readonly #awaited: AwaitedReports;
  readonly #orders: LiveStream;
  readonly #quotes: LiveStream;
  readonly venue: BinanceVenue;
  readonly broker: RestBroker;
  readonly feed: RestFeed;
  #onUp: () => void = NOTHING;
  /** Why a stream was not up lately. */
  #lastLoss = 'no answer';

  constructor(options: BinanceOptions, { access, client, time }: Parts) {
    this.#options = options;
    this.#client = client;
    this.#access = access;
    this.#time = time;
    const { clock, requestTimeout } = options;
    const instruments = new Map(options.instruments.map((one) => [one.symbol, one] as const));
    this.#instruments = instruments;
    const { product } = access;
    const ask = askThrough(client.call, product);
    this.#ask = ask;
    this.#awaited = new AwaitedReports({
      clock,
      isUp: () => this.#orders.isUp,
      onDeaf: (why) => this.#orders.lost(why),
    });
    const parts = { ask, access, instruments, known: this.#known, time, awaited: this.#awaited };
    this.venue = new BinanceVenue(parts);
    this.broker = new RestBroker({ clock, venue: this.venue, requestTimeout });
    const symbols = [...instruments.keys()];
    const market = new BinanceMarket({ ask, product, instruments, time });
    this.feed = new RestFeed({ clock, market, requestTimeout, symbols });
    this.#orders = this.#orderStream();
    this.#quotes = this.#quoteStream();
  }

  get isUp(): boolean {
    return this.#orders.isUp && this.#quotes.isUp;
  }

  /** Dials both streams, and waits for them. Errors: an `Error` that says why they did not come up. */
  open(): Promise<void> {
    const { clock } = this.#options;
    return new Promise((done, fail) => {
      const timer = clock.schedule(plus(clock.now(), UP_WITHIN), LANE_WAKE, () => {
        this.#onUp = NOTHING;
        fail(new Error(this.#lastLoss));
      });
      this.#onUp = () => {
        if (!this.isUp) return;
        this.#onUp = NOTHING;
        clock.cancel(timer);
        // Whoever listens from then on needs not hear that they came up.
        clock.schedule(clock.now(), LANE_WAKE, done);
      };
      this.#orders.open();
      this.#quotes.open();
    });
  }

  async close(): Promise<void> {
    this.#awaited.clear();
    this.#orders.close();
    this.#quotes.close();
    this.broker.close();
    await this.#client.close();
  }

  #orderStream(): LiveStream {
    const { product } = this.#access;
    const speech = this.#access.orderStream({
      ...{ client: this.#client, ask: this.#ask, clock: this.#options.clock, product },
      instruments: this.#instruments,
      onReport: (report) => {
        this.#known.note(report.symbol, report);
        this.#awaited.told(report.clientOrderId);
        this.broker.heard(report);
      },
      onUnread: (why) => this.#options.onProblem?.(`order stream: ${why}`),
    });
    const onStatus = (status: 'up' | 'down'): void => {
      this.#awaited.clear();
      this.broker.streamIs(status);
      this.#onUp();
    };
    const onLost = (why: string): void => this.#lost(`order stream: ${why}`);
    return new LiveStream({ clock: this.#options.clock, speech, onStatus, onLost });
  }

  #quoteStream(): LiveStream {
    const { feed } = this;
    const symbols = [...this.#instruments.keys()];
    const speech = quoteStream({
      instruments: this.#instruments,
      open: (ears) => this.#client.openQuotes(symbols, ears),
      onQuote: (symbol, best) => feed.quoted(symbol, { ...best, venueTime: this.#time.now() }),
      onAlive: (symbol) => feed.alive(symbol),
    });
    const onStatus = (status: 'up' | 'down'): void => {
      feed.streamIs(status);
      this.#onUp();
    };
    const onLost = (why: string): void => this.#lost(`market stream: ${why}`);
    return new LiveStream({ clock: this.#options.clock, speech, onStatus, onLost });
  }

  #lost(why: string): void {
    this.#lastLoss = why;
    this.#options.onProblem?.(why);
  }
}
