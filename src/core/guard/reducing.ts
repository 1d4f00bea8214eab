/** RSK-1: what only lowers risk passes where a cancel does: a replace that asks for less, and for nothing else. */
import type { Lots, Ticks } from '../ground/units.js';
import type { ChildState } from '../state/state.js';

export const isReducing = (
  { terms }: ChildState,
  asked: { readonly total: Lots; readonly limitPrice: Ticks | null },
): boolean => asked.total <= terms.quantity && asked.limitPrice === terms.limitPrice;
