/**
 * One update of one order, whatever path it came by (stream, poll, reconciliation, an operator, our own verdict): the
 * only thing `merge` takes (ORD-3). The constructors below are the only bridges from the paths' own shapes.
 */
import type { Lots, Side } from '../ground/units.js';
import type { Bust, Execution, ExecutionReport, OrderSnapshot } from './execution-report.js';
import type { ClientOrderId, ExecId, VenueNanos, VenueOrderId } from './order.js';
import type { OrderStatus } from './status.js';

export type OrderUpdateSource = 'ours' | 'manual' | 'poll' | 'reconciliation' | 'stream';
/** Everyone but us speaks for the venue. */
export type VenueSource = Exclude<OrderUpdateSource, 'ours'>;

/** What we decide ourselves: no identity to check, no quantity, no venue time. */
export interface OwnUpdate {
  readonly source: 'ours';
  readonly status: OrderStatus;
}

/** What the venue says. Whatever it left out is null: not applicable. */
export interface VenueUpdate {
  readonly source: VenueSource;
  /** Null: no word, or one the adapter does not know (`venueWord` tells which). */
  readonly status: OrderStatus | null;
  /** The venue's own word, for the log; '' when it said none (a row of the trade history). */
  readonly venueWord: string;
  readonly venueTime: VenueNanos | null;
  readonly cumQty: Lots | null;
  readonly clientOrderId: ClientOrderId | null;
  readonly venueOrderId: VenueOrderId | null;
  readonly symbol: string;
  readonly side: Side;
  readonly execution: Execution | null;
  /** On a bust or correction: the execution it undoes or changes; `execution.quantity` is then signed. */
  readonly bustOf: ExecId | null;
}

export type OrderUpdate = OwnUpdate | VenueUpdate;

export const ownUpdate = (status: OrderStatus): OwnUpdate => ({ source: 'ours', status });

export const updateFromReport = (
  report: ExecutionReport,
  source: VenueSource = 'stream',
): VenueUpdate => ({
  source,
  status: report.status,
  venueWord: report.status ?? report.execType,
  venueTime: report.venueTime,
  cumQty: report.cumQty,
  clientOrderId: report.clientOrderId,
  venueOrderId: report.venueOrderId,
  symbol: report.symbol,
  side: report.side,
  execution: report.execution,
  bustOf: report.bustOf,
});

export const updateFromSnapshot = (
  order: OrderSnapshot,
  source: VenueSource = 'poll',
): VenueUpdate => ({
  source,
  status: order.status,
  venueWord: order.venueWord,
  venueTime: order.venueTime,
  cumQty: order.cumQty,
  clientOrderId: order.clientOrderId,
  venueOrderId: order.venueOrderId,
  symbol: order.symbol,
  side: order.side,
  execution: null,
  bustOf: null,
});

/** The order an answer was asked for: what a row of the trade history and an acknowledgement do not repeat. */
export interface AskedOrder {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId | null;
  readonly symbol: string;
  readonly side: Side;
}

/** One row of the trade history: a fill without a status. */
export const updateFromExecution = (
  asked: AskedOrder,
  execution: Execution,
  source: VenueSource = 'poll',
): VenueUpdate => ({
  source,
  status: null,
  venueWord: '',
  venueTime: execution.venueTime,
  cumQty: null,
  execution,
  bustOf: null,
  ...asked,
});

/** A row that undoes another one. */
export const updateFromBust = (
  asked: AskedOrder,
  { execution, bustOf }: Bust,
  source: VenueSource = 'poll',
): VenueUpdate => ({ ...updateFromExecution(asked, execution, source), bustOf });

/** What an accepted effect says (`EffectOutcome` of kind `accepted`); asked.venueOrderId is the one it gave. */
export const updateFromAcknowledgement = (
  asked: AskedOrder,
  said: {
    readonly status: OrderStatus | null;
    readonly cumQty: Lots | null;
    readonly venueTime: VenueNanos | null;
  },
): VenueUpdate => ({
  source: 'poll',
  status: said.status,
  venueWord: said.status ?? '',
  venueTime: said.venueTime,
  cumQty: said.cumQty,
  execution: null,
  bustOf: null,
  ...asked,
});
