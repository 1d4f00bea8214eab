/**
 * Whether a process may begin on a file with the configuration that it was given (F:PRC8). Most of it may change from one process to the next: limits, times
 * to wait, what is read. What the file means may not: the instruments of its orders, and the grids that its integers are counted in. Nor may an order of the
 * scenario that the file knows: changed it would be another order, and both would be traded. Pure.
 */
import { compareDecimal, decimal } from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { RawOrderRequest } from '../../core/order/order-request.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { ParentState, State } from '../../core/state/state.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { identityDates } from '../../core/plan/identity.js';
import type { Grid } from '../../store/engine-store/grids.js';
import type { Agenda } from '../assembly.js';
import type { StoredEngine } from './stored-engine.js';

/** Instruments that the file has orders of, and the configuration does not know. */
export function symbolsMissing(
  { parents, children }: State,
  { instruments }: Pick<EngineConfig, 'instruments'>,
): readonly string[] {
  const traded = new Set<string>();
  for (const [, { request }] of parents.entries()) traded.add(request.symbol);
  for (const [, { terms }] of children.entries()) traded.add(terms.symbol);
  return [...traded].filter((symbol) => !instruments.has(symbol)).sort();
}

export interface GridChanged {
  readonly symbol: string;
  readonly stored: Grid;
  readonly now: Grid;
}

export const gridsChanged = (
  stored: ReadonlyMap<string, Grid>,
  { instruments }: Pick<EngineConfig, 'instruments'>,
): readonly GridChanged[] =>
  [...stored].flatMap(([symbol, grid]) => {
    const now = instruments.get(symbol);
    return now === undefined || isSame(grid, now) ? [] : [{ symbol, stored: grid, now }];
  });

const isSame = (a: Grid, b: Instrument): boolean =>
  compareDecimal(decimal(a.tickSize), decimal(b.tickSize)) === 0 &&
  compareDecimal(decimal(a.lotSize), decimal(b.lotSize)) === 0;

export interface OrderChanged {
  /** Of the scenario, from 0. */
  readonly index: number;
  /** What the file knows under its key. */
  readonly known: ParentState;
}

/**
 * Orders whose key names another order of the file, one that goes on, or one that is over and was given today: tomorrow the same key is another order's
 * (TWAP-5).
 */
export function ordersChanged(
  { orders }: Pick<Agenda, 'orders'>,
  { state, blocks }: Pick<StoredEngine, 'state' | 'blocks'>,
  at: EpochMicros,
  { instruments }: Pick<EngineConfig, 'instruments'>,
): readonly OrderChanged[] {
  const heard = new Set<unknown>(
    blocks.map(({ input }) => (input.kind === 'order-request' ? input.request : null)),
  );
  const known = new Map<string, ParentState>();
  for (const [, parent] of state.parents.entries()) {
    const { request, status, date } = parent;
    const { calendar = 'always-open' } = instruments.get(request.symbol) ?? {};
    if (!isParentTerminal(status) || identityDates(calendar, at).includes(date))
      known.set(keyOf(request), parent);
  }
  return orders.flatMap(({ request }, index) => {
    const other = heard.has(request) ? undefined : known.get(keyOf(request));
    return other === undefined ? [] : [{ index, known: other }];
  });
}

const keyOf = ({
  strategyId,
  idempotencyKey,
}: Pick<RawOrderRequest, 'strategyId' | 'idempotencyKey'>): string =>
  JSON.stringify([strategyId, idempotencyKey]);
