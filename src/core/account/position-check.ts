/**
 * FIL-7, REC-6: whether the position changed as the fills say. Asked once what filled is over and nothing of the instrument is under
 * way. An answer that differs is not believed: it is asked again and again, and only what stays the same long enough is booked, as an
 * adjustment of its own, and told. Orders and their fills are not touched by it. An adjustment is taken back when an execution that it
 * stood for is known (`child/adjusted-position.ts`), and at once where the venue agrees with the executions alone.
 */
import { type EpochMicros, type Lots, plus } from '../ground/units.js';
import { formatQuantity } from '../ground/instrument.js';
import { POSITION_ADJUSTED } from '../child/adjusted-position.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { ReadAnswer } from '../order/outcome.js';
import { askPositions, isQuiet } from '../parent/first-position.js';
import type { HeardAnswer } from '../child/monitor.js';
import type { ChildEntry, Entry } from '../state/entry.js';
import { exposureIn, exposureInAll } from '../state/expose.js';
import { isChildEntry } from '../state/evolve.js';
import { reconciling } from '../state/gate.js';
import {
  DEFAULT_POSITION_CHECK,
  type PositionCheckConfig,
  type PositionWatch,
  newWatch,
} from '../state/position.js';
import type { Step } from '../state/step.js';
import { atVenue } from '../state/venue-clock.js';
import { onPositionsOfAll } from './position-reading.js';

const DIFFERS = 'position-differs';
const UNCONFIRMED = 'position-unconfirmed';

const watchOf = ({ state }: Step, symbol: string): PositionWatch =>
  state.positions?.find((watch) => watch.symbol === symbol) ?? newWatch(symbol);

/** Once everything the input meant has happened: what has filled is looked for in the position. */
export function settlePositions(step: Step): void {
  const { positionCheck, reconciliation } = step.config;
  if (positionCheck === undefined && reconciliation === undefined) return;
  const { settle } = positionCheck ?? DEFAULT_POSITION_CHECK;
  const ended = step.entries.filter(isNews(step));
  for (const { clientOrderId } of ended) {
    const { belief, terms } = step.child(clientOrderId);
    const { symbol } = terms;
    const { orders, differs } = watchOf(step, symbol);
    const isNew = belief.filled > 0 && !orders.includes(clientOrderId);
    if (!isNew && orders.length === 0 && differs === null) continue;
    const nextAt = plus(step.at, settle);
    step.emit({ kind: 'position-due', symbol, order: isNew ? clientOrderId : null, nextAt });
    tellUnconfirmed(step, watchOf(step, symbol));
  }
}

/** Something of it is under way whenever it could be asked. */
function tellUnconfirmed(step: Step, { symbol, orders, earlier }: PositionWatch): void {
  if (earlier === 0) return;
  const text = `more than ${orders.length} orders of ${symbol} have filled since its position was last held against the venue's: something of it is always under way`;
  step.raise(UNCONFIRMED, 'warning', { subject: symbol, text });
}

/** An order ended, or one that had ended turns out to have filled further. */
const isNews =
  (step: Step) =>
  (entry: Entry): entry is ChildEntry => {
    if (!isChildEntry(entry)) return false;
    if (entry.kind === 'fill-result') return entry.final;
    return entry.kind === 'fill-booked' && step.child(entry.clientOrderId).stage.kind === 'done';
  };

/** The account's wake. */
export function onPositionsDue(step: Step): void {
  const due = (step.state.positions ?? []).filter(
    ({ nextAt }) => nextAt !== null && nextAt <= step.at,
  );
  const held = heldUntil(step.state, step.at, 'read-positions');
  const asked: string[] = [];
  for (const { symbol, differs } of due) {
    const isAskable = isQuiet(step, symbol) || (differs !== null && isReconciled(step));
    // What is under way ends some time, and its end is news.
    if (!isAskable || held !== null)
      step.emit({ kind: 'position-due', symbol, order: null, nextAt: isAskable ? held : null });
    else asked.push(symbol);
  }
  if (asked.length > 0)
    askPositions(step, asked, { purpose: 'position', owner: { kind: 'account' } });
}

/** Orders that work for hours must not keep a difference from being told: it is looked at beside them. */
const isReconciled = ({ config, state }: Step): boolean =>
  config.reconciliation !== undefined || reconciling(state.gate) !== null;

/** The answer to a question for positions, whoever asked. */
export function onPositions(step: Step, { asked, answer }: HeardAnswer): void {
  const { readId } = asked.read;
  const looked = (step.state.positions ?? []).filter((watch) =>
    watch.asked.some((look) => look.readId === readId),
  );
  let isClear = true;
  for (const watch of looked) {
    const look = watch.asked.find((one) => one.readId === readId);
    if (look === undefined) continue;
    const { symbol } = watch;
    const isOfAll = step.state.positionReading?.readId === readId;
    const hasMoved = exposureInAll(step.state, symbol).position !== look.ours;
    if (answer.kind !== 'positions') {
      unclear(step, watch, { readId, why: whyFailed(answer), again: isOwed(watch) });
    } else if (hasMoved || (!isOfAll && !isReconciled(step) && !isQuiet(step, symbol))) {
      unclear(step, watch, { readId, why: 'orders were under way', again: false });
      isClear = false;
    } else {
      weigh(step, watch, { readId, askedAt: asked.askedAt, ours: look.ours, answer });
    }
  }
  onPositionsOfAll(step, readId, answer.kind === 'positions' ? { isClear } : whyFailed(answer));
}

const whyFailed = (answer: ReadAnswer): string =>
  answer.kind === 'failed' ? answer.text : 'not an answer to it';

const isOwed = ({ orders, differs }: PositionWatch): boolean =>
  orders.length > 0 || differs !== null;

function unclear(
  step: Step,
  { symbol, nextAt, differs }: PositionWatch,
  {
    readId,
    why,
    again,
  }: { readonly readId: number; readonly why: string; readonly again: boolean },
): void {
  const soon = notBefore(step, plus(step.at, checkOf(step).again));
  // A difference is looked at until it is cleared up, whatever works meanwhile.
  const isSoon = again || (differs !== null && nextAt === null && isReconciled(step));
  step.emit({ kind: 'position-unclear', symbol, readId, why, nextAt: isSoon ? soon : nextAt });
}

const checkOf = ({ config }: Step): PositionCheckConfig =>
  config.positionCheck ?? DEFAULT_POSITION_CHECK;

const notBefore = (step: Step, at: EpochMicros): EpochMicros => {
  const held = heldUntil(step.state, step.at, 'read-positions');
  return held !== null && held > at ? held : at;
};

interface Look {
  readonly readId: number;
  readonly askedAt: EpochMicros;
  readonly ours: Lots;
  readonly answer: Extract<ReadAnswer, { kind: 'positions' }>;
}

/** Nothing of the instrument has moved since it was asked for: the answer means what it says. */
function weigh(step: Step, watch: PositionWatch, { readId, askedAt, ours, answer }: Look): void {
  const { symbol, offset, nextAt } = watch;
  // No row is flat; an answer that failed is not.
  const told = (answer.positions.find((row) => row.symbol === symbol)?.quantity ?? 0) as Lots;
  if (offset === null) {
    const held = (told - ours) as Lots;
    step.emit({ kind: 'position-synced', symbol, readId, told, offset: held });
    step.clear(UNCONFIRMED, symbol);
    return;
  }
  const isRightWithout = told === ours + offset - adjustmentIn(step, symbol);
  if (isRightWithout) takeBack(step, symbol);
  const expected = isRightWithout ? told : ((ours + offset) as Lots);
  const found = { symbol, readId, told, expected, ...waitingIn(watch) } as const;
  if (told === expected) {
    step.emit({ kind: 'position-compared', ...found, nextAt });
    step.clear(DIFFERS, symbol);
    step.clear(UNCONFIRMED, symbol);
  } else if (isBelieved(step, watch, { by: (told - expected) as Lots, askedAt })) {
    adjust(step, watch, found);
  } else {
    const again = notBefore(step, plus(step.at, checkOf(step).again));
    step.emit({ kind: 'position-compared', ...found, nextAt: nextAt ?? again });
    // Beside orders at work an execution may be a moment ahead of what tells of it.
    if (watch.differs?.by !== told - expected && !isQuiet(step, symbol)) return;
    const text = `${difference(step, symbol, { told, expected })}; asked again`;
    step.raise(DIFFERS, 'warning', { subject: symbol, text });
  }
}

const waitingIn = ({
  orders,
  earlier,
}: PositionWatch): Pick<Extract<Entry, { kind: 'position-compared' }>, 'orders' | 'earlier'> =>
  earlier === 0 ? { orders } : { orders, earlier };

const isBelieved = (
  step: Step,
  { differs }: PositionWatch,
  { by, askedAt }: { readonly by: Lots; readonly askedAt: EpochMicros },
): boolean => differs?.by === by && askedAt - differs.since >= checkOf(step).believedAfter;

const adjustmentIn = ({ state }: Step, symbol: string): number =>
  exposureIn(state, symbol).adjustment?.quantity ?? 0;

/** What was missing at the first look that differed was in it: later executions are news. */
function adjust(
  step: Step,
  { symbol, differs }: PositionWatch,
  {
    readId,
    told,
    expected,
  }: { readonly readId: number; readonly told: Lots; readonly expected: Lots },
): void {
  const by = (told - expected) as Lots;
  const inAll = (adjustmentIn(step, symbol) + by) as Lots;
  const since = atVenue(step.state, differs?.since ?? step.at);
  const asOf = plus(since, step.config.venue.clockUncertainty);
  step.emit({ kind: 'position-adjustment', symbol, by, inAll, asOf, why: 'differs', readId });
  step.clear(DIFFERS, symbol);
  step.clear(UNCONFIRMED, symbol);
  // A second discrepancy is told as well.
  step.clear(POSITION_ADJUSTED, symbol);
  const text = `${difference(step, symbol, { told, expected })}; booked as an adjustment`;
  step.raise(POSITION_ADJUSTED, 'critical', { subject: symbol, text });
}

function takeBack(step: Step, symbol: string): void {
  const { adjustment } = exposureIn(step.state, symbol);
  if (adjustment === undefined) return;
  const by = -adjustment.quantity as Lots;
  const { asOf } = adjustment;
  const inAll = 0 as Lots;
  step.emit({ kind: 'position-adjustment', symbol, by, inAll, asOf, why: 'agrees', readId: null });
  step.clear(POSITION_ADJUSTED, symbol);
}

function difference(
  step: Step,
  symbol: string,
  { told, expected }: { readonly told: Lots; readonly expected: Lots },
): string {
  const instrument = step.instrument(symbol);
  return `the venue holds ${formatQuantity(instrument, told)} ${symbol} for us, by our fills it is ${formatQuantity(instrument, expected)}`;
}
