/**
 * Quotes, trades, bars and books as the data API and the data stream write them, numbers as numbers. Stocks have exchanges, tapes and
 * conditions, pairs have a taker's side. The data stream has its own order of fields. Pure.
 */
import { formatPrice, formatQuantity } from '../../../core/ground/instrument.js';
import type { DepthLevel } from '../../../core/order/outcome.js';
import type { Side } from '../../../core/ground/units.js';
import type { Bar } from './bars.js';
import type { DataStamp } from './data-frames.js';
import type { ListedAsset } from './listed-assets.js';
import type { Print, Prints } from './prints.js';

/** Best prices; 0 where a side has none. */
export interface Top {
  readonly bid: DepthLevel | null;
  readonly ask: DepthLevel | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** As text, or as what a frame makes of it. */
type Stamp = string | DataStamp;

/** IEX, and the tape of its listings. */
const EXCHANGE = 'V';
const TAPE = 'C';

const TAKER: Readonly<Record<Side, string>> = { buy: 'B', sell: 'S' };

const priceIn = ({ instrument }: ListedAsset, level: DepthLevel | null): number =>
  level === null ? 0 : Number(formatPrice(instrument, level.price));
const sizeIn = ({ instrument }: ListedAsset, level: DepthLevel | null): number =>
  level === null ? 0 : Number(formatQuantity(instrument, level.quantity));

export function quoteJson(asset: ListedAsset, { bid, ask }: Top, t: Stamp): Fields {
  const [bp, bs, ap, as] = [
    priceIn(asset, bid),
    sizeIn(asset, bid),
    priceIn(asset, ask),
    sizeIn(asset, ask),
  ];
  return asset.assetClass === 'crypto'
    ? { t, bp, bs, ap, as }
    : { t, ax: EXCHANGE, ap, as, bx: EXCHANGE, bp, bs, c: ['R'], z: TAPE };
}

export function tradeJson(
  { assetClass }: ListedAsset,
  { prints, print }: { readonly prints: Prints; readonly print: Print },
  t: Stamp,
): Fields {
  const [i, p, s] = [print.id, prints.priceOf(print.price), prints.quantityOf(print.quantity)];
  return assetClass === 'crypto'
    ? { t, p, s, tks: TAKER[print.aggressor], i }
    : { t, x: EXCHANGE, p, s, c: ['@'], i, z: TAPE };
}

export const barJson = (bar: Bar, t: Stamp): Fields => ({
  t,
  o: bar.open,
  h: bar.high,
  l: bar.low,
  c: bar.close,
  v: bar.volume,
  n: bar.trades,
  vw: bar.vwap,
});

export function bookJson(
  asset: ListedAsset,
  { bids, asks }: { readonly bids: readonly DepthLevel[]; readonly asks: readonly DepthLevel[] },
  t: Stamp,
): Fields {
  const level = (one: DepthLevel): object => ({ p: priceIn(asset, one), s: sizeIn(asset, one) });
  return { t, b: bids.map(level), a: asks.map(level) };
}

/** What a frame has after its kind and its symbol, in this order. */
const STREAM_ORDER = {
  q: ['bx', 'bp', 'bs', 'ax', 'ap', 'as', 'c', 'z', 't'],
  t: ['i', 'x', 'p', 's', 'c', 'z', 't', 'tks'],
  b: ['o', 'h', 'l', 'c', 'v', 'n', 'vw', 't'],
} as const;

export function streamed(
  T: keyof typeof STREAM_ORDER,
  { symbol }: ListedAsset,
  fields: Fields,
): Fields {
  const inOrder = STREAM_ORDER[T].flatMap((name) =>
    name in fields ? [[name, fields[name]] as const] : [],
  );
  return { T, S: symbol, ...Object.fromEntries(inOrder) };
}
