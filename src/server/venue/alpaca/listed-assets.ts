/**
 * The venue's instruments as Alpaca lists them. One that never closes is a crypto pair and is called "BTC/USD" (its position "BTCUSD");
 * one of a stock exchange is a US equity and is called by its ticker. Whoever names an asset may use any of its names, the instrument's own
 * symbol among them. Pure.
 */
import { InvariantError } from '../../../core/ground/invariant.js';
import type { CalendarName, Instrument } from '../../../core/ground/instrument.js';
import { ownUuid } from './uuid-names.js';

export type AssetClass = 'us_equity' | 'crypto';

export interface ListedAsset {
  readonly instrument: Instrument;
  readonly id: string;
  readonly assetClass: AssetClass;
  /** On orders and in market data. */
  readonly symbol: string;
  /** On positions. */
  readonly positionSymbol: string;
  readonly exchange: string;
}

const CLASS_OF: Readonly<Record<CalendarName, AssetClass>> = {
  'always-open': 'crypto',
  nyse: 'us_equity',
};

export class ListedAssets {
  readonly all: readonly ListedAsset[];
  readonly #byName = new Map<string, ListedAsset>();

  constructor(instruments: readonly Instrument[]) {
    this.all = instruments.map(listed);
    for (const asset of this.all)
      for (const name of namesOf(asset)) if (!this.#byName.has(name)) this.#byName.set(name, asset);
  }

  /** By any of its names; null = there is none. */
  named(name: string): ListedAsset | null {
    return this.#byName.get(name) ?? null;
  }

  /** Of an instrument of the venue. */
  of(symbol: string): ListedAsset {
    const asset = this.all.find(({ instrument }) => instrument.symbol === symbol);
    if (asset === undefined) throw new InvariantError(`${symbol} is not listed`);
    return asset;
  }
}

const namesOf = ({ instrument, id, symbol, positionSymbol }: ListedAsset): readonly string[] => [
  instrument.symbol,
  symbol,
  positionSymbol,
  id,
];

function listed(instrument: Instrument, nth: number): ListedAsset {
  const { calendar, symbol, baseAsset, quoteAsset } = instrument;
  const assetClass = CLASS_OF[calendar];
  const id = ownUuid('asset', nth + 1);
  return assetClass === 'us_equity'
    ? { instrument, id, assetClass, symbol, positionSymbol: symbol, exchange: 'NASDAQ' }
    : {
        ...{ instrument, id, assetClass, exchange: 'CRYPTO' },
        symbol: `${baseAsset}/${quoteAsset}`,
        positionSymbol: `${baseAsset}${quoteAsset}`,
      };
}

/** Its row of `/v2/assets`. Alpaca lists increments of pairs only; here a stock may have another grid than cents. */
export function assetJson({ instrument, id, assetClass, symbol, exchange }: ListedAsset): object {
  const { lotSize, tickSize, minQuantity, baseAsset, quoteAsset } = instrument;
  const isEquity = assetClass === 'us_equity';
  return {
    ...{ id, class: assetClass, exchange, symbol },
    name: isEquity ? symbol : `${baseAsset} / ${quoteAsset}`,
    ...{ status: 'active', tradable: true, marginable: isEquity, shortable: isEquity },
    easy_to_borrow: isEquity,
    ...(isEquity ? { borrow_status: 'easy_to_borrow' } : {}),
    fractionable: true,
    min_order_size: minQuantity ?? lotSize,
    min_trade_increment: lotSize,
    price_increment: tickSize,
    maintenance_margin_requirement: isEquity ? 30 : 100,
    attributes: [],
  };
}
