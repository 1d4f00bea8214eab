/** What a client can be wrong in, and one case of it. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { TrueOrder } from './true-orders.js';

/** In the order in which they are told. */
export const RULES = {
  'sent-twice': 'one order sent again without a look at what became of it, and both stand',
  'fill-unknown': 'executed, and nothing the client was told or has asked for says so',
  'order-unknown': 'open at the venue, and the client was never shown it',
  'position-wrong': 'the position that the client has to believe in at the end is not the true one',
  'sold-unheld': 'meant to make a position smaller that was not there any more',
  'over-limit': 'more requests in a minute than the venue takes',
  'came-back-early': 'asked again before the time it was told to wait for was over',
  'nothing-judged': 'no order came: there is nothing to judge',
} as const;

export type RuleName = keyof typeof RULES;

export interface Finding {
  readonly rule: RuleName;
  readonly at: EpochMicros;
  readonly symbol: string | null;
  /** Those it is about, the earliest first. */
  readonly orders: readonly TrueOrder[];
  readonly text: string;
}
