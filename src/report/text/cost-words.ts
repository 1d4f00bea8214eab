/**
 * What the filled part of an order cost, in words: against the price on arrival, and how much of that is price and how much
 * fees. Fees alone make an order "worse than on arrival", which reads like a bad price where it is none.
 */
import type { ParentReport } from '../schema/parent-report.js';

const PLACES = 2;

/** Null where it was not measured. `told`: a size in basis points, for the eye. */
export function filledCostWords(
  { filledCostBps, filledShare, cost: { feesBps } }: ParentReport,
  told: (bps: number) => string,
  arrival = 'on arrival',
): string | null {
  if (filledCostBps === null) return null;
  const rounded = atPlaces(filledCostBps);
  // Of the whole order's value; of what filled, the same fees are more.
  const fees = feesBps === null ? null : atPlaces(feesBps / filledShare);
  if (rounded === 0 && (fees ?? 0) === 0) return `as good as ${arrival}, fees included`;
  const whole = `${sized(rounded, told)} than ${arrival}`;
  if (fees === null) return `${whole}, fees included`;
  const price = atPlaces(rounded - fees);
  if (price === 0) return `${whole}, all of it ${fees < 0 ? 'rebates' : 'fees'}`;
  if (fees === 0) return `${whole}, all of it price`;
  return `${whole}: the price ${sized(price, told)}, ${fees < 0 ? 'rebates' : 'fees'} ${told(Math.abs(fees))} bps`;
}

const atPlaces = (bps: number): number => Number(bps.toFixed(PLACES));

const sized = (bps: number, told: (bps: number) => string): string =>
  `${told(Math.abs(bps))} bps ${bps >= 0 ? 'worse' : 'better'}`;
