/** `market:` of a scenario: a recorded market that is replayed, or a generated one (sim/market/random-walk.ts). */
import { z } from 'zod';
import { DATA_FORMATS, type DataFormat } from '../../data/detect.js';
import { RANDOM_WALK_DEFAULTS as WALK } from '../../sim/market/random-walk.js';
import { positiveDecimalField } from './fields.js';

const replaySchema = z.strictObject({
  files: z
    .array(z.string().min(1))
    .min(1, 'must name at least one file')
    .meta({ description: 'files of one session in recorded order' }),
  format: z
    .enum(DATA_FORMATS as readonly [DataFormat, ...DataFormat[]])
    .optional()
    .meta({ description: 'detected from the content when left out' }),
  symbol: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "the files' name of the instrument, where it is not the scenario's" }),
});

const rate = (description: string, fallback: number) =>
  z.number().positive().max(10_000).default(fallback).meta({ description });
const chance = (description: string, fallback: number) =>
  z.int().min(0).max(10_000).default(fallback).meta({ description });

const syntheticSchema = z.strictObject({
  model: z.enum(['random-walk']),
  startPrice: positiveDecimalField.meta({ description: 'best bid at the start, on the tick grid' }),
  levelsPerSide: z.int().min(2).max(1_000).default(WALK.levelsPerSide),
  depthLotsMean: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(WALK.depthLotsMean)
    .meta({ description: 'mean quantity of a level, lots' }),
  messagesPerSecond: rate('book messages a second', WALK.messagesPerSecond),
  changesPerMessage: z.int().min(1).max(1_000).default(WALK.changesPerMessage),
  ordersPerSecond: rate('market orders a second', WALK.ordersPerSecond),
  throughBps: chance('market orders that eat more than the best level', WALK.throughBps),
  volatilityBps: chance('book messages that move the mid by a tick', WALK.volatilityBps),
  stepTicksMax: z.int().min(1).max(100).default(WALK.stepTicksMax),
  spreadTicksMean: z.int().min(1).max(10_000).default(WALK.spreadTicksMean),
  lateBps: chance('book messages stamped one message late', WALK.lateBps),
});

export const marketSchema = z
  .strictObject({ replay: replaySchema.optional(), synthetic: syntheticSchema.optional() })
  .refine(({ replay, synthetic }) => (replay === undefined) !== (synthetic === undefined), {
    error: 'must be exactly one of replay and synthetic',
  });

export type MarketFields = z.output<typeof marketSchema>;
