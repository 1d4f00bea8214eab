/**
 * What a reader must know first: what became of the trade, whether the engine knew the truth, and how many expectations
 * held. Figures and sentences; which of them make a run fail is the exit code's.
 */
import { z } from 'zod';
import { type Told, count, listOf, nullable, number, text } from './fields.js';

/** What was asked of the run against what was executed: at the venue where that is known, else as the engine believes. */
const tradeVerdictSchema = z.strictObject({
  /** All of it, and no more. */
  complete: z.boolean(),
  /** Of all that was asked, weighted by arrival mid x quantity; null = could not be weighed. */
  missingShare: nullable(number),
  /** Null where it is complete. */
  why: nullable(text),
});

const engineVerdictSchema = z.strictObject({
  /** Null where nobody knows the truth. */
  knewTruth: nullable(z.boolean()),
  /** Where it was wrong, and for how long; empty where it was not. */
  wrong: listOf(text),
});

export const verdictSchema = z.strictObject({
  trade: tradeVerdictSchema,
  engine: engineVerdictSchema,
  expectations: z.strictObject({ held: count, failed: count }),
});

export type Verdict = Told<typeof verdictSchema>;
export type TradeVerdict = Verdict['trade'];
export type EngineVerdict = Verdict['engine'];
