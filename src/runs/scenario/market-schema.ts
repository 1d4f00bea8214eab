/** `market:` of a scenario: a recorded market that is replayed, or a generated one (sim/market/random-walk.ts). */
import { z } from 'zod';
import { DATA_FORMATS, type DataFormat } from '../../data/detect.js';
import { RANDOM_WALK_DEFAULTS as WALK } from '../../sim/market/random-walk.js';
import {
  RANDOM_WALK_BOUNDS as BOUNDS,
  type RandomWalkParameters,
} from '../../sim/market/random-walk-bounds.js';
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

const bounded = (
  key: keyof RandomWalkParameters,
  whole: 'whole' | 'any',
): z.ZodDefault<z.ZodNumber> => {
  const [least, most] = BOUNDS[key];
  const number: z.ZodNumber = whole === 'whole' ? z.int() : z.number();
  return number.min(least).max(most).default(WALK[key]);
};

const syntheticSchema = z.strictObject({
  model: z.enum(['random-walk']),
  startPrice: positiveDecimalField.meta({ description: 'best bid at the start, on the tick grid' }),
  levelsPerSide: bounded('levelsPerSide', 'whole'),
  depthLotsMean: bounded('depthLotsMean', 'whole').meta({
    description: 'mean quantity of a level, lots',
  }),
  messagesPerSecond: bounded('messagesPerSecond', 'any').meta({
    description: 'book messages a second',
  }),
  changesPerMessage: bounded('changesPerMessage', 'whole'),
  ordersPerSecond: bounded('ordersPerSecond', 'any').meta({
    description: 'market orders a second',
  }),
  throughBps: bounded('throughBps', 'whole').meta({
    description: 'market orders that eat more than the best level',
  }),
  volatilityBps: bounded('volatilityBps', 'whole').meta({
    description: 'book messages that move the mid',
  }),
  stepTicksMax: bounded('stepTicksMax', 'whole'),
  spreadTicksMean: bounded('spreadTicksMean', 'whole'),
  lateBps: bounded('lateBps', 'whole').meta({
    description: 'book messages stamped one message late',
  }),
});

export const marketSchema = z
  .strictObject({ replay: replaySchema.optional(), synthetic: syntheticSchema.optional() })
  .refine(({ replay, synthetic }) => (replay === undefined) !== (synthetic === undefined), {
    error: 'must be exactly one of replay and synthetic',
  });

export type MarketFields = z.output<typeof marketSchema>;
