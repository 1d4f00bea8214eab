/**
 * REC-7: orders at the venue that nobody here placed: what is known of each, and what may become of it. Types and defaults only.
 */
import type { ClientOrderId, OrderType, VenueOrderId } from '../order/order.js';
import type { EffectOutcome } from '../order/outcome.js';
import type { EpochMicros, Lots, Micros, Side, Ticks } from '../ground/units.js';
import type { CancelCommand } from './command.js';

export type OrphanStatus = 'untracked' | 'adopted' | 'cancel_requested' | 'resolved';

/** As the venue told it when it was found. */
export interface FoundOrder {
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: Lots;
  readonly type: OrderType;
  readonly limitPrice: Ticks | null;
  readonly stopPrice: Ticks | null;
  readonly createdAt: EpochMicros | null;
  /** What of it had filled by then. */
  readonly cumQty: Lots;
}

export interface Orphan {
  readonly found: FoundOrder;
  readonly foundAt: EpochMicros;
  readonly status: OrphanStatus;
  readonly changedAt: EpochMicros;
  /** `external`, or the strategy that took it over. */
  readonly strategyId: string;
  /** Who decided about it last; '' = nobody. */
  readonly operator: string;
  /** As the venue told last. */
  readonly cumQty: Lots;
  /** Its symbol is free again for every strategy, though it lives. */
  readonly narrowed: boolean;
  readonly cancels: number;
  /** The last of them has no outcome. */
  readonly isCanceling: boolean;
}

/** Of the account: what orders of others add to what is held and open in one symbol. */
export interface OrphanExposure {
  /** Bought less sold since they were found. */
  readonly position: Lots;
  readonly buying: Lots;
  readonly selling: Lots;
  readonly openOrders: number;
}

export interface OrphanConfig {
  /** One that has not filled is canceled when it is this old; null = none is. */
  readonly cancelAfter: Micros | null;
}

export const DEFAULT_ORPHANS: OrphanConfig = { cancelAfter: null };

/** It may still fill, and nobody here answers for it. */
export const isLoose = ({ status }: Orphan): boolean =>
  status === 'untracked' || status === 'cancel_requested';

export type OrphanEntry =
  | { readonly kind: 'orphan-found'; readonly order: FoundOrder }
  | { readonly kind: 'orphan-filled'; readonly venueOrderId: VenueOrderId; readonly cumQty: Lots }
  /** It fills nothing any more. */
  | {
      readonly kind: 'orphan-resolved';
      readonly venueOrderId: VenueOrderId;
      readonly cumQty: Lots;
      readonly why: string;
    }
  | {
      readonly kind: 'orphan-cancel-intent';
      readonly venueOrderId: VenueOrderId;
      readonly command: CancelCommand;
      readonly operator: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'orphan-cancel-settled';
      readonly venueOrderId: VenueOrderId;
      readonly as: EffectOutcome['kind'];
    }
  /** It keeps nobody out of its symbol any more. */
  | (Ruling & { readonly kind: 'orphan-narrowed' })
  | (Ruling & { readonly kind: 'orphan-adopted' });

/** An operator has decided about it. */
interface Ruling {
  readonly venueOrderId: VenueOrderId;
  /** Whose it is from now on. */
  readonly strategyId: string;
  readonly operator: string;
  readonly reason: string;
}
