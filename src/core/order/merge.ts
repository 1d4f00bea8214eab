/**
 * ORD-3 and ORD-4 as one pure function: folds an update of any path into what we believe of an order. `merge` judges
 * and returns the change as results, which are what the journal keeps and `evolve` folds: a new build cannot reinterpret
 * a journal.
 *
 * A belief is a join of independent semilattices: the maximum status key, the set of executions (each joined with
 * itself), the set of venue order ids, and the frontier of credited cumulatives. That is why any order and any
 * repetition of the same updates ends in the same belief (S7).
 *
 * Invariants: 1. The key never falls. 2. `filled` falls only by a row with a negative quantity. 3. An update that is
 * not about this order, or states the impossible, changes nothing but the alarms.
 */
import type { Lots } from '../ground/units.js';
import { type OrderBelief, type OrderHead, isOver } from './belief.js';
import { creditedQuantity, withCredited } from './credited.js';
import {
  type FillLedger,
  type LedgerRow,
  type RowEffect,
  bustsOf,
  joinRow,
} from './fill-ledger.js';
import { mismatchOf } from './mismatch.js';
import type { VenueOrderId } from './order.js';
import { type StatusKey, compareStatusKeys, keyOf } from './status-key.js';
import type { OrderUpdate, VenueUpdate } from './update.js';

export type { OrderUpdate } from './update.js';

/** Why an update, or a part of it, was not taken; each is journaled. */
export type SkipCode =
  | 'mismatched-report'
  | 'weaker-status'
  | 'unknown-status'
  | 'known-execution'
  | 'lower-cumulative'
  /** FIL-12: whoever follows the order does not listen there. */
  | 'not-listened';

/** What must be looked at by someone: each becomes an alert. */
export type MergeAlarm =
  | 'mismatched-report'
  | 'unknown-status'
  | 'fill-after-verdict'
  | 'execution-conflict'
  | 'second-venue-order'
  | 'overfill'
  | 'bust';

export interface Skip {
  readonly code: SkipCode;
  readonly text: string;
}

/** That an execution was told before is no conflict. */
export const isConflict = ({ code }: Skip): boolean => code !== 'known-execution';

/** Results only: what the journal keeps (`order-updated`, `fill-booked`) and evolve-child.ts folds. */
export interface OrderChange {
  readonly head: OrderHead;
  /** Rows added, or replaced by a fuller telling. */
  readonly rows: readonly LedgerRow[];
}

export interface MergeResult {
  readonly belief: OrderBelief;
  /** Null when nothing changed: the update was a repetition, weaker, or refused. */
  readonly change: OrderChange | null;
  readonly skipped: readonly Skip[];
  readonly alarms: readonly MergeAlarm[];
  /** Not credited at all; the symbol is to be quarantined. */
  readonly mismatched: boolean;
  /** Rows not seen before: fills, and busts with their negative quantity. */
  readonly newFills: readonly LedgerRow[];
  /** A fill booked after a terminal status: ours or the venue's verdict was too early. */
  readonly afterVerdict: boolean;
  readonly statusChanged: boolean;
}

/** Folds one update; see the head of this file. */
export function merge(belief: OrderBelief, update: OrderUpdate): MergeResult {
  const mismatch = update.source === 'ours' ? null : mismatchOf(belief.identity, update);
  if (mismatch !== null) return refused(belief, mismatch);
  const judged = judge(belief, update);
  const head = headAfter(belief, judged);
  const rows = judged.row !== null && judged.ledger !== belief.ledger ? [judged.row] : NONE;
  const changed = rows.length > 0 || !sameHead(belief, head);
  const alarms = alarmsOf(belief, head, judged);
  return {
    belief: changed ? { identity: belief.identity, ledger: judged.ledger, ...head } : belief,
    change: changed ? { head, rows } : null,
    skipped: skipsOf(belief, judged),
    alarms,
    mismatched: false,
    newFills: judged.effect === 'added' ? rows : NONE,
    afterVerdict: alarms.includes('fill-after-verdict'),
    statusChanged: head.status !== belief.status,
  };
}

const refused = (belief: OrderBelief, text: string): MergeResult => ({
  belief,
  change: null,
  skipped: [{ code: 'mismatched-report', text }],
  alarms: ['mismatched-report'],
  mismatched: true,
  newFills: [],
  afterVerdict: false,
  statusChanged: false,
});

/** An update held against a belief. */
interface Judged {
  readonly update: OrderUpdate;
  readonly key: StatusKey;
  /** Above 0 = the update's status is the stronger one. */
  readonly strength: number;
  readonly ledger: FillLedger;
  readonly effect: RowEffect | 'none';
  readonly row: LedgerRow | null;
}

function judge(belief: OrderBelief, update: OrderUpdate): Judged {
  const key = keyOf(update);
  const strength = compareStatusKeys(key, belief.key);
  const { ledger } = belief;
  if (update.source === 'ours' || update.execution === null) {
    return { update, key, strength, ledger, effect: 'none', row: null };
  }
  const join = joinRow(ledger, { execution: update.execution, bustOf: update.bustOf });
  return { update, key, strength, ledger: join.ledger, effect: join.effect, row: join.row };
}

function headAfter(belief: OrderBelief, judged: Judged): OrderHead {
  const { update, ledger, row } = judged;
  const key = judged.strength > 0 ? judged.key : belief.key;
  const { credited: held } = belief;
  const credited = update.source === 'ours' ? held : withCredited(held, update);
  const busts = belief.busted > 0 || isBust(row) ? bustsOf(ledger) : NONE;
  // A bust may be told before the fill it undoes: the sum is then below zero for a while.
  const filled = Math.max(0, ledger.quantity, creditedQuantity(credited, busts)) as Lots;
  return {
    key,
    status: filled >= belief.identity.quantity ? 'filled' : key.status,
    filled,
    busted: busts.reduce((sum, bust) => sum - bust.quantity, 0) as Lots,
    venueOrderIds: withVenueOrderId(belief.venueOrderIds, update),
    credited,
  };
}

const NONE: readonly never[] = [];

const isBust = (row: LedgerRow | null): boolean => row !== null && row.execution.quantity < 0;

function withVenueOrderId(
  known: readonly VenueOrderId[],
  update: OrderUpdate,
): readonly VenueOrderId[] {
  if (update.source === 'ours' || update.venueOrderId === null) return known;
  if (known.length === 0) return [update.venueOrderId];
  return known.includes(update.venueOrderId) ? known : [...known, update.venueOrderId].sort();
}

/** Parts that did not change are the same objects; the quantities follow from ledger and cumulatives. */
const sameHead = (before: OrderHead, after: OrderHead): boolean =>
  before.key === after.key &&
  before.credited === after.credited &&
  before.venueOrderIds === after.venueOrderIds;

function skipsOf(belief: OrderBelief, { update, strength, effect }: Judged): readonly Skip[] {
  const skips: Skip[] = [];
  const { status } = belief.key;
  if (update.status !== null && update.status !== status && strength < 0) {
    skips.push({
      code: 'weaker-status',
      text: `${update.status} (${update.source}) is weaker than ${status}`,
    });
  }
  if (update.source === 'ours') return skips;
  if (isUnknownWord(update))
    skips.push({ code: 'unknown-status', text: `unknown status "${update.venueWord}"` });
  if (update.cumQty !== null && update.cumQty < belief.filled) {
    skips.push({
      code: 'lower-cumulative',
      text: `cumulative ${update.cumQty} is below filled ${belief.filled}`,
    });
  }
  if (effect === 'known' && update.execution !== null) {
    skips.push({ code: 'known-execution', text: `execution ${update.execution.execId} is booked` });
  }
  return skips;
}

const isUnknownWord = (update: VenueUpdate): boolean =>
  update.status === null && update.venueWord !== '';

function alarmsOf(before: OrderBelief, after: OrderHead, judged: Judged): readonly MergeAlarm[] {
  const alarms: MergeAlarm[] = [];
  const { update, effect } = judged;
  const risen = after.filled > before.filled;
  const { venueOrderIds } = after;
  if (update.source !== 'ours' && isUnknownWord(update)) alarms.push('unknown-status');
  if (effect === 'conflict') alarms.push('execution-conflict');
  if (after.busted > before.busted) alarms.push('bust');
  if (risen && isOver(before)) alarms.push('fill-after-verdict');
  if (venueOrderIds !== before.venueOrderIds && venueOrderIds.length > 1) {
    alarms.push('second-venue-order');
  }
  if (risen && after.filled > before.identity.quantity) alarms.push('overfill');
  return alarms;
}
