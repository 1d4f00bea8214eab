/** What keeps orders back beside the switches: quarantines and limits, as the API shows them. Pure. */
import { formatQuantity } from '../../core/ground/instrument.js';
import type { Lots } from '../../core/ground/units.js';
import { limitsOf } from '../../core/guard/limits.js';
import { heldByOrphans } from '../../core/guard/quarantine.js';
import type { SymbolLimits } from '../../core/state/limits.js';
import type { Quarantine } from '../../core/state/state.js';
import type { Looked } from './order-view.js';

/** Rulings, which an operator lifts, and what orders that nobody here placed hold for as long as they live (REC-7). */
export function quarantineViews({ state }: Looked) {
  const shown =
    (by: 'ruling' | 'orphan') =>
    ({ strategyId, symbol, reason }: Quarantine) => ({ strategyId, symbol, reason, by });
  return [...state.quarantine.map(shown('ruling')), ...heldByOrphans(state).map(shown('orphan'))];
}

/** RSK-3, as they hold now; null = there are none. */
export function limitsView(looked: Looked) {
  const limits = limitsOf(looked);
  if (limits === null) return { setBy: null, perSymbol: [], total: null };
  return {
    setBy: looked.state.limits === undefined ? 'configuration' : 'operator',
    perSymbol: limits.perSymbol.map((own) => symbolLimitsView(looked, own)),
    total: limits.total,
  };
}

function symbolLimitsView(
  { config }: Looked,
  { orderQuantity, position, ...others }: SymbolLimits,
) {
  const instrument = config.instruments.get(others.symbol);
  const size = (lots: Lots | null): string | null =>
    lots === null || instrument === undefined ? null : formatQuantity(instrument, lots);
  return { ...others, orderQuantity: size(orderQuantity), position: size(position) };
}
