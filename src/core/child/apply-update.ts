/**
 * The one way an update reaches an order's belief, whatever path it came by (ORD-3): merge, then entries that carry
 * the results. Fills and the change they belong to stand in one step (S5).
 */
import type { ChildEntry } from '../state/entry.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { venueOrderIdOf } from '../order/belief.js';
import { type MergeAlarm, type MergeResult, merge } from '../order/merge.js';
import type { ClientOrderId } from '../order/order.js';
import type { OrderUpdate } from '../order/update.js';
import { takeBackAdjustment } from './adjusted-position.js';
import { withAssetPrice } from './asset-price.js';
import { noteBust } from './bust.js';
import { distrust } from './distrust.js';
import { feeInQuote } from './fees.js';
import { notePrice } from './fill-price.js';

const CRITICAL: ReadonlySet<MergeAlarm> = new Set<MergeAlarm>([
  'mismatched-report',
  'execution-conflict',
  'second-venue-order',
  'overfill',
]);

/** @returns true when the belief changed. */
export function applyUpdate(
  step: Step,
  clientOrderId: ClientOrderId,
  update: OrderUpdate,
): boolean {
  const child = step.child(clientOrderId);
  const result = merge(child.belief, withAssetPrice(step, update));
  const { change } = result;
  const { source } = update;
  if (change !== null) {
    step.emit({
      kind: 'order-updated',
      clientOrderId,
      parentId: child.parentId,
      source,
      head: change.head,
      skipped: result.skipped,
    });
    const booked = result.newFills.length > 0 ? 'fill-booked' : 'fill-amended';
    for (const row of change.rows) step.emit(rowEntry(step, child, { kind: booked, row, source }));
    takeBackAdjustment(step, child, update);
  } else if (result.skipped.length > 0) {
    step.emit({
      kind: 'update-skipped',
      clientOrderId,
      source,
      skipped: result.skipped,
    });
  }
  raiseAlarms(step, clientOrderId, result);
  for (const row of result.newFills) {
    if (row.bustOf === null) notePrice(step, clientOrderId, row.execution);
    else noteBust(step, clientOrderId, row);
  }
  if (result.mismatched) distrust(step, clientOrderId, skippedText(result));
  if (result.alarms.includes('second-venue-order'))
    distrust(step, clientOrderId, 'the venue has more than one order under this id');
  return change !== null;
}

type Booking = Extract<ChildEntry, { kind: 'fill-booked' | 'fill-amended' }>;

/** A row of the ledger with its commission in quote currency (FIL-13). */
function rowEntry(
  step: Step,
  { clientOrderId }: ChildState,
  { kind, row, source }: Pick<Booking, 'kind' | 'row' | 'source'>,
): ChildEntry {
  const { belief, parentId, terms } = step.child(clientOrderId);
  const instrument = step.instrument(terms.symbol);
  const fee = feeInQuote(row.execution, instrument, step.config.venue.estimatedFeeBps);
  return {
    kind,
    row,
    source,
    clientOrderId,
    parentId,
    venueOrderId: venueOrderIdOf(belief),
    feeQuote: fee.feeQuote,
    feeEstimated: fee.estimated,
  };
}

const skippedText = ({ skipped }: MergeResult): string =>
  skipped.map((skip) => skip.text).join('; ');

function raiseAlarms(step: Step, clientOrderId: ClientOrderId, result: MergeResult): void {
  for (const alarm of result.alarms) {
    // Told row by row.
    if (alarm === 'bust') continue;
    step.raise(alarm, CRITICAL.has(alarm) ? 'critical' : 'warning', {
      subject: clientOrderId,
      text: skippedText(result),
    });
  }
}
