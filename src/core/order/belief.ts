/**
 * What we believe of one order at a broker: plain immutable data, folded from updates by `merge` alone. Our own
 * intentions (cancel requested, outcome unknown, attempts) are not in here: they are fields of the engine's own.
 *
 * Invariants: 1. Everything in it is a function of the SET of updates seen, not of their order (ORD-4, S7).
 * 2. `filled` = max(0, ledger sum, highest credited cumulative less later busts). 3. `status` is `key.status`, or
 * `filled` once filled reaches the quantity.
 */
import type { Lots, Side } from '../ground/units.js';
import type { ClientOrderId, VenueNanos, VenueOrderId } from './order.js';
import { type FillLedger, EMPTY_LEDGER } from './fill-ledger.js';
import { type OrderStatus, isTerminal } from './status.js';
import { type StatusKey, keyOf } from './status-key.js';

/** Fixed when the order is created; an update is held against it, never against what was learned in between. */
export interface OrderIdentity {
  readonly clientOrderId: ClientOrderId;
  /** Known beforehand only for an order adopted from the venue. */
  readonly venueOrderId: VenueOrderId | null;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
}

/** A cumulative quantity the venue stated, and when by its clock. */
export interface CreditedCum {
  readonly cumQty: Lots;
  readonly venueTime: VenueNanos | null;
}

/** The changing part but for the ledger's rows: small, and stored whole with every change. */
export interface OrderHead {
  readonly key: StatusKey;
  readonly status: OrderStatus;
  readonly filled: Lots;
  /** Total undone by busts, >= 0. */
  readonly busted: Lots;
  /** Sorted; more than one is an alarm (the venue took our id twice). */
  readonly venueOrderIds: readonly VenueOrderId[];
  /** Only those that may still decide `filled`: later time first, cumulative rising towards earlier times. */
  readonly credited: readonly CreditedCum[];
}

export interface OrderBelief extends OrderHead {
  readonly identity: OrderIdentity;
  readonly ledger: FillLedger;
}

/** An order nobody has heard of yet. */
export const newBelief = (
  identity: OrderIdentity,
  status: 'pending_new' | 'dry_run' | 'submitted' = 'pending_new',
): OrderBelief => ({
  identity,
  key: keyOf({ source: 'ours', status }),
  status,
  filled: 0 as Lots,
  busted: 0 as Lots,
  venueOrderIds: identity.venueOrderId === null ? [] : [identity.venueOrderId],
  credited: [],
  ledger: EMPTY_LEDGER,
});

export const venueOrderIdOf = (belief: OrderHead): VenueOrderId | null =>
  belief.venueOrderIds[0] ?? null;

/** Filled as a total only: what no execution accounts for yet. Derived, never a row. */
export const unattributedOf = (belief: OrderBelief): Lots =>
  Math.max(0, belief.filled - belief.ledger.quantity) as Lots;

/** Every execution behind what is filled is known, and what it was charged. */
export const isLedgerComplete = (belief: OrderBelief): boolean =>
  unattributedOf(belief) === 0 && belief.ledger.withoutFee === 0;

export const isOver = (belief: OrderHead): boolean => isTerminal(belief.status);
