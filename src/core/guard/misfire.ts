/**
 * RCV-3: how late a slice is, and whether its market is open, say what becomes of it. Late is what waited for the process, the machine, a
 * gate, a venue that asked for time, or the slices before it.
 */
import { sessionsOf } from '../ground/calendar/calendar-of.js';
import { lengthText } from '../ground/length-text.js';
import type { EpochMicros, Micros } from '../ground/units.js';
import { sliceTime } from '../plan/schedule.js';
import type { ChildKind } from '../state/entry.js';
import { DEFAULT_RESTART } from '../state/restart.js';
import type { ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';

const OVERDUE = 'slice-overdue';

export type SessionLook =
  | { readonly kind: 'open' }
  | { readonly kind: 'waits'; readonly nextOpen: EpochMicros }
  /** Its order does not go on tomorrow. */
  | { readonly kind: 'over' }
  /** Too late, and nothing can be sent. */
  | { readonly kind: 'misfired'; readonly why: string };

interface Due {
  readonly slice: number;
  readonly childKind: ChildKind;
}

/** When a slice was to be sent. */
export function dueTime(
  { plan, catchUp }: ParentState,
  { slice, childKind }: Due,
): EpochMicros | null {
  if (childKind === 'catch-up') return catchUp?.dueAt ?? null;
  return plan === null ? null : sliceTime(plan, slice);
}

export function sessionLook(step: Step, parent: ParentState, due: Due): SessionLook {
  const { symbol, acrossSessions } = parent.request;
  const calendar = sessionsOf(step.instrument(symbol));
  if (calendar.sessionAt(step.at) !== null) return { kind: 'open' };
  const late = overdue(step, parent, due);
  if (late > graceOf(step))
    return { kind: 'misfired', why: `${lengthText(late)} late, and the market is closed` };
  return acrossSessions
    ? { kind: 'waits', nextOpen: calendar.nextOpen(step.at) }
    : { kind: 'over' };
}

/** It is sent all the same: someone is told, once an order. What waited for the open by this rule is late from there on. */
export function tellOverdue(step: Step, parent: ParentState, due: Due): void {
  const late = overdue(step, parent, due);
  if (late <= graceOf(step) || waitedForOpen(step, parent)) return;
  const { parentId } = parent;
  const text = `${due.childKind} ${due.slice} is sent ${lengthText(late)} late`;
  step.raise(OVERDUE, 'warning', { subject: parentId, text });
}

export const overdue = (step: Step, parent: ParentState, due: Due): Micros =>
  (step.at - (dueTime(parent, due) ?? step.at)) as Micros;

function waitedForOpen(step: Step, { request, release }: ParentState): boolean {
  const session = sessionsOf(step.instrument(request.symbol)).sessionAt(step.at);
  // An order at a broker that waited comes up at the open itself.
  const opensAt = release?.opensAt ?? session?.open ?? null;
  return (
    opensAt !== null && step.at - opensAt <= (release?.opensAt === undefined ? 0 : graceOf(step))
  );
}

const graceOf = ({ config }: Step): Micros => (config.restart ?? DEFAULT_RESTART).misfireGrace;
