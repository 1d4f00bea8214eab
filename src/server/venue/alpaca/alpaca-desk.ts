/**
 * What all routes and streams of an account share: the venue as it sees it, how its orders and assets are called, and what a client asked
 * for beside an order. Mutable (names given, things asked for), one an account.
 */
import type { ClientOrderId } from '../../../core/order/order.js';
import { InvariantError } from '../../../core/ground/invariant.js';
import { addDecimal, formatDecimal } from '../../../core/ground/decimal.js';
import { valueOf } from '../../../core/ground/instrument.js';
import {
  type EpochMicros,
  type Lots,
  type Side,
  type Ticks,
  notional,
} from '../../../core/ground/units.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';
import { LedgerIndex, leavesOf } from './ledger-index.js';
import { type ListedAsset, ListedAssets } from './listed-assets.js';
import type { AskedBeside, OrderContext } from './order-json.js';
import { Prints } from './prints.js';
import { stampOf } from './wall-stamps.js';
import { ownUuid } from './uuid-names.js';

export interface ApiKeys {
  readonly keyId: string;
  readonly secret: string;
}

export interface AlpacaAccount {
  /** What it can ask, hear and see. */
  readonly venue: WireVenue;
  /** Null: nobody's. */
  readonly keys: ApiKeys | null;
}

export class AlpacaDesk implements OrderContext {
  readonly venue: WireVenue;
  readonly wall: WallTime;
  readonly keys: ApiKeys | null;
  /** Which account it is at the venue, from 1. */
  readonly number: number;
  readonly assets: ListedAssets;
  readonly prints: ReadonlyMap<string, Prints>;
  readonly index: LedgerIndex;
  readonly beside = new Map<ClientOrderId, AskedBeside>();
  readonly openedAt: EpochMicros;
  /** What the account was worth at the first prices there are. */
  readonly firstEquity: string;
  #named = 0;

  constructor({ venue, keys }: AlpacaAccount, wall: WallTime, number = 1) {
    this.venue = venue;
    this.wall = wall;
    this.keys = keys;
    this.number = number;
    this.assets = new ListedAssets(venue.instruments);
    this.prints = new Map(
      venue.instruments.map((instrument) => {
        const { symbol } = instrument;
        return [symbol, new Prints(instrument, venue.tapeOf(symbol))];
      }),
    );
    this.index = new LedgerIndex({
      truth: venue.truth,
      positions: venue.positions(),
      entryPrice: (symbol) => this.printsOf(symbol).first,
    });
    this.openedAt = venue.now();
    this.firstEquity = formatDecimal(
      venue.positions().reduce((sum, { symbol, quantity }) => {
        const price = this.printsOf(symbol).first ?? (0 as Ticks);
        const { instrument } = this.assets.of(symbol);
        return addDecimal(sum, valueOf(instrument, notional(price, quantity)));
      }, venue.cash()),
    );
  }

  isKey(keyId: unknown, secret: unknown): boolean {
    return this.keys !== null && keyId === this.keys.keyId && secret === this.keys.secret;
  }

  /** Market time, as far as the venue has come. */
  now(): EpochMicros {
    return this.venue.now();
  }

  wallNow(): EpochMicros {
    return this.wall.toWall(this.now());
  }

  stampNow(): string {
    return stampOf(this.wall, this.now());
  }

  newClientOrderId(): ClientOrderId {
    this.#named += 1;
    return ownUuid('client order', this.#named) as ClientOrderId;
  }

  printsOf(symbol: string): Prints {
    const prints = this.prints.get(symbol);
    if (prints === undefined) throw new InvariantError(`no prints of ${symbol}`);
    return prints;
  }

  bestFor({ instrument }: ListedAsset, side: Side): Ticks | null {
    const { bids, asks } = this.venue.depth(instrument.symbol, 1);
    return (side === 'buy' ? asks : bids)[0]?.price ?? null;
  }

  /** What an asset is worth now: its last print, or else the better side of its book; null = nobody knows. */
  priceNow(asset: ListedAsset): Ticks | null {
    const { symbol } = asset.instrument;
    return (
      this.printsOf(symbol).last(this.now()) ??
      this.bestFor(asset, 'sell') ??
      this.bestFor(asset, 'buy')
    );
  }

  /** Lots that open orders of one side may still trade. */
  openLots(symbol: string, side: Side): Lots {
    let sum = 0;
    for (const order of this.index.open)
      if (order.terms.symbol === symbol && order.terms.side === side) sum += leavesOf(order);
    return sum as Lots;
  }
}
