/**
 * FIL-7: whether the position changed as the fills say. Asked once what filled is over and nothing of the instrument is under
 * way. An answer that differs is not believed: it is asked again and again, and only what stays the same long enough is taken
 * over, told as a discrepancy. Orders and their fills are not touched by it.
 */
import { type EpochMicros, type Lots, plus } from '../ground/units.js';
import { formatQuantity } from '../ground/instrument.js';
import { heldUntil } from '../guard/rate-limit.js';
import type { ReadAnswer } from '../order/outcome.js';
import { askPositions, isQuiet } from '../parent/first-position.js';
import type { HeardAnswer } from '../child/monitor.js';
import type { ChildEntry, Entry } from '../state/entry.js';
import { exposureInAll } from '../state/expose.js';
import { isChildEntry } from '../state/evolve.js';
import { type PositionCheckConfig, type PositionWatch, newWatch } from '../state/position.js';
import type { Step } from '../state/step.js';

const DIFFERS = 'position-differs';
const SYNCED = 'position-synced';

const watchOf = ({ state }: Step, symbol: string): PositionWatch =>
  state.positions?.find((watch) => watch.symbol === symbol) ?? newWatch(symbol);

/** Once everything the input meant has happened: what has filled is looked for in the position. */
export function settlePositions(step: Step): void {
  const { positionCheck } = step.config;
  if (positionCheck === undefined) return;
  const ended = step.entries.filter(isNews(step));
  for (const { clientOrderId } of ended) {
    const { belief, terms } = step.child(clientOrderId);
    const { symbol } = terms;
    const { orders, differs } = watchOf(step, symbol);
    const isNew = belief.filled > 0 && !orders.includes(clientOrderId);
    if (!isNew && orders.length === 0 && differs === null) continue;
    const nextAt = plus(step.at, positionCheck.settle);
    step.emit({ kind: 'position-due', symbol, order: isNew ? clientOrderId : null, nextAt });
  }
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
  for (const { symbol } of due) {
    // What is under way ends some time, and its end is news.
    if (!isQuiet(step, symbol) || held !== null)
      step.emit({
        kind: 'position-due',
        symbol,
        order: null,
        nextAt: isQuiet(step, symbol) ? held : null,
      });
    else asked.push(symbol);
  }
  if (asked.length > 0)
    askPositions(step, asked, { purpose: 'position', owner: { kind: 'account' } });
}

/** The answer to a question for positions, whoever asked. */
export function onPositions(step: Step, { asked, answer }: HeardAnswer): void {
  const { positionCheck } = step.config;
  if (positionCheck === undefined) return;
  const { readId } = asked.read;
  for (const watch of step.state.positions ?? []) {
    const look = watch.asked.find((one) => one.readId === readId);
    if (look === undefined) continue;
    const { symbol } = watch;
    const unclear = { kind: 'position-unclear', symbol, readId } as const;
    if (answer.kind !== 'positions') {
      const again = isOwed(watch) ? notBefore(step, plus(step.at, positionCheck.again)) : null;
      const why = answer.kind === 'failed' ? answer.text : 'not an answer to it';
      step.emit({ ...unclear, why, nextAt: again });
    } else if (!isQuiet(step, symbol) || exposureInAll(step.state, symbol).position !== look.ours) {
      step.emit({ ...unclear, why: 'orders were under way', nextAt: watch.nextAt });
    } else {
      weigh(step, watch, { readId, askedAt: asked.askedAt, ours: look.ours, answer });
    }
  }
}

const isOwed = ({ orders, differs }: PositionWatch): boolean =>
  orders.length > 0 || differs !== null;

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
  const { symbol, offset, differs, orders, nextAt } = watch;
  // No row is flat; an answer that failed is not.
  const told = (answer.positions.find((row) => row.symbol === symbol)?.quantity ?? 0) as Lots;
  const sync = {
    kind: 'position-synced',
    symbol,
    readId,
    told,
    offset: (told - ours) as Lots,
  } as const;
  if (offset === null) {
    step.emit({ ...sync, expected: null, orders: [] });
    return;
  }
  const expected = (ours + offset) as Lots;
  const compared = { kind: 'position-compared', symbol, readId, told, expected, orders } as const;
  if (told === expected) {
    step.emit({ ...compared, nextAt });
    step.clear(DIFFERS, symbol);
    return;
  }
  const { again, believedAfter } = step.config.positionCheck as PositionCheckConfig;
  const text = difference(step, symbol, { told, expected });
  if (differs?.by === told - expected && askedAt - differs.since >= believedAfter) {
    step.emit({ ...sync, expected, orders });
    step.clear(DIFFERS, symbol);
    // A second discrepancy is told as well.
    step.clear(SYNCED, symbol);
    step.raise(SYNCED, 'critical', { subject: symbol, text: `${text}; taken as it is` });
    return;
  }
  step.emit({ ...compared, nextAt: nextAt ?? plus(step.at, again) });
  step.raise(DIFFERS, 'warning', { subject: symbol, text: `${text}; asked again` });
}

function difference(
  step: Step,
  symbol: string,
  { told, expected }: { readonly told: Lots; readonly expected: Lots },
): string {
  const instrument = step.instrument(symbol);
  return `the venue holds ${formatQuantity(instrument, told)} ${symbol} for us, by our fills it is ${formatQuantity(instrument, expected)}`;
}
