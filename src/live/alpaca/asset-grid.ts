/**
 * What Alpaca lists of an instrument held against what is configured: prices and quantities of one of two grids would mean something else
 * on the other. Pure.
 *
 * Of stocks it lists no increments: prices from a dollar on are in cents (Regulation NMS, rule 612), and what is not fractionable is
 * traded in whole shares.
 */
import { decimal, formatDecimal, parseDecimal } from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type Fields, UnreadableError, amountIn, needText } from '../rest/fields.js';
import type { AssetClass } from './venue-instruments.js';

const STOCK_TICK = '0.01';
const STOCK_LOT = '1';
/** Fractions of a share have at most nine digits. */
const FRACTION_DIGITS = 9;

/** Errors: `UnreadableError` for a class that is not traded here. */
export function classOf(asset: Fields): AssetClass {
  const word = needText(asset, 'class');
  if (word === 'us_equity' || word === 'crypto') return word;
  throw new UnreadableError(`class "${word}" is not traded here`);
}

/** Every difference, in words; none = it can be traded as configured. Errors: `UnreadableError`. */
export function gridDifferences(asset: Fields, instrument: Instrument): readonly string[] {
  const isStock = classOf(asset) === 'us_equity';
  const { symbol, tickSize, lotSize } = instrument;
  const tick = amountIn(asset, 'price_increment') ?? (isStock ? STOCK_TICK : null);
  const lot = amountIn(asset, 'min_trade_increment') ?? (isStock ? STOCK_LOT : null);
  const isFractional = isStock && asset['fractionable'] === true && isFractionOfShare(lotSize);
  return [
    ...untradable(asset, symbol),
    ...difference(`${symbol}: tick`, { configured: tickSize, listed: tick }),
    ...(isFractional ? [] : difference(`${symbol}: lot`, { configured: lotSize, listed: lot })),
  ];
}

function untradable(asset: Fields, symbol: string): readonly string[] {
  const status = needText(asset, 'status');
  const isTradable = asset['tradable'] === true;
  if (status === 'active' && isTradable) return [];
  return [`${symbol} cannot be traded: Alpaca lists it as ${status}, tradable ${isTradable}`];
}

const difference = (
  what: string,
  { configured, listed }: { readonly configured: string; readonly listed: string | null },
): readonly string[] =>
  listed !== null && isSame(listed, configured)
    ? []
    : [`${what} ${configured} is configured, Alpaca's is ${listed ?? 'not listed'}`];

function isSame(listed: string, configured: string): boolean {
  const [a, b] = [parseDecimal(listed), parseDecimal(configured)];
  return a !== null && b !== null && formatDecimal(a) === formatDecimal(b);
}

/** One or less of a share, and so that whole shares are on the grid. */
function isFractionOfShare(lotSize: string): boolean {
  const { mantissa, scale } = decimal(lotSize);
  return scale <= FRACTION_DIGITS && mantissa > 0n && 10n ** BigInt(scale) % mantissa === 0n;
}
