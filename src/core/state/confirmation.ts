/** ORD-6: what a hand has asked for and must confirm. Types and bounds only. */
import { type EpochMicros, seconds } from '../ground/units.js';

/** Asked, and not confirmed yet. */
export interface Confirmation {
  readonly token: string;
  /** Digest of the order: another order needs another. */
  readonly order: string;
  readonly expiresAt: EpochMicros;
}

export const CONFIRMATIONS_MAX = 100;
export const CONFIRM_WITHIN = seconds(300);
