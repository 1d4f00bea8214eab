/** What belongs to no order, as the API and the page show it: switches, gate, orphans, positions, alerts. Pure. */
import { formatDecimal } from '../../core/ground/decimal.js';
import { formatPrice, formatQuantity, valueOf } from '../../core/ground/instrument.js';
import type { Lots } from '../../core/ground/units.js';
import { exposureInAll } from '../../core/state/expose.js';
import { reconciling } from '../../core/state/gate.js';
import { NOT_RECONCILED } from '../../core/state/reconciliation.js';
import { type Orphan, isLoose } from '../../core/state/orphan.js';
import { alertAction } from '../../report/telling/alert-actions.js';
import type { ProjectedAlert } from '../../report/projection/projection.js';
import type { Looked } from './order-view.js';

export const killSwitchView = ({ state: { killSwitch } }: Looked) => ({
  engaged: killSwitch.engaged,
  reason: killSwitch.reason,
});

export const breakerView = ({ state: { breaker } }: Looked) => ({
  state: breaker.state,
  reason: breaker.reason,
  untilMicros: breaker.until ?? null,
});

/** In one word: what whoever gives an order meets. */
export type EngineMode = 'ready' | 'reconciling' | 'forced' | 'killed' | 'tripped' | 'half-open';

/** The first that is so, the one that keeps most from leaving first; with its cause. */
export function modeOf({ state }: Looked): { readonly mode: EngineMode; readonly cause: string } {
  const { killSwitch, breaker, gate } = state;
  if (killSwitch.engaged) return { mode: 'killed', cause: killSwitch.reason };
  if (breaker.state !== 'closed') return { mode: breaker.state, cause: breaker.reason };
  const open = reconciling(gate);
  if (open === null) return { mode: 'ready', cause: '' };
  const missing = [
    ...(open.waiting.length === 0 ? [] : [`what became of ${open.waiting.length} orders`]),
    ...open.unread.map((reading) => reading.replace('-', ' ')),
  ];
  const cause = `the venue has not said yet: ${missing.join(', ')}`;
  return open.state === 'shut'
    ? { mode: 'reconciling', cause }
    : { mode: 'forced', cause: `opened by ${open.operator}; ${cause}` };
}

export function reconciliationView({ state }: Looked) {
  const { gate, reconciliation = NOT_RECONCILED, orphans = [], positions = [] } = state;
  const { waiting, unread } = reconciling(gate) ?? { waiting: [], unread: [] };
  return {
    gate: gate?.state ?? 'open',
    sinceMicros: gate?.since ?? null,
    waiting,
    unread,
    /** What a pass that is under way has not read to its end; null = none is. */
    pass: reconciliation.pass?.unread ?? null,
    lastMicros: reconciliation.doneAt,
    nextMicros: reconciliation.nextAt,
    orphansLoose: orphans.filter(isLoose).length,
    positionsDiffer: positions
      .filter(({ differs }) => differs !== null)
      .map(({ symbol }) => symbol),
    quarantine: state.quarantine,
  };
}

export function orphanView({ config }: Looked, orphan: Orphan) {
  const { found, status, strategyId, operator, narrowed, foundAt, changedAt, cumQty } = orphan;
  const instrument = config.instruments.get(found.symbol);
  const rest = Math.max(0, found.quantity - cumQty) as Lots;
  const size = (lots: Lots): string =>
    instrument === undefined ? String(lots) : formatQuantity(instrument, lots);
  const price = found.limitPrice ?? found.stopPrice;
  return {
    venueOrderId: found.venueOrderId,
    clientOrderId: found.clientOrderId,
    symbol: found.symbol,
    side: found.side,
    quantity: size(found.quantity),
    remainingQuantity: isLoose(orphan) ? size(rest) : size(0 as Lots),
    type: found.type,
    price: price === null || instrument === undefined ? null : formatPrice(instrument, price),
    /** At its own price; null = it names none. */
    estimatedNotional:
      price === null || instrument === undefined
        ? null
        : formatDecimal(valueOf(instrument, BigInt(price) * BigInt(rest))),
    strategy: strategyId,
    status,
    narrowed,
    operator,
    foundMicros: foundAt,
    changedMicros: changedAt,
  };
}

/** Bought less sold since the file began, with what was held before. */
export function positionViews({ state, config }: Looked) {
  return [...config.instruments.values()].map((instrument) => {
    const { symbol } = instrument;
    const { position, buying, selling, openOrders } = exposureInAll(state, symbol);
    const held = (position + (config.positions?.get(symbol) ?? 0)) as Lots;
    const size = (lots: Lots): string => formatQuantity(instrument, lots);
    return {
      symbol,
      position: size(held),
      buying: size(buying),
      selling: size(selling),
      openOrders,
    };
  });
}

export const alertView = ({
  code,
  level,
  subject,
  text,
  state,
  first: firstAt,
  last,
  count,
}: ProjectedAlert) => ({
  code,
  level,
  subject,
  text,
  state,
  firstMicros: firstAt,
  lastMicros: last,
  count,
  means: alertAction(code)?.means ?? null,
  first: alertAction(code)?.first ?? null,
});
