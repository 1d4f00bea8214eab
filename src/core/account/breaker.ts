/**
 * RSK-2: what trips the breaker by itself (failed calls, refused orders, silent market data, a loss, a state at odds with
 * itself), and its way back: after the cool-down one order at a time, whose success closes it. Only where one is configured.
 */
import { formatDecimal } from '../ground/decimal.js';
import { lengthText } from '../ground/length-text.js';
import { type EpochMicros, MICROS_PER_DAY, MICROS_PER_SECOND, plus } from '../ground/units.js';
import type { EffectOutcome, ReadAnswer } from '../order/outcome.js';
import type { BreakerConfig } from '../state/breaker.js';
import type { Input, WatchCondition } from '../state/input.js';
import type { Step } from '../state/step.js';
import { lossProblem, resultOf } from '../guard/loss.js';
import { silenceProblem } from '../guard/silence.js';

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
  'position-adjusted',
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
  if (step.entries.some(({ kind }) => kind === 'order-received')) beginDay(step);
}

/** The account's wake: a breaker that has cooled down. What it watches trips it again at once where it still holds. */
export function onCooledDown(step: Step): void {
  const { state, until, reason } = step.state.breaker;
  if (state === 'tripped' && until !== undefined && until <= step.at)
    step.emit({ kind: 'breaker', state: 'half-open', operator: '', reason });
}

/** Something the account is watched for came about. */
export function onWatched(step: Step, condition: WatchCondition): void {
  const { breaker } = step.config;
  if (breaker === undefined) return;
  if (condition === 'day') {
    beginDay(step);
    return;
  }
  const problem = watchedProblem(step, breaker, condition);
  if (problem !== null) trip(step, problem);
}

function watchedProblem(
  step: Step,
  breaker: BreakerConfig,
  condition: Exclude<WatchCondition, 'day'>,
): string | null {
  const config = { instruments: step.config.instruments, breaker };
  if (condition === 'drawdown')
    return lossProblem(step.state, config, (symbol) => step.seenOf(symbol));
  const aliveAt = (symbol: string): EpochMicros | null => step.quoteOf(symbol).aliveAt;
  return silenceProblem({ state: step.state, config, aliveAt }, step.at);
}

/** The account is watched from its first order on; a loss is one of its UTC day. */
function beginDay(step: Step): void {
  const day = Math.floor(step.at / MICROS_PER_DAY);
  if (step.state.watch?.day === day) return;
  const result = resultOf(step.state, step.config, (symbol) => step.seenOf(symbol));
  step.emit({ kind: 'account-watch', day, result: formatDecimal(result) });
}
