/** Folds what the gate still waits for (REC-1). */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import {
  type Gate,
  type GateEntry,
  type GateReading,
  type Reconciling,
  reconciling,
} from './gate.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<GateEntry['kind'], true>> = {
  'gate-shut': true,
  'gate-heard': true,
  'gate-late': true,
  'gate-forced': true,
  'gate-opened': true,
};

export const isGateEntry = (entry: Entry): entry is GateEntry => Object.hasOwn(KINDS, entry.kind);

export function evolveGate(state: State, entry: GateEntry, at: EpochMicros): void {
  if (entry.kind === 'gate-shut') {
    const { waiting, lateAt } = entry;
    state.gate = { state: 'shut', since: at, lateAt, waiting, unread: ['open-orders', 'history'] };
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
  entry: Exclude<GateEntry, { kind: 'gate-shut' | 'gate-opened' }>,
): Gate {
  switch (entry.kind) {
    case 'gate-heard':
      return { ...gate, waiting: gate.waiting.filter((id) => id !== entry.clientOrderId) };
    case 'gate-late':
      return gate.state === 'shut' ? { ...gate, lateAt: null } : gate;
    case 'gate-forced': {
      const { since, waiting, unread } = gate;
      return { state: 'forced', since, waiting, unread, operator: entry.operator };
    }
  }
}

/** It was read to its end. */
export function noteRead(state: State, reading: GateReading): void {
  const gate = reconciling(state.gate);
  if (gate === null) return;
  state.gate = { ...gate, unread: gate.unread.filter((one) => one !== reading) };
}
