/**
 * REC-1: the gate that is shut from the start of a process on a stored state until it knows what became of everything the
 * one before it had under way.
 */
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';

/** The list of open orders, and all orders since the first that may be meant. */
export type GateReading = 'open-orders' | 'history';

/** What it still waits for. */
export interface Reconciling {
  readonly since: EpochMicros;
  /** Orders the venue has said nothing of since. */
  readonly waiting: readonly ClientOrderId[];
  /** What of the venue's books was not read to its end. */
  readonly unread: readonly GateReading[];
}

export type Gate =
  | (Reconciling & {
      readonly state: 'shut';
      /** When somebody is told that it takes too long; null = told. */
      readonly lateAt: EpochMicros | null;
    })
  /** REC-3: an operator has opened it; what it waited for is waited for on, and until then orders carry a warning. */
  | (Reconciling & { readonly state: 'forced'; readonly operator: string })
  | { readonly state: 'open'; readonly since: EpochMicros };

/** Null: it is clean, or there never was one. */
export const reconciling = (gate: Gate | undefined): Extract<Gate, Reconciling> | null =>
  gate === undefined || gate.state === 'open' ? null : gate;

export type GateEntry =
  /** What the process before had under way is asked for. */
  | {
      readonly kind: 'gate-shut';
      readonly waiting: readonly ClientOrderId[];
      readonly lateAt: EpochMicros;
    }
  /** The venue has answered for an order. */
  | { readonly kind: 'gate-heard'; readonly clientOrderId: ClientOrderId }
  /** It has been shut for too long, and stays so. */
  | { readonly kind: 'gate-late' }
  | { readonly kind: 'gate-forced'; readonly operator: string; readonly reason: string }
  /** All of it is cleared up. */
  | { readonly kind: 'gate-opened' };
