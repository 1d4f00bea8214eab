/** `venue:` of a scenario: latency per path, fees, fill rules, account, idempotency. */
import { z } from 'zod';
import { millis, seconds } from '../../core/ground/units.js';
import { SCHEDULE_NAMES } from './fee-schedules.js';
import {
  bpsField,
  decimalField,
  durationField,
  identifierField,
  notNegativeDecimalField,
  positiveDecimalField,
  spanField,
} from './fields.js';

const latencySchema = z.union([
  durationField,
  z.strictObject({
    lognormal: z.strictObject({ median: spanField, sigma: z.number().min(0).max(10) }),
  }),
  z.strictObject({ empirical: z.array(durationField).min(1) }),
]);

/** More than any venue lends. */
const LEVERAGE_MAX = 125;

const fillSchema = z.strictObject({
  queue: z.enum(['back', 'probabilistic', 'none']).default('back'),
  power: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .default(2)
    .meta({ description: 'of queue: probabilistic' }),
  through: z.enum(['pool', 'full']).default('pool'),
  refill: z.enum(['remember', 'fresh-row', 'half-life']).default('remember'),
  halfLife: spanField.default(seconds(1)).meta({ description: 'of refill: half-life' }),
  lateDiffs: z.enum(['guard', 'literal']).default('guard'),
  settleMs: z
    .number()
    .min(0)
    .max(1_000)
    .optional()
    .meta({ description: 'default: futures 1, spot 2' }),
  top: z
    .enum(['ticker', 'diffs'])
    .optional()
    .meta({ description: 'default: ticker where the recording has best prices, else diffs' }),
  hidden: z.enum(['ignore', 'observed']).default('ignore'),
  stopTrigger: z.enum(['last', 'quote', 'mark']).default('last'),
  barTouch: z
    .literal(false, { error: 'bars come with their own market, which is not built yet' })
    .default(false),
});

const cashField = notNegativeDecimalField.optional().meta({
  description: 'in quote currency; default: what the orders need, with 5 % to spare',
});
const positionsField = z
  .record(z.string(), decimalField)
  .optional()
  .meta({ description: 'by symbol; default: what the sales need, none with shorting' });

const variableField = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable of the environment')
  .optional();

/** More than any machine here has bots for. */
const ACCOUNTS_MAX = 32;

const clientSchema = z.strictObject({
  name: identifierField,
  cash: notNegativeDecimalField
    .optional()
    .meta({ description: 'in quote currency; default: that of account' }),
  positions: z
    .record(z.string(), decimalField)
    .optional()
    .meta({ description: 'by symbol; default: those of account' }),
  keyEnv: variableField.meta({
    description: 'variable of the environment that has its API key; default: the key SQUALL-name',
  }),
  secretEnv: variableField.meta({
    description: 'that has the secret of its key; default: the secret squall-secret-name',
  }),
});

export const venueSchema = z.strictObject({
  latency: z
    .strictObject({
      feed: latencySchema.default(millis(5)),
      submit: latencySchema.default(millis(20)),
      cancel: latencySchema.optional(),
      ack: latencySchema.default(millis(20)),
      query: latencySchema.default(millis(30)),
      stream: latencySchema.default(millis(10)),
      recorded: z.string().min(1).optional().meta({
        description:
          'a file of measured latencies, "path,micros" and a line for each message; the paths it has are played in its order, whatever stands above',
      }),
    })
    .prefault({}),
  fees: z
    .strictObject({
      makerBps: bpsField.optional().meta({ description: 'default: 1' }),
      takerBps: bpsField.optional().meta({ description: 'default: 5' }),
      schedule: z.enum(SCHEDULE_NAMES).optional().meta({ description: 'instead of the rates' }),
      tier: z.string().min(1).optional().meta({ description: 'of the schedule; default: vip0' }),
      asset: z
        .union([
          z.enum(['quote', 'received']),
          z.strictObject({ named: z.string().min(1), quotePrice: positiveDecimalField }),
        ])
        .default('quote'),
    })
    .prefault({}),
  fill: fillSchema.prefault({}),
  account: z
    .strictObject({
      cash: cashField,
      positions: positionsField,
      shorting: z
        .boolean()
        .default(false)
        .meta({ description: 'whether sales may go beyond the position; futures always may' }),
      futures: z.boolean().optional().meta({
        description: 'whether instruments are futures; default: what the recording is, else no',
      }),
      leverage: z.int().min(1).max(LEVERAGE_MAX).optional().meta({
        description:
          'of futures: orders and positions may be worth so many times the equity, default 5; of spot: orders may need up to so many times the cash at the start, default 1',
      }),
    })
    .prefault({}),
  accounts: z.array(clientSchema).min(1).max(ACCOUNTS_MAX).optional().meta({
    description:
      'accounts for the clients of squall venue, each with its own name and key; when left out there is one, which is account. A simulated engine trades for account',
  }),
  fundingBps: bpsField.optional().meta({
    description:
      'of futures: what longs pay shorts of what they hold at each funding time (00:00, 08:00, 16:00 UTC)',
  }),
  idempotency: z.enum(['forever', 'open-only']).default('forever'),
  visibilityLag: durationField.default(millis(0)),
  validFor: z.union([z.literal('none'), spanField]).default(seconds(5)),
  stopAlreadyThrough: z.enum(['trigger', 'reject']).default('trigger'),
  selfTrade: z.enum(['none', 'expire-maker', 'expire-taker', 'expire-both']).default('none').meta({
    description: 'which expires where two own orders would trade with each other; none: they pass',
  }),
  connection: z.enum(['ordered', 'independent']).default('independent').meta({
    description: 'whether requests reach the venue in the order they left, or may overtake',
  }),
  requestTimeout: spanField
    .default(seconds(5))
    .meta({ description: 'how long the client waits for an answer' }),
});

export type LatencyField = z.output<typeof latencySchema>;
