/**
 * S20: no slice is sent before its time, outside the session, on market data older than the limit, on a crossed book,
 * or with spread or deviation over the limit.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import { sessionsOf } from '../../../core/ground/calendar/calendar-of.js';
import type { EngineConfig } from '../../../core/state/config.js';
import type { ParentState } from '../../../core/state/state.js';
import { sliceTime } from '../../../core/plan/schedule.js';
import type { EpochMicros } from '../../../core/ground/units.js';
import type { ClientOrderId } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';

const BPS = 10_000n;

export const sliceConditions: CheckerFactory = ({ check, broken, config, ownOf }) => {
  /** As it was decided, and again as it leaves: what is durable late is late (F:DSK9). */
  const judgeAge = (at: EpochMicros, order: ClientOrderId, aliveAt: EpochMicros): void => {
    const age = ownOf(at) - aliveAt;
    if (!check(age <= config.earlyStop.quoteMaxAge))
      broken({
        id: 'S20',
        at,
        of: { order },
        detail: `${order}: sent on market data ${lengthText(age)} old`,
      });
  };
  return {
    id: 'S20',
    onEntry(entry, at, state) {
      if (entry.kind === 'slice-released' && entry.replaces === undefined) {
        const parent = state.parents.get(entry.parentId);
        const problem =
          parent === undefined ? 'no parent' : problemOf({ parent, config, at: ownOf(at), entry });
        if (!check(problem === null))
          broken({
            id: 'S20',
            at,
            of: { order: entry.clientOrderId },
            detail: `slice ${entry.slice} of ${entry.parentId}: ${problem}`,
          });
      } else if (entry.kind === 'submit-intent' && entry.quoteAliveAt !== null) {
        judgeAge(at, entry.clientOrderId, entry.quoteAliveAt);
      }
    },
    onDeparture({ kind, clientOrderId, sentAt }, state) {
      const aliveAt = state.children.get(clientOrderId)?.submit.quoteAliveAt ?? null;
      if (kind === 'submit' && aliveAt !== null) judgeAge(sentAt, clientOrderId, aliveAt);
    },
  };
};

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

function problemOf(release: Release): string | null {
  const { parent, at, entry } = release;
  const { plan } = parent;
  if (plan === null) return 'sent without a plan';
  if (entry.childKind === 'slice' && at < sliceTime(plan, entry.slice))
    return 'sent before its time';
  if (sessionsOf(plan).sessionAt(at) === null) return 'sent outside the session';
  return entry.bid === null || entry.ask === null
    ? null
    : priceProblem(release, entry.bid, entry.ask);
}

function priceProblem({ parent, config }: Release, bid: number, ask: number): string | null {
  if (bid >= ask) return 'sent on a crossed or locked book';
  const midTwice = BigInt(bid + ask);
  const { spreadBps, deviationBps } = config.earlyStop;
  if (spreadBps !== null && 2n * BigInt(ask - bid) * BPS > BigInt(spreadBps) * midTwice)
    return 'spread over the limit';
  if (deviationBps === null || parent.referenceMidTwice === null) return null;
  const reference = BigInt(parent.referenceMidTwice);
  const moved = midTwice > reference ? midTwice - reference : reference - midTwice;
  return moved * BPS > BigInt(deviationBps) * reference ? 'deviation over the limit' : null;
}
