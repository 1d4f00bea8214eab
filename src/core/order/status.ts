/**
 * ORD-2: every status an order can have at a broker, with its rank, whether it is terminal, and who may set it. One
 * table; venue words are mapped onto it by each adapter's own table. ORD-3's class is a function of status and of who
 * says it: a verdict of ours ("failed", or a slice canceled before it was sent) is weaker than any word of the venue.
 *
 * Invariants: 1. Terminal is exactly rank 4 and 5. 2. Row order is ORD-3's "fixed order of names", the last tie-break.
 */
import { invariant } from '../ground/invariant.js';

export type OrderStatus =
  | 'pending_new'
  | 'dry_run'
  | 'submitted'
  | 'submitted_unconfirmed'
  | 'accepted'
  | 'pending_cancel'
  | 'pending_replace'
  | 'calculated'
  | 'stopped'
  | 'suspended'
  | 'partially_filled'
  | 'done_for_day'
  | 'canceled'
  | 'expired'
  | 'failed'
  | 'rejected'
  | 'replaced'
  | 'blocked_kill_switch'
  | 'blocked_circuit_breaker'
  | 'blocked_quarantine'
  | 'blocked_limit'
  | 'skipped'
  | 'filled';

export type StatusRank = 1 | 2 | 3 | 4 | 5;
/** Who may set a status: we alone, or a venue (whose terminal words we may also use for an order never sent). */
export type StatusSetter = 'ours' | 'venue';
/** ORD-3: 0 ours without a verdict, 1 our verdict, 2 venue non-terminal, 3 venue terminal. */
export type StatusClass = 0 | 1 | 2 | 3;

export interface StatusRow {
  readonly status: OrderStatus;
  readonly rank: StatusRank;
  readonly terminal: boolean;
  readonly setter: StatusSetter;
}

const row = (status: OrderStatus, rank: StatusRank, setter: StatusSetter): StatusRow => ({
  status,
  rank,
  terminal: rank >= 4,
  setter,
});

export const STATUS_TABLE: readonly StatusRow[] = [
  row('pending_new', 1, 'ours'),
  row('dry_run', 1, 'ours'),
  row('submitted', 2, 'ours'),
  row('submitted_unconfirmed', 2, 'ours'),
  row('accepted', 2, 'venue'),
  row('pending_cancel', 3, 'venue'),
  row('pending_replace', 3, 'venue'),
  row('calculated', 3, 'venue'),
  row('stopped', 3, 'venue'),
  row('suspended', 3, 'venue'),
  row('partially_filled', 3, 'venue'),
  // Not terminal: the next day may bring more.
  row('done_for_day', 3, 'venue'),
  row('canceled', 4, 'venue'),
  row('expired', 4, 'venue'),
  row('failed', 4, 'ours'),
  row('rejected', 4, 'venue'),
  row('replaced', 4, 'venue'),
  row('blocked_kill_switch', 4, 'ours'),
  row('blocked_circuit_breaker', 4, 'ours'),
  row('blocked_quarantine', 4, 'ours'),
  row('blocked_limit', 4, 'ours'),
  row('skipped', 4, 'ours'),
  row('filled', 5, 'venue'),
];

interface IndexedRow extends StatusRow {
  readonly order: number;
}

const BY_STATUS: ReadonlyMap<OrderStatus, IndexedRow> = new Map(
  STATUS_TABLE.map((entry, order) => [entry.status, { ...entry, order }]),
);

function rowOf(status: OrderStatus): IndexedRow {
  const found = BY_STATUS.get(status);
  invariant(found !== undefined, `no such order status: ${status}`);
  return found;
}

export const rankOf = (status: OrderStatus): StatusRank => rowOf(status).rank;
export const isTerminal = (status: OrderStatus): boolean => rowOf(status).terminal;
export const setterOf = (status: OrderStatus): StatusSetter => rowOf(status).setter;
/** Place in the fixed order of names. */
export const orderOfStatus = (status: OrderStatus): number => rowOf(status).order;

/** True for every name of ORD-2; narrows text from outside. */
export const isOrderStatus = (text: string): text is OrderStatus =>
  BY_STATUS.has(text as OrderStatus);

/** ORD-3's class of a status said by us (`byVenue` false) or by the venue, on whatever path. */
export function statusClassOf(status: OrderStatus, byVenue: boolean): StatusClass {
  const { terminal, setter } = rowOf(status);
  if (!byVenue || setter === 'ours') return terminal ? 1 : 0;
  return terminal ? 3 : 2;
}
