/**
 * FIL-12 `plain`: a poller of one fixed interval, to fall back on. It does not listen to the order stream while it follows
 * an order, and knows of no growing polls and no backoff (`PLAIN_DETECTION`); what it hears it weighs as the other does,
 * and what becomes of an order after its end is booked whoever tells of it: it is somebody's position.
 */
import type { ExecutionReport } from '../order/execution-report.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import type { ChildMonitor } from './monitor.js';
import { onReport } from './report.js';
import { ROBUST } from './robust.js';

export const PLAIN: ChildMonitor = { ...ROBUST, name: 'plain', onReport: onUnheardReport };

function onUnheardReport(step: Step, child: ChildState, report: ExecutionReport): void {
  if (child.stage.kind === 'done') {
    onReport(step, child, report);
    return;
  }
  const text = `${report.execType} on the stream: the plain poller learns of it when it asks`;
  const skipped = [{ code: 'not-listened', text }] as const;
  step.emit({
    kind: 'update-skipped',
    clientOrderId: child.clientOrderId,
    source: 'stream',
    skipped,
  });
}
