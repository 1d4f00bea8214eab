/**
 * The state as one plain record and back. A snapshot shares nothing mutable with the state it was taken from; its
 * canonical text is what the state hash covers.
 *
 * Invariant: `restore(snapshot(s))` and s decide the same on every input, and hash the same.
 */
import { sha256Hex } from '../ground/digest.js';
import { canonicalJson } from '../ground/canonical.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { ReadId } from '../state/command.js';
import type { ChildState, ParentState, PendingRead, State } from '../state/state.js';

export interface Snapshot extends Omit<State, 'parents' | 'children' | 'reads' | 'alerts'> {
  readonly parents: readonly (readonly [ParentId, ParentState])[];
  readonly children: readonly (readonly [ClientOrderId, ChildState])[];
  readonly reads: readonly (readonly [ReadId, PendingRead])[];
  readonly alerts: readonly (readonly [string, number])[];
}

export const snapshot = (state: State): Snapshot => ({
  ...state,
  parents: [...state.parents.entries()],
  children: [...state.children.entries()],
  reads: [...state.reads.entries()],
  alerts: [...state.alerts.entries()],
});

export const restore = (taken: Snapshot): State => ({
  ...taken,
  parents: new Map(taken.parents),
  children: new Map(taken.children),
  reads: new Map(taken.reads),
  alerts: new Map(taken.alerts),
});

/** Hex SHA-256 over the whole state. */
export const stateHash = (state: State): string => sha256Hex(canonicalJson(snapshot(state)));
