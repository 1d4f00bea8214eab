/**
 * L8: a run whose process was stopped again and again while it cleared up after a first stop, held against one that was stopped there once and
 * came back at the moment of the last. Nothing but what the processes in between did may make a difference, and that should make none.
 *
 * Not compared is what hangs on the moment at which something was asked or done, which the processes in between do move.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { plus } from '../../core/ground/units.js';
import type { LinkLatencySpec } from '../../sim/link/link-latency.js';
import type { EndedRun } from '../ended-run.js';
import type { PreparedScenario } from '../execute-run.js';
import { formatDuration } from '../scenario/duration.js';
import { type CrashRun, crashRun } from './crash-run.js';
import { type EndState, differencesOf, endStateOf } from './end-state.js';

export interface Compared {
  readonly failures: readonly string[];
  /** Null = it was compared. */
  readonly notCompared: string | null;
  /** The run that was stopped once; null where there was none. */
  readonly once: CrashRun | null;
}

/** Of a run, before its venue starts over with another. */
interface Left {
  readonly ends: EndState;
  /** What its faults did from the last start on. */
  readonly faults: string;
  /** When all was cleared up after it. */
  readonly opened: number;
}

const TOLD_MOST = 3;

/** Whether every stop but the first came while the first was being cleared up. */
export const isNested = ({ stops: [, ...others] }: CrashRun): boolean =>
  others.length > 0 && others.every((stop) => stop.isNested);

/** `nested`: of which `isNested` holds, with `down` after each stop. Its venue starts over. */
export function comparedWithOnce(
  prepared: PreparedScenario,
  nested: CrashRun,
  down: Micros,
): Compared {
  const { stops, ended } = nested;
  const [first, last] = [stops.at(0), stops.at(-1)];
  if (first === undefined || last === undefined || ended === null) return notCompared('it crashed');
  const begun = plus(last.at, down);
  const why = whyNot(ended, first.at, begun);
  if (why !== null) return notCompared(why);
  const left = leftOf(ended, begun);
  const gone = (begun - first.at) as Micros;
  const once = crashRun(prepared, { at: [first.number], down: gone }, ended.venue);
  const { failures } = once;
  const words = `(the same, stopped once, for ${formatDuration(gone)})`;
  if (once.ended === null || failures.length > 0)
    return { failures: failures.map((text) => `${text} ${words}`), notCompared: null, once };
  const other = leftOf(once.ended, begun);
  const hangsOn = whyNotAlike(left, other);
  if (hangsOn !== null) return { failures: [], notCompared: hangsOn, once };
  const later =
    left.opened > other.opened
      ? [`its gate opened ${formatDuration((left.opened - other.opened) as Micros)} later`]
      : [];
  const found = [...later, ...differencesOf(left.ends, other.ends)];
  const more = found.length > TOLD_MOST ? [`and ${found.length - TOLD_MOST} more`] : [];
  const text = `violates L8: ${[...found.slice(0, TOLD_MOST), ...more].join('; ')} ${words}`;
  return { failures: found.length === 0 ? [] : [text], notCompared: null, once };
}

const notCompared = (why: string): Compared => ({ failures: [], notCompared: why, once: null });

/** Why the moment matters. */
function whyNot(ended: EndedRun, from: EpochMicros, to: EpochMicros): string | null {
  const { plan } = ended;
  if (plan.engine.repeg !== undefined)
    return 'its orders follow the market when they are looked at';
  if ((plan.strategies ?? []).length > 0) return 'a strategy decides by when its process began';
  if (!isConstant(plan.latency)) return 'its latencies are drawn, one a message';
  return hasActed(ended, from, to)
    ? 'something left, or the breaker tripped, while it cleared up'
    : null;
}

function whyNotAlike(nested: Left, once: Left): string | null {
  if (nested.faults !== once.faults) return 'its faults did something else after that';
  // An absence that takes a minute to prove may have been proven in part; what was due meanwhile is less late then.
  return nested.opened < once.opened
    ? 'what it had found out before was not asked for again'
    : null;
}

const isConstant = ({ feed, submit, cancel = submit, ack, query, stream }: LinkLatencySpec) =>
  [feed, submit, cancel, ack, query, stream].every(({ kind }) => kind === 'constant');

/**
 * Whether a process in between meant anything for the venue but questions, or saw a loss that nobody saw later: a cancel that left earlier finds
 * more to cancel, and a breaker that has tripped stays so.
 */
function hasActed({ finished }: EndedRun, from: EpochMicros, to: EpochMicros): boolean {
  let begun = false;
  for (const { input, entries } of finished.blocks) {
    if (input.at < from) continue;
    if (input.at >= to) return false;
    begun ||= input.kind === 'started';
    if (begun && entries.some(({ kind }) => kind.endsWith('-intent') || kind === 'breaker'))
      return true;
  }
  return false;
}

/** Those in force then and those that began later: what they hit says what the venue answered otherwise. */
function leftOf(ended: EndedRun, begun: EpochMicros): Left {
  const { windows } = ended.finished.faultRecord;
  const later = windows
    .filter(({ to }) => to > begun)
    .map(({ kind, symbol, paths, from, to }) => [kind, symbol, paths, Math.max(from, begun), to]);
  return {
    ends: endStateOf(ended),
    faults: JSON.stringify(later),
    opened: openedAfter(ended, begun),
  };
}

function openedAfter({ finished }: EndedRun, begun: EpochMicros): number {
  for (const { input, entries } of finished.blocks)
    if (input.at >= begun && entries.some(({ kind }) => kind === 'gate-opened')) return input.at;
  return Infinity;
}
