/** The languages a simulated venue speaks on a wire, by the name each is asked for. */
import type { VenueOptions } from '../../sim/exchange/venue-options.js';
import { alpacaDialect } from './alpaca/alpaca-dialect.js';
import { binanceDialect } from './binance/dialect.js';
import { accountTerms } from './binance/words/account-words.js';
import type { WireDialect } from './wire/serve-wire.js';
import type { WallTime } from './wire/wall-time.js';
import type { WireVenue } from './wire/wire-venue.js';

export interface WireKeys {
  readonly keyId: string;
  readonly secret: string;
}

interface DialectParts {
  readonly venue: WireVenue;
  readonly wall: WallTime;
  readonly keys: WireKeys;
  readonly options: VenueOptions;
}

export type DialectName = 'alpaca' | 'binance';

interface Dialect {
  readonly make: (parts: DialectParts) => WireDialect;
  /** What the venue promises of its orders, whatever a scenario says: it is the dialect's. */
  readonly promises: Pick<VenueOptions, 'idempotency' | 'validFor'>;
}

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  alpaca: {
    make: ({ venue, wall, keys }) => alpacaDialect({ venue, wall, keys }),
    promises: { idempotency: 'forever', validFor: null },
  },
  binance: {
    make: ({ venue, wall, keys, options }) =>
      binanceDialect({ venue, wall, keys: [keys], terms: accountTerms(options) }),
    // Each request says how long it is good for.
    promises: { idempotency: 'open-only', validFor: null },
  },
};
