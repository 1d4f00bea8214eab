/** Folds what the gate still waits for (REC-1). */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { Entry } from './entry.js';
import type { Gate, GateEntry, GateReading } from './gate.js';
import type { State } from './state.js';

const KINDS: Readonly<Record<GateEntry['kind'], true>> = {
  'gate-shut': true,
  'gate-heard': true,
  'gate-late': true,
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
    state.gate = after(shut(state), entry);
  }
}

type Shut = Extract<Gate, { state: 'shut' }>;

const after = (
  gate: Shut,
  entry: Extract<GateEntry, { kind: 'gate-heard' | 'gate-late' }>,
): Shut =>
  entry.kind === 'gate-late'
    ? { ...gate, lateAt: null }
    : { ...gate, waiting: gate.waiting.filter((id) => id !== entry.clientOrderId) };

function shut({ gate }: State): Shut {
  invariant(gate?.state === 'shut', 'the gate is not shut');
  return gate;
}

/** It was read to its end. */
export function noteRead(state: State, reading: GateReading): void {
  const { gate } = state;
  if (gate?.state !== 'shut') return;
  state.gate = { ...gate, unread: gate.unread.filter((one) => one !== reading) };
}
