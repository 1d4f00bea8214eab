/**
 * The accounts at a venue of Binance's on one port: each with its desk, its orders, its listen keys and its events. They have the markets, the
 * ids that the venue gives and the weight of requests in common, as clients at one address have. What nobody signs goes over the link of the first.
 */
import { invariant } from '../../../core/ground/invariant.js';
import type { ExecutionReport } from '../../../core/order/execution-report.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';
import type { Desk } from './desk.js';
import { KnownOrders } from './known-orders.js';
import { Market, Markets } from './market/market.js';
import type { Product, Speech } from './product.js';
import type { Keys } from './request/admission.js';
import { type ApiKey, knownKey } from './request/keys.js';
import { Usage } from './request/usage.js';
import { ListenKeys } from './streams/listen-keys.js';
import { UserData } from './streams/user-data.js';
import { Symbols } from './symbols.js';
import type { AccountTerms } from './words/account-terms.js';

export interface BinanceAccount {
  /** What it can ask, hear and see. */
  readonly venue: WireVenue;
  /** Nobody's, where there are none. */
  readonly keys: readonly ApiKey[];
  readonly terms: AccountTerms;
  /** Told of each report that goes out to somebody who listens. */
  readonly onTold?: ((report: ExecutionReport) => void) | undefined;
}

/** An account as its clients meet it. */
export interface OpenAccount {
  readonly desk: Desk;
  readonly keys: Keys;
  readonly user: UserData;
  readonly speech: Speech;
}

/** A listen key is of no use any more. */
export type OnKeyEnd = (desk: Desk, listenKey: string, isExpired: boolean) => void;

/** Letters and digits of an id that the venue gives. */
const ID_DIGITS = 16;

export class Accounts {
  readonly all: readonly OpenAccount[];
  /** Whose link is taken for what nobody signs. */
  readonly first: OpenAccount;
  /** Of all of them. */
  readonly keys: Keys;

  constructor(
    accounts: readonly (BinanceAccount & { readonly product: Product })[],
    wall: WallTime,
    onKeyEnd: OnKeyEnd,
  ) {
    const [of] = accounts;
    invariant(of !== undefined, 'a venue without an account');
    const { instruments } = of.venue;
    const shared = {
      wall,
      symbols: new Symbols(instruments),
      markets: new Markets(instruments.map((one) => new Market(one, of.venue.tapeOf(one.symbol)))),
      nextId: counted(),
    };
    const usage = new Usage(of.product.limits);
    this.all = accounts.map(({ product, venue, terms, keys, onTold }, nth): OpenAccount => {
      const desk: Desk = {
        ...{ ...shared, venue, terms, refusals: product.refusals },
        usage: nth === 0 ? usage : usage.beside(),
        orders: new KnownOrders(venue.truth),
        listenKeys: new ListenKeys((key, isExpired) => onKeyEnd(desk, key, isExpired)),
        worths: new Map(),
        cancelIds: new Map(),
      };
      const speech = product.speaks(desk);
      return {
        ...{ desk, speech, keys: new Map(keys.map((key) => [key.keyId, knownKey(key)])) },
        user: new UserData(desk, speech.eventsOf, onTold),
      };
    });
    const [first] = this.all;
    invariant(first !== undefined, 'a venue without an account');
    this.first = first;
    this.keys = new Map(this.all.flatMap(({ keys }) => [...keys]));
  }

  /** The first, where it is nobody's key. */
  ofKey(keyId: string | null): OpenAccount {
    const owner = keyId === null ? undefined : this.all.find(({ keys }) => keys.has(keyId));
    return owner ?? this.first;
  }

  /** Null: it is no listen key, or of no use any more. */
  ofListenKey(name: string): OpenAccount | null {
    return this.all.find(({ desk }) => desk.listenKeys.isGood(name)) ?? null;
  }
}

function counted(): () => string {
  let ids = 0;
  return () => `squall${String((ids += 1)).padStart(ID_DIGITS, '0')}`;
}
