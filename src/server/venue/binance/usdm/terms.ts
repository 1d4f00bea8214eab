/** What an account of futures trades by at the venue of a scenario: one leverage for all of it, in one-way mode, with cross margin. */
import type { Lots, Ticks } from '../../../../core/ground/units.js';
import type { AccountOptions } from '../../../../sim/exchange/venue-options.js';

export interface UsdmTerms {
  readonly leverage: number;
  /** Basis points; null = nobody knows. */
  readonly fundingBps: string | null;
  /** What it held as the venue began, and at which price. */
  readonly held: ReadonlyMap<string, { readonly position: Lots; readonly price: Ticks }>;
  /** By the wall clock. */
  readonly beganMs: number;
}

export function usdmTerms(
  { marginLeverage, funding, positions, entryPrices }: AccountOptions,
  beganMs: number,
): UsdmTerms {
  const held = [...positions].map(([symbol, position]) => {
    const price = entryPrices.get(symbol) ?? (0 as Ticks);
    return [symbol, { position, price }] as const;
  });
  return { leverage: marginLeverage, fundingBps: funding.bps, held: new Map(held), beganMs };
}
