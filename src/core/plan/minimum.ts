/**
 * How small a slice may be: the configured minimum value (TWAP-6), which yields by merging slices, and the venue's own
 * minimum quantity and notional (ORD-5), below which an order is refused before it is sent. Exact: value in quote
 * currency against integers, no rounding but up to the next lot.
 */
import { type Decimal, decimal, divide, rescale } from '../ground/decimal.js';
import { type Instrument, minQuantityOf, valueOf } from '../ground/instrument.js';
import type { OrderRequest } from '../order/order-request.js';
import type { Lots } from '../ground/units.js';
import type { PlanWarning } from './plan.js';
import type { PlanContext } from './plan-context.js';

export interface SliceMinimum {
  /** Smallest slice by all rules, at least 1. */
  readonly lots: Lots;
  readonly reason: string;
  /** Smallest order the venue takes, at least 1. */
  readonly venueLots: Lots;
  readonly venueText: string;
  readonly warnings: readonly PlanWarning[];
}

/** Twice the price at which a slice is valued: the fixed limit, else the arrival mid; null = not known. */
export function valuationTwice(
  request: Pick<OrderRequest, 'limitPrice'>,
  midTwice: number | null,
): number | null {
  return request.limitPrice?.kind === 'fixed' ? request.limitPrice.price * 2 : midTwice;
}

/** Fewest lots worth at least `value` at half of `priceTwice`. */
function lotsWorth(instrument: Instrument, priceTwice: number, value: Decimal): Lots {
  const lotTwice = valueOf(instrument, BigInt(priceTwice));
  const scale = Math.max(value.scale, lotTwice.scale);
  const needed = divide(
    2n * rescale(value, scale, 'floor'),
    rescale(lotTwice, scale, 'floor'),
    'ceil',
  );
  // Beyond any quantity an order can have, the exact figure does not matter.
  return (
    needed > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Math.max(1, Number(needed))
  ) as Lots;
}

export function sliceMinimum(
  request: Pick<OrderRequest, 'limitPrice'>,
  { instrument, midTwice, config }: Pick<PlanContext, 'instrument' | 'midTwice' | 'config'>,
): SliceMinimum {
  const priceTwice = valuationTwice(request, midTwice);
  const minQuantity = minQuantityOf(instrument);
  const values = [decimal(instrument.minNotional), decimal(config.minSliceValue)].map((value) =>
    priceTwice === null || value.mantissa === 0n ? 1 : lotsWorth(instrument, priceTwice, value),
  );
  const [byNotional = 1, byValue = 1] = values;
  const venueLots = Math.max(minQuantity, byNotional) as Lots;
  const venueReason =
    byNotional > minQuantity
      ? `the venue's minimum notional of ${instrument.minNotional} ${instrument.quoteAsset}`
      : `the venue's minimum quantity of ${instrument.minQuantity ?? instrument.lotSize} ${instrument.baseAsset}`;
  const unpriced = priceTwice === null && asksForValue(instrument, config.minSliceValue);
  return {
    lots: Math.max(venueLots, byValue) as Lots,
    reason:
      byValue > venueLots ? `worth ${config.minSliceValue} ${instrument.quoteAsset}` : venueReason,
    venueLots,
    venueText: `is below ${venueReason} (${venueLots} lots)`,
    warnings: unpriced
      ? [
          {
            code: 'NO_REFERENCE_PRICE',
            text: 'no limit price and no mid: slice values are not checked',
          },
        ]
      : [],
  };
}

const asksForValue = (instrument: Instrument, minSliceValue: string): boolean =>
  decimal(instrument.minNotional).mantissa !== 0n || decimal(minSliceValue).mantissa !== 0n;
