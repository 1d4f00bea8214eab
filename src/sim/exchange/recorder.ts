/**
 * Writes the truth ledger and tells the client's order stream, in that order, of everything that happens to an order.
 * Refusals are answers, not reports: they stand in the ledger only.
 *
 * Invariants: 1. Arrivals and entries are appended once and share one `seq` that rises by one, so that they can be
 * put back into the order in which they happened. 2. Execution ids are unique at the exchange: they count from 1.
 */
import type {
  Bust,
  Execution,
  ExecutionReport,
  ExecType,
} from '../../core/order/execution-report.js';
import { type ClientOrderId, type ExecId, venueNanos } from '../../core/order/order.js';
import type {
  TruthBust,
  TruthEntry,
  TruthExecution,
  TruthLedger,
  TruthLiquidation,
  TruthOrderEvent,
  VenueArrival,
} from '../../core/order/truth.js';
import type { OrderEntry, SubmitRequest } from '../../core/order/venue-message.js';
import { invariant } from '../../core/ground/invariant.js';
import { type EpochMicros, lots } from '../../core/ground/units.js';
import type { MarketFill } from './market-port.js';
import { VenueIds } from './venue-ids.js';
import type { ReportListener } from './venue-port.js';
import type { VenueOrder } from './venue-order.js';

/** As the ledger shows it, and still growing. */
type Liquidated = Omit<TruthLiquidation, 'executions'> & {
  readonly executions: TruthLiquidation['executions'][number][];
};

/** What the account made of a fill. */
type Charged = Pick<TruthExecution, 'liquidity' | 'fee'>;

export class Recorder implements TruthLedger {
  readonly arrivals: VenueArrival[] = [];
  readonly entries: TruthEntry[] = [];
  readonly executions: TruthExecution[] = [];
  busts?: TruthBust[];
  liquidations?: Liquidated[];
  byHand?: Set<ClientOrderId>;
  readonly #listener: ReportListener;
  readonly #ids: VenueIds;
  #seq = 0;
  /** Reports given so far: tells the caller whether an instant produced one. */
  reports = 0;

  constructor(listener: ReportListener, ids = new VenueIds()) {
    this.#listener = listener;
    this.#ids = ids;
  }

  arrived(request: OrderEntry, at: EpochMicros): void {
    const seq = (this.#seq += 1);
    this.arrivals.push(
      request.kind === 'submit' ? arrivedSubmit(seq, request, at) : { seq, at, ...request },
    );
  }

  /** It is accepted next. */
  placedByHand(clientOrderId: ClientOrderId): void {
    this.byHand ??= new Set();
    this.byHand.add(clientOrderId);
  }

  refused(
    kind: 'rejected' | 'cancel-rejected' | 'replace-rejected',
    refusal: { readonly code: string; readonly text: string },
    clientOrderId: ClientOrderId,
    at: EpochMicros,
  ): void {
    const event = kind === 'rejected' ? { kind, ...refusal } : { kind, code: refusal.code };
    this.#append(event, clientOrderId, at);
  }

  accepted(order: VenueOrder, ahead: number | null, at: EpochMicros): void {
    const { venueOrderId, terms, clientOrderId } = order;
    const seq = (this.#seq += 1);
    this.entries.push({ kind: 'accepted', venueOrderId, terms, ahead, seq, at, clientOrderId });
    this.#report('accepted', order, at);
  }

  /** Written out field by field: it is the dearest part of a fill. */
  executed(order: VenueOrder, fill: MarketFill, charged: Charged, at: EpochMicros): void {
    const execId = String((this.#ids.executions += 1)) as ExecId;
    const { clientOrderId, venueOrderId, side, filled, leaves } = order;
    const { price, quantity } = fill;
    const { liquidity, fee } = charged;
    const entry: TruthExecution = {
      kind: 'executed',
      seq: (this.#seq += 1),
      at,
      execId,
      venueOrderId,
      clientOrderId,
      symbol: order.terms.symbol,
      side,
      cumQty: filled,
      leaves,
      price,
      quantity,
      liquidity,
      cause: fill.cause,
      fee,
      tapeRow: fill.tapeRow,
      aheadBefore: fill.aheadBefore,
      aheadAfter: fill.aheadAfter,
    };
    this.entries.push(entry);
    this.executions.push(entry);
    const execution = { execId, price, quantity, liquidity, fee, venueTime: venueNanos(at) };
    order.executed(execution);
    this.#report('trade', order, at, { execution });
  }

  /** Of what `undone` did, so much; `fee` is what is given back. */
  busted(
    order: VenueOrder,
    undone: Execution,
    bust: Pick<TruthBust, 'quantity' | 'fee'>,
    at: EpochMicros,
  ): void {
    const { clientOrderId, venueOrderId, side, filled: cumQty, terms } = order;
    const { price, liquidity, execId: bustOf } = undone;
    const { quantity, fee } = bust;
    const execId = `${bustOf}-bust` as ExecId;
    const { symbol } = terms;
    const seq = (this.#seq += 1);
    const ids = { execId, bustOf, venueOrderId, clientOrderId, symbol, side };
    const entry: TruthBust = { kind: 'busted', seq, at, ...ids, price, quantity, cumQty, fee };
    this.entries.push(entry);
    this.busts ??= [];
    this.busts.push(entry);
    const taken = lots(-quantity);
    const venueTime = order.stamp;
    const execution = { execId, price, quantity: taken, liquidity, fee, venueTime };
    order.busted({ execution, bustOf });
    this.#report('trade-bust', order, at, { execution, bustOf });
  }

  /** The venue's own order: nothing of it is an entry, since the client never sent it; the order stream tells of it. */
  liquidating(order: VenueOrder, at: EpochMicros): void {
    const { clientOrderId, side, terms } = order;
    const { symbol, quantity } = terms;
    this.liquidations ??= [];
    this.liquidations.push({ at, clientOrderId, symbol, side, quantity, executions: [] });
    this.#report('accepted', order, at);
  }

  liquidated(order: VenueOrder, fill: MarketFill, charged: Charged, at: EpochMicros): void {
    const made = this.liquidations?.at(-1);
    invariant(made?.clientOrderId === order.clientOrderId, 'a liquidation that was never begun');
    const execId = `${order.clientOrderId}-${made.executions.length + 1}` as ExecId;
    const { price, quantity } = fill;
    const { liquidity, fee } = charged;
    made.executions.push({ execId, price, quantity, fee });
    const execution = { execId, price, quantity, liquidity, fee, venueTime: venueNanos(at) };
    this.#report('trade', order, at, { execution });
  }

  triggered(order: VenueOrder, tapeRow: number | null, at: EpochMicros): void {
    const { venueOrderId } = order;
    this.#append({ kind: 'triggered', venueOrderId, tapeRow }, order.clientOrderId, at);
    this.#report('triggered', order, at);
  }

  canceled(order: VenueOrder, reason: string, at: EpochMicros): void {
    const { venueOrderId, filled: cumQty } = order;
    const { clientOrderId } = order;
    const seq = (this.#seq += 1);
    this.entries.push({ kind: 'canceled', venueOrderId, reason, cumQty, seq, at, clientOrderId });
    this.#report('canceled', order, at, { text: reason });
  }

  expired(order: VenueOrder, reason: string, at: EpochMicros): void {
    const { venueOrderId, filled: cumQty } = order;
    this.#append({ kind: 'expired', venueOrderId, reason, cumQty }, order.clientOrderId, at);
    this.#report('expired', order, at, { text: reason });
  }

  /** In the ledger an end like any other of the venue's own accord. */
  refusedAfterwards(order: VenueOrder, code: string, at: EpochMicros): void {
    const { venueOrderId, filled: cumQty } = order;
    const reason = `refused: ${code}`;
    this.#append({ kind: 'expired', venueOrderId, reason, cumQty }, order.clientOrderId, at);
    this.#report('rejected', order, at, { text: code });
  }

  /** `next` takes the place of `order`; its acceptance is an entry and a report of its own. */
  replaced(order: VenueOrder, next: VenueOrder, ahead: number | null, at: EpochMicros): void {
    const { venueOrderId, terms } = next;
    const replacedBy = next.clientOrderId;
    this.#append(
      { kind: 'replaced', replacedBy, venueOrderId, terms, ahead },
      order.clientOrderId,
      at,
    );
    this.#report('replaced', order, at);
    this.accepted(next, ahead, at);
  }

  #append(event: TruthOrderEvent, clientOrderId: ClientOrderId, at: EpochMicros): void {
    this.entries.push({ ...event, seq: (this.#seq += 1), at, clientOrderId });
  }

  #report(
    execType: ExecType,
    order: VenueOrder,
    at: EpochMicros,
    more: Partial<Bust> & { readonly text?: string } = {},
  ): void {
    const report: ExecutionReport = {
      execType,
      clientOrderId: order.clientOrderId,
      venueOrderId: order.venueOrderId,
      symbol: order.terms.symbol,
      side: order.side,
      status: order.status,
      quantity: order.terms.quantity,
      cumQty: order.filled,
      leaves: order.leaves,
      execution: more.execution ?? null,
      bustOf: more.bustOf ?? null,
      venueTime: more.execution?.venueTime ?? venueNanos(at),
      text: more.text ?? '',
    };
    this.reports += 1;
    const told = order.isLiquidation ? { ...report, liquidation: true as const } : report;
    this.#listener.onReport(told, at);
  }
}

/** What there is one of for every order, written out: a copy by spreading takes half as much room again. */
function arrivedSubmit(seq: number, request: SubmitRequest, at: EpochMicros): VenueArrival {
  const { kind, clientOrderId, terms, sentAt, validUntil } = request;
  return { seq, at, kind, clientOrderId, terms, sentAt, validUntil };
}
