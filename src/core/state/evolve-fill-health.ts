/** Folds what is counted of the last orders (FIL-11). */
import type { Entry } from './entry.js';
import { type FillHealthEntry, NO_HEALTH } from './fill-health.js';
import type { State } from './state.js';

export const isFillHealthEntry = (entry: Entry): entry is FillHealthEntry =>
  entry.kind === 'call-counted' || entry.kind === 'order-rated';

export function evolveFillHealth(state: State, entry: FillHealthEntry): void {
  const { recent, calls, failed } = state.fillHealth ?? NO_HEALTH;
  if (entry.kind === 'call-counted') {
    state.fillHealth = { recent, calls: calls + 1, failed: failed + (entry.failed ? 1 : 0) };
    return;
  }
  const { filled, inTime, timedOut, keeps } = entry;
  const rated = { filled, inTime, timedOut, calls, failed };
  state.fillHealth = { recent: [...recent, rated].slice(-keeps), calls: 0, failed: 0 };
}
