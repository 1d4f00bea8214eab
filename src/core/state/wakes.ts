/**
 * When an owner next has to be looked at: one wake each, a pure function of the state. The host arms it after each
 * step; nothing about timers is journaled, so a recovery arms the same wakes from the same state.
 */
import { type EpochMicros, type Micros, plus, seconds } from '../ground/units.js';
import { intervalOf } from '../plan/interval.js';
import type { Plan } from '../plan/plan.js';
import { sliceTime } from '../plan/schedule.js';
import type { Entry } from './entry.js';
import { isLive } from './is-live.js';
import { type Owner, ofChild, ofParent } from './owner.js';
import type { ParentState, State } from './state.js';

/** Overdue slices are taken up no faster than this, or than the plan's own interval (RCV-3). */
const PACE_MAX = seconds(10);

export const paceOf = (plan: Plan): Micros => Math.min(intervalOf(plan), PACE_MAX) as Micros;

/**
 * When the next slice that nobody took up is due, a catch-up included; null when there is none. One that was overdue
 * already when the one before it was taken up waits its turn, so that a backlog does not leave in one burst.
 */
export function nextSliceTime(parent: ParentState): EpochMicros | null {
  const { plan, nextSlice, lastDueAt, catchUp } = parent;
  if (plan === null || !isLive(parent)) return null;
  if (nextSlice >= plan.slices) return catchUp?.taken === false ? catchUp.dueAt : null;
  const scheduled = sliceTime(plan, nextSlice);
  if (lastDueAt === null || scheduled > lastDueAt) return scheduled;
  return plus(lastDueAt, paceOf(plan));
}

/** Null = nothing will happen to this owner unless something is heard. */
export function nextWakeOf(state: State, owner: Owner): EpochMicros | null {
  switch (owner.kind) {
    case 'child':
      return state.children.get(owner.clientOrderId)?.watch.nextAt ?? null;
    case 'parent': {
      const parent = state.parents.get(owner.parentId);
      if (parent === undefined) return null;
      // While a slice is on its way the next one waits its turn.
      return parent.release === null ? nextSliceTime(parent) : parent.release.nextAt;
    }
    case 'account':
      return accountWake(state);
  }
}

function accountWake(state: State): EpochMicros | null {
  const { breaker, positions = [], clock, gate } = state;
  const { openOrders, history, ledgers, positionReading, reconciliation } = state;
  const looks = [openOrders, history, ledgers, positionReading, reconciliation, ...positions];
  const late = gate?.state === 'shut' ? gate.lateAt : null;
  return [breaker.until, clock?.doubt?.nextAt, late, ...looks.map((look) => look?.nextAt)]
    .map((at) => at ?? null)
    .reduce(earlier, null);
}

const earlier = (a: EpochMicros | null, b: EpochMicros | null): EpochMicros | null =>
  a === null || (b !== null && b < a) ? b : a;

/** Whose wake an entry may move; null = nobody's. */
export function ownerOf(state: State, entry: Entry): Owner | null {
  switch (entry.kind) {
    case 'read-requested':
      return entry.owner;
    case 'slice-released':
    case 'slice-ended':
      return ofParent(entry.parentId);
    case 'breaker':
    case 'position-due':
    case 'positions-asked':
    case 'position-unclear':
    case 'position-compared':
    case 'position-synced':
    case 'position-adjustment':
    case 'positions-read':
    case 'positions-unread':
    case 'reconciliation-due':
    case 'reconciliation-begun':
    case 'reconciliation-failed':
    case 'reconciliation-done':
    case 'gate-shut':
    case 'gate-late':
    case 'gate-forced':
    case 'gate-opened':
    case 'history-asked':
    case 'history-unclear':
    case 'history-read':
    case 'ledgers-due':
    case 'ledgers-asked':
    case 'ledgers-unread':
    case 'ledgers-read':
    case 'open-orders-due':
    case 'open-orders-asked':
    case 'open-orders-unclear':
    case 'open-orders-compared':
    case 'clock-doubted':
    case 'clock-measured':
      return { kind: 'account' };
    default:
      if ('clientOrderId' in entry) {
        return state.children.has(entry.clientOrderId) ? ofChild(entry.clientOrderId) : null;
      }
      return 'parentId' in entry && entry.parentId !== null ? ofParent(entry.parentId) : null;
  }
}
