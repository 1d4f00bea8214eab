/**
 * Folds one entry into the state. It never decides: an entry carries results. Tables are updated in place by their
 * single owner; the records in them are replaced, never changed.
 */
import type { EpochMicros } from '../ground/units.js';
import type { AccountEntry, ChildEntry, Entry, ParentEntry } from './entry.js';
import { evolveAccount } from './evolve-account.js';
import { evolveChild } from './evolve-child.js';
import { evolveParent } from './evolve-parent.js';
import { countRequest } from './evolve-requests.js';
import { countRefusal } from './evolve-refusals.js';
import type { State } from './state.js';

type Room<K extends Entry['kind']> = K extends ParentEntry['kind']
  ? 'parent'
  : K extends ChildEntry['kind']
    ? 'child'
    : 'account';

/** Whose entry each kind is. A kind that is left out, or put in the wrong room, does not compile. */
const ROOM_OF: { readonly [K in Entry['kind']]: Room<K> } = {
  'order-received': 'parent',
  'order-refused': 'parent',
  'duplicate-request': 'parent',
  'parent-planned': 'parent',
  'reduce-looked': 'parent',
  'arrival-answered': 'parent',
  'slice-due': 'parent',
  'slice-waiting': 'parent',
  'slice-ended': 'parent',
  'slices-canceled': 'parent',
  'slice-released': 'parent',
  'reference-set': 'parent',
  'catch-up-planned': 'parent',
  'parent-stopped': 'parent',
  'parent-cancel': 'parent',
  'parent-status': 'parent',
  'submit-intent': 'child',
  'amend-wanted': 'child',
  'replace-intent': 'child',
  'order-adopted': 'child',
  'intent-withdrawn': 'child',
  'submit-settled': 'child',
  'outcome-unknown': 'child',
  'order-updated': 'child',
  'order-amended': 'child',
  'fill-booked': 'child',
  'fill-amended': 'child',
  'poll-unchanged': 'child',
  'lookup-not-found': 'child',
  'absence-proven': 'child',
  'update-skipped': 'child',
  'read-failed': 'child',
  'fill-contradicted': 'child',
  'deadline-extended': 'child',
  'cancel-wanted': 'child',
  'cancel-intent': 'child',
  'cancel-settled': 'child',
  'look-again': 'child',
  settling: 'child',
  'fill-result': 'child',
  'read-requested': 'account',
  'read-answered': 'account',
  'kill-switch': 'account',
  breaker: 'account',
  'call-judged': 'account',
  'account-watch': 'account',
  quarantine: 'account',
  'engine-chosen': 'account',
  'large-order': 'account',
  'confirmation-required': 'account',
  'confirmation-used': 'account',
  'limits-set': 'account',
  'request-budget': 'account',
  'signal-reserved': 'account',
  'signal-duplicate': 'account',
  'signal-refused': 'account',
  'signal-confirmed': 'account',
  'signal-released': 'account',
  'signals-expired': 'account',
  'call-counted': 'account',
  'order-rated': 'account',
  'position-due': 'account',
  'positions-asked': 'account',
  'position-unclear': 'account',
  'position-compared': 'account',
  'position-synced': 'account',
  'position-adjustment': 'account',
  'positions-read': 'account',
  'positions-unread': 'account',
  'reconciliation-due': 'account',
  'reconciliation-begun': 'account',
  'reconciliation-asked': 'account',
  'reconciliation-heard': 'account',
  'reconciliation-failed': 'account',
  'reconciliation-done': 'account',
  'gate-shut': 'account',
  'gate-heard': 'account',
  'gate-late': 'account',
  'gate-forced': 'account',
  'recovery-begun': 'account',
  'gate-opened': 'account',
  'history-asked': 'account',
  'history-page': 'account',
  'history-unclear': 'account',
  'history-read': 'account',
  'ledgers-due': 'account',
  'ledgers-asked': 'account',
  'ledgers-heard': 'account',
  'ledgers-unread': 'account',
  'ledgers-read': 'account',
  'ledgers-dropped': 'account',
  'open-orders-due': 'account',
  'open-orders-asked': 'account',
  'open-orders-page': 'account',
  'open-orders-unclear': 'account',
  'open-orders-compared': 'account',
  'orphan-found': 'account',
  'orphan-filled': 'account',
  'orphan-resolved': 'account',
  'orphan-cancel-intent': 'account',
  'orphan-cancel-settled': 'account',
  'orphan-narrowed': 'account',
  'orphan-adopted': 'account',
  'operator-refused': 'account',
  'stop-asked': 'account',
  feed: 'account',
  stream: 'account',
  'clock-doubted': 'account',
  'clock-measured': 'account',
  'rate-limited': 'account',
  'report-unmatched': 'account',
  alert: 'account',
};

/** Whether this build knows what an entry of such a kind means. */
export const isEntryKind = (kind: string): kind is Entry['kind'] => Object.hasOwn(ROOM_OF, kind);

export const isParentEntry = (entry: Entry): entry is ParentEntry =>
  ROOM_OF[entry.kind] === 'parent';
export const isChildEntry = (entry: Entry): entry is ChildEntry => ROOM_OF[entry.kind] === 'child';

/** @returns the same state object, one entry further. */
export function evolve(state: State, entry: Entry, at: EpochMicros): State {
  if (isChildEntry(entry)) evolveChild(state, entry, at);
  else if (isParentEntry(entry)) evolveParent(state, entry, at);
  else evolveAccount(state, entry satisfies AccountEntry, at);
  countRequest(state, entry, at);
  countRefusal(state, entry, at);
  return state;
}
