/**
 * The projection as rows of the order and fill tables (ORD-8): each parent, then its slices; made as they are walked. All
 * slices of a plan are there from the moment of the plan; one that was not released costs nothing until its row is asked
 * for. A slice is known by its number until its order id exists.
 */
import type { OrderRequest } from '../../core/order/order-request.js';
import type { Plan } from '../../core/plan/plan.js';
import { sliceTime } from '../../core/plan/schedule.js';
import { sliceQuantity } from '../../core/plan/slicer.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type { Fill } from '../schema/fill.js';
import type { OrderRow } from '../schema/order-row.js';
import type { ByOrder } from './by-order.js';
import { fillsOf } from './fills-of.js';
import type { ProjectedChild, ProjectedParent, RunProjection } from './projection.js';

/** Plans longer than this have only their released slices as rows: a million pending rows of one order would tell nothing. */
const PENDING_ROWS_MAX = 10_000;

export const orderRows = (projection: RunProjection): Iterable<OrderRow> =>
  new Rows(() => walkOrders(projection));

/** The engine's own ledger; `executions` as the venue knows them, none where nobody does. */
export const fillRows = (
  projection: RunProjection,
  executions: ByOrder<TruthExecution>,
): Iterable<Fill> => new Rows(() => walkFills(projection, executions));

/** Rows that are made anew each time they are walked. */
class Rows<T> implements Iterable<T> {
  readonly #walk: () => Iterator<T>;

  constructor(walk: () => Iterator<T>) {
    this.#walk = walk;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#walk();
  }
}

function* walkOrders({ parents, children }: RunProjection): Generator<OrderRow> {
  for (const parent of parents.values()) {
    const released = parent.children.flatMap((id) => children.get(id) ?? []);
    yield parentRow(parent);
    yield* pendingRows(parent, released);
    for (const child of released) yield childRow(parent, child);
  }
}

const fixedLimit = ({ limitPrice }: OrderRequest): number | null =>
  limitPrice?.kind === 'fixed' ? limitPrice.price : null;

/** What every row of an order says of its request. */
type OfRequest =
  'totalSlices' | 'maxSliceQty' | 'strategy' | 'symbol' | 'side' | 'type' | 'timeInForce';

/** Written column by column: the many rows of a run take twice as long through a spread. */
const rowOf = ({ plan, request }: ProjectedParent, own: Omit<OrderRow, OfRequest>): OrderRow => ({
  orderId: own.orderId,
  parentOrderId: own.parentOrderId,
  sliceNum: own.sliceNum,
  scheduledAt: own.scheduledAt,
  quantityLots: own.quantityLots,
  filledLots: own.filledLots,
  limitTicks: own.limitTicks,
  stopTicks: own.stopTicks,
  status: own.status,
  venueOrderId: own.venueOrderId,
  totalSlices: plan?.slices ?? null,
  maxSliceQty: plan?.maxSliceQuantity ?? null,
  strategy: request.strategyId,
  symbol: request.symbol,
  side: request.side,
  type: request.type,
  timeInForce: request.timeInForce,
});

const parentRow = (parent: ProjectedParent): OrderRow =>
  rowOf(parent, {
    orderId: parent.parentId,
    parentOrderId: null,
    sliceNum: null,
    scheduledAt: parent.plan?.start ?? null,
    quantityLots: parent.request.quantity,
    filledLots: parent.filled,
    limitTicks: fixedLimit(parent.request),
    stopTicks: parent.request.stopPrice,
    status: parent.status,
    venueOrderId: null,
  });

/** Slices of the plan that have no order yet, or never will. */
function* pendingRows(
  parent: ProjectedParent,
  released: readonly ProjectedChild[],
): Generator<OrderRow> {
  const { parentId, plan, request } = parent;
  if (plan === null || plan.slices > PENDING_ROWS_MAX) return;
  const taken = new Set(released.map(({ slice }) => slice));
  for (let slice = 0; slice < plan.slices; slice += 1) {
    if (taken.has(slice)) continue;
    yield rowOf(parent, {
      orderId: `${parentId}/${slice}`,
      parentOrderId: parentId,
      sliceNum: slice,
      scheduledAt: sliceTime(plan, slice),
      quantityLots: sliceQuantity(plan, slice),
      filledLots: 0,
      limitTicks: fixedLimit(request),
      stopTicks: request.stopPrice,
      status: isCanceled(parent, slice) ? 'canceled' : 'pending_new',
      venueOrderId: null,
    });
  }
}

const isCanceled = (
  { slicesCanceledFrom: from, slicesCanceled: count }: ProjectedParent,
  slice: number,
): boolean => from !== null && slice >= from && slice < from + count;

const childRow = (parent: ProjectedParent, child: ProjectedChild): OrderRow =>
  rowOf(parent, {
    orderId: child.clientOrderId,
    parentOrderId: child.parentId,
    // A slice has one row; who took the place of its order is found by its parent.
    sliceNum: child.succeeds === undefined ? child.slice : null,
    scheduledAt: plannedAt(parent.plan, child.slice),
    quantityLots: child.terms.quantity,
    filledLots: child.filled,
    limitTicks: child.terms.limitPrice,
    stopTicks: child.terms.stopPrice,
    status: child.status,
    venueOrderId: child.venueOrderId,
  });

/** A catch-up is not in the plan: when it fell due is in the journal. */
const plannedAt = (plan: Plan | null, slice: number): number | null =>
  plan !== null && slice < plan.slices ? sliceTime(plan, slice) : null;

function* walkFills(
  { children }: RunProjection,
  executions: ByOrder<TruthExecution>,
): Generator<Fill> {
  for (const child of children.values())
    for (const fill of fillsOf(executions, child)) if (fill.detectedAt !== null) yield fill;
}
