/** A venue that a running engine has been connected to, whatever is behind it: a clock, the core's two ports, and how to let go of it. */
import type { VenueDay } from '../core/ground/calendar/venue-day.js';
import type { Instrument } from '../core/ground/instrument.js';
import type { Micros } from '../core/ground/units.js';
import type { QuoteBoard } from '../core/host/quote-board.js';
import type { Broker, MarketFeed } from '../core/ports.js';
import type { SystemClock } from './clock/system-clock.js';

export interface Connection {
  readonly clock: SystemClock;
  /** Time of the clock in a time of the machine. */
  readonly speed: number;
  /** As the venue lists them. */
  readonly instruments: readonly Instrument[];
  readonly broker: Broker;
  /** Days on which it says other hours than the calendar `nyse`; left out by a venue that has none. */
  readonly venueDays?: readonly VenueDay[];
  readonly feed: MarketFeed & { readonly boards: ReadonlyMap<string, QuoteBoard> };
  /** Whether the venue is reached now. */
  readonly isUp: () => boolean;
  readonly close: () => void;
}

export interface LiveKeys {
  readonly keyId: string;
  readonly secret: string;
}

export interface LiveOptions {
  readonly keys: LiveKeys;
  /** Which of its accounts; decides its addresses. */
  readonly mode: 'paper' | 'live';
  /** A venue on this machine in place of its own addresses, as in `http://127.0.0.1:7000`; null = its own. */
  readonly url: string | null;
  /** As configured: held against what the venue lists. */
  readonly instruments: readonly Instrument[];
  /** Shows the wall clock. */
  readonly clock: SystemClock;
  readonly requestTimeout: Micros;
}

/** Errors: `LiveError` where it cannot be begun with: wrong keys, another grid. `UnreachableError` where nobody answers, which may be tried again. */
export type ConnectLive = (options: LiveOptions) => Promise<Connection>;

/** Why trading cannot begin, with a fix; never with a secret. Ends the program with exit code 78. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
}
