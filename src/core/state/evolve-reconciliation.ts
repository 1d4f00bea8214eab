/** Folds how far a pass over what the venue knows has come (REC-5). */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import {
  NOT_RECONCILED,
  type PassReading,
  type Reconciliation,
  type ReconciliationEntry,
  type ReconciliationPass,
} from './reconciliation.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<ReconciliationEntry['kind'], true>> = {
  'reconciliation-due': true,
  'reconciliation-begun': true,
  'reconciliation-asked': true,
  'reconciliation-heard': true,
  'reconciliation-failed': true,
  'reconciliation-done': true,
};

export const isReconciliationEntry = (entry: Entry): entry is ReconciliationEntry =>
  Object.hasOwn(KINDS, entry.kind);

const ALWAYS: readonly PassReading[] = ['open-orders', 'history', 'positions'];

export function evolveReconciliation(
  state: State,
  entry: ReconciliationEntry,
  at: EpochMicros,
): void {
  const known = state.reconciliation ?? NOT_RECONCILED;
  if (entry.kind === 'reconciliation-begun')
    state.reconciliation = { ...known, nextAt: null, pass: newPass(state, at) };
  else state.reconciliation = after(known, entry, at);
}

const newPass = ({ ledgers }: State, since: EpochMicros): ReconciliationPass => ({
  since,
  unread: (ledgers?.incomplete.length ?? 0) > 0 ? [...ALWAYS, 'ledgers'] : ALWAYS,
  lookUps: [],
  lookedUp: 0,
  newest: null,
});

function after(
  known: Reconciliation,
  entry: Exclude<ReconciliationEntry, { kind: 'reconciliation-begun' }>,
  at: EpochMicros,
): Reconciliation {
  switch (entry.kind) {
    case 'reconciliation-due':
      return { ...known, nextAt: entry.nextAt };
    case 'reconciliation-asked': {
      const { orders } = entry;
      return { ...known, pass: { ...passOf(known), lookUps: orders, lookedUp: orders.length } };
    }
    case 'reconciliation-heard': {
      const pass = passOf(known);
      const heard = new Set(entry.orders);
      return { ...known, pass: { ...pass, lookUps: pass.lookUps.filter((id) => !heard.has(id)) } };
    }
    case 'reconciliation-failed':
      return { ...known, nextAt: entry.nextAt, pass: null };
    case 'reconciliation-done':
      return { mark: entry.mark, nextAt: entry.nextAt, pass: null, doneAt: at };
  }
}

function passOf({ pass }: Reconciliation): ReconciliationPass {
  invariant(pass !== null, 'no pass is under way');
  return pass;
}

/** One of the readings of a pass was read to its end; `newest` = of the history. */
export function notePassRead(
  state: State,
  reading: PassReading,
  newest: EpochMicros | null = null,
): void {
  const { reconciliation } = state;
  if ((reconciliation?.pass ?? null) === null || reconciliation === undefined) return;
  const pass = passOf(reconciliation);
  const unread = pass.unread.filter((one) => one !== reading);
  state.reconciliation = {
    ...reconciliation,
    pass: { ...pass, unread, newest: newest ?? pass.newest },
  };
}
