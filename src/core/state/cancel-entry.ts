/** The entries by which the wait for a fill goes on or ends: a deadline, a cancel and what came of it. Types only. */
import type { ClientOrderId } from '../order/order.js';
import type { EpochMicros } from '../ground/units.js';
import type { CancelCommand } from './command.js';

/**
 * `revived`: it showed signs of life after our verdict that it had none. `surplus`: what it would fill has been filled
 * by another order of its parent.
 */
export type CancelReason =
  | 'deadline'
  | 'partial-rejected'
  | 'parent-canceled'
  | 'kill-switch'
  | 'operator'
  | 'revived'
  | 'surplus'
  | 'liquidation';

export type CancelEntry =
  /** FIL-6 `wait`: a part filled lately, so the wait goes on, once. */
  | {
      readonly kind: 'deadline-extended';
      readonly clientOrderId: ClientOrderId;
      readonly deadline: EpochMicros;
      readonly nextAt: EpochMicros;
    }
  | {
      readonly kind: 'cancel-wanted';
      readonly clientOrderId: ClientOrderId;
      readonly reason: CancelReason;
    }
  | {
      readonly kind: 'cancel-intent';
      readonly clientOrderId: ClientOrderId;
      readonly command: CancelCommand;
    }
  | {
      readonly kind: 'cancel-settled';
      readonly clientOrderId: ClientOrderId;
      readonly as: 'accepted' | 'rejected' | 'not-sent';
      readonly code: string;
      readonly nextAt: EpochMicros;
    };
