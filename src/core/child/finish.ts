/**
 * The end of an order: once it is over, what is not known of it yet (its quantity, its executions, their fees) is asked
 * for, as long as the venue may still be about to show it; then its result stands, and its parent settles it.
 *
 * "Over" is the status; a status alone never says how much was filled: a venue may end an order without a word on its
 * quantity, and executions appear up to `visibilityLag` later.
 */
import { isOver, unattributedOf } from '../order/belief.js';
import type { ClientOrderId } from '../order/order.js';
import type { OrderStatus } from '../order/status.js';
import type { VenuePolicy } from '../state/config.js';
import type { ChildEntry } from '../state/entry.js';
import type { FillResult } from '../state/fill-result.js';
import type { ChildState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { ownUpdate } from '../order/update.js';
import { applyUpdate } from './apply-update.js';
import { isAlive } from './evidence.js';
import { askExecutions } from './requests.js';
import { isFilledByWord, resultOf } from './result.js';

/** Answers that must have lacked an execution or a fee before it is given up (FIL-13), however short the lag. */
export const LEDGER_TRIES = 5;

/** Its executions were asked for and not shown; the account asks for them again (REC-5), and this lasts until it knows them. */
export const WITHOUT_PRICE = 'fill-without-price';

const CLEARED_AT_THE_END = [
  'order-unknown',
  'cancel-stuck',
  'fill-contradiction',
  'executions-unread',
  'query-refused',
  'repeg-held',
  'refused-again',
] as const;

/** `quantity`: the venue ended it without saying how much was filled. */
export type Missing = 'quantity' | 'executions' | 'fees';

/** What of an order that is over is not known. */
export function missingOf({ belief }: ChildState, { tellsFees }: VenuePolicy): readonly Missing[] {
  const missing: Missing[] = [];
  const { key, ledger } = belief;
  if (key.statusClass === 3 && key.cumQty === null && belief.status !== 'filled')
    missing.push('quantity');
  if (unattributedOf(belief) > 0 || isFilledByWord(belief)) missing.push('executions');
  if (tellsFees !== false && ledger.withoutFee > 0) missing.push('fees');
  return missing;
}

/**
 * The order is over: asks for what is missing, or ends it. `complete`: its executions were read when none can
 * appear any more.
 */
export function finish(step: Step, clientOrderId: ClientOrderId, complete = false): void {
  const child = step.child(clientOrderId);
  if (child.stage.kind === 'done') return;
  const missing = missingOf(child, step.config.venue).filter(
    (what) => !(complete && what === 'quantity'),
  );
  if (missing.length > 0 && !mayEndWithout(step, child, { missing, complete })) return;
  if (missing.includes('executions')) raiseWithoutPrice(step, child);
  else step.clear(WITHOUT_PRICE, clientOrderId);
  end(step, child);
}

export const fillResult = (
  { config }: Step,
  { clientOrderId, parentId, belief }: ChildState,
  { result, final }: { readonly result: FillResult; readonly final: boolean },
): Extract<ChildEntry, { kind: 'fill-result' }> => ({
  kind: 'fill-result',
  clientOrderId,
  parentId,
  result,
  final,
  ...(config.venue.tellsFees === false && belief.ledger.withoutFee > 0 ? { feesUntold: true } : {}),
});

/** `endedAs`: as in `resultOf`. */
export function end(step: Step, child: ChildState, endedAs?: OrderStatus): void {
  const { clientOrderId, parentId, terms, belief } = child;
  const result = resultOf(step, child, endedAs);
  step.emit(fillResult(step, child, { result, final: true }));
  for (const code of CLEARED_AT_THE_END) step.clear(code, clientOrderId);
  if (result.outcome === 'partial' && belief.status !== 'replaced') {
    const text = `${result.filled} of ${terms.quantity} lots filled`;
    step.raise('partial-fill', 'warning', { subject: clientOrderId, text });
  }
  if (result.slippageFlag) {
    const { slippageThresholdBps } = step.config.fillDetection;
    const text = `filled ${result.slippageBps} bps worse than expected, and ${slippageThresholdBps} bps is the threshold`;
    step.raise('slippage', 'warning', { subject: clientOrderId, text });
  }
  step.marksOf(parentId).ended.push({ clientOrderId, why: result.reason });
  settleSuccessor(step, child);
}

/**
 * An order that is over and was not replaced can be replaced by nothing any more: what was to take its place, and was not heard of,
 * is not there. Where a replace is a cancel and a new order, one that was canceled may have been replaced: its successor is looked up.
 */
export function settleSuccessor(step: Step, { replacedBy, belief }: ChildState): void {
  if (replacedBy === undefined || !isOver(belief) || mayBeReplaced(step, belief)) return;
  const next = step.child(replacedBy);
  if (next.stage.kind !== 'unknown' || isAlive(next) || belief.key.statusClass !== 3) return;
  step.emit({ kind: 'absence-proven', clientOrderId: replacedBy, retryAt: null });
  applyUpdate(step, replacedBy, ownUpdate('canceled'));
  finish(step, replacedBy);
}

const mayBeReplaced = ({ config }: Step, { key }: ChildState['belief']): boolean =>
  key.status === 'replaced' ||
  (key.status === 'canceled' && config.venue.replacesBy === 'cancel-and-new');

interface Wanting {
  readonly missing: readonly Missing[];
  readonly complete: boolean;
}

/**
 * Only once the venue can show no more and has been asked often enough; then a total without executions is taken, with
 * its fees estimated. A mere word is not: FIL-3 knows no fill without a quantity.
 */
function mayEndWithout(step: Step, child: ChildState, { missing, complete }: Wanting): boolean {
  const { stage, clientOrderId } = child;
  if (stage.kind !== 'settling') {
    settleAgain(step, child);
    return false;
  }
  if (!complete || stage.looks < LEDGER_TRIES || missing.includes('quantity')) {
    goOnAsking(step, clientOrderId);
    return false;
  }
  if (!isFilledByWord(child.belief)) return true;
  const text = `the venue calls it filled and shows ${child.belief.filled} of ${child.terms.quantity} lots`;
  step.raise('fill-contradiction', 'critical', { subject: clientOrderId, text });
  stateUnknown(step, child);
  return false;
}

/** What was heard was no answer about its executions, and nothing else is under way. */
function goOnAsking(step: Step, clientOrderId: ClientOrderId): void {
  const child = step.child(clientOrderId);
  const { read, nextAt } = child.watch;
  if (read === null && nextAt === null) askExecutions(step, child, 'ledger');
}

/** What is not known of it is asked for, from the beginning. */
export function settleAgain(step: Step, { clientOrderId }: ChildState): void {
  step.emit({ kind: 'settling', clientOrderId });
  askExecutions(step, step.child(clientOrderId), 'ledger');
}

function raiseWithoutPrice(step: Step, { clientOrderId, belief }: ChildState): void {
  const text = `${unattributedOf(belief)} lots are filled and the venue shows no execution of them: price and fees are not known`;
  step.raise(WITHOUT_PRICE, 'critical', { subject: clientOrderId, text });
}

/** No answer is `unknown`, not `timeout` (FIL-0): said once, and looked up on. */
export function stateUnknown(step: Step, child: ChildState): void {
  if (child.result !== null) return;
  const { clientOrderId } = child;
  const text = 'what became of the order is not known';
  step.raise('order-unknown', 'critical', { subject: clientOrderId, text });
  const result = resultOf(step, child);
  step.emit(fillResult(step, child, { result, final: false }));
}
