/** Folds what the gate still waits for (REC-1). */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { ClientOrderId } from '../order/order.js';
import type { Entry } from './entry.js';
import { type Gate, type GateEntry, type Reconciling, reconciling } from './gate.js';
import type { AccountReading } from './reconciliation.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<GateEntry['kind'], true>> = {
  'gate-shut': true,
  'gate-heard': true,
  'gate-late': true,
  'gate-forced': true,
  'recovery-begun': true,
  'gate-opened': true,
};

const ALL: readonly AccountReading[] = ['open-orders', 'history', 'positions'];

export const isGateEntry = (entry: Entry): entry is GateEntry => Object.hasOwn(KINDS, entry.kind);

export function evolveGate(state: State, entry: GateEntry, at: EpochMicros): void {
  if (entry.kind === 'gate-shut') {
    const { waiting, lateAt } = entry;
    state.gate = { state: 'shut', since: at, lateAt, waiting, unread: ALL };
  } else if (entry.kind === 'recovery-begun') {
    // Forced open it waits on for the rest.
    if (state.gate?.state === 'shut') state.gate = { state: 'recovering', since: at };
  } else if (entry.kind === 'gate-opened') {
    state.gate = { state: 'open', since: at };
  } else {
    const gate = reconciling(state.gate);
    invariant(gate !== null, 'nothing is being cleared up');
    state.gate = after(gate, entry);
  }
}

function after(
  gate: Extract<Gate, Reconciling>,
  entry: Exclude<GateEntry, { kind: 'gate-shut' | 'recovery-begun' | 'gate-opened' }>,
): Gate {
  switch (entry.kind) {
    case 'gate-heard':
      return { ...gate, waiting: without(gate.waiting, entry.orders) };
    case 'gate-late':
      return gate.state === 'shut' ? { ...gate, lateAt: null } : gate;
    case 'gate-forced': {
      const { since, waiting, unread } = gate;
      return { state: 'forced', since, waiting, unread, operator: entry.operator };
    }
  }
}

const without = (
  waiting: readonly ClientOrderId[],
  heard: readonly ClientOrderId[],
): readonly ClientOrderId[] => {
  const gone = new Set(heard);
  return waiting.filter((id) => !gone.has(id));
};

/** It was read to its end. */
export function noteRead(state: State, reading: AccountReading): void {
  const gate = reconciling(state.gate);
  if (gate === null) return;
  state.gate = { ...gate, unread: gate.unread.filter((one) => one !== reading) };
}
