/**
 * A figure's dotted name as a reader calls it, with its unit, and its value rounded to what is worth reading. For tables on the
 * terminal; JSON keeps the exact names and numbers.
 */
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS, MICROS_PER_SECOND } from '../../core/ground/units.js';
import { DASH, grouped, percentOf, roundBps } from '../text/numbers.js';

const WORDS: ReadonlyMap<string, string> = new Map([
  ['filledShare', 'filled, %'],
  ['shortfallBps', 'shortfall, bps'],
  ['filledCostBps', 'cost of what filled, bps'],
  ['vsTwapBps', 'against TWAP, bps'],
  ['vsVwapBps', 'against VWAP, bps'],
  ['elapsedMs', 'time taken'],
  ['detection.meanMs', 'fills seen after, mean'],
  ['detection.p99Ms', 'fills seen after, p99'],
  ['detection.timeouts', 'timeouts'],
  ['truth.executions', 'executions'],
  ['fillsMissed', 'fills missed'],
  ['fillsUnpriced', 'fills without a price'],
  ['fillsPhantom', 'fills that never were'],
  ['fillsDoubled', 'fills counted twice'],
  ['fillsLate', 'fills seen late'],
  ['ordersLeftOpen', 'orders left open'],
  ['ordersGone', 'orders open for the engine only'],
  ['positionErrorSeconds', 'position wrong for'],
  ['invariantViolations', 'invariants broken'],
  ['performance.polls', 'polls'],
]);

/** "parents.0.cost.feesBps" -> "P1 fees, bps"; a name without words of its own stays as it is. */
export function figureLabel(name: string): string {
  const [, index, own] = /^parents\.(\d+)\.(.+)$/.exec(name) ?? [];
  if (index === undefined || own === undefined) return wordsOf(name);
  return `P${Number(index) + 1} ${wordsOf(own)}`;
}

function wordsOf(name: string): string {
  const known = WORDS.get(name) ?? WORDS.get(name.replace(/^truth\./, ''));
  if (known !== undefined) return known;
  const [, part, rest] = /^(cost|markoutBps|markoutShare|faults|calls)\.(.+)$/.exec(name) ?? [];
  if (part === undefined || rest === undefined) return name;
  if (part === 'cost') return `${rest.replace(/Bps$/, '')}, bps`;
  if (part === 'markoutBps') return `markout ${rest}, bps`;
  if (part === 'markoutShare') return `markout ${rest} measured, %`;
  return `${part}: ${rest}`;
}

/** What is less is told as less than it: a mean of 0.02 fills missed is not none. */
const COUNT_STEP = 0.1;

/** In the unit that `figureLabel` names; a dash for what was not measured. */
export function figureText(name: string, value: number | null): string {
  if (value === null) return DASH;
  if (/Bps(\.|$)/.test(name)) return roundBps(value);
  if (/Share(\.|$)/.test(name)) return percentOf(value);
  if (/Ms$/.test(name)) return timeText(value * MICROS_PER_MS);
  if (/Seconds$/.test(name)) return timeText(value * MICROS_PER_SECOND);
  return countText(value);
}

function timeText(micros: number): string {
  const whole = Math.round(Math.abs(micros));
  return `${micros < 0 && whole > 0 ? '-' : ''}${lengthText(whole)}`;
}

function countText(value: number): string {
  if (Number.isInteger(value)) return grouped(value);
  if (Math.abs(value) < COUNT_STEP) return value > 0 ? `< ${COUNT_STEP}` : `> -${COUNT_STEP}`;
  return grouped(value.toFixed(1));
}
