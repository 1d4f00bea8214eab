/**
 * REC-1: the gate that is shut from the start of a process on a stored state until it knows what became of everything the
 * one before it had under way. Types only.
 */
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';

/** The list of open orders, and all orders since the first that may be meant. */
export type GateReading = 'open-orders' | 'history';

export type Gate =
  | {
      readonly state: 'shut';
      readonly since: EpochMicros;
      /** When somebody is told that it takes too long; null = told. */
      readonly lateAt: EpochMicros | null;
      /** Orders the venue has said nothing of since. */
      readonly waiting: readonly ClientOrderId[];
      /** What of the venue's books was not read to its end. */
      readonly unread: readonly GateReading[];
    }
  | { readonly state: 'open'; readonly since: EpochMicros };

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
  | { readonly kind: 'gate-opened' };
