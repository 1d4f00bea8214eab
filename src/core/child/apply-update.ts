/**
 * The one way an update reaches an order's belief, whatever path it came by (ORD-3): merge, then entries that carry
 * the results. Fills and the change they belong to stand in one step (S5).
 */
import type { Step } from '../state/step.js';
import { venueOrderIdOf } from '../order/belief.js';
import type { LedgerRow } from '../order/fill-ledger.js';
import { type MergeAlarm, type MergeResult, merge } from '../order/merge.js';
import type { ClientOrderId } from '../order/order.js';
import type { OrderUpdate } from '../order/update.js';
import { feeInQuote } from './fees.js';

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
  const result = merge(child.belief, update);
  const { change } = result;
  if (change !== null) {
    step.emit({
      kind: 'order-updated',
      clientOrderId,
      parentId: child.parentId,
      source: update.source,
      head: change.head,
      skipped: result.skipped,
    });
    const booked = result.newFills.length > 0 ? 'fill-booked' : 'fill-amended';
    for (const row of change.rows)
      book(step, clientOrderId, { row, kind: booked, source: update.source });
  } else if (result.skipped.length > 0) {
    step.emit({
      kind: 'update-skipped',
      clientOrderId,
      source: update.source,
      skipped: result.skipped,
    });
  }
  raiseAlarms(step, clientOrderId, result);
  return change !== null;
}

function book(
  step: Step,
  clientOrderId: ClientOrderId,
  told: {
    readonly row: LedgerRow;
    readonly kind: 'fill-booked' | 'fill-amended';
    readonly source: OrderUpdate['source'];
  },
): void {
  const child = step.child(clientOrderId);
  const instrument = step.instrument(child.terms.symbol);
  const fee = feeInQuote(told.row.execution, instrument, step.config.venue.estimatedFeeBps);
  step.emit({
    kind: told.kind,
    clientOrderId,
    parentId: child.parentId,
    venueOrderId: venueOrderIdOf(child.belief),
    row: told.row,
    feeQuote: fee.feeQuote,
    feeEstimated: fee.estimated,
    source: told.source,
  });
}

function raiseAlarms(step: Step, clientOrderId: ClientOrderId, result: MergeResult): void {
  for (const alarm of result.alarms) {
    const text = result.skipped.map((skip) => skip.text).join('; ');
    step.raise(alarm, CRITICAL.has(alarm) ? 'critical' : 'warning', {
      subject: clientOrderId,
      text,
    });
  }
}
