/**
 * A journal as rows of the order and fill tables (ORD-8): pure. Parent and all of its slices appear with the plan; what
 * happens later updates them. A slice is known by its number until its order id exists.
 */
import type { Entry, FillRow, ParentEntry } from '../core/state/entry.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { ClientOrderId, ParentId } from '../core/order/order.js';
import { sliceTime } from '../core/plan/schedule.js';
import { sliceQuantity } from '../core/plan/slicer.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { OrderRequest } from '../core/order/order-request.js';
import type { Plan } from '../core/plan/plan.js';

export interface OrderRow {
  readonly orderId: string;
  readonly parentOrderId: string | null;
  readonly sliceNum: number | null;
  readonly totalSlices: number | null;
  readonly scheduledAt: number | null;
  readonly maxSliceQty: number | null;
  readonly strategy: string;
  readonly symbol: string;
  readonly side: string;
  readonly type: string;
  readonly timeInForce: string;
  readonly quantityLots: number;
  readonly filledLots: number;
  readonly limitTicks: number | null;
  readonly stopTicks: number | null;
  readonly status: string;
  readonly venueOrderId: string | null;
}

export interface FillTableRow {
  readonly orderId: string;
  readonly venueOrderId: string;
  readonly execId: string;
  readonly bustOf: string;
  readonly priceTicks: number;
  readonly quantityLots: number;
  readonly liquidity: string | null;
  readonly feeQuote: string | null;
  readonly feeEstimated: 0 | 1;
  readonly venueTime: string;
  readonly detectedAt: number;
  readonly source: string;
}

/** Plans longer than this have only their released slices as rows: a million pending rows would tell nothing. */
const PENDING_ROWS_MAX = 10_000;

export interface OrderTables {
  readonly orders: readonly OrderRow[];
  readonly fills: readonly FillTableRow[];
}

export function projectOrders(
  blocks: Iterable<Pick<JournalBlock, 'input' | 'entries'>>,
): OrderTables {
  const projection = new Projection();
  for (const { input, entries } of blocks)
    for (const entry of entries) projection.take(entry, input.at);
  return projection.tables();
}

/** Mutable on purpose, lives for one projection. */
class Projection {
  readonly #requests = new Map<ParentId, OrderRequest>();
  readonly #parents = new Map<ParentId, OrderRow>();
  readonly #slices = new Map<string, OrderRow>();
  readonly #sliceOf = new Map<ClientOrderId, string>();
  readonly #fills = new Map<string, FillTableRow>();

  take(entry: Entry, at: EpochMicros): void {
    switch (entry.kind) {
      case 'order-received':
        this.#requests.set(entry.parentId, entry.request);
        this.#parents.set(entry.parentId, parentRow(entry.parentId, entry.request));
        return;
      case 'order-refused':
        if (entry.parentId !== null) this.#parents.delete(entry.parentId);
        return;
      case 'parent-planned':
        this.#plan(entry.parentId, entry.plan);
        return;
      case 'slices-canceled':
        for (let slice = entry.from; slice < entry.from + entry.count; slice += 1) {
          this.#change(sliceKey(entry.parentId, slice), { status: 'canceled' });
        }
        return;
      case 'slice-released':
      case 'slice-ended':
        this.#release(entry);
        return;
      case 'order-updated':
        this.#change(this.#sliceOf.get(entry.clientOrderId) ?? '', {
          status: entry.head.status,
          filledLots: entry.head.filled,
          venueOrderId: entry.head.venueOrderIds[0] ?? null,
        });
        return;
      case 'fill-booked':
      case 'fill-amended':
        this.#fill(entry, at);
        return;
      case 'parent-status':
        this.#changeParent(entry.parentId, { status: entry.status, filledLots: entry.filled });
        return;
      default:
        return;
    }
  }

  tables(): OrderTables {
    return {
      orders: [...this.#parents.values(), ...this.#slices.values()],
      fills: [...this.#fills.values()],
    };
  }

  #plan(parentId: ParentId, plan: Plan): void {
    const request = this.#requests.get(parentId);
    if (request === undefined) return;
    this.#changeParent(parentId, {
      totalSlices: plan.slices,
      maxSliceQty: plan.maxSliceQuantity,
      scheduledAt: plan.start,
    });
    if (plan.slices > PENDING_ROWS_MAX) return;
    for (let slice = 0; slice < plan.slices; slice += 1) {
      this.#slices.set(sliceKey(parentId, slice), {
        ...parentRow(parentId, request),
        orderId: sliceKey(parentId, slice),
        parentOrderId: parentId,
        sliceNum: slice,
        totalSlices: plan.slices,
        scheduledAt: sliceTime(plan, slice),
        maxSliceQty: plan.maxSliceQuantity,
        quantityLots: sliceQuantity(plan, slice),
        status: 'pending_new',
      });
    }
  }

  #release(entry: Extract<ParentEntry, { kind: 'slice-released' | 'slice-ended' }>): void {
    const { parentId, slice, clientOrderId, terms } = entry;
    const request = this.#requests.get(parentId);
    if (request === undefined) return;
    const key = sliceKey(parentId, slice);
    const planned = this.#slices.get(key) ?? {
      ...parentRow(parentId, request),
      parentOrderId: parentId,
      sliceNum: slice,
    };
    this.#sliceOf.set(clientOrderId, key);
    this.#slices.set(key, {
      ...planned,
      orderId: clientOrderId,
      status: 'pending_new',
      quantityLots: terms.quantity,
      limitTicks: terms.limitPrice,
      stopTicks: terms.stopPrice,
    });
  }

  #fill(entry: FillRow, at: EpochMicros): void {
    const { execution, bustOf } = entry.row;
    const key = `${entry.clientOrderId} ${execution.execId} ${bustOf ?? ''}`;
    this.#fills.set(key, {
      orderId: entry.clientOrderId,
      venueOrderId: entry.venueOrderId ?? '',
      execId: execution.execId,
      bustOf: bustOf ?? '',
      priceTicks: execution.price,
      quantityLots: execution.quantity,
      liquidity: execution.liquidity,
      feeQuote: entry.feeQuote,
      feeEstimated: entry.feeEstimated ? 1 : 0,
      venueTime: execution.venueTime,
      // Learned of once: a fuller telling does not change when.
      detectedAt: this.#fills.get(key)?.detectedAt ?? at,
      source: entry.source,
    });
  }

  #change(key: string, change: Partial<OrderRow>): void {
    const row = this.#slices.get(key);
    if (row !== undefined) this.#slices.set(key, { ...row, ...change });
  }

  #changeParent(parentId: ParentId, change: Partial<OrderRow>): void {
    const row = this.#parents.get(parentId);
    if (row !== undefined) this.#parents.set(parentId, { ...row, ...change });
  }
}

const sliceKey = (parentId: ParentId, slice: number): string => `${parentId}/${slice}`;

const parentRow = (parentId: ParentId, request: OrderRequest): OrderRow => ({
  orderId: parentId,
  parentOrderId: null,
  sliceNum: null,
  totalSlices: null,
  scheduledAt: null,
  maxSliceQty: null,
  strategy: request.strategyId,
  symbol: request.symbol,
  side: request.side,
  type: request.type,
  timeInForce: request.timeInForce,
  quantityLots: request.quantity,
  filledLots: 0,
  limitTicks: request.limitPrice?.kind === 'fixed' ? request.limitPrice.price : null,
  stopTicks: request.stopPrice,
  status: 'scheduled',
  venueOrderId: null,
});
