/**
 * Everything between one engine and one simulated venue, put together: latency per path, the run's faults, and the two
 * ports the core sees. The venue is made after the link, because it speaks into it, and connected once.
 */
import type { Clock } from '../../core/ground/clock.js';
import { QuoteBoard } from '../../core/host/quote-board.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { Broker, MarketFeed } from '../../core/ports.js';
import { type Micros, seconds } from '../../core/ground/units.js';
import type { FaultSet } from '../fault/fault-set.js';
import type { RandomStreams } from '../random/random.js';
import type { QuoteSink, ReportListener } from '../venue/venue-port.js';
import { FeedLine } from './feed-line.js';
import { type LinkLatency, type LinkLatencySpec, linkLatency } from './link-latency.js';
import { ReportLine } from './report-line.js';
import { RequestLine } from './request-line.js';
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
  readonly instrument: Instrument;
  readonly requestTimeout?: Micros;
}

export class SimLink {
  /** What the client knows of the market. */
  readonly board: QuoteBoard;
  /** Where the venue's quotes go in. */
  readonly quotes: QuoteSink;
  /** Where the venue's reports go in. */
  readonly listener: ReportListener;
  readonly #options: SimLinkOptions;
  readonly #latency: LinkLatency;
  #broker: SimBroker | null = null;

  constructor(options: SimLinkOptions) {
    const { clock, faults } = options;
    this.#options = options;
    this.#latency = linkLatency(options.latency, options.random);
    this.board = new QuoteBoard(faults.quoteLens);
    this.quotes = new FeedLine(this.board, this.#latency.feed, faults.feedLosses);
    this.listener = new ReportLine({
      clock,
      latency: this.#latency.stream,
      faults,
      deliver: (report) => this.#broker?.deliver(report),
    });
  }

  /** The ports of `venue`, which speaks into `listener` and `quotes`. Once per link. */
  connect(venue: DeskVenue): { readonly broker: Broker; readonly feed: MarketFeed } {
    invariant(this.#broker === null, 'a link is connected once');
    const { clock, faults, instrument, requestTimeout = DEFAULT_REQUEST_TIMEOUT } = this.#options;
    const line = new RequestLine({
      clock,
      latency: this.#latency,
      faults,
      timeout: requestTimeout,
      desk: venueDesk(venue),
    });
    this.#broker = new SimBroker(clock, line);
    return { broker: this.#broker, feed: new SimFeed(clock, line, this.board, instrument) };
  }
}
