/**
 * SCH-3: what the market must look like before an order leaves: fresh and two-sided, the spread within its limit, the
 * mid within its limit of the reference mid (the mid at the first slice). All comparisons are exact integers.
 */
import { exactLengthText, lengthText } from '../ground/length-text.js';
import type { EpochMicros } from '../ground/units.js';
import type { QuoteView, ReadAnswer, TopOfBook } from '../order/outcome.js';
import type { EarlyStopConfig } from '../state/config.js';
import type { ParentState } from '../state/state.js';
import type { Stop } from '../state/step.js';

const BPS = 10_000;

/** Why the market data cannot be used; null = it can. */
export function stalenessOf(
  { quote, aliveAt }: QuoteView,
  at: EpochMicros,
  { quoteMaxAge }: EarlyStopConfig,
): string | null {
  if (aliveAt === null) return 'the feed has delivered nothing yet';
  const age = at - aliveAt;
  if (age > quoteMaxAge) return tooOldText(age, quoteMaxAge);
  if (quote === null) return 'no quote yet';
  return quote.bid >= quote.ask ? 'the book is crossed or locked' : null;
}

/**
 * A quote that stands still while the feed shows signs of life is never old (F:MD1): the book that was asked for is the
 * second witness. Null = they agree, or the book lacks a side, or the spread is not limited.
 */
export function witnessProblem(
  quote: TopOfBook,
  { bids, asks }: Pick<Extract<ReadAnswer, { kind: 'depth' }>, 'bids' | 'asks'>,
  { spreadBps }: EarlyStopConfig,
): string | null {
  const [bid, ask] = [bids[0]?.price, asks[0]?.price];
  if (spreadBps === null || bid === undefined || ask === undefined) return null;
  const [seen, told] = [quote.bid + quote.ask, bid + ask];
  const apart = Math.abs(seen - told);
  if (BigInt(apart) * BigInt(BPS) <= BigInt(spreadBps) * BigInt(told)) return null;
  return `the quote is ${bpsText(apart, told)} away from the book that was asked for`;
}

export const tooOldText = (age: number, limit: number): string =>
  `market data is ${lengthText(age)} old, the limit is ${exactLengthText(limit)}`;

/** Why the parent stops on this market; null = it goes on. */
export const marketStop = (
  parent: ParentState,
  quote: TopOfBook,
  config: EarlyStopConfig,
): Stop | null =>
  spreadStop(quote, config.spreadBps) ??
  deviationStop(quote.bid + quote.ask, parent.referenceMidTwice, config.deviationBps);

/** Basis points of part / whole with two decimals, for people; the decision is made on integers. */
const bpsText = (part: number, whole: number): string => `${((part * BPS) / whole).toFixed(2)} bps`;

function spreadStop({ bid, ask }: TopOfBook, limit: number | null): Stop | null {
  if (limit === null) return null;
  const spreadTwice = 2n * BigInt(ask - bid);
  const midTwice = ask + bid;
  if (spreadTwice * BigInt(BPS) <= BigInt(limit) * BigInt(midTwice)) return null;
  return {
    code: 'SPREAD_TOO_WIDE',
    measured: bpsText(Number(spreadTwice), midTwice),
    limit: `${limit} bps`,
  };
}

function deviationStop(
  midTwice: number,
  reference: number | null,
  limit: number | null,
): Stop | null {
  if (limit === null || reference === null) return null;
  const moved = Math.abs(midTwice - reference);
  if (BigInt(moved) * BigInt(BPS) <= BigInt(limit) * BigInt(reference)) return null;
  return { code: 'PRICE_DEVIATION', measured: bpsText(moved, reference), limit: `${limit} bps` };
}
