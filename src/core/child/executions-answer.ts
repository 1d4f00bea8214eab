/** Answers from the trade history: they complete an order's ledger, or witness its absence. */
import { type EpochMicros, plus } from '../ground/units.js';
import type { ClientOrderId } from '../order/order.js';
import { isOver, venueOrderIdOf } from '../order/belief.js';
import type { ReadAnswer } from '../order/outcome.js';
import { updateFromBust, updateFromExecution } from '../order/update.js';
import type { AnsweredRead, ChildState, Stage } from '../state/state.js';
import type { Step } from '../state/step.js';
import { onNoExecutions } from './absence.js';
import { advance } from './advance.js';
import { finish, missingOf } from './finish.js';
import { lackingWait, nextLookAt, slowLookAt } from './look-times.js';
import { applyNews } from './news.js';
import { onReadFailed } from './read-failure.js';

type Settling = Extract<Stage, { kind: 'settling' }>;

/** Failed reads in a row before it is worth a warning. */
const UNREAD_TOLD_AFTER = 5;

export function onExecutionsAnswer(
  step: Step,
  child: ChildState,
  { asked, answer }: { readonly asked: AnsweredRead; readonly answer: ReadAnswer },
): void {
  const { clientOrderId } = child;
  if (answer.kind === 'executions') book(step, child, answer);
  const now = step.child(clientOrderId);
  if (child.stage.kind === 'done') {
    // The account asked (REC-5). It may be settling again, and over at once with all that was told.
    advance(step, clientOrderId, 'heard');
    return;
  }
  if (!asked.awaited || now.stage.kind === 'done') return;
  followUp(step, child, { asked, answer });
}

/** What whoever follows it waited for. */
function followUp(
  step: Step,
  child: ChildState,
  { asked, answer }: { readonly asked: AnsweredRead; readonly answer: ReadAnswer },
): void {
  const { clientOrderId } = child;
  const now = step.child(clientOrderId);
  if (answer.kind !== 'executions') {
    onReadFailed(step, child, answer, now.stage.kind === 'working' ? 'poll' : asked.purpose);
    if (child.stage.kind === 'settling') warnUnread(step, step.child(clientOrderId));
  } else if (now.stage.kind === 'settling') {
    onLedger(step, now, { asked, stage: now.stage });
  } else if (asked.purpose === 'absence' && answer.executions.length === 0) {
    onNoExecutions(step, child, asked);
  } else if (asked.purpose === 'ledger') {
    onLedgerOfOpen(step, clientOrderId);
  } else {
    advance(step, clientOrderId, 'polled');
  }
}

type Told = Extract<ReadAnswer, { kind: 'executions' }>;

function book(step: Step, child: ChildState, { executions, busts = [] }: Told): void {
  const { clientOrderId, terms } = child;
  const venueOrderId = venueOrderIdOf(child.belief);
  const asked = { clientOrderId, venueOrderId, symbol: terms.symbol, side: terms.side };
  for (const execution of executions)
    applyNews(step, clientOrderId, updateFromExecution(asked, execution));
  for (const bust of busts) applyNews(step, clientOrderId, updateFromBust(asked, bust));
}

/** Executions of an order that is open: what they mean, they mean as any news; its own looks go on at their pace. */
function onLedgerOfOpen(step: Step, clientOrderId: ClientOrderId): void {
  advance(step, clientOrderId, 'heard');
  const child = step.child(clientOrderId);
  const { kind } = child.stage;
  if (kind !== 'working' && kind !== 'verifying') return;
  const nextAt = kind === 'working' ? nextLookAt(step, child) : slowLookAt(step, child);
  step.emit({ kind: 'look-again', clientOrderId, nextAt });
}

/** What the history does not show yet is asked for again, and exactly when it must be showing it. */
function onLedger(
  step: Step,
  child: ChildState,
  { asked, stage }: { readonly asked: AnsweredRead; readonly stage: Settling },
): void {
  const { clientOrderId } = child;
  if (!isOver(child.belief)) {
    advance(step, clientOrderId, 'heard');
    return;
  }
  const visibleAt = plus(stage.since, step.config.venue.visibilityLag);
  const complete = asked.askedAt >= visibleAt;
  const missing = missingOf(child, step.config.venue).filter(
    (what) => !(complete && what === 'quantity'),
  );
  if (missing.length > 0) {
    const nextAt = notPast(visibleAt, step.at, plus(step.at, lackingWait(step, child)));
    step.emit({ kind: 'poll-unchanged', clientOrderId, nextAt });
  }
  finish(step, clientOrderId, complete);
}

const notPast = (limit: EpochMicros, now: EpochMicros, at: EpochMicros): EpochMicros =>
  now < limit && limit < at ? limit : at;

/** No answer says nothing about the executions: asked on until there is one, and someone is told meanwhile. */
function warnUnread(step: Step, { clientOrderId, watch, belief }: ChildState): void {
  if (watch.failures < UNREAD_TOLD_AFTER) return;
  const text = `${belief.filled} lots are filled and their executions cannot be read: price and fees are not known`;
  step.raise('executions-unread', 'warning', { subject: clientOrderId, text });
}
