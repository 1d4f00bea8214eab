/**
 * The order stream goes and comes back. What it said meanwhile is lost (streams have no replay), so once it is back every
 * order that is not over is asked about, one after the other. While it is down nothing changes: polls go on as before.
 */
import type { ClientOrderId } from '../order/order.js';
import { type EpochMicros, millis, plus } from '../ground/units.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';

const ALERT = 'stream-down';
const SUBJECT = 'venue';

/** Between two questions: what is asked at once must not use up what the venue allows. */
const PACE = millis(50);

/** `isSwept`: whether whoever follows an order wants to know of it. */
export function onStream(
  step: Step,
  status: 'up' | 'down',
  isSwept: (child: ChildState) => boolean,
): void {
  if ((step.state.stream ?? 'up') === status) return;
  step.emit({ kind: 'stream', status });
  if (status === 'down') {
    const text = 'the order stream is gone: fills are found by polls alone until it is back';
    step.raise(ALERT, 'warning', { subject: SUBJECT, text });
    return;
  }
  step.clear(ALERT, SUBJECT);
  let nextAt = step.at;
  for (const clientOrderId of openOrders(step)) {
    const child = step.child(clientOrderId);
    if (!isSwept(child) || !isEarlier(child, nextAt)) continue;
    step.emit({ kind: 'look-again', clientOrderId, nextAt });
    nextAt = plus(nextAt, PACE);
  }
}

const openOrders = ({ state }: Step): readonly ClientOrderId[] =>
  [...state.parents.entries()].flatMap(([, { open }]) => open);

/** A question that is on its way was asked before the stream was back, and is asked again. */
function isEarlier({ stage, watch }: ChildState, at: EpochMicros): boolean {
  switch (stage.kind) {
    case 'sending':
    case 'taken':
    case 'working':
    case 'settling':
      break;
    // What waits to be sent again keeps its wait.
    case 'unknown':
      if (stage.probe) return false;
      break;
    case 'verifying':
      if (stage.cancel === 'not-sent') return false;
      break;
    case 'unsent':
    case 'canceling':
    case 'done':
      return false;
  }
  return watch.read !== null || (watch.nextAt !== null && watch.nextAt > at);
}
