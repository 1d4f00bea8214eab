/**
 * When a parent next has to be looked at: one wake per parent, a pure function of the state. The host arms it after
 * each step; nothing about timers is journaled, so a recovery arms the same wakes from the same state.
 */
import { sliceTime } from '../plan/schedule.js';
import { intervalOf } from '../plan/interval.js';
import type { ParentId } from '../order/order.js';
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import type { Entry } from './entry.js';
import type { ParentState, State } from './state.js';

const earlier = (a: EpochMicros | null, b: EpochMicros | null): EpochMicros | null =>
  a === null ? b : b === null ? a : a < b ? a : b;

/** True while the plan may still bring slices. */
export const takesSlices = (parent: ParentState): boolean =>
  parent.plan !== null && parent.stop === null && parent.cancel === null;

/** Overdue slices are taken up no faster than this, or than the plan's own interval (RCV-3). */
const PACE_MAX = seconds(10);

/**
 * When the next slice that nobody took up is due; null when there is none. One that was overdue already when the one
 * before it was taken up waits its turn, so that a backlog does not leave in one burst.
 */
export function nextSliceTime(parent: ParentState): EpochMicros | null {
  const { plan, nextSlice, lastDueAt } = parent;
  if (plan === null || !takesSlices(parent) || nextSlice >= plan.slices) return null;
  const scheduled = sliceTime(plan, nextSlice);
  if (lastDueAt === null || scheduled > lastDueAt) return scheduled;
  return plus(lastDueAt, Math.min(intervalOf(plan), PACE_MAX) as Micros);
}

/** Null = nothing will happen to this parent unless something is heard. */
export function nextWakeOf(state: State, parentId: ParentId): EpochMicros | null {
  const parent = state.parents.get(parentId);
  if (parent === undefined) return null;
  // While a slice is on its way the next one waits its turn.
  let at = parent.release === null ? nextSliceTime(parent) : parent.release.nextAt;
  for (const clientOrderId of parent.open) {
    at = earlier(at, state.children.get(clientOrderId)?.monitor.nextAt ?? null);
  }
  return at;
}

/** The parent an entry belongs to; null for entries of the engine as a whole. */
export function parentOf(state: State, entry: Entry): ParentId | null {
  if ('parentId' in entry) return entry.parentId;
  if ('clientOrderId' in entry) return state.children.get(entry.clientOrderId)?.parentId ?? null;
  return null;
}
