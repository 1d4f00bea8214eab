/** Folds what of updates was not believed, and why (ORD-3): all are counted, the first hundred are told one by one. */
import type { EpochMicros } from '../../core/ground/units.js';
import { isConflict } from '../../core/order/merge.js';
import type { Entry } from '../../core/state/entry.js';
import type { RunDraft, SkipsDraft } from './draft.js';

const KEPT = 100;

export const newSkips = (): SkipsDraft => ({ count: 0, first: [] });

export function noteSkips(
  { skips }: RunDraft,
  { clientOrderId, source, skipped }: Extract<Entry, { kind: 'order-updated' | 'update-skipped' }>,
  at: EpochMicros,
): void {
  for (const skip of skipped) {
    if (!isConflict(skip)) continue;
    skips.count += 1;
    if (skips.first.length < KEPT) skips.first.push({ at, clientOrderId, source, ...skip });
  }
}
