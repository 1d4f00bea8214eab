/**
 * REC-1: the gate that is shut from the start of a process on a stored state until it knows what became of everything the
 * one before it had under way.
 */
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';
import type { AccountReading } from './reconciliation.js';

/** What it still waits for. */
export interface Reconciling {
  readonly since: EpochMicros;
  /** Orders the venue has said nothing of since. */
  readonly waiting: readonly ClientOrderId[];
  /** What of the venue's books was not read to its end. */
  readonly unread: readonly AccountReading[];
}

export type Gate =
  | (Reconciling & {
      readonly state: 'shut';
      /** When somebody is told that it takes too long; null = told. */
      readonly lateAt: EpochMicros | null;
    })
  /** REC-3: an operator has opened it; what it waited for is waited for on, and until then orders carry a warning. */
  | (Reconciling & { readonly state: 'forced'; readonly operator: string })
  /** All is known: what was under way is taken up again, in the step that opens it. */
  | { readonly state: 'recovering'; readonly since: EpochMicros }
  | { readonly state: 'open'; readonly since: EpochMicros };

/** Null: it is clean, or there never was one. */
export const reconciling = (gate: Gate | undefined): Extract<Gate, Reconciling> | null =>
  gate?.state === 'shut' || gate?.state === 'forced' ? gate : null;

export interface RecoveredSlices {
  readonly parentId: ParentId;
  readonly slices: number;
  readonly overdue: number;
}

export type GateEntry =
  /** What the process before had under way is asked for. */
  | {
      readonly kind: 'gate-shut';
      readonly waiting: readonly ClientOrderId[];
      readonly lateAt: EpochMicros;
    }
  /** The venue has answered for these. */
  | { readonly kind: 'gate-heard'; readonly orders: readonly ClientOrderId[] }
  /** It has been shut for too long, and stays so. */
  | { readonly kind: 'gate-late' }
  | { readonly kind: 'gate-forced'; readonly operator: string; readonly reason: string }
  /** RCV-1: reconciliation is over, and what waited goes on by the rules of recovery. */
  | {
      readonly kind: 'recovery-begun';
      /** Slices that are to come, and those whose time has passed, by parent. */
      readonly resumed: readonly RecoveredSlices[];
      /** Orders that were never sent and whose parent does not live: canceled. */
      readonly invalid: readonly ClientOrderId[];
    }
  /** All of it is cleared up. */
  | { readonly kind: 'gate-opened' };
