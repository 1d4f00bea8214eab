/**
 * FIL-7, REC-6: what the venue says we hold, against what our orders say we bought and sold. Compared is the change: what was held
 * before, by us or by somebody else, is the offset; what nobody can explain is booked as an adjustment. Types and defaults only.
 */
import type { ClientOrderId } from '../order/order.js';
import { type EpochMicros, type Lots, type Micros, seconds } from '../ground/units.js';
import type { ReadId } from './command.js';

export interface PositionCheckConfig {
  /** From the end of an order that filled to the question what is held now. */
  readonly settle: Micros;
  /** Until it is asked again, where the answer differed or could not be had. */
  readonly again: Micros;
  /** A difference that is the same for so long is believed. */
  readonly believedAfter: Micros;
}

export const DEFAULT_POSITION_CHECK: PositionCheckConfig = {
  settle: seconds(1),
  again: seconds(5),
  believedAfter: seconds(60),
};

/**
 * Orders that wait for an answer by name. An instrument that is never quiet has no answer, and goes on filling; what is compared is the position
 * that all of them come to, so that of those before only the number is kept.
 */
export const ORDERS_NAMED_MOST = 100;

/** A question on its way, and what we had bought less sold as it was asked. */
export interface PositionLook {
  readonly readId: ReadId;
  readonly ours: Lots;
}

/** The whole account is read, for a pass or a start. */
export interface PositionReading {
  /** Null = it is asked again at `nextAt`. */
  readonly readId: ReadId | null;
  readonly nextAt: EpochMicros;
}

export interface PositionWatch {
  readonly symbol: string;
  /** What the venue holds beyond what we bought less sold; null = not known yet. */
  readonly offset: Lots | null;
  /** When it is asked for next; null = not before another order ends. */
  readonly nextAt: EpochMicros | null;
  readonly asked: readonly PositionLook[];
  /** Orders that filled since it last agreed: the latest, and how many more there were before them. */
  readonly orders: readonly ClientOrderId[];
  readonly earlier: number;
  /** Told less expected, the same on every look since then; null = it agreed, or nobody looked. */
  readonly differs: { readonly by: Lots; readonly since: EpochMicros } | null;
}

export type PositionEntry =
  /** `order` has filled (null: none that is not on the list); asked at `nextAt`, or when the next order ends. */
  | {
      readonly kind: 'position-due';
      readonly symbol: string;
      readonly order: ClientOrderId | null;
      readonly nextAt: EpochMicros | null;
    }
  | {
      readonly kind: 'positions-asked';
      readonly readId: ReadId;
      readonly of: readonly { readonly symbol: string; readonly ours: Lots }[];
      /** Of the whole account, for a pass or a start: not waited for any longer than that. Left out of all others. */
      readonly nextAt?: EpochMicros;
    }
  /** All of the account was read, and held against what is known here. */
  | { readonly kind: 'positions-read'; readonly readId: ReadId }
  /** The account could not be read, which is no position of 0; asked again then (null = whoever needs it begins anew). */
  | {
      readonly kind: 'positions-unread';
      readonly why: string;
      readonly nextAt: EpochMicros | null;
    }
  /** The question failed, or something of the symbol was under way: the answer says nothing. */
  | {
      readonly kind: 'position-unclear';
      readonly symbol: string;
      readonly readId: ReadId;
      readonly why: string;
      readonly nextAt: EpochMicros | null;
    }
  /** Agrees where `told` is `expected`. */
  | {
      readonly kind: 'position-compared';
      readonly symbol: string;
      readonly readId: ReadId;
      readonly told: Lots;
      readonly expected: Lots;
      readonly orders: readonly ClientOrderId[];
      /** So many more, which are not named; left out where there are none. */
      readonly earlier?: number;
      readonly nextAt: EpochMicros | null;
    }
  /** The first answer: what changes is counted from there. */
  | {
      readonly kind: 'position-synced';
      readonly symbol: string;
      readonly readId: ReadId;
      readonly told: Lots;
      readonly offset: Lots;
    }
  | PositionAdjustmentEntry;

/** REC-6: what is held beyond what the executions say, booked by itself and taken back as soon as they are known. */
export interface PositionAdjustmentEntry {
  readonly kind: 'position-adjustment';
  readonly symbol: string;
  /** Bought less sold, in lots, that this adds. */
  readonly by: Lots;
  /** What all of them come to with it. */
  readonly inAll: Lots;
  /** By the venue's clock: an execution up to then was in the position that was told. */
  readonly asOf: EpochMicros;
  /** The difference stayed; an execution behind it is known now; the venue agrees with the executions alone. */
  readonly why: 'differs' | 'execution' | 'agrees';
  /** Whose answer led to it; null = an execution. */
  readonly readId: ReadId | null;
}

export const newWatch = (symbol: string): PositionWatch => ({
  symbol,
  offset: null,
  nextAt: null,
  asked: [],
  orders: [],
  earlier: 0,
  differs: null,
});
