/**
 * F:FIL5: the venue undid an execution. What was booked is taken back by a row of its own, and somebody is told, since a
 * position is not what it was. Whether the parent asks for it again is `execution.bustedFills`.
 */
import { formatPrice, formatQuantity } from '../ground/instrument.js';
import type { Lots } from '../ground/units.js';
import type { LedgerRow } from '../order/fill-ledger.js';
import type { ClientOrderId } from '../order/order.js';
import type { Step } from '../state/step.js';

export function noteBust(step: Step, clientOrderId: ClientOrderId, row: LedgerRow): void {
  const { execution, bustOf } = row;
  if (execution.quantity >= 0) return;
  const instrument = step.instrument(step.child(clientOrderId).terms.symbol);
  const undone = formatQuantity(instrument, -execution.quantity as Lots);
  const text = `the venue undid ${undone} of execution ${bustOf ?? execution.execId}, made at ${formatPrice(instrument, execution.price)}`;
  step.raise('bust', 'critical', { subject: clientOrderId, text });
}
