/**
 * The simulated venue of a plan, and the link through which a client speaks with it: what a run puts before its engine, and
 * what stands behind a socket for an engine in another process.
 */
import { InvariantError } from '../core/ground/invariant.js';
import type { MarketRecord } from '../core/order/truth.js';
import type { OrderEntry } from '../core/order/venue-message.js';
import { TopOfBookRecord } from '../sim/audit/market-record.js';
import type { VirtualClock } from '../sim/clock/virtual-clock.js';
import type { FaultSet } from '../sim/fault/fault-set.js';
import { SimLink } from '../sim/link/sim-link.js';
import { type L2Listing, type L2Setup, L2Venue } from '../sim/market/l2/l2-venue.js';
import { RandomStreams } from '../sim/random/random.js';
import { ReportEar } from './report-ear.js';
import type { SimulationPlan } from './simulation-plan.js';

export interface Connected {
  readonly venue: L2Venue;
  readonly link: SimLink;
  readonly markets: ReadonlyMap<string, MarketRecord>;
  readonly ear: ReportEar;
}

/** Venue and link know each other: the venue speaks into the link, the link's ports speak to the venue. */
export function connectVenue(
  plan: SimulationPlan,
  made: {
    readonly clock: VirtualClock;
    readonly faults: FaultSet;
    readonly earlier: L2Venue | undefined;
    readonly onDeparture: (request: OrderEntry) => void;
  },
): Connected {
  const { faults, earlier } = made;
  const link = linkOf(plan, made);
  const markets = new Map<string, TopOfBookRecord>();
  const listings = plan.markets.map(({ instrument, tape, fill }): L2Listing => {
    const { symbol } = instrument;
    const record = new TopOfBookRecord(tape);
    markets.set(symbol, record);
    const quotes = [record, link.quotesOf(symbol)];
    return { instrument, tape, fill, halts: faults.haltsOf(symbol), quotes };
  });
  const ear = new ReportEar(link.listener);
  const { fillShape: shape } = faults;
  const setup: L2Setup = { listings, options: plan.venue, listener: ear, shape };
  const venue = new L2Venue(setup, earlier);
  faults.onHalt((symbol, window) => venue.addHalt(symbol, window));
  return { venue, link, markets, ear };
}

/** The client's way to the venue: with the latency of the plan, drawn by its seed, and the faults of `made`. */
export function linkOf(
  plan: SimulationPlan,
  made: {
    readonly clock: VirtualClock;
    readonly faults: FaultSet;
    readonly onDeparture?: (request: OrderEntry) => void;
  },
): SimLink {
  const { seed, markets, latency, requestTimeout, connection, drawsBySymbol = false } = plan;
  const { clock, faults, onDeparture } = made;
  return new SimLink({
    clock,
    random: new RandomStreams(seed),
    latency,
    faults,
    instruments: markets.map(({ instrument }) => instrument),
    drawsBySymbol,
    ...(onDeparture === undefined ? {} : { onDeparture }),
    ...(requestTimeout === undefined ? {} : { requestTimeout }),
    ...(connection === undefined ? {} : { connection }),
  });
}

export function firstSymbolOf({ markets: [first] }: SimulationPlan): string {
  if (first === undefined) throw new InvariantError('a run without a market');
  return first.instrument.symbol;
}
