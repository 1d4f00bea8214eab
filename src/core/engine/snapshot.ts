/**
 * The state as one plain record and back. A snapshot shares nothing mutable with the state it was taken from; its
 * canonical text is what the state hash covers.
 *
 * Invariant: `restore(snapshot(s))` and s decide the same on every input, and hash the same.
 */
import { sha256HexOf } from '../ground/digest.js';
import { canonicalJson } from '../ground/canonical.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import { ChildTable } from '../state/child-table.js';
import type { ReadId } from '../state/command.js';
import type { ChildState, ParentState, PendingRead, State } from '../state/state.js';
import type { SignalMemory } from '../state/signal.js';
import type { SymbolExposure } from '../state/symbol-exposure.js';
import type { Table } from '../state/table.js';

export interface Snapshot extends Omit<
  State,
  'parents' | 'children' | 'reads' | 'signals' | 'exposure' | 'alerts'
> {
  readonly parents: readonly (readonly [ParentId, ParentState])[];
  readonly children: readonly (readonly [ClientOrderId, ChildState])[];
  readonly reads: readonly (readonly [ReadId, PendingRead])[];
  readonly signals?: readonly (readonly [string, SignalMemory])[];
  readonly exposure: readonly (readonly [string, SymbolExposure])[];
  readonly alerts: readonly (readonly [string, number])[];
}

export const snapshot = ({ signals, ...state }: State): Snapshot => ({
  ...state,
  ...(signals === undefined ? {} : { signals: [...signals.entries()] }),
  parents: [...state.parents.entries()],
  children: [...state.children.entries()],
  reads: [...state.reads.entries()],
  exposure: [...state.exposure.entries()],
  alerts: [...state.alerts.entries()],
});

export const restore = ({ signals, ...taken }: Snapshot): State => ({
  ...taken,
  ...(signals === undefined ? {} : { signals: new Map(signals) }),
  parents: new Map(taken.parents),
  children: new ChildTable(taken.children),
  reads: new Map(taken.reads),
  exposure: new Map(taken.exposure),
  alerts: new Map(taken.alerts),
});

/** Hex SHA-256 over the canonical text of the snapshot, which is never there as a whole: of 100,000 orders it is 150 MB. */
export const stateHash = (state: State): string => sha256HexOf(textOf(state));

function* textOf(state: State): Iterable<string> {
  let before = '{';
  for (const name of Object.keys(state).sort()) {
    yield `${before}"${name}":`;
    before = ',';
    const value = state[name as keyof State];
    if (isTable(value)) yield* rowsOf(value);
    else yield canonicalJson(value);
  }
  yield '}';
}

const isTable = (value: unknown): value is Table<unknown, unknown> =>
  typeof value === 'object' && value !== null && 'entries' in value;

function* rowsOf(table: Table<unknown, unknown>): Iterable<string> {
  let before = '[';
  for (const row of table.entries()) {
    yield before + canonicalJson(row);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}
