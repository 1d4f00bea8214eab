/**
 * One execution as a reader meets it, told once: in the results database, the API, on the page, in explanations. As the
 * engine booked it; one that it never booked, as the venue made it. The venue's own truth, the report on the wire and the
 * ledger row of the engine are the core's.
 */
import { z } from 'zod';
import { type Told, count, decimalText, micros, nullable, text } from './fields.js';

const liquiditySchema = z.enum(['maker', 'taker']);

export const fillSchema = z.strictObject({
  /** P1/3.1: numbered in the order of the venue's ledger where that is known, else as booked; '' = not known. */
  name: text,
  orderId: text,
  symbol: text,
  side: text,
  /** '' = not known. */
  venueOrderId: text,
  execId: text,
  /** The execution this one undoes; '' = none. */
  bustOf: text,
  priceTicks: count,
  /** Negative undoes an earlier one. */
  quantityLots: count,
  liquidity: nullable(liquiditySchema),
  /** Null = not known. */
  feeQuote: nullable(decimalText),
  feeEstimated: z.boolean(),
  /** Nanoseconds, as the venue stamped it. */
  venueTime: text,
  /** When it truly happened, and what in the market caused it; null = only the engine knows of it. */
  atMicros: nullable(micros),
  cause: nullable(text),
  /** When the engine booked it first, and who told it then; null = never. */
  detectedAt: nullable(micros),
  source: nullable(text),
});

export type Fill = Told<typeof fillSchema>;
