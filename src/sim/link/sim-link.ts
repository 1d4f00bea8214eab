/**
 * Everything between one engine and one simulated venue, put together: latency per path, the run's faults, and the two
 * ports the core sees. The venue is made after the link, because it speaks into it, and connected once.
 */
import { type Clock, LANE_DELIVERY } from '../../core/ground/clock.js';
import { QuoteBoard } from '../../core/host/quote-board.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { OrderEntry, VenueRequest } from '../../core/order/venue-message.js';
import type { Broker, MarketFeed } from '../../core/ports.js';
import { type EpochMicros, type Micros, seconds } from '../../core/ground/units.js';
import type { FaultSet } from '../fault/fault-set.js';
import type { RandomStreams } from '../random/random.js';
import type { ReportListener } from '../exchange/venue-port.js';
import type { QuoteSink } from '../market/quote-sink.js';
import { FeedLine } from './feed-line.js';
import { type LatencyOf, type LinkLatencySpec, latencyBySymbol } from './link-latency.js';
import { ReportLine } from './report-line.js';
import { type ConnectionOrder, RequestLine } from './request-line.js';
import { SimBroker } from './sim-broker.js';
import { SimFeed } from './sim-feed.js';
import { type DeskVenue, venueDesk } from './venue-desk.js';

/**
 * How long the client waits for an answer before it calls the outcome unknown. Real clients wait 10 s (ccxt) to 30 s
 * (Alpaca's); 5 s is as long as a request stays valid by default, so that waiting longer could not change what happens.
 */
const DEFAULT_REQUEST_TIMEOUT: Micros = seconds(5);

export interface SimLinkOptions {
  readonly clock: Clock;
  readonly random: RandomStreams;
  readonly latency: LinkLatencySpec;
  readonly faults: FaultSet;
  readonly instruments: readonly Instrument[];
  /** Random draws of each instrument's messages from streams of their own. */
  readonly drawsBySymbol?: boolean;
  readonly requestTimeout?: Micros;
  /** Independent when left out. */
  readonly connection?: ConnectionOrder;
  /** Told of every order, cancel and replace that leaves for the wire. */
  readonly onDeparture?: (request: OrderEntry) => void;
}

/** One instrument's market as the client has it, and where the venue's quotes go in. */
interface LinkedMarket {
  readonly instrument: Instrument;
  readonly board: QuoteBoard;
  readonly quotes: FeedLine;
}

export class SimLink {
  /** Where the venue's reports go in. */
  readonly listener: ReportListener;
  readonly #options: SimLinkOptions;
  readonly #latency: LatencyOf;
  readonly #markets: ReadonlyMap<string, LinkedMarket>;
  #broker: SimBroker | null = null;
  #feed: SimFeed | null = null;
  #line: RequestLine | null = null;

  constructor(options: SimLinkOptions) {
    const { clock, faults, latency, random, drawsBySymbol = false } = options;
    this.#options = options;
    this.#latency = latencyBySymbol(latency, random, drawsBySymbol);
    this.#markets = new Map(
      options.instruments.map((instrument) => {
        const { symbol } = instrument;
        const board = new QuoteBoard(faults.quoteLensOf(symbol));
        const { feed } = this.#latency(symbol);
        const quotes = new FeedLine(board, feed, {
          losses: faults.feedLossesOf(symbol),
          freezes: faults.feedFreezesOf(symbol),
        });
        return [symbol, { instrument, board, quotes }];
      }),
    );
    faults.anchors?.onTold(() => {
      for (const { quotes } of this.#markets.values()) quotes.lossesChanged();
    });
    this.listener = new ReportLine({
      clock,
      latency: this.#latency,
      faults,
      deliver: (report) => this.#broker?.deliver(report),
    });
  }

  /** What left on the wire so far, by kind, answered or not. */
  get sent(): ReadonlyMap<VenueRequest['kind'], number> {
    return this.#line?.sent ?? new Map();
  }

  /** What the client knows of each market, in the order of the instruments. */
  get boards(): ReadonlyMap<string, QuoteBoard> {
    return new Map([...this.#markets].map(([symbol, { board }]) => [symbol, board]));
  }

  /** The client is another process: what is owed to the one before is owed to nobody. */
  clientRestarts(): void {
    this.#line?.clientRestarts();
    this.#broker?.clientRestarts();
    this.#feed?.clientRestarts();
  }

  /** The client looks at no answer before then; what it waits for runs out meanwhile. */
  clientReadsAt(at: EpochMicros): void {
    this.#line?.clientReadsAt(at);
  }

  /** Where the venue's quotes of an instrument go in. */
  quotesOf(symbol: string): QuoteSink {
    const market = this.#markets.get(symbol);
    invariant(market !== undefined, `no feed of ${symbol}`);
    return market.quotes;
  }

  /** The ports of `venue`, which speaks into `listener` and the quotes. Once per link. */
  connect(venue: DeskVenue): {
    readonly broker: Broker;
    readonly feed: MarketFeed;
    /** For whoever speaks to the venue in its own words. */
    readonly line: RequestLine;
  } {
    invariant(this.#broker === null, 'a link is connected once');
    const { clock, faults, drawsBySymbol = false, onDeparture } = this.#options;
    const line = (this.#line = new RequestLine({
      clock,
      latency: this.#latency,
      faults,
      timeout: this.#options.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT,
      latencyBySymbol: drawsBySymbol,
      connection: this.#options.connection ?? 'independent',
      desk: venueDesk(venue),
      ...(onDeparture === undefined ? {} : { onDeparture }),
    }));
    this.#broker = new SimBroker(clock, line);
    faults.onStreamNews(({ downAt, upAt }) => {
      clock.schedule(downAt, LANE_DELIVERY, () => this.#broker?.streamIs('down'));
      clock.schedule(upAt, LANE_DELIVERY, () => this.#broker?.streamIs('up'));
    });
    const feed = new SimFeed([...this.#markets.values()], {
      clock,
      line,
      faults,
      interrupt: () => venue.interrupt(),
    });
    this.#feed = feed;
    return { broker: this.#broker, feed, line };
  }
}
