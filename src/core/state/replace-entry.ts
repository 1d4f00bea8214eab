/** The entries by which an order comes to hold other terms: the venue's word, or an order in its place. Types only. */
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros, Lots, Ticks } from '../ground/units.js';
import type { ReplaceCommand } from './command.js';

/** An order in the place of another (FIX: OrderCancelReplaceRequest): a chain, in which each is an order of its own. */
export interface Succession {
  readonly order: ClientOrderId;
  /** What both may execute together: the venue gives the successor what the other has not filled by then. */
  readonly total: Lots;
  readonly attempt: number;
}

export type ReplaceEntry =
  /** Asked for by an operator, or because the price an order is pegged to has moved. */
  | {
      readonly kind: 'amend-wanted';
      readonly clientOrderId: ClientOrderId;
      /** Of the whole chain; null = as it is. */
      readonly quantity: Lots | null;
      readonly limitPrice: Ticks | null;
      readonly because: 'operator' | 'peg-moved';
      readonly operator: string;
      readonly reason: string;
    }
  /** Of the successor, which its `slice-released` introduced. */
  | {
      readonly kind: 'replace-intent';
      readonly clientOrderId: ClientOrderId;
      readonly command: ReplaceCommand;
      /** It asks for less of the same, and passes where a cancel does. */
      readonly reduces: boolean;
      readonly validUntil: EpochMicros | null;
      readonly deadline: EpochMicros;
      readonly nextAt: EpochMicros;
    }
  /** The venue holds less than was asked, or at another price, no worse (F:SUB14): what it holds from here on. */
  | {
      readonly kind: 'order-amended';
      readonly clientOrderId: ClientOrderId;
      readonly quantity: Lots;
      readonly limitPrice: Ticks | null;
    };
