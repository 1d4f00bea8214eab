/** What a real venue promises, in place of what a scenario says of the simulated one (docs/alpaca.md, docs/binance.md). */
import { type Micros, seconds } from '../../core/ground/units.js';
import type { EngineConfig, VenuePolicy } from '../../core/state/config.js';

export type RealVenue = 'alpaca' | 'binance' | 'binance-usdm';

type Promises = Pick<
  VenuePolicy,
  'idempotency' | 'validFor' | 'visibilityLag' | 'tellsFees' | 'replacesBy' | 'asksVolume'
>;

/** Longer than Binance's own default, and what its clients ask for: a window is asked for in every request. */
const BINANCE_WINDOW: Micros = seconds(5);

/** Whether it trades futures, and nothing else; or none. */
export const TRADES_FUTURES: Readonly<Record<RealVenue, boolean>> = {
  alpaca: false,
  binance: false,
  'binance-usdm': true,
};

/** An id is unique among open orders alone; a request older than its window is refused. */
const BINANCE: Promises = {
  ...{ idempotency: 'open-only', validFor: BINANCE_WINDOW },
  ...{ visibilityLag: seconds(10), replacesBy: 'cancel-and-new', asksVolume: true },
};

const VENUE_POLICIES: Readonly<Record<RealVenue, Promises>> = {
  // A client order id is unique for ever; no request is refused for its age; what is charged is booked at the end of the day.
  alpaca: {
    ...{ idempotency: 'forever', validFor: null },
    ...{ visibilityLag: seconds(30), tellsFees: false, asksVolume: true },
  },
  binance: BINANCE,
  'binance-usdm': BINANCE,
};

export const atVenue = (config: EngineConfig, venue: RealVenue): EngineConfig => ({
  ...config,
  venue: { ...config.venue, ...VENUE_POLICIES[venue], venue },
});
