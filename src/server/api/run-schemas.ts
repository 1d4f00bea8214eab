/** Answers about runs, as schemas; each is held by the compiler against the type it describes. */
import { z } from '@hono/zod-openapi';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { RunListing } from '../run-listing.js';
import type { ComparedFigure } from '../../report/many/compare.js';
import type { ProblemDetails } from '../problem.js';
import { fillSchema as storedFillSchema } from '../../report/schema/fill.js';
import { orderRowSchema } from '../../report/schema/order-row.js';
import { runMode } from '../../report/schema/report.js';
import { count, decimalText, micros, nullable, number, text } from '../../report/schema/fields.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const listingSchema: z.ZodType<RunListing> = z
  .strictObject({
    runId: text,
    scenario: text,
    seed: number,
    mode: runMode,
    build: text,
    startedAtMicros: micros,
    status: z.enum(['finished', 'crashed', 'interrupted']),
    journalHash: hash,
    stateHash: hash,
    overrides: z.array(text).readonly(),
    campaign: nullable(text),
    orders: z
      .array(z.strictObject({ symbol: text, side: z.enum(['buy', 'sell']), quantity: decimalText }))
      .readonly(),
    orderCount: count,
    symbols: z.array(text).readonly(),
    verdict: nullable(
      z.strictObject({
        level: z.enum(['good', 'warn', 'bad', 'unknown']),
        complete: z.boolean(),
        knewTruth: nullable(z.boolean()),
        expectationsHeld: count,
        expectationsFailed: count,
      }),
    ),
    figures: z.strictObject({
      filledShare: nullable(number),
      shortfallBps: nullable(number),
      filledCostBps: nullable(number),
      invariantViolations: nullable(count),
    }),
  })
  .openapi('Run');

export const orderSchema = z
  .strictObject({
    ...orderRowSchema.shape,
    quantity: nullable(decimalText),
    filledQuantity: nullable(decimalText),
    limitPrice: nullable(decimalText),
  })
  .openapi('Order');

export const fillSchema = z
  .strictObject({
    ...storedFillSchema.shape,
    price: nullable(decimalText),
    quantity: nullable(decimalText),
  })
  .openapi('Fill');

export type JournalStep = Pick<JournalBlock, 'seq' | 'hash' | 'input' | 'entries'>;

/** One step of the journal. What inputs and entries say is not repeated here: `kind` tells which they are. */
export const stepSchema = z
  .strictObject({
    seq: count,
    hash,
    input: z.looseObject({ kind: text, at: micros }),
    entries: z.array(z.looseObject({ kind: text })).readonly(),
  })
  .openapi('JournalStep') as z.ZodType as z.ZodType<JournalStep>;

const figureSchema: z.ZodType<ComparedFigure> = z.strictObject({
  name: text,
  a: nullable(number),
  b: nullable(number),
  difference: nullable(number),
});

export const comparisonSchema = z
  .strictObject({ a: listingSchema, b: listingSchema, figures: z.array(figureSchema).readonly() })
  .openapi('Comparison');

export const explanationSchema = z
  .strictObject({ of: text, lines: z.array(text).readonly() })
  .openapi('Explanation');

/** Optional by the library's own word: it describes keys that are exactly so as required. */
export const problemSchema = z
  .strictObject({
    type: text,
    title: text,
    status: count,
    detail: text,
    instance: text,
    problems: z
      .array(z.strictObject({ field: text, text }))
      .readonly()
      .optional(),
    candidates: z.array(text).readonly().optional(),
    allow: z.array(text).readonly().optional(),
    confirmation: text.optional(),
    duplicateOf: text.optional(),
    orderStatus: text.optional(),
    ageMs: nullable(number).optional(),
  })
  .openapi('Problem') as z.ZodType as z.ZodType<ProblemDetails>;

export const pageOf = <T>(item: z.ZodType<T>) =>
  z.strictObject({ items: z.array(item).readonly(), nextCursor: nullable(text) });
