/**
 * What a venue says about an order, in one shape for every path: the order stream, an answered query, a submit's
 * acknowledgement. FIX names. Adapters translate a venue's words into it; `merge.ts` folds it into an order. Types only.
 */
import type { EpochMicros, Lots, Side, Ticks } from '../ground/units.js';
import type { ClientOrderId, ExecId, OrderType, VenueNanos, VenueOrderId } from './order.js';
import type { OrderStatus } from './status.js';

/** A commission as the venue charged it: decimal text in `asset`; negative = rebate. */
export interface Fee {
  readonly asset: string;
  readonly amount: string;
  /**
   * What one of `asset` was worth in quote currency as we heard of it: ours, not the venue's word. Left out where `asset` is that of
   * the instrument, and where nobody knew.
   */
  readonly quotePrice?: string;
}

/** One execution. `quantity` is signed only in a bust or correction row (see `bustOf`). */
export interface Execution {
  readonly execId: ExecId;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly liquidity: 'maker' | 'taker' | null;
  /** Null where the venue has not said (it may come later, FIL6). */
  readonly fee: Fee | null;
  readonly venueTime: VenueNanos;
}

/** What undoes an execution or corrects it downwards (F:FIL5). */
export interface Bust {
  /** Its quantity is below 0. */
  readonly execution: Execution;
  readonly bustOf: ExecId;
}

export type ExecType =
  | 'accepted'
  | 'rejected'
  | 'trade'
  | 'canceled'
  | 'cancel-rejected'
  | 'replaced'
  | 'replace-rejected'
  | 'expired'
  | 'triggered'
  | 'trade-bust';

/** One event of the venue's order stream. */
export interface ExecutionReport {
  readonly execType: ExecType;
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: string;
  readonly side: Side;
  /** Mapped by the adapter's table (ORD-2); null for a word it does not know. */
  readonly status: OrderStatus | null;
  readonly quantity: Lots;
  /** Null: the venue did not say, as at the end of an order it canceled. */
  readonly cumQty: Lots | null;
  readonly leaves: Lots;
  /** Present exactly on `trade` and `trade-bust`. */
  readonly execution: Execution | null;
  /** On `trade-bust`: the execution undone. */
  readonly bustOf: ExecId | null;
  readonly venueTime: VenueNanos;
  /** The venue's reason of a reject, cancel or expiry; '' when none. */
  readonly text: string;
  /** About an order of the venue's own that closes a position by force, as for want of margin (F19); left out of all others. */
  readonly liquidation?: true;
}

/** A venue's answer to a query for one order. Any field a venue may omit is null: "not applicable", never a crash. */
export interface OrderSnapshot {
  readonly clientOrderId: ClientOrderId;
  readonly venueOrderId: VenueOrderId;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
  readonly type: OrderType;
  readonly limitPrice: Ticks | null;
  readonly stopPrice: Ticks | null;
  readonly status: OrderStatus | null;
  /** The venue's own word, for the log. */
  readonly venueWord: string;
  readonly cumQty: Lots | null;
  /** Decimal text; never trusted for money (executions are). */
  readonly avgPrice: string | null;
  readonly filledAt: EpochMicros | null;
  readonly createdAt: EpochMicros | null;
  readonly venueTime: VenueNanos | null;
}
