/** Limits of the instrument of tests, and over all: only what is named limits. */
import type { Limits, SymbolLimits, TotalLimits } from '../../src/core/state/limits.js';
import { INSTRUMENT } from './simulation-plan.js';

const NONE: SymbolLimits = {
  symbol: INSTRUMENT.symbol,
  orderQuantity: null,
  orderValue: null,
  position: null,
  advShareBps: null,
  openOrders: null,
  openValue: null,
  ordersPerMinute: null,
  collarBps: null,
};

const NO_TOTAL: TotalLimits = {
  positionValue: null,
  openOrders: null,
  openValue: null,
  ordersPerMinute: null,
};

export const limitsWith = (
  own: Partial<SymbolLimits> = {},
  total: Partial<TotalLimits> = {},
): Limits => ({ perSymbol: [{ ...NONE, ...own }], total: { ...NO_TOTAL, ...total } });
