/**
 * Orders that the venue refused, in their words (S22): what was sent in vain three times will hardly be taken the fourth time,
 * and venues count refused requests, too. By terms alone: the next slice, parent or strategy may ask for the very same order
 * under an id of its own. Pure, bounded: of ever different orders the oldest is forgotten.
 */
import { type EpochMicros, plus, seconds } from '../ground/units.js';
import type { OrderTerms } from '../order/order.js';

export interface Refusal {
  readonly terms: OrderTerms;
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

/** When the venue may be asked for the order again; null = now. */
export function refusedUntil(
  refusals: Refusals = [],
  terms: OrderTerms,
  at: EpochMicros,
): EpochMicros | null {
  const known = refusals.find((one) => isSame(one.terms, terms));
  if (known === undefined || known.count < FREE) return null;
  const until = plus(known.lastAt, PAUSE);
  // A clock that was set back would hold it for as long.
  return at >= known.lastAt && at < until ? until : null;
}

export function refused(refusals: Refusals = [], terms: OrderTerms, at: EpochMicros): Refusals {
  const known = refusals.find((one) => isSame(one.terms, terms));
  const others = refusals.filter((one) => one !== known);
  return [...others, { terms, count: (known?.count ?? 0) + 1, lastAt: at }].slice(-KEPT);
}

export const taken = (refusals: Refusals, terms: OrderTerms): Refusals =>
  refusals.filter((one) => !isSame(one.terms, terms));

/** Meant to leave again: nor do two leave at once when the minute is over. */
export const triedAgain = (refusals: Refusals, terms: OrderTerms, at: EpochMicros): Refusals =>
  refusals.map((one) => (isSame(one.terms, terms) ? { ...one, lastAt: at } : one));

const isSame = (a: OrderTerms, b: OrderTerms): boolean =>
  a.symbol === b.symbol &&
  a.side === b.side &&
  a.quantity === b.quantity &&
  a.type === b.type &&
  a.limitPrice === b.limitPrice &&
  a.stopPrice === b.stopPrice &&
  a.timeInForce === b.timeInForce &&
  a.postOnly === b.postOnly;
