/**
 * What is traded, and the exact bridge between the decimal strings of the outside and the integers of the inside.
 *
 * Invariants: 1. `formatPrice(parsePrice(s)) = s` up to trailing zeros for every on-grid s. 2. Nothing off the grid
 * is ever rounded silently: `parse…` reports it, `round…` takes the direction.
 */
import type { VenueDay } from './calendar/venue-day.js';
import {
  type Decimal,
  type Rounding,
  decimal,
  divide,
  formatDecimal,
  parseDecimal,
  pow10,
  rescale,
} from './decimal.js';
import { InvariantError } from './invariant.js';
import { type Lots, type TickLots, type Ticks, lots, ticks } from './units.js';

export type CalendarName = 'always-open' | 'nyse';

export interface Instrument {
  readonly symbol: string;
  /** Price grid as a decimal string, e.g. "0.01". */
  readonly tickSize: string;
  /** Quantity grid as a decimal string, e.g. "0.00001". */
  readonly lotSize: string;
  /** Smallest order quantity, decimal string; the lot size when left out. */
  readonly minQuantity?: string;
  /** Smallest order value in quote currency, decimal string; "0" = none. */
  readonly minNotional: string;
  readonly calendar: CalendarName;
  /** Days on which its venue says other hours; left out where there are none. */
  readonly venueDays?: readonly VenueDay[];
  /** Average daily volume in base units, decimal string; null = unknown. */
  readonly adv: string | null;
  readonly baseAsset: string;
  readonly quoteAsset: string;
}

export type GridProblem = 'not-a-decimal' | 'off-grid' | 'out-of-range';

/** Text on a grid of `step` -> integer multiple, or what is wrong with it. */
function toGrid(text: string, step: string): number | GridProblem {
  const value = parseDecimal(text);
  if (value === null) return 'not-a-decimal';
  const grid = decimal(step);
  const scale = Math.max(value.scale, grid.scale);
  const numerator = rescale(value, scale, 'floor');
  const denominator = rescale(grid, scale, 'floor');
  if (numerator % denominator !== 0n) return 'off-grid';
  const multiple = Number(numerator / denominator);
  return Number.isSafeInteger(multiple) ? multiple : 'out-of-range';
}

function roundToGrid(value: Decimal, step: string, rounding: Rounding): number {
  const grid = decimal(step);
  const scale = Math.max(value.scale, grid.scale);
  const multiple = divide(rescale(value, scale, 'floor'), rescale(grid, scale, 'floor'), rounding);
  const result = Number(multiple);
  if (!Number.isSafeInteger(result))
    throw new InvariantError(`out of range: ${formatDecimal(value)} on ${step}`);
  return result;
}

export const parsePrice = (instrument: Instrument, text: string): Ticks | GridProblem => {
  const multiple = toGrid(text, instrument.tickSize);
  return typeof multiple === 'string' ? multiple : ticks(multiple);
};

export const parseQuantity = (instrument: Instrument, text: string): Lots | GridProblem => {
  const multiple = toGrid(text, instrument.lotSize);
  return typeof multiple === 'string' ? multiple : lots(multiple);
};

export const roundPrice = (instrument: Instrument, value: Decimal, rounding: Rounding): Ticks =>
  ticks(roundToGrid(value, instrument.tickSize, rounding));

export const roundQuantity = (instrument: Instrument, value: Decimal, rounding: Rounding): Lots =>
  lots(roundToGrid(value, instrument.lotSize, rounding));

const times = (step: string, multiple: bigint): Decimal => {
  const grid = decimal(step);
  return { mantissa: grid.mantissa * multiple, scale: grid.scale };
};

export const priceOf = (instrument: Instrument, price: Ticks): Decimal =>
  times(instrument.tickSize, BigInt(price));
const quantityOf = (instrument: Instrument, quantity: Lots): Decimal =>
  times(instrument.lotSize, BigInt(quantity));

export const formatPrice = (instrument: Instrument, price: Ticks): string =>
  formatDecimal(priceOf(instrument, price));
export const formatQuantity = (instrument: Instrument, quantity: Lots): string =>
  formatDecimal(quantityOf(instrument, quantity));

/** Ticks x lots in quote currency, exact. */
export function valueOf(instrument: Instrument, amount: TickLots | bigint): Decimal {
  const tick = decimal(instrument.tickSize);
  const lot = decimal(instrument.lotSize);
  return { mantissa: tick.mantissa * lot.mantissa * amount, scale: tick.scale + lot.scale };
}

/** Decimals kept of an average price beyond the tick's own; rounded half-even, once, here at the edge (ORD-7). */
const AVERAGE_EXTRA_DIGITS = 8;

/** sum(price x quantity) / sum(quantity) as decimal text; null when nothing was filled. */
export function formatAverage(
  instrument: Instrument,
  sum: bigint,
  quantity: bigint,
): string | null {
  if (quantity === 0n) return null;
  const tick = decimal(instrument.tickSize);
  const mantissa = divide(tick.mantissa * sum * pow10(AVERAGE_EXTRA_DIGITS), quantity, 'half-even');
  return formatDecimal({ mantissa, scale: tick.scale + AVERAGE_EXTRA_DIGITS });
}

/** Smallest order the venue takes, in lots, at least 1. */
export const minQuantityOf = (instrument: Instrument): Lots =>
  instrument.minQuantity === undefined
    ? (1 as Lots)
    : (Math.max(1, roundQuantity(instrument, decimal(instrument.minQuantity), 'ceil')) as Lots);
