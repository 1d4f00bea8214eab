/** What a scenario would need to be like a run, as far as the journal of that run tells; null = it does not, and `why` says what is missing. */
import { z } from 'zod';
import { type Told, count, listOf, nullable, number, text } from './fields.js';

/** Paths of `venue.latency`, as scenarios name them. */
export const FITTED_PATHS = ['submit', 'ack', 'cancel', 'query', 'stream', 'feed'] as const;
export type FittedPath = (typeof FITTED_PATHS)[number];

const latencySchema = z.strictObject({
  /** One way. */
  medianMicros: nullable(count),
  /** Standard deviation of the logarithm; 0 = each took as long. */
  sigma: nullable(number),
  /** Round trips that it rests on. */
  samples: count,
  why: nullable(text),
});

const refusalSchema = z.strictObject({
  code: text,
  count,
  share: nullable(number),
  why: nullable(text),
});

export const fittedSchema = z.strictObject({
  /** Of which of the two. */
  of: z.enum(['a', 'b']),
  latency: z.strictObject({
    submit: latencySchema,
    ack: latencySchema,
    cancel: latencySchema,
    query: latencySchema,
    stream: latencySchema,
    feed: latencySchema,
  }),
  submits: z.strictObject({ accepted: count, refused: listOf(refusalSchema), unknown: count }),
  /** Of limit orders that may rest and that the venue took. */
  limitOrders: z.strictObject({
    taken: count,
    filledWhole: count,
    filledPartly: count,
    unfilled: count,
    filledShare: nullable(number),
    /** From the first word of the venue to the first fill. */
    timeToFill: nullable(
      z.strictObject({ p10Micros: count, medianMicros: count, p90Micros: count, samples: count }),
    ),
    why: nullable(text),
  }),
});

export type Fitted = Told<typeof fittedSchema>;
export type FittedLatency = Fitted['latency'][FittedPath];
