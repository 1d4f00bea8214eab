/**
 * What of the venue's request budget is spent (S22): requests by weight, in stretches of a thirty-second part of the time
 * that the venue counts over. A request counts until its whole stretch has left that time, so a little longer than at the
 * venue. Pure: what is counted, and when there is room.
 */
import { type EpochMicros, type Micros, epochMicros } from '../ground/units.js';
import type { EffectCommand, ReadCommand } from './command.js';

export type RequestKind = EffectCommand['kind'] | ReadCommand['kind'];

export interface RequestBudget {
  /** Weight that the venue takes within any `per`. */
  readonly requests: number;
  readonly per: Micros;
  /** Of it, for what only lowers risk: nothing else gets at it. */
  readonly reserved: number;
  /** 1 where left out. */
  readonly weights: { readonly [K in RequestKind]?: number | undefined };
}

interface Stretch {
  readonly number: number;
  readonly weight: number;
}

export interface RequestCount {
  readonly budget: RequestBudget;
  /** Oldest first. */
  readonly stretches: readonly Stretch[];
  /** Our clock is set back by so much just after `at`. */
  readonly step?: { readonly by: Micros; readonly at: EpochMicros };
}

const STRETCHES = 32;
const widthOf = ({ per }: RequestBudget): number => Math.ceil(per / STRETCHES);

/** When a request of the stretch no longer counts. */
const goneAt = (budget: RequestBudget, { number }: Stretch): EpochMicros =>
  epochMicros((number + 1) * widthOf(budget) + budget.per);

/** The day's volume is asked of no venue that trades. */
export const weightOf = ({ weights }: RequestBudget, kind: RequestKind): number =>
  kind === 'read-volume' ? 0 : (weights[kind] ?? 1);

/** When a request may leave at the earliest; null = now. */
export function freeAt(
  count: RequestCount,
  at: EpochMicros,
  { kind, reducing }: { readonly kind: RequestKind; readonly reducing: boolean },
): EpochMicros | null {
  const { budget, stretches } = seenAt(count, at);
  const limit = reducing ? budget.requests : budget.requests - budget.reserved;
  let over = weightOf(budget, kind) - limit;
  for (const stretch of stretches) if (goneAt(budget, stretch) > at) over += stretch.weight;
  for (const stretch of stretches) {
    if (over <= 0) return null;
    const gone = goneAt(budget, stretch);
    if (gone <= at) continue;
    over -= stretch.weight;
    if (over <= 0) return gone;
  }
  return null;
}

/** What the venue has counted, as of `at`. */
export const spentOf = ({ budget, stretches }: RequestCount, at: EpochMicros): number =>
  stretches.reduce((sum, stretch) => sum + (goneAt(budget, stretch) > at ? stretch.weight : 0), 0);

/** One request more. */
export function counted(count: RequestCount, kind: RequestKind, at: EpochMicros): RequestCount {
  const { budget, stretches, ...step } = seenAt(count, at);
  const weight = weightOf(budget, kind);
  const number = Math.floor(at / widthOf(budget));
  const recent = stretches.filter((stretch) => goneAt(budget, stretch) > at);
  const last = recent.at(-1);
  return {
    budget,
    stretches:
      last?.number === number
        ? [...recent.slice(0, -1), { number, weight: last.weight + weight }]
        : [...recent, { number, weight }],
    ...step,
  };
}

/** F:CLK3: our clock is set, the venue's is not: what was counted stays as old as it is. */
export function onStep(count: RequestCount, by: Micros, at: EpochMicros): RequestCount {
  // A step back is told of just before it.
  return by < 0 ? { ...count, step: { by, at } } : moved(count, by);
}

function moved({ budget, stretches }: RequestCount, by: Micros): RequestCount {
  const numbers = Math.ceil(by / widthOf(budget));
  return {
    budget,
    stretches: stretches.map(({ number, weight }) => ({ number: number + numbers, weight })),
  };
}

/** As it is counted at `at`. */
const seenAt = (count: RequestCount, at: EpochMicros): RequestCount =>
  count.step === undefined || count.step.at === at ? count : moved(count, count.step.by);
