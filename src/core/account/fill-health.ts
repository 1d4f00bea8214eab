/**
 * FIL-11: how well fills were found over the last orders, and an alert while that is worse than it may be: too few known in time,
 * too many timeouts, too many calls without word of how they ended. Only where it is configured.
 */
import { callOf } from '../order/call.js';
import type { AlertCode } from '../state/alert-code.js';
import type { ChildEntry, Entry } from '../state/entry.js';
import { type FillAlertsConfig, NO_HEALTH, type RatedOrder } from '../state/fill-health.js';
import type { Input } from '../state/input.js';
import type { Step } from '../state/step.js';

const SUBJECT = 'engine';
const BPS = 10_000;

/** Once everything the input meant has happened. */
export function settleFillHealth(step: Step, input: Input): void {
  const { fillAlerts } = step.config;
  if (fillAlerts === undefined) return;
  const call = callOf(input);
  if (call !== null) step.emit({ kind: 'call-counted', failed: call === 'failed' });
  const ended = step.entries.filter(isFinal);
  for (const { clientOrderId: order, result } of ended) {
    const { outcome, detectedAt } = result;
    const { deadline } = step.child(order).watch;
    const filled = result.filled > 0;
    const inTime = detectedAt !== null && (deadline === null || detectedAt <= deadline);
    const timedOut = outcome === 'timeout';
    step.emit({ kind: 'order-rated', order, filled, inTime, timedOut, keeps: fillAlerts.orders });
  }
  if (ended.length > 0) tell(step, fillAlerts);
}

type Final = Extract<ChildEntry, { kind: 'fill-result' }>;

const isFinal = (entry: Entry): entry is Final => entry.kind === 'fill-result' && entry.final;

function tell(step: Step, config: FillAlertsConfig): void {
  const { recent } = step.state.fillHealth ?? NO_HEALTH;
  const isEnough = recent.length >= config.atLeast;
  const sum = (of: (order: RatedOrder) => number): number =>
    recent.reduce((total, order) => total + of(order), 0);
  const filled = sum((order) => (order.filled ? 1 : 0));
  const inTime = sum((order) => (order.filled && order.inTime ? 1 : 0));
  const timeouts = sum(({ timedOut }) => (timedOut ? 1 : 0));
  const [calls, failed] = [sum((order) => order.calls), sum((order) => order.failed)];
  const alert = (code: AlertCode, isBad: boolean, text: string): void => {
    if (isEnough && isBad) step.raise(code, 'warning', { subject: SUBJECT, text });
    else step.clear(code, SUBJECT);
  };
  alert(
    'detection-rate',
    inTime * BPS < config.detectionBps * filled,
    `${inTime} of the last ${filled} orders that filled were known by their deadline`,
  );
  alert(
    'timeout-rate',
    timeouts * BPS > config.timeoutsBps * recent.length,
    `${timeouts} of the last ${recent.length} orders timed out`,
  );
  alert(
    'call-error-rate',
    failed * BPS > config.callErrorsBps * calls,
    `${failed} of the ${calls} calls of the last ${recent.length} orders failed`,
  );
}
