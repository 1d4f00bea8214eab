/**
 * A parent order seen from its children: its derived status (ORD-2a) and how much of it may still be sent (docs/rules/words.md,
 * "Parent budget"). Pure functions over small rows; who keeps the children does not matter here.
 *
 * Invariants: 1. filled + unfilled = quantity in every parent. 2. filled + open + unknown + in flight + available <=
 * quantity (S2), so that no answer that is still on its way can overfill.
 */
import { invariant } from '../ground/invariant.js';
import type { Lots } from '../ground/units.js';
import { type OrderStatus, isTerminal } from './status.js';

export type ParentStatus =
  | 'scheduled'
  | 'working'
  | 'filled'
  | 'canceled'
  | 'stopped_early'
  | 'completed_partial'
  | 'failed';

/** The terminal ones of ORD-2a. */
export const isParentTerminal = (status: ParentStatus): boolean =>
  status !== 'scheduled' && status !== 'working';

/** What a parent needs to know of its children, summed as they change. */
export interface ParentProgress {
  readonly quantity: Lots;
  readonly filled: Lots;
  /** Slices not released yet and not canceled. */
  readonly unreleased: number;
  /** Children that are not in a terminal status; a `dry_run` child, which will never change, is not counted. */
  readonly openChildren: number;
  /** True once a slice was released, blocked or skipped. */
  readonly begun: boolean;
  /** A catch-up slice is still to come (TWAP-8). */
  readonly catchUpDue: boolean;
  readonly stoppedEarly: boolean;
  readonly cancelRequested: boolean;
}

/** ORD-2a. Stopping and cancelling win over partial and failed, not over filled. */
export function parentStatusOf(progress: ParentProgress): ParentStatus {
  if (progress.filled >= progress.quantity && progress.openChildren === 0) return 'filled';
  if (progress.openChildren > 0 || progress.unreleased > 0 || progress.catchUpDue) {
    return progress.begun ? 'working' : 'scheduled';
  }
  if (progress.stoppedEarly) return 'stopped_early';
  if (progress.cancelRequested) return 'canceled';
  return progress.filled > 0 ? 'completed_partial' : 'failed';
}

/** One child as the budget counts it. */
export interface ChildExposure {
  readonly status: OrderStatus;
  readonly quantity: Lots;
  readonly filled: Lots;
  /** Undone by busts. */
  readonly busted: Lots;
  /** A submit or replace of it has left and has no outcome yet, or its outcome is unknown. */
  readonly inFlight: boolean;
}

/** What of a child counts against the parent: what it filled and what it may still fill. */
export function exposureOf(child: ChildExposure): Lots {
  if (child.inFlight) return Math.max(child.quantity, child.filled) as Lots;
  if (!isTerminal(child.status)) return openExposure(child);
  // The venue says filled but has not said how much (or said less): until it does, all of it counts.
  if (child.status === 'filled' && child.busted === 0)
    return Math.max(child.quantity, child.filled) as Lots;
  return child.filled;
}

function openExposure(child: ChildExposure): Lots {
  switch (child.status) {
    // Nothing of these is at the venue: never sent, or proven not sent.
    case 'pending_new':
    case 'dry_run':
    case 'submitted':
      return child.filled;
    default:
      return Math.max(child.quantity, child.filled) as Lots;
  }
}

/** What of the parent may still be sent: Q less the exposure of its children (`exposureOf`); never below 0. */
export function availableOf(quantity: Lots, exposed: number): Lots {
  invariant(Number.isSafeInteger(exposed), `exposure out of range: ${exposed}`);
  return Math.max(0, quantity - exposed) as Lots;
}
