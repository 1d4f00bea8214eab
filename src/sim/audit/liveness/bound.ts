/** L1: how long after the last disturbance all has to be as it should be. */
import type { EngineConfig } from '../../../core/state/config.js';
import { type Micros, micros, seconds } from '../../../core/ground/units.js';

/** REC-5: between two looks at the venue's books, where none is configured that takes longer. */
const INTERVAL = seconds(300);
/** The longest that anything waits before it is tried again: an order that was refused three times, a minute, and half of that. */
const BACKOFF_MOST = seconds(90);
/** Of the venues we know, the slowest to show what it has done; a slower one is configured. */
const VISIBILITY_LAG = seconds(30);

/** Twice the interval of reconciliation, the longest backoff and the visibility lag: 720 s where nothing is configured. */
export function convergenceBound({
  venue,
  openOrdersCheck,
  reconciliation,
}: Pick<EngineConfig, 'venue' | 'openOrdersCheck' | 'reconciliation'>): Micros {
  const interval = Math.max(INTERVAL, openOrdersCheck?.every ?? 0, reconciliation?.interval ?? 0);
  return micros(2 * interval + BACKOFF_MOST + Math.max(VISIBILITY_LAG, venue.visibilityLag));
}
