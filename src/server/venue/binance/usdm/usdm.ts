/**
 * Binance's USD-M futures: REST under `/fapi`, market streams and the account's events under `/ws` and `/stream`, each also behind
 * `/public`, `/market` or `/private`, as its own addresses have them. Accounts are in one-way mode, with cross margin and the scenario's
 * leverage.
 */
import type { AccountOptions } from '../../../../sim/exchange/venue-options.js';
import type { WireDialect } from '../../wire/serve-wire.js';
import { wallMs } from '../desk.js';
import type { BinanceAccount } from '../accounts.js';
import { type BinanceOptions, dialectOf } from '../dialect.js';
import type { Product } from '../product.js';
import { bookOf } from './book.js';
import { fundingEvents, usdmEvents } from './events.js';
import { USDM_LIMITS } from './limits.js';
import { USDM_REFUSALS } from './refusals.js';
import { usdmRoutes } from './routes.js';
import { usdmStreams } from './streams.js';
import { type UsdmTerms, usdmTerms } from './terms.js';

const usdm = (terms: UsdmTerms): Product => ({
  limits: USDM_LIMITS,
  refusals: USDM_REFUSALS,
  speaks: (desk) => {
    const book = bookOf(desk, terms);
    return {
      routes: usdmRoutes(book),
      streams: usdmStreams(terms),
      eventsOf: usdmEvents(desk, book),
      news: fundingEvents(desk),
      sockets: {
        streams: /^(?:\/(?:public|market|private))?\/(ws|stream)(?=\/|$)/,
        params: ['streams', 'listenKey'],
        api: null,
      },
    };
  },
});

export interface UsdmAccount extends BinanceAccount {
  readonly account: AccountOptions;
}

export const usdmDialect = ({ wall, accounts }: BinanceOptions<UsdmAccount>): WireDialect =>
  dialectOf({
    wall,
    accounts: accounts.map(({ account, ...of }) => ({
      ...of,
      product: usdm(usdmTerms(account, wallMs({ wall }, of.venue.now()))),
    })),
  });
