/**
 * REC-7: orders at the venue that nobody here placed. One is found on a page of open orders, counts as exposure once, and keeps every
 * strategy out of its symbol until it is over, an operator limits that, or somebody takes it over (`adopt.ts`). Its end is the venue's word
 * alone: a list that lacks it leads to a question, and so does the outcome of a cancel.
 */
import type { HeardAnswer, OutcomeInput } from '../child/monitor.js';
import { formatQuantity } from '../ground/instrument.js';
import { type Lots, lots } from '../ground/units.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { ExecutionReport, OrderSnapshot } from '../order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../order/order.js';
import { type OrderStatus, isTerminal } from '../order/status.js';
import { orphanOf } from '../state/evolve-orphan.js';
import { DEFAULT_ORPHANS, type FoundOrder, type Orphan, isLoose } from '../state/orphan.js';
import type { Owner } from '../state/owner.js';
import type { State } from '../state/state.js';
import type { Step } from '../state/step.js';
import { stamped } from '../state/venue-clock.js';

const ALERT = 'orphan';
const FILLED = 'orphan-filled';
/** Of an order that was on no list yet. */
export const UNMATCHED_REPORT = 'unmatched-report';
const ACCOUNT: Owner = { kind: 'account' };
/** The engine itself. */
const NOBODY = '';

export const looseOrphans = ({ orphans = [] }: State): readonly Orphan[] => orphans.filter(isLoose);

/** A page of open orders: what is on it exists, whatever else the list comes to. */
export function noteListed(step: Step, orders: readonly OrderSnapshot[]): void {
  for (const order of orders) {
    if (step.state.children.has(order.clientOrderId)) continue;
    const known = orphanOf(step.state, order.venueOrderId);
    if (known === null) find(step, order);
    else hear(step, known, { status: order.status, cumQty: order.cumQty });
  }
}

/** A page of the history: what of others is over already is on no list of open orders any more, and was there. */
export function noteEnded(step: Step, orders: readonly OrderSnapshot[]): void {
  for (const order of orders) {
    const { clientOrderId, venueOrderId, status, cumQty, quantity } = order;
    if (step.state.children.has(clientOrderId)) continue;
    const isOver = (status !== null && isTerminal(status)) || cumQty === quantity;
    const known = orphanOf(step.state, venueOrderId);
    if (known === null && isOver) find(step, order);
    const found = orphanOf(step.state, venueOrderId);
    if (found !== null) hear(step, found, { status, cumQty });
  }
}

function find(step: Step, order: OrderSnapshot): void {
  if (!step.config.instruments.has(order.symbol)) return;
  const { clientOrderId, venueOrderId, symbol, side, quantity } = order;
  const { type, limitPrice, stopPrice, createdAt } = order;
  const cumQty = order.cumQty ?? lots(0);
  const found: FoundOrder = {
    ...{ clientOrderId, venueOrderId, symbol, side, quantity },
    ...{ type, limitPrice, stopPrice, createdAt, cumQty },
  };
  step.emit({ kind: 'orphan-found', order: found });
  const text = `order ${clientOrderId} of ${symbol} is open at the venue, and nobody here placed it`;
  step.clear(UNMATCHED_REPORT, venueOrderId);
  step.raise(ALERT, 'critical', { subject: venueOrderId, text });
}

interface Told {
  /** Null = a word that nobody knows, or none. */
  readonly status: OrderStatus | null;
  readonly cumQty: Lots | null;
}

function hear(step: Step, orphan: Orphan, { status, cumQty }: Told): void {
  if (!isLoose(orphan)) return;
  const { venueOrderId, quantity } = orphan.found;
  const filled = lots(Math.min(quantity, Math.max(orphan.cumQty, cumQty ?? 0)));
  if ((status !== null && isTerminal(status)) || filled === quantity) {
    const why = filled === quantity ? 'filled' : String(status);
    step.emit({ kind: 'orphan-resolved', venueOrderId, cumQty: filled, why });
    step.clear(ALERT, venueOrderId);
    if (filled > 0) tellFilled(step, orphan.found, filled);
  } else if (filled > orphan.cumQty) {
    step.emit({ kind: 'orphan-filled', venueOrderId, cumQty: filled });
  }
}

/** It is over, and what it did to the account stays. */
function tellFilled(
  step: Step,
  { clientOrderId, venueOrderId, symbol, side }: FoundOrder,
  filled: Lots,
): void {
  const amount = formatQuantity(step.instrument(symbol), filled);
  const did = side === 'buy' ? 'bought' : 'sold';
  const text = `order ${clientOrderId}, which nobody here placed, has ${did} ${amount} ${symbol} on this account`;
  step.raise(FILLED, 'warning', { subject: venueOrderId, text });
}

/** The order stream tells of it, too. @returns false where it is none that was found. */
export function onOrphanReport(
  step: Step,
  { venueOrderId, status, cumQty }: ExecutionReport,
): boolean {
  const orphan = orphanOf(step.state, venueOrderId);
  if (orphan === null) return false;
  hear(step, orphan, { status, cumQty });
  return true;
}

/** A list that was read to its end lacks it: it is asked for. */
export function askForMissing(step: Step, listed: ReadonlySet<VenueOrderId>): void {
  for (const { found } of looseOrphans(step.state))
    if (!listed.has(found.venueOrderId)) ask(step, found);
}

function ask(step: Step, { clientOrderId, symbol }: FoundOrder): void {
  if (heldUntil(step.state, step.at, 'read-order') !== null) return;
  step.ask({ kind: 'read-order', clientOrderId, symbol }, { purpose: 'listed', owner: ACCOUNT });
}

/** An answer about an order that is none of ours. Not found is not absent: it stays as it is, and is asked for again. */
export function onOrphanAnswer(step: Step, { asked, answer }: HeardAnswer): void {
  if (!('clientOrderId' in asked.read)) return;
  if (answer.kind === 'archived') onArchived(step, asked.read.clientOrderId);
  if (answer.kind !== 'order' || answer.order === null) return;
  const { venueOrderId, status, cumQty } = answer.order;
  const orphan = orphanOf(step.state, venueOrderId);
  if (orphan !== null) hear(step, orphan, { status, cumQty });
}

/** It is over and nothing of it was filled (F:QRY11); of two under one id nobody says which, or of one that has filled. */
function onArchived(step: Step, clientOrderId: ClientOrderId): void {
  const [orphan, another] = looseOrphans(step.state).filter(
    ({ found }) => found.clientOrderId === clientOrderId,
  );
  if (orphan === undefined || another !== undefined || orphan.cumQty > 0) return;
  hear(step, orphan, { status: 'canceled', cumQty: null });
}

export function cancelOrphan(
  step: Step,
  { found, cancels }: Orphan,
  ruling: { readonly operator: string; readonly reason: string },
): void {
  const { clientOrderId, venueOrderId, symbol } = found;
  step.emit({
    kind: 'orphan-cancel-intent',
    venueOrderId,
    command: {
      kind: 'cancel',
      clientOrderId,
      venueOrderId,
      symbol,
      attempt: cancels + 1,
      ...stamped(step.state),
    },
    ...ruling,
  });
}

/** What became of its cancel, only a query tells. */
export function onOrphanOutcome(
  step: Step,
  { clientOrderId, effect, outcome }: OutcomeInput,
): void {
  const orphan = byClientId(step.state, clientOrderId);
  if (effect !== 'cancel' || orphan?.isCanceling !== true) return;
  const { venueOrderId } = orphan.found;
  step.emit({ kind: 'orphan-cancel-settled', venueOrderId, as: outcome.kind });
  ask(step, orphan.found);
}

const byClientId = ({ orphans = [] }: State, clientOrderId: ClientOrderId): Orphan | null =>
  orphans.find((one) => one.found.clientOrderId === clientOrderId && isLoose(one)) ?? null;

/** After a whole list: a cancel that did not take is sent again, and what is too old is canceled where that is asked for. */
export function settleOrphans(step: Step, listed: ReadonlySet<VenueOrderId>): void {
  const { cancelAfter } = step.config.orphans ?? DEFAULT_ORPHANS;
  for (const orphan of looseOrphans(step.state)) {
    const { found, foundAt, status, cumQty, operator } = orphan;
    if (!listed.has(found.venueOrderId) || orphan.isCanceling) continue;
    const age = step.at - (found.createdAt ?? foundAt);
    if (status === 'cancel_requested') {
      cancelOrphan(step, orphan, { operator, reason: 'it is open still' });
    } else if (cancelAfter !== null && cumQty === 0 && age >= cancelAfter) {
      cancelOrphan(step, orphan, { operator: NOBODY, reason: 'unfilled for too long' });
    }
  }
}

/** At a start: what was asked of the venue has no outcome any more. */
export function restartOrphans(step: Step): void {
  for (const { found, isCanceling } of looseOrphans(step.state)) {
    const { venueOrderId } = found;
    if (isCanceling) step.emit({ kind: 'orphan-cancel-settled', venueOrderId, as: 'unknown' });
    if (isCanceling) ask(step, found);
  }
}
