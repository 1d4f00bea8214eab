/** What a recorded session is to have heard otherwise. Types only. */
import type { Micros } from '../../core/ground/units.js';
import type { Message } from './messages.js';

export type Becomes =
  /** It never comes: of an answer that is known when the client waits no longer. */
  | { readonly kind: 'lost' }
  /** The connection breaks in its place: known at once. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'delayed'; readonly by: Micros }
  /** The venue refused it, with this code: the order never was. */
  | { readonly kind: 'rejected'; readonly code: string };

export interface Change {
  readonly of: Message;
  /** From 1, of so many that fit what was written. */
  readonly nth: number;
  readonly fitting: number;
  readonly becomes: Becomes;
}

export interface Changes {
  /** How long the client waits for an answer: that is not recorded. */
  readonly requestTimeout: Micros;
  /** In the order of the recording; one for a message. */
  readonly changes: readonly Change[];
}
