/** Amounts as Binance writes them: decimal text with eight places, whatever the grid; what is finer is cut off. Pure. */
import {
  type Decimal,
  decimal,
  multiplyDecimal,
  pow10,
  rescale,
} from '../../../../core/ground/decimal.js';
import { type Instrument, priceOf, valueOf } from '../../../../core/ground/instrument.js';
import type { Fee } from '../../../../core/order/execution-report.js';
import type { DepthLevel } from '../../../../core/order/outcome.js';
import type { Lots, Ticks } from '../../../../core/ground/units.js';

export const PLACES = 8;

export function fixed(value: Decimal, places = PLACES): string {
  const mantissa = rescale(value, places, 'floor');
  const sign = mantissa < 0n ? '-' : '';
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}

export const NOTHING = fixed({ mantissa: 0n, scale: 0 });

/** Null = it has none: a market order's price, a stop where there is no stop. */
export const priceText = (instrument: Instrument, price: Ticks | null): string =>
  price === null ? NOTHING : fixed(priceOf(instrument, price));

export const quantityOf = ({ lotSize }: Instrument, quantity: Lots): Decimal =>
  multiplyDecimal(decimal(lotSize), { mantissa: BigInt(quantity), scale: 0 });

export const quantityText = (instrument: Instrument, quantity: Lots): string =>
  fixed(quantityOf(instrument, quantity));

/** Ticks x lots, in the quote asset. */
export const valueText = (instrument: Instrument, amount: bigint): string =>
  fixed(valueOf(instrument, amount));

/** What was charged; where the venue has not said it yet, nothing in no asset. */
export const feeWords = (
  fee: Fee | null,
): { readonly amount: string; readonly asset: string | null } =>
  fee === null
    ? { amount: NOTHING, asset: null }
    : { amount: fixed(decimal(fee.amount)), asset: fee.asset };

/** `units` of which `perStep` make a `step`: what a tape's quanta are, as text. */
export const scaledText = (
  units: bigint,
  { mantissa, scale }: Decimal,
  perStep: number | bigint,
): string =>
  fixed({
    mantissa: (units * mantissa * pow10(PLACES)) / BigInt(perStep),
    scale: scale + PLACES,
  });

/** A level of a book. */
export const levelWords =
  (instrument: Instrument) =>
  ({ price, quantity }: DepthLevel): readonly [price: string, quantity: string] => [
    priceText(instrument, price),
    quantityText(instrument, quantity),
  ];
