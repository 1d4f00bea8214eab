/**
 * Orders and replaces that the venue refused, in their words (S22): what was sent in vain three times will hardly be taken the fourth
 * time, and venues count refused requests, too. An order goes by its terms alone: the next slice, parent or strategy may ask for the
 * very same one under an id of its own. A replace goes by the order it is about, and what is asked of that. Pure, bounded: of ever
 * different requests the oldest is forgotten.
 */
import { type EpochMicros, plus, seconds } from '../ground/units.js';
import type { OrderTerms } from '../order/order.js';
import type { Succession } from './replace-entry.js';

/** `replaces`: the order that is to give its place, and the total of both; left out of an order that stands for itself. */
export interface Asked {
  readonly terms: OrderTerms;
  readonly replaces?: Pick<Succession, 'order' | 'total'>;
}

export interface Refusal extends Asked {
  /** In a row. */
  readonly count: number;
  /** The last refusal, or when it was meant to leave after that. */
  readonly lastAt: EpochMicros;
}

/** Oldest first. */
export type Refusals = readonly Refusal[];

/** From so many on, one a minute. */
const FREE = 3;
const PAUSE = seconds(60);
const KEPT = 32;

/** What was asked of the venue with an order. */
export const askedWith = ({
  terms,
  chain,
}: {
  readonly terms: OrderTerms;
  readonly chain?: Asked['replaces'] | undefined;
}): Asked =>
  chain === undefined ? { terms } : { terms, replaces: { order: chain.order, total: chain.total } };

/** When the venue may be asked for it again; null = now. */
export function refusedUntil(
  refusals: Refusals = [],
  asked: Asked,
  at: EpochMicros,
): EpochMicros | null {
  const known = refusals.find((one) => isSame(one, asked));
  if (known === undefined || known.count < FREE) return null;
  const until = plus(known.lastAt, PAUSE);
  // A clock that was set back would hold it for as long.
  return at >= known.lastAt && at < until ? until : null;
}

export function refused(refusals: Refusals = [], asked: Asked, at: EpochMicros): Refusals {
  const known = refusals.find((one) => isSame(one, asked));
  const others = refusals.filter((one) => one !== known);
  return [...others, { count: (known?.count ?? 0) + 1, lastAt: at, ...asked }].slice(-KEPT);
}

export const taken = (refusals: Refusals, asked: Asked): Refusals =>
  refusals.filter((one) => !isSame(one, asked));

/** Meant to leave again: nor do two leave at once when the minute is over. */
export const triedAgain = (refusals: Refusals, asked: Asked, at: EpochMicros): Refusals =>
  refusals.map((one) => (isSame(one, asked) ? { ...one, lastAt: at } : one));

function isSame(a: Asked, b: Asked): boolean {
  if (a.replaces === undefined || b.replaces === undefined)
    return a.replaces === b.replaces && haveSameTerms(a.terms, b.terms);
  return (
    a.replaces.order === b.replaces.order &&
    a.replaces.total === b.replaces.total &&
    a.terms.limitPrice === b.terms.limitPrice
  );
}

const haveSameTerms = (a: OrderTerms, b: OrderTerms): boolean =>
  a.symbol === b.symbol &&
  a.side === b.side &&
  a.quantity === b.quantity &&
  a.type === b.type &&
  a.limitPrice === b.limitPrice &&
  a.stopPrice === b.stopPrice &&
  a.timeInForce === b.timeInForce &&
  a.postOnly === b.postOnly;
