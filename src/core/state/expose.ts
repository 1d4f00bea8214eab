/** Keeps what limits count of each symbol as the entries are folded: no step walks over orders for it. */
import { type EpochMicros, type Lots, MICROS_PER_SECOND, type Side } from '../ground/units.js';
import type { FillLedger } from '../order/fill-ledger.js';
import { exposureInChain, exposureOfChild } from './exposure.js';
import type { PositionAdjustmentEntry } from './position.js';
import type { ChildState, State } from './state.js';
import { NO_EXPOSURE, type SymbolExposure } from './symbol-exposure.js';

const WINDOW_SECONDS = 60;
const secondOf = (at: EpochMicros): number => Math.floor(at / MICROS_PER_SECOND);

export const exposureIn = ({ exposure }: State, symbol: string): SymbolExposure =>
  exposure.get(symbol) ?? NO_EXPOSURE;

/** With the orders that nobody here placed, which are exposure once (REC-7), and with what nobody can explain (REC-6). */
export function exposureInAll(state: State, symbol: string): SymbolExposure {
  const own = exposureIn(state, symbol);
  const { orphans, adjustment } = own;
  const known =
    adjustment === undefined
      ? own
      : { ...own, position: (own.position + adjustment.quantity) as Lots };
  if (orphans === undefined) return known;
  return {
    ...known,
    position: (known.position + orphans.position) as Lots,
    buying: (known.buying + orphans.buying) as Lots,
    selling: (known.selling + orphans.selling) as Lots,
    openOrders: known.openOrders + orphans.openOrders,
  };
}

/** What of an order may still fill. */
export const openOf = (child: ChildState): Lots =>
  (exposureOfChild(child) - child.belief.filled) as Lots;

const openInChain = (state: State, child: ChildState): number =>
  exposureInChain(state, child) - child.belief.filled;

/** An order and the one that is to take its place are one. */
function openOrders(state: State, child: ChildState): number {
  const { chain, replacedBy } = child;
  const isOpen = openOf(child) > 0;
  const before = chain === undefined ? undefined : state.children.get(chain.order);
  const next = replacedBy === undefined ? undefined : state.children.get(replacedBy);
  const own = isOpen && (before === undefined || openOf(before) === 0);
  const successor = !isOpen && next !== undefined && openOf(next) > 0;
  return (own ? 1 : 0) + (successor ? 1 : 0);
}

/** An order changed from `before` to `after`. */
export function exposeChange(state: State, before: ChildState, after: ChildState): void {
  const gained = after.belief.filled - before.belief.filled;
  const [was, is] = [openInChain(state, before), openInChain(state, after)];
  const orders = openOrders(state, after) - openOrders(state, before);
  const [old, ledger] = [before.belief.ledger, after.belief.ledger];
  if (gained === 0 && was === is && orders === 0 && old === ledger) return;
  const { symbol, side } = after.terms;
  const known = exposureIn(state, symbol);
  const sign = side === 'buy' ? 1 : -1;
  const opened = is - was;
  // By its fields, and the exact sum only where it grows: this is done for every fill.
  state.exposure.set(symbol, {
    position: (known.position + sign * gained) as Lots,
    booked: (known.booked + sign * (ledger.quantity - old.quantity)) as Lots,
    spent: old === ledger ? known.spent : known.spent + spentMore(side, old, ledger),
    buying: (known.buying + (side === 'buy' ? opened : 0)) as Lots,
    selling: (known.selling + (side === 'buy' ? 0 : opened)) as Lots,
    openOrders: known.openOrders + orders,
    midTwice: known.midTwice,
    sends: known.sends,
    orphans: known.orphans,
    adjustment: known.adjustment,
  });
}

const spentMore = (side: Side, before: FillLedger, after: FillLedger): bigint =>
  side === 'buy' ? after.notional - before.notional : before.notional - after.notional;

/** REC-6. */
export function exposeAdjustment(
  state: State,
  { symbol, inAll: quantity, asOf }: Pick<PositionAdjustmentEntry, 'symbol' | 'inAll' | 'asOf'>,
): void {
  const adjustment = quantity === 0 ? undefined : { quantity, asOf };
  state.exposure.set(symbol, { ...exposureIn(state, symbol), adjustment });
}

/** An order of the symbol is meant to leave. */
export function exposeSend(state: State, symbol: string, at: EpochMicros): void {
  const known = exposureIn(state, symbol);
  const second = secondOf(at);
  const recent = known.sends.filter((one) => one.second >= second - WINDOW_SECONDS);
  const last = recent.at(-1);
  const sends =
    last?.second === second
      ? [...recent.slice(0, -1), { second, count: last.count + 1 }]
      : [...recent, { second, count: 1 }];
  state.exposure.set(symbol, { ...known, sends });
}

/** What the latest order of the symbol saw. */
export function exposeMid(state: State, symbol: string, midTwice: number): void {
  const known = exposureIn(state, symbol);
  if (known.midTwice !== midTwice) state.exposure.set(symbol, { ...known, midTwice });
}

/** Orders meant to leave in the minute before `at`, to the second. */
export function sentWithinMinute({ sends }: SymbolExposure, at: EpochMicros): number {
  const since = secondOf(at) - WINDOW_SECONDS;
  return sends.reduce((sum, { second, count }) => sum + (second >= since ? count : 0), 0);
}
