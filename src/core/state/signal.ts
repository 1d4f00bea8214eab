/**
 * What is remembered of signals (DED-1 to DED-6): how one arrives, what is kept of it, and by what two of them are told
 * apart. Types and defaults only; `account/dedup.ts` decides.
 */
import type { ParentId } from '../order/order.js';
import type { RawOrderRequest } from '../order/order-request.js';
import { type EpochMicros, type Micros, type Side, seconds } from '../ground/units.js';

/** A signal as it arrives: at which price it was given, and the order it asks for, whose key it decides. */
export interface RawSignal {
  /** The producer's own id; where there is one it decides alone (DED-2). */
  readonly signalId: string | null;
  /** Decimal text, above 0. */
  readonly price: string;
  readonly order: Omit<RawOrderRequest, 'idempotencyKey' | 'source'>;
}

/**
 * `reserved`: its order was taken. `confirmed`: something of it was executed. `released`: proven that nothing of it is
 * or was at the venue; kept so that the next one like it gets another key, and no duplicate is recognised by it.
 */
export type SignalPhase = 'reserved' | 'confirmed' | 'released';

/** The first of its group; duplicates leave nothing. */
export interface SignalMemory {
  /** With strategy and UTC date; the order's idempotency key (TWAP-5). */
  readonly key: string;
  /** As DED-1 writes it, or the producer's own. */
  readonly id: string;
  readonly own: boolean;
  readonly strategyId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly price: string;
  readonly first: EpochMicros;
  readonly expiresAt: EpochMicros;
  readonly phase: SignalPhase;
  readonly parentId: ParentId;
}

/** What became of a signal: entries that belong to no parent. */
export type SignalEntry =
  /** DED-4: accepted; `order-received` stands in the same step. */
  | { readonly kind: 'signal-reserved'; readonly memory: SignalMemory }
  /** DED-6: nothing follows from it. */
  | {
      readonly kind: 'signal-duplicate';
      readonly id: string;
      /** Of the first of its group. */
      readonly key: string;
      readonly firstId: string;
      readonly ageMicros: number;
      readonly duplicateOf: ParentId;
    }
  /** Nothing is remembered of it. */
  | {
      readonly kind: 'signal-refused';
      readonly id: string;
      readonly strategyId: string;
      readonly symbol: string;
      readonly side: Side;
      readonly why: string;
    }
  | { readonly kind: 'signal-confirmed'; readonly key: string; readonly expiresAt: EpochMicros }
  | { readonly kind: 'signal-released'; readonly key: string; readonly why: string }
  | { readonly kind: 'signals-expired'; readonly keys: readonly string[] };

export interface DedupConfig {
  readonly mode: 'tolerance' | 'bucket';
  readonly window: Micros;
  readonly toleranceBps: number;
  /** Never less than the window. */
  readonly memory: Micros;
  /** Signals remembered at most; at it new ones are refused. */
  readonly cap: number;
  /** Of the price in an id. */
  readonly decimals: number;
  /** A confirmed signal clears those confirmed of the other side. */
  readonly clearOpposite: boolean;
}

export const DEFAULT_DEDUP: DedupConfig = {
  mode: 'tolerance',
  window: seconds(300),
  toleranceBps: 5,
  memory: seconds(600),
  cap: 1_000,
  decimals: 0,
  clearOpposite: true,
};
