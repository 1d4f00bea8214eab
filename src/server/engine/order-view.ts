/** Orders as the API and the page show them: decimals as text, times in microseconds, what nobody knows is null. Pure. */
import {
  type Instrument,
  formatAverage,
  formatPrice,
  formatQuantity,
} from '../../core/ground/instrument.js';
import type { EpochMicros, Lots, Ticks } from '../../core/ground/units.js';
import { venueOrderIdOf } from '../../core/order/belief.js';
import type { ClientOrderId, ParentId } from '../../core/order/order.js';
import type { LimitPrice } from '../../core/order/order-request.js';
import { childIdOf } from '../../core/plan/identity.js';
import { sliceQuantity } from '../../core/plan/slicer.js';
import type { Plan } from '../../core/plan/plan.js';
import { planEnd, sliceTime } from '../../core/plan/schedule.js';
import type { EngineConfig } from '../../core/state/config.js';
import { identityContext } from '../../core/state/identity-context.js';
import type { ChildState, ParentState, State } from '../../core/state/state.js';
import { whyShort } from '../../runs/paper/why-short.js';

export interface Looked {
  readonly state: State;
  readonly config: EngineConfig;
}

/** Of an order that is there, whose instrument is listed. */
function instrumentOf({ config }: Looked, symbol: string): Instrument {
  const instrument = config.instruments.get(symbol);
  if (instrument === undefined) throw new Error(`an order in ${symbol}, which is not listed`);
  return instrument;
}

const priceText = (instrument: Instrument, price: Ticks | null): string | null =>
  price === null ? null : formatPrice(instrument, price);

const limitText = (instrument: Instrument, limit: LimitPrice | null) =>
  limit?.kind === 'peg'
    ? { peg: limit.reference, offsetTicks: limit.offsetTicks }
    : priceText(instrument, limit?.price ?? null);

/** Of several parents at once: the table is walked once. */
export function childrenOf(
  { children }: State,
  parents: ReadonlySet<ParentId>,
): ReadonlyMap<ParentId, readonly ChildState[]> {
  const found = new Map<ParentId, ChildState[]>([...parents].map((id) => [id, []]));
  for (const [, child] of children.entries()) found.get(child.parentId)?.push(child);
  return found;
}

export function parentView(looked: Looked, parent: ParentState, children: readonly ChildState[]) {
  const { parentId, request, status, filled, plan, warnings, slicesCanceled, receivedAt } = parent;
  const instrument = instrumentOf(looked, request.symbol);
  const rest = Math.max(0, request.quantity - filled) as Lots;
  return {
    parentId,
    /** Of the only order it becomes; null where there may be several. */
    clientOrderId: plan?.slices === 1 ? sliceId(looked, parent, 0) : null,
    strategy: request.strategyId,
    symbol: request.symbol,
    side: request.side,
    algo: parent.algo,
    type: request.type,
    limitPrice: limitText(instrument, request.limitPrice),
    stopPrice: priceText(instrument, request.stopPrice),
    timeInForce: request.timeInForce,
    quantity: formatQuantity(instrument, request.quantity),
    filledQuantity: formatQuantity(instrument, filled),
    unfilledQuantity: formatQuantity(instrument, rest),
    averagePrice: averageOf(instrument, children),
    status,
    why: whyShort(looked.state, parent),
    source: request.source,
    receivedMicros: receivedAt,
    plan:
      plan === null
        ? null
        : { slices: plan.slices, startMicros: plan.start, endMicros: planEnd(plan) },
    slices: {
      planned: plan?.slices ?? null,
      released: children.length,
      open: parent.open.length,
      canceled: slicesCanceled,
    },
    warnings,
  };
}

/** Null while nothing was filled, or while of something that was no price is known. */
function averageOf(instrument: Instrument, children: readonly ChildState[]): string | null {
  let [notional, quantity] = [0n, 0n];
  for (const { belief } of children) {
    if (belief.filled !== belief.ledger.quantity) return null;
    notional += belief.ledger.notional;
    quantity += BigInt(belief.ledger.quantity);
  }
  return formatAverage(instrument, notional, quantity);
}

export function childView(looked: Looked, child: ChildState) {
  const { clientOrderId, parentId, slice, childKind, terms, belief, submit, cancel } = child;
  const instrument = instrumentOf(looked, terms.symbol);
  return {
    clientOrderId,
    parentId,
    slice,
    kind: childKind,
    symbol: terms.symbol,
    side: terms.side,
    type: terms.type,
    limitPrice: priceText(instrument, terms.limitPrice),
    stopPrice: priceText(instrument, terms.stopPrice),
    timeInForce: terms.timeInForce,
    quantity: formatQuantity(instrument, terms.quantity),
    filledQuantity: formatQuantity(instrument, belief.filled),
    averagePrice: averageOf(instrument, [child]),
    status: belief.status,
    venueOrderId: venueOrderIdOf(belief),
    sentMicros: submit.firstAt,
    attempts: submit.attempts,
    cancelWanted: cancel.reason,
  };
}

/** Known before the slice is released. */
function sliceId({ config }: Looked, { request, date }: ParentState, index: number): ClientOrderId {
  return childIdOf(request, identityContext(config, date), { kind: 'slice', index });
}

export interface SliceView {
  readonly slice: number;
  readonly dueMicros: EpochMicros | null;
  readonly clientOrderId: ClientOrderId;
  readonly quantity: string;
  readonly filledQuantity: string;
  /** Of its order, or before there is one: `scheduled`, `due`, `canceled`. */
  readonly status: string;
}

/** Of the plan, in its order, and then what was sent beside it. */
export function sliceViews(
  looked: Looked,
  parent: ParentState,
  {
    children,
    from,
    limit,
  }: {
    readonly children: readonly ChildState[];
    readonly from: number;
    readonly limit: number;
  },
): readonly SliceView[] {
  const { plan } = parent;
  if (plan === null) return [];
  const bySlice = new Map<number, ChildState>();
  for (const child of children) if (child.chain === undefined) bySlice.set(child.slice, child);
  const last = Math.max(plan.slices - 1, ...bySlice.keys());
  const views: SliceView[] = [];
  for (let slice = from; slice <= last && views.length < limit; slice += 1)
    views.push(sliceView(looked, parent, { slice, child: bySlice.get(slice) }));
  return views;
}

function sliceView(
  looked: Looked,
  parent: ParentState,
  { slice, child }: { readonly slice: number; readonly child: ChildState | undefined },
): SliceView {
  const instrument = instrumentOf(looked, parent.request.symbol);
  return {
    slice,
    dueMicros: isPlanned(parent.plan, slice) ? sliceTime(parent.plan, slice) : null,
    ...(child === undefined
      ? unsentSlice(looked, parent, slice)
      : {
          clientOrderId: child.clientOrderId,
          quantity: formatQuantity(instrument, child.terms.quantity),
          filledQuantity: formatQuantity(instrument, child.belief.filled),
          status: child.belief.status,
        }),
  };
}

const isPlanned = (plan: Plan | null, slice: number): plan is Plan =>
  plan !== null && slice < plan.slices;

/** Taken up and without an order is called off. */
function unsentSlice(looked: Looked, parent: ParentState, slice: number) {
  const { plan, request, release, nextSlice } = parent;
  const instrument = instrumentOf(looked, request.symbol);
  const waiting = slice < nextSlice ? 'canceled' : 'scheduled';
  return {
    clientOrderId: sliceId(looked, parent, slice),
    quantity: formatQuantity(
      instrument,
      isPlanned(plan, slice) ? sliceQuantity(plan, slice) : (0 as Lots),
    ),
    filledQuantity: '0',
    status: release?.slice === slice ? 'due' : waiting,
  };
}
