/**
 * A journal as rows of the order and fill tables (ORD-8), folded as the run goes. Parent and all of its slices appear with
 * the plan; what happens later updates them. A slice is known by its number until its order id exists. A slice that was
 * not released costs nothing until its row is asked for: a run may have a million of them.
 *
 * Mutable on purpose, one owner.
 */
import type { Entry, FillRow, ParentEntry } from '../core/state/entry.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { ClientOrderId, ParentId } from '../core/order/order.js';
import { sliceTime } from '../core/plan/schedule.js';
import { sliceQuantity } from '../core/plan/slicer.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { OrderRequest } from '../core/order/order-request.js';
import type { Plan } from '../core/plan/plan.js';
import type { FillTableRow, OrderRow } from './stored-run.js';

/** Plans longer than this have only their released slices as rows: a million pending rows of one order would tell nothing. */
const PENDING_ROWS_MAX = 10_000;

interface SliceRow {
  readonly orderId: string;
  readonly slice: number;
  readonly quantityLots: number;
  readonly limitTicks: number | null;
  readonly stopTicks: number | null;
  status: string;
  filledLots: number;
  venueOrderId: string | null;
}

interface ParentRow {
  readonly parentId: ParentId;
  readonly request: OrderRequest;
  plan: Plan | null;
  status: string;
  filledLots: number;
  /** Released, by number. */
  readonly slices: Map<number, SliceRow>;
  readonly canceled: { readonly from: number; readonly count: number }[];
}

type Step = Pick<JournalBlock, 'input' | 'entries'>;

export class OrderTables {
  readonly #parents = new Map<ParentId, ParentRow>();
  readonly #slices = new Map<ClientOrderId, SliceRow>();
  readonly #fills = new Map<string, FillTableRow>();

  take({ input, entries }: Step): void {
    for (const entry of entries) this.#take(entry, input.at);
  }

  /** Each parent, then its slices; made as they are walked. */
  get orders(): Iterable<OrderRow> {
    return new OrderRows(this.#parents);
  }

  get fills(): readonly FillTableRow[] {
    return [...this.#fills.values()];
  }

  #take(entry: Entry, at: EpochMicros): void {
    switch (entry.kind) {
      case 'order-received':
        this.#parents.set(entry.parentId, newParent(entry.parentId, entry.request));
        return;
      case 'order-refused':
        if (entry.parentId !== null) this.#parents.delete(entry.parentId);
        return;
      case 'parent-planned': {
        const parent = this.#parents.get(entry.parentId);
        if (parent !== undefined) parent.plan = entry.plan;
        return;
      }
      case 'slices-canceled':
        this.#cancel(entry);
        return;
      case 'slice-released':
      case 'slice-ended':
        this.#release(entry);
        return;
      case 'order-updated': {
        const slice = this.#slices.get(entry.clientOrderId);
        if (slice === undefined) return;
        slice.status = entry.head.status;
        slice.filledLots = entry.head.filled;
        slice.venueOrderId = entry.head.venueOrderIds[0] ?? null;
        return;
      }
      case 'fill-booked':
      case 'fill-amended':
        this.#fill(entry, at);
        return;
      case 'parent-status': {
        const parent = this.#parents.get(entry.parentId);
        if (parent === undefined) return;
        parent.status = entry.status;
        parent.filledLots = entry.filled;
        return;
      }
      default:
        return;
    }
  }

  #cancel({ parentId, from, count }: Extract<Entry, { kind: 'slices-canceled' }>): void {
    const parent = this.#parents.get(parentId);
    if (parent === undefined) return;
    parent.canceled.push({ from, count });
    for (let number = from; number < from + count && parent.slices.size > 0; number += 1) {
      const released = parent.slices.get(number);
      if (released !== undefined) released.status = 'canceled';
    }
  }

  #release(entry: Extract<ParentEntry, { kind: 'slice-released' | 'slice-ended' }>): void {
    const { parentId, slice, clientOrderId, terms } = entry;
    const parent = this.#parents.get(parentId);
    if (parent === undefined) return;
    const row: SliceRow = {
      orderId: clientOrderId,
      slice,
      quantityLots: terms.quantity,
      limitTicks: terms.limitPrice,
      stopTicks: terms.stopPrice,
      status: 'pending_new',
      filledLots: 0,
      venueOrderId: null,
    };
    parent.slices.set(slice, row);
    this.#slices.set(clientOrderId, row);
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
}

class OrderRows implements Iterable<OrderRow> {
  readonly #parents: ReadonlyMap<ParentId, ParentRow>;

  constructor(parents: ReadonlyMap<ParentId, ParentRow>) {
    this.#parents = parents;
  }

  *[Symbol.iterator](): Iterator<OrderRow> {
    for (const parent of this.#parents.values()) {
      yield parentRow(parent);
      yield* sliceRows(parent);
    }
  }
}

/** The tables of a whole journal. */
export function orderTablesOf(blocks: Iterable<Step>): OrderTables {
  const tables = new OrderTables();
  for (const block of blocks) tables.take(block);
  return tables;
}

const newParent = (parentId: ParentId, request: OrderRequest): ParentRow => ({
  parentId,
  request,
  plan: null,
  status: 'scheduled',
  filledLots: 0,
  slices: new Map(),
  canceled: [],
});

/** What a parent and its slices have in common. */
const shared = ({ request, plan }: ParentRow) => ({
  totalSlices: plan?.slices ?? null,
  maxSliceQty: plan?.maxSliceQuantity ?? null,
  strategy: request.strategyId,
  symbol: request.symbol,
  side: request.side,
  type: request.type,
  timeInForce: request.timeInForce,
});

const fixedLimit = ({ limitPrice }: OrderRequest): number | null =>
  limitPrice?.kind === 'fixed' ? limitPrice.price : null;

function parentRow(parent: ParentRow): OrderRow {
  const { parentId, request, plan } = parent;
  return {
    ...shared(parent),
    orderId: parentId,
    parentOrderId: null,
    sliceNum: null,
    scheduledAt: plan?.start ?? null,
    quantityLots: request.quantity,
    filledLots: parent.filledLots,
    limitTicks: fixedLimit(request),
    stopTicks: request.stopPrice,
    status: parent.status,
    venueOrderId: null,
  };
}

function* sliceRows(parent: ParentRow): Iterable<OrderRow> {
  const { parentId, plan, slices } = parent;
  const planned = plan === null || plan.slices > PENDING_ROWS_MAX ? 0 : plan.slices;
  const common = shared(parent);
  for (let number = 0; plan !== null && number < planned; number += 1) {
    if (slices.has(number)) continue;
    yield {
      ...common,
      orderId: `${parentId}/${number}`,
      parentOrderId: parentId,
      sliceNum: number,
      scheduledAt: sliceTime(plan, number),
      quantityLots: sliceQuantity(plan, number),
      filledLots: 0,
      limitTicks: fixedLimit(parent.request),
      stopTicks: parent.request.stopPrice,
      status: isCanceled(parent, number) ? 'canceled' : 'pending_new',
      venueOrderId: null,
    };
  }
  for (const { slice, ...row } of slices.values()) {
    yield {
      ...common,
      ...row,
      parentOrderId: parentId,
      sliceNum: slice,
      // A catch-up is not in the plan: when it fell due is in the journal.
      scheduledAt: plan !== null && slice < plan.slices ? sliceTime(plan, slice) : null,
    };
  }
}

const isCanceled = ({ canceled }: ParentRow, number: number): boolean =>
  canceled.some(({ from, count }) => number >= from && number < from + count);
