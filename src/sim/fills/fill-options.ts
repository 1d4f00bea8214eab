/** What a scenario may set of the fill rules on an L2 tape (`venue.fill`). Types only. */
import type { Micros } from '../../core/ground/units.js';

export type QueueModel =
  | { readonly kind: 'back' }
  | { readonly kind: 'probabilistic'; readonly power: 1 | 2 | 3 }
  | { readonly kind: 'none' };

export interface FillOptions {
  readonly queue: QueueModel;
  /** F6, x < p: fill from the trade's pool, or the whole order (hftbacktest's). */
  readonly through: 'pool' | 'full';
  /** F3: what an increase gives back of what we took. */
  readonly refill:
    | { readonly kind: 'remember' }
    | { readonly kind: 'fresh-row' }
    | { readonly kind: 'half-life'; readonly halfLife: Micros };
  readonly lateDiffs: 'guard' | 'literal';
  /** F3: a row clears only trades older than its time less this. */
  readonly settle: Micros;
  /** F18: what the best is read from; `ticker` on a tape without top rows is `diffs`. */
  readonly top: 'ticker' | 'diffs';
  readonly hidden: 'ignore' | 'observed';
  readonly stopTrigger: 'last' | 'quote' | 'mark';
}
