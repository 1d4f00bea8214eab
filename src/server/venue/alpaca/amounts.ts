/** Quantities and prices as a client writes them, on the grid of what it trades, or why they are not taken. Pure. */
import { type GridProblem, parsePrice, parseQuantity } from '../../../core/ground/instrument.js';
import type { Lots, Ticks } from '../../../core/ground/units.js';
import type { ListedAsset } from './listed-assets.js';
import { type Refusal, invalid, isRefusal, unprocessable } from './refusal.js';

export function lotsOf({ instrument }: ListedAsset, text: string): Lots | Refusal {
  return positive('qty', text, parseQuantity(instrument, text), () =>
    invalid(`qty ${text} is not a multiple of ${instrument.lotSize}`),
  );
}

export function ticksOf(
  { instrument, assetClass }: ListedAsset,
  field: 'limit_price' | 'stop_price',
  text: string,
): Ticks | Refusal {
  const offGrid = (): Refusal =>
    assetClass === 'us_equity'
      ? unprocessable(
          `invalid ${field} ${text}. sub-penny increment does not fulfill minimum pricing criteria`,
        )
      : invalid(`${field} ${text} is not a multiple of ${instrument.tickSize}`);
  return positive(field, text, parsePrice(instrument, text), offGrid);
}

function positive<N extends number>(
  field: string,
  text: string,
  value: N | GridProblem,
  offGrid: () => Refusal,
): N | Refusal {
  if (value === 'off-grid') return offGrid();
  if (typeof value === 'string') return invalid(`invalid ${field} "${text}"`);
  return value > 0 ? value : invalid(`${field} must be > 0`);
}

/** A price that only some orders have: given exactly where it is `wanted`. */
export function priceGiven(
  asset: ListedAsset,
  field: 'limit_price' | 'stop_price',
  given: { readonly text: string | null; readonly wanted: boolean; readonly type: string },
): Ticks | null | Refusal {
  const { text, wanted, type } = given;
  const words = field.replace('_', ' ');
  if (text === null) return wanted ? invalid(`${type} orders require a ${words}`) : null;
  if (!wanted) return invalid(`${type} orders must not have a ${words}`);
  return ticksOf(asset, field, text);
}

/** The first of several that was refused, or all of them. */
export function allOf<T extends readonly unknown[]>(
  ...values: T
): { readonly [K in keyof T]: Exclude<T[K], Refusal> } | Refusal {
  const refused = values.find(isRefusal);
  return refused ?? (values as unknown as { readonly [K in keyof T]: Exclude<T[K], Refusal> });
}
