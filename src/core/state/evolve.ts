/**
 * Folds one entry into the state. It never decides: an entry carries results. Tables are updated in place by their
 * single owner; the records in them are replaced, never changed.
 */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { ReadId } from './command.js';
import type { ChildEntry, EngineEntry, Entry, ParentEntry } from './entry.js';
import { evolveChild } from './evolve-child.js';
import { evolveParent } from './evolve-parent.js';
import { EMPTY_INTAKE, type PendingRead, type State, alertKey } from './state.js';

const CHILD_KINDS: ReadonlySet<Entry['kind']> = new Set<ChildEntry['kind']>([
  'submit-intent',
  'intent-withdrawn',
  'submit-settled',
  'outcome-unknown',
  'order-updated',
  'fill-booked',
  'fill-amended',
  'poll-unchanged',
  'lookup-not-found',
  'absence-proven',
  'update-skipped',
  'read-failed',
  'fill-contradicted',
  'cancel-wanted',
  'cancel-intent',
  'cancel-settled',
  'monitor',
  'fill-result',
]);

const ENGINE_KINDS: ReadonlySet<Entry['kind']> = new Set<EngineEntry['kind']>([
  'read-requested',
  'read-answered',
  'kill-switch',
  'breaker',
  'operator-refused',
  'feed',
  'report-unmatched',
  'alert',
]);

export const isChildEntry = (entry: Entry): entry is ChildEntry => CHILD_KINDS.has(entry.kind);
export const isEngineEntry = (entry: Entry): entry is EngineEntry => ENGINE_KINDS.has(entry.kind);

/** @returns the same state object, one entry further. */
export function evolve(state: State, entry: Entry, at: EpochMicros): State {
  if (isChildEntry(entry)) evolveChild(state, entry, at);
  else if (isEngineEntry(entry)) evolveEngine(state, entry, at);
  else evolveParent(state, entry satisfies ParentEntry, at);
  return state;
}

function evolveEngine(state: State, entry: EngineEntry, at: EpochMicros): void {
  switch (entry.kind) {
    case 'read-requested':
      requestRead(state, { ...entry, askedAt: at });
      return;
    case 'read-answered':
      stopWaiting(state, entry.readId);
      return;
    case 'kill-switch':
      state.killSwitch = { engaged: entry.engaged, reason: entry.reason };
      return;
    case 'breaker':
      state.breaker = { state: entry.state, reason: entry.reason };
      return;
    case 'feed':
      state.feed = entry.status;
      return;
    case 'alert': {
      const key = alertKey(entry.code, entry.subject);
      if (entry.state === 'cleared') state.alerts.delete(key);
      else state.alerts.set(key, (state.alerts.get(key) ?? 0) + 1);
      return;
    }
    case 'operator-refused':
    case 'report-unmatched':
      return;
  }
}

/** Whoever asked waits for it no longer (an order's intake says so itself, with what the answer gave it). */
function stopWaiting(state: State, readId: ReadId): void {
  const asked = state.reads.get(readId);
  invariant(asked !== undefined, `answer to read ${readId} that nobody asked`);
  state.reads.delete(readId);
  const child = asked.clientOrderId === null ? undefined : state.children.get(asked.clientOrderId);
  if (child?.monitor.read === readId) {
    state.children.set(child.clientOrderId, {
      ...child,
      monitor: { ...child.monitor, read: null },
    });
  }
  const parent = state.parents.get(asked.parentId);
  if (parent?.release?.read === readId) {
    state.parents.set(parent.parentId, { ...parent, release: { ...parent.release, read: null } });
  }
}

/** Remembers what a read is for, and tells its parent or child that it waits. */
function requestRead(state: State, asked: PendingRead): void {
  const { readId } = asked.read;
  invariant(readId === state.nextReadId, `read ${readId} out of turn`);
  state.nextReadId = readId + 1;
  const { purpose, parentId, clientOrderId, read, askedAt } = asked;
  state.reads.set(readId, { read, purpose, parentId, clientOrderId, askedAt });
  if (clientOrderId !== null) {
    const child = state.children.get(clientOrderId);
    invariant(child !== undefined, `read for an unknown order ${clientOrderId}`);
    const polls = child.monitor.polls + (read.kind === 'read-order' ? 1 : 0);
    state.children.set(clientOrderId, {
      ...child,
      monitor: { ...child.monitor, read: readId, nextAt: null, polls },
    });
    return;
  }
  const parent = state.parents.get(parentId);
  invariant(parent !== undefined, `read for an unknown parent ${parentId}`);
  if (purpose === 'arrival') {
    const intake = parent.intake ?? EMPTY_INTAKE;
    state.parents.set(parentId, {
      ...parent,
      intake: { ...intake, waiting: [...intake.waiting, readId] },
    });
    return;
  }
  invariant(parent.release !== null, 'a slice reads the market only while it is being released');
  state.parents.set(parentId, {
    ...parent,
    release: { ...parent.release, read: readId, nextAt: null },
  });
}
