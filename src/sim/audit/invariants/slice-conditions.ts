/**
 * S20: no slice is sent before its time, outside the session, on market data older than the limit, on a crossed book,
 * or with spread or deviation over the limit.
 */
import { calendarOf } from '../../../core/calendar/calendar-of.js';
import type { EngineConfig } from '../../../core/engine/config.js';
import type { ParentState } from '../../../core/engine/state.js';
import { sliceTime } from '../../../core/plan/schedule.js';
import type { EpochMicros } from '../../../core/units.js';
import type { CheckerFactory } from '../checker.js';

const BPS = 10_000n;

export const sliceConditions: CheckerFactory = ({ check, config }) => ({
  id: 'S20',
  onEntry(entry, at, state) {
    if (entry.kind === 'slice-released') {
      const parent = state.parents.get(entry.parentId);
      const problem = parent === undefined ? 'no parent' : problemOf({ parent, config, at, entry });
      check(problem === null, {
        id: 'S20',
        at,
        detail: () => `slice ${entry.slice} of ${entry.parentId}: ${problem}`,
      });
    } else if (entry.kind === 'submit-intent' && entry.quoteAliveAt !== null) {
      const age = at - entry.quoteAliveAt;
      check(age <= config.earlyStop.quoteMaxAge, {
        id: 'S20',
        at,
        detail: () => `${entry.clientOrderId}: sent on market data ${age} us old`,
      });
    }
  },
});

interface Release {
  readonly parent: ParentState;
  readonly config: EngineConfig;
  readonly at: EpochMicros;
  readonly entry: {
    readonly slice: number;
    readonly childKind: string;
    readonly bid: number | null;
    readonly ask: number | null;
  };
}

function problemOf({ parent, config, at, entry }: Release): string | null {
  const { plan } = parent;
  if (plan === null) return 'sent without a plan';
  if (entry.childKind === 'slice' && at < sliceTime(plan, entry.slice))
    return 'sent before its time';
  if (calendarOf(plan.calendar).sessionAt(at) === null) return 'sent outside the session';
  if (entry.bid === null || entry.ask === null) return null;
  if (entry.bid >= entry.ask) return 'sent on a crossed or locked book';
  const midTwice = BigInt(entry.bid + entry.ask);
  const { spreadBps, deviationBps } = config.earlyStop;
  if (spreadBps !== null && 2n * BigInt(entry.ask - entry.bid) * BPS > BigInt(spreadBps) * midTwice)
    return 'spread over the limit';
  const reference = parent.referenceMidTwice;
  if (deviationBps === null || reference === null) return null;
  const moved =
    midTwice > BigInt(reference) ? midTwice - BigInt(reference) : BigInt(reference) - midTwice;
  return moved * BPS > BigInt(deviationBps) * BigInt(reference) ? 'deviation over the limit' : null;
}
