/**
 * The venue closes a position by force, with an order of its own: the margin is gone (F19). Someone is told, and every
 * parent in that instrument stops: what it still means to do would open anew what was just closed. Its orders that the
 * venue has not ended itself, since they were on their way, are canceled. Nothing is booked: the order is not ours.
 */
import { formatQuantity } from '../ground/instrument.js';
import { wantCancel } from '../child/cancel.js';
import type { ExecutionReport } from '../order/execution-report.js';
import { isParentTerminal } from '../order/parent.js';
import type { ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';

export function onLiquidation(step: Step, report: ExecutionReport): void {
  const { clientOrderId, venueOrderId, symbol, execType, side, quantity } = report;
  const text = `${execType} for an order of the venue's own that liquidates ${symbol}`;
  step.emit({ kind: 'report-unmatched', clientOrderId, venueOrderId, text });
  const instrument = step.config.instruments.get(symbol);
  const amount =
    instrument === undefined ? `${quantity} lots` : formatQuantity(instrument, quantity);
  const measured = `the venue liquidates the position: ${side} ${amount} ${symbol}`;
  step.raise('liquidation', 'critical', { subject: venueOrderId, text: measured });
  for (const [, parent] of [...step.state.parents.entries()]) {
    if (parent.request.symbol === symbol) end(step, parent, measured);
  }
}

function end(step: Step, { parentId, stop, status, open }: ParentState, measured: string): void {
  if (isParentTerminal(status)) return;
  if (stop === null) {
    const limit = 'maintenance margin';
    step.emit({ kind: 'parent-stopped', parentId, code: 'LIQUIDATED', measured, limit });
  }
  for (const clientOrderId of open) wantCancel(step, clientOrderId, 'liquidation');
}
