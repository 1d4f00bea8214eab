/** Folds the breaker's entries, and what is counted for it (RSK-2). */
import { type EpochMicros, MICROS_PER_SECOND } from '../ground/units.js';
import type { CallRecord } from './breaker.js';
import type { AccountEntry, ChildEntry } from './entry.js';
import type { State } from './state.js';

type Of<K extends AccountEntry['kind']> = Extract<AccountEntry, { kind: K }>;

/** A change begins the counts anew. */
export function changeBreaker(state: State, { state: to, reason, until }: Of<'breaker'>): void {
  state.breaker = { state: to, reason, ...(until === undefined ? {} : { until }) };
  if (state.calls !== undefined) state.calls = NO_CALLS;
}

const NO_CALLS: CallRecord = { perSecond: [], rejects: 0 };
/** Longer windows are not counted. */
const CALL_SECONDS = 60;

export function countCall(
  state: State,
  { failed, rejects }: Of<'call-judged'>,
  at: EpochMicros,
): void {
  const second = Math.floor(at / MICROS_PER_SECOND);
  const { perSecond } = state.calls ?? NO_CALLS;
  const recent = perSecond.filter((one) => one.second >= second - CALL_SECONDS);
  const last = recent.at(-1);
  const more = failed ? 1 : 0;
  state.calls = {
    rejects,
    perSecond:
      last?.second === second
        ? [...recent.slice(0, -1), { second, calls: last.calls + 1, failed: last.failed + more }]
        : [...recent, { second, calls: 1, failed: more }],
  };
}

/** Half-open, the first order meant to leave is the one; proven not sent, another may. */
export function noteProbe(state: State, { kind, clientOrderId }: ChildEntry): void {
  const { breaker } = state;
  if (breaker.state !== 'half-open') return;
  const { probe, ...rest } = breaker;
  if (kind === 'submit-intent' && probe === undefined)
    state.breaker = { ...rest, probe: clientOrderId };
  else if (kind === 'intent-withdrawn' && probe === clientOrderId) state.breaker = rest;
}
