/**
 * RSK-2: what trips the breaker by itself (failed calls, refused orders, silent market data, a loss, a state at odds with
 * itself), and its way back: after the cool-down one order at a time, whose success closes it. Only where one is configured.
 */
import {
  type Decimal,
  addDecimal,
  compareDecimal,
  decimal,
  formatDecimal,
} from '../ground/decimal.js';
import { calendarOf } from '../ground/calendar/calendar-of.js';
import { type Instrument, valueOf } from '../ground/instrument.js';
import { lengthText } from '../ground/length-text.js';
import { MICROS_PER_DAY, MICROS_PER_SECOND, plus } from '../ground/units.js';
import { isParentTerminal } from '../order/parent.js';
import type { EffectOutcome, ReadAnswer } from '../order/outcome.js';
import type { BreakerConfig } from '../state/breaker.js';
import type { Input } from '../state/input.js';
import type { Step } from '../state/step.js';
import { exposureIn } from '../state/expose.js';

const ALERT = 'breaker';
const SUBJECT = 'engine';

function trip(step: Step, reason: string): void {
  const { breaker } = step.config;
  if (breaker === undefined || step.state.breaker.state === 'tripped') return;
  const until = plus(step.at, breaker.coolDown);
  step.emit({ kind: 'breaker', state: 'tripped', operator: '', reason, until });
  step.raise(ALERT, 'critical', { subject: SUBJECT, text: reason });
}

export const clearBreakerAlert = (step: Step): void => {
  step.clear(ALERT, SUBJECT);
};

/** The outcome of an effect, before anything else is made of it. */
export function judgeOutcome(step: Step, input: Extract<Input, { kind: 'outcome' }>): void {
  const { breaker } = step.config;
  const { outcome, effect, clientOrderId } = input;
  if (breaker === undefined || (outcome.kind === 'not-sent' && outcome.reason === 'vetoed')) return;
  const isProbe = effect === 'submit' && step.state.breaker.probe === clientOrderId;
  judge(step, breaker, { failed: isFailed(outcome), rejects: rejectsAfter(step, input) });
  if (!isProbe || step.state.breaker.state !== 'half-open') return;
  if (isFailed(outcome) || outcome.kind === 'rejected')
    trip(step, `the order that tried it was not taken: ${outcome.kind}`);
  else close(step);
}

function close(step: Step): void {
  const reason = 'the order that tried it was taken';
  step.emit({ kind: 'breaker', state: 'closed', operator: '', reason });
  clearBreakerAlert(step);
}

/** The answer to a read. */
export function judgeAnswer(step: Step, answer: ReadAnswer): void {
  const { breaker } = step.config;
  if (breaker === undefined) return;
  const rejects = step.state.calls?.rejects ?? 0;
  judge(step, breaker, { failed: answer.kind === 'failed', rejects });
}

const isFailed = ({ kind }: EffectOutcome): boolean => kind === 'unknown' || kind === 'not-sent';

function rejectsAfter(
  step: Step,
  { effect, outcome }: Extract<Input, { kind: 'outcome' }>,
): number {
  const before = step.state.calls?.rejects ?? 0;
  if (effect !== 'submit') return before;
  if (outcome.kind === 'rejected') return before + 1;
  return outcome.kind === 'accepted' ? 0 : before;
}

interface Judged {
  readonly failed: boolean;
  readonly rejects: number;
}

const BPS = 10_000;

function judge(step: Step, config: BreakerConfig, { failed, rejects }: Judged): void {
  step.emit({ kind: 'call-judged', failed, rejects });
  if (rejects >= config.rejects) trip(step, `${rejects} orders refused one after the other`);
  const since = Math.floor((step.at - config.callWindow) / MICROS_PER_SECOND);
  let [calls, errors] = [0, 0];
  for (const one of step.state.calls?.perSecond ?? []) {
    if (one.second < since) continue;
    calls += one.calls;
    errors += one.failed;
  }
  if (calls >= config.callsLeast && errors * BPS >= config.callErrorsBps * calls)
    trip(step, `${errors} of ${calls} calls failed within ${lengthText(config.callWindow)}`);
}

/** Alerts that say that what is known contradicts itself. */
const INCONSISTENT: ReadonlySet<string> = new Set([
  'contradicting-outcome',
  'fill-contradiction',
  'id-taken',
  'mismatched-report',
  'order-revived',
  'position-synced',
  'second-venue-order',
  'terms-worse',
  'unmatched-report',
]);

/** Once everything the input meant has happened. */
export function settleBreaker(step: Step): void {
  const { breaker } = step.config;
  if (breaker === undefined) return;
  for (const entry of step.entries) {
    if (entry.kind === 'alert' && entry.state === 'raised' && INCONSISTENT.has(entry.code)) {
      trip(step, `${entry.code}: ${entry.text}`);
      break;
    }
  }
  const watched = (step.state.watch?.nextAt ?? null) !== null;
  if (!watched && step.entries.some(({ kind }) => kind === 'order-received')) watch(step, breaker);
}

/** The account's wake: a breaker that has cooled down, and what is looked at again and again. */
export function onAccountDue(step: Step): void {
  const { breaker, watch: watching } = step.state;
  const { breaker: config } = step.config;
  if (breaker.state === 'tripped' && breaker.until !== undefined && breaker.until <= step.at)
    step.emit({ kind: 'breaker', state: 'half-open', operator: '', reason: breaker.reason });
  if (config === undefined || watching === undefined) return;
  if (watching.nextAt === null || watching.nextAt > step.at) return;
  const silent = silence(step, config);
  if (silent !== null) trip(step, silent);
  watch(step, config);
  const lost = lossProblem(step, config);
  if (lost !== null) trip(step, lost);
}

/** Until everything is over. */
function watch(step: Step, { look }: BreakerConfig): void {
  const day = Math.floor(step.at / MICROS_PER_DAY);
  const before = step.state.watch;
  const result = before?.day === day ? before.result : formatDecimal(resultOf(step));
  const nextAt = isAnythingLeft(step) ? plus(step.at, look) : null;
  step.emit({ kind: 'account-watch', nextAt, day, result });
}

function isAnythingLeft({ state }: Step): boolean {
  for (const [, parent] of state.parents.entries())
    if (!isParentTerminal(parent.status) || parent.open.length > 0) return true;
  return false;
}

function silence(step: Step, { dataAge }: BreakerConfig): string | null {
  for (const [symbol, { calendar }] of step.config.instruments) {
    const { aliveAt } = step.quoteOf(symbol);
    if (aliveAt === null || calendarOf(calendar).sessionAt(step.at) === null) continue;
    const age = step.at - aliveAt;
    if (age > dataAge)
      return `market data of ${symbol} is ${lengthText(age)} old, the limit is ${lengthText(dataAge)}`;
  }
  return null;
}

function lossProblem(step: Step, { equity, drawdownBps }: BreakerConfig): string | null {
  if (equity === null) return null;
  const begun = decimal(step.state.watch?.result ?? '0');
  const now = resultOf(step);
  const lost = addDecimal(begun, { ...now, mantissa: -now.mantissa });
  const held = decimal(equity);
  const most = { mantissa: held.mantissa * BigInt(drawdownBps), scale: held.scale + 4 };
  if (compareDecimal(lost, most) <= 0) return null;
  return `lost ${formatDecimal(lost)} today, the limit is ${formatDecimal(most)}`;
}

/** What the executions we know came to at the prices of now, without fees. */
function resultOf(step: Step): Decimal {
  let sum: Decimal = { mantissa: 0n, scale: 0 };
  for (const [symbol, instrument] of step.config.instruments)
    sum = addDecimal(sum, resultOfSymbol(step, symbol, instrument));
  return sum;
}

const HALF = 5n;

function resultOfSymbol(step: Step, symbol: string, instrument: Instrument): Decimal {
  const { booked, spent, midTwice } = exposureIn(step.state, symbol);
  const quote = step.seenOf(symbol);
  const twice = quote === null ? (midTwice ?? 0) : quote.bid + quote.ask;
  const value = valueOf(instrument, BigInt(twice) * BigInt(booked) - 2n * spent);
  return { mantissa: value.mantissa * HALF, scale: value.scale + 1 };
}
