/**
 * One parent of one run as it is held against another's: its orders in the order of release, each with its times and the price at which
 * its decision could have traded, and its slices.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { firstAfter } from '../../core/ground/first-after.js';
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import { isParentTerminal } from '../../core/order/parent.js';
import { sliceTime } from '../../core/plan/schedule.js';
import { sliceQuantity } from '../../core/plan/slicer.js';
import { executed, executionsOf, type Executed } from '../figures/child-figures.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import type { Observation, OrderLife } from './observation.js';
import { lifeOf } from './order-lives.js';

export interface OrderFacts {
  readonly child: ProjectedChild;
  readonly life: OrderLife;
  /** When its slice was meant to be sent; of an order in another's place, when it was. Null = nobody knows. */
  readonly dueAt: EpochMicros | null;
  /** First submit, and the one that the venue took. */
  readonly sentAt: EpochMicros | null;
  readonly takenAt: EpochMicros | null;
  /** Twice the price at which the decision could have taken: the ask for a buy, the bid for a sale; null = it saw none. */
  readonly touchTwice: bigint | null;
  readonly executed: Executed;
}

export interface ParentFacts {
  readonly parent: ProjectedParent;
  readonly instrument: Instrument;
  /** The planned start, or the receipt where that was later: what times of its slices count from. */
  readonly startAt: EpochMicros;
  readonly endAt: EpochMicros;
  readonly orders: readonly OrderFacts[];
  /** Bid + ask of the last quote that the engine read before the end. */
  readonly finalMidTwice: number | null;
}

export function parentFacts(run: Observation, parent: ProjectedParent): ParentFacts {
  const { symbol } = parent.request;
  const instrument = run.instruments.get(symbol);
  invariant(instrument !== undefined, `the run has orders in ${symbol} but not the instrument`);
  const endAt = isParentTerminal(parent.status) ? parent.statusAt : run.endedAt;
  return {
    parent,
    instrument,
    startAt: Math.max(parent.plan?.start ?? 0, parent.receivedAt) as EpochMicros,
    endAt,
    orders: parent.children.flatMap((id) => {
      const child = run.projection.children.get(id);
      return child === undefined ? [] : [orderFacts(parent, child, lifeOf(run.lives, id))];
    }),
    finalMidTwice: finalMid(run, symbol, endAt),
  };
}

function orderFacts(parent: ProjectedParent, child: ProjectedChild, life: OrderLife): OrderFacts {
  const { heardAt, sends } = life;
  const { quote, terms } = child;
  const sentAt = sends[0]?.at ?? null;
  const touch = terms.side === 'buy' ? quote?.ask : quote?.bid;
  return {
    child,
    life,
    dueAt:
      child.succeeds === undefined
        ? (parent.dueAt[child.slice] ?? plannedAt(parent, child.slice))
        : sentAt,
    sentAt,
    takenAt: heardAt === null ? null : (sends.findLast(({ at }) => at <= heardAt)?.at ?? null),
    touchTwice: touch === undefined ? null : 2n * BigInt(touch),
    executed: executed(executionsOf(child)),
  };
}

const plannedAt = ({ plan }: ProjectedParent, slice: number): EpochMicros | null =>
  plan !== null && slice < plan.slices ? sliceTime(plan, slice) : null;

/** What the plan gives a slice; 0 for those that it does not have. */
export const plannedQuantity = ({ plan }: ProjectedParent, slice: number): Lots =>
  plan !== null && slice < plan.slices ? sliceQuantity(plan, slice) : (0 as Lots);

function finalMid({ projection }: Observation, symbol: string, endAt: EpochMicros): number | null {
  const quotes = projection.quotes.get(symbol);
  if (quotes === undefined) return null;
  const row = firstAfter(quotes.at, endAt, (at) => at) - 1;
  const [bid, ask] = [quotes.bid[row], quotes.ask[row]];
  return bid === undefined || ask === undefined ? null : bid + ask;
}
