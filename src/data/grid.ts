/**
 * Puts the decimals of a recording on integer grids: ticks and lots as the instrument names them, or as the data shows
 * them, and quanta below those where the data is finer (dust, sub-tick prints), so that nothing is rounded.
 *
 * Without an instrument the tick is the finest decimal place any level price uses, the lot the finest place that at least
 * 99.9 % of the level quantities make do with: real books carry a few rows of dust below the lot.
 */
import { type Decimal, decimal, formatDecimal } from '../core/ground/decimal.js';
import { invariant } from '../core/ground/invariant.js';
import type { DecimalColumn } from './columns.js';
import { POWERS_OF_TEN } from './decimal-scanner.js';

/** The grid the user names. */
export interface GridSteps {
  readonly tickSize: string;
  readonly lotSize: string;
}

/** One grid, and how the values of the level and the trade column become quanta of it. */
export interface Grid {
  readonly step: string;
  readonly quantaPerStep: number;
  readonly levels: QuantaScale;
  readonly trades: QuantaScale;
  readonly offGridLevels: number;
  readonly offGridTrades: number;
  /** The row of the level column that is first off the grid. */
  readonly offGridLevelFirst: number | null;
}

/** quanta = value x multiply / divide, exact. */
export interface QuantaScale {
  readonly multiply: number;
  readonly divide: number;
}

export interface GridColumns {
  readonly levels: DecimalColumn;
  /** Which rows of the level column take part. */
  readonly levelRows: Uint32Array;
  readonly trades: DecimalColumn;
  readonly tradeRows: Uint32Array;
}

/** The grid of `step`, or of what the columns show; then `dustShareMax` of the level rows may lie below it. */
export function gridOf(columns: GridColumns, step: string | undefined, dustShareMax: number): Grid {
  return gridOn(columns, step ?? deriveStep(columns, dustShareMax));
}

function gridOn({ levels, levelRows, trades, tradeRows }: GridColumns, text: string): Grid {
  const step: Decimal = decimal(text);
  const scale = Math.max(levels.scale, trades.scale, step.scale);
  invariant(scale < POWERS_OF_TEN.length, `a step of too many decimals: ${text}`);
  const stepUnits = Number(step.mantissa) * POWERS_OF_TEN[scale - step.scale]!;
  const fromLevels = offGrid(levels, levelRows, POWERS_OF_TEN[scale - levels.scale]!, stepUnits);
  const fromTrades = offGrid(trades, tradeRows, POWERS_OF_TEN[scale - trades.scale]!, stepUnits);
  const quantum = gcd(fromLevels.quantum, fromTrades.quantum);
  return {
    step: formatDecimal(step),
    quantaPerStep: stepUnits / quantum,
    levels: quantaScale(POWERS_OF_TEN[scale - levels.scale]!, quantum),
    trades: quantaScale(POWERS_OF_TEN[scale - trades.scale]!, quantum),
    offGridLevels: fromLevels.count,
    offGridTrades: fromTrades.count,
    offGridLevelFirst: fromLevels.first,
  };
}

/** Reduced, so that value x multiply stays as small as it can. */
function quantaScale(multiply: number, divide: number): QuantaScale {
  const shared = gcd(multiply, divide);
  return { multiply: multiply / shared, divide: divide / shared };
}

interface OffGrid {
  readonly count: number;
  readonly first: number | null;
  /** The coarsest unit that holds the step and every value seen. */
  readonly quantum: number;
}

function offGrid(column: DecimalColumn, rows: Uint32Array, factor: number, step: number): OffGrid {
  const values = column.view();
  let count = 0;
  let first: number | null = null;
  let quantum = step;
  for (const row of rows) {
    const value = values[row]! * factor;
    if (isMultiple(value, step)) continue;
    count += 1;
    first ??= row;
    quantum = gcd(quantum, value);
  }
  return { count, first, quantum };
}

/** Exact for safe integers, and many times cheaper than `%` on doubles: a quotient that is whole comes out whole. */
const isMultiple = (value: number, unit: number): boolean =>
  Math.floor(value / unit) * unit === value;

function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** A power of ten: the finest place used by all but `shareMax` of the level rows, or of the trades where there are none. */
function deriveStep(
  { levels, levelRows, trades, tradeRows }: GridColumns,
  shareMax: number,
): string {
  const column = levelRows.length > 0 ? levels : trades;
  const rows = levelRows.length > 0 ? levelRows : tradeRows;
  let places = column.scale;
  while (places > 0 && !needFiner(column, rows, places - 1, shareMax * rows.length)) places -= 1;
  return formatDecimal({ mantissa: 1n, scale: places });
}

/** Whether more than `countMax` rows need more than `places` decimals. */
function needFiner(
  column: DecimalColumn,
  rows: Uint32Array,
  places: number,
  countMax: number,
): boolean {
  const values = column.view();
  const unit = POWERS_OF_TEN[column.scale - places]!;
  let count = 0;
  for (const row of rows) {
    if (isMultiple(values[row]!, unit)) continue;
    count += 1;
    if (count > countMax) return true;
  }
  return false;
}
