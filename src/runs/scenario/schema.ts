/**
 * What a scenario file may say, as one zod schema: the validation, the JSON Schema that is published,
 * and the types all come from here. Unknown keys are errors. Which venue is used is configuration, not scenario.
 */
import { z } from 'zod';
import { seconds } from '../../core/ground/units.js';
import {
  decimalField,
  durationField,
  healField,
  identifierField,
  instantField,
  notNegativeDecimalField,
  positiveDecimalField,
  spanField,
  stepField,
} from './fields.js';
import { executionSchema } from './execution-schema.js';
import { faultSchema } from './fault-schema.js';
import { swarmSchema } from './swarm-schema.js';
import { limitsSchema } from './limits-schema.js';
import { marketSchema } from './market-schema.js';
import { venueSchema } from './venue-schema.js';

const instrumentFields = {
  symbol: z
    .string()
    .regex(/^[A-Z0-9][A-Z0-9._/-]{0,31}$/, 'must be capitals and digits, such as BTCUSDT'),
  tickSize: stepField,
  lotSize: stepField,
  minQuantity: positiveDecimalField.optional(),
  minNotional: notNegativeDecimalField.default('0'),
  calendar: z.enum(['always-open', 'nyse']).default('always-open'),
  adv: positiveDecimalField
    .nullable()
    .default(null)
    .meta({ description: 'average daily volume in base units' }),
  baseAsset: z.string().min(1).optional(),
  quoteAsset: z.string().min(1).optional(),
};

export const instrumentSchema = z.strictObject(instrumentFields);

/** An instrument with the market it is traded on. */
const listedSchema = z.strictObject({ ...instrumentFields, market: marketSchema });

const symbolField = z
  .string()
  .optional()
  .meta({ description: 'of which instrument; the first when left out' });

const pegSchema = z.strictObject({
  peg: z.enum(['bid', 'ask', 'mid']),
  offsetTicks: z.int().default(0),
});

const orderSchema = z.strictObject({
  at: durationField.default(seconds(0)),
  symbol: symbolField,
  strategy: identifierField.default('default'),
  algo: z.enum(['twap', 'direct', 'auto']).default('twap'),
  side: z.enum(['buy', 'sell']),
  quantity: decimalField,
  type: z.enum(['market', 'limit', 'stop', 'stop-limit']).default('market'),
  limitPrice: z.union([decimalField, pegSchema]).optional(),
  stopPrice: decimalField.optional(),
  timeInForce: z.enum(['day', 'gtc', 'ioc', 'fok']).optional(),
  postOnly: z.boolean().default(false),
  duration: spanField.optional(),
  slices: z.int().min(1).optional(),
  interval: spanField.optional(),
  start: instantField.optional(),
  fillTimeout: spanField.optional(),
  completion: z.enum(['leave', 'catch-up']).default('leave'),
  acrossSessions: z.boolean().default(false),
  idempotencyKey: z.string().min(1).max(128).optional(),
  operator: z
    .strictObject({
      confirmed: z.boolean().default(false),
      secondFactor: z.enum(['verified', 'failed', 'absent']).default('absent'),
    })
    .optional()
    .meta({ description: 'plays an order made by hand: a large one is asked about (ORD-6)' }),
});

/** What an order says wherever it comes from: over a border its key, its time and who asks are said beside it. */
export const askedOrderSchema = orderSchema
  .omit({ at: true, idempotencyKey: true, operator: true })
  .extend({ symbol: z.string().min(1).max(32) });

/** As an order, but for what the signal's own name stands for: its key (DED-1, DED-2). */
const signalSchema = orderSchema.omit({ idempotencyKey: true, operator: true }).extend({
  price: positiveDecimalField.meta({ description: 'at which it was given; part of its name' }),
  signalId: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ description: "the producer's own name for it: decides alone where there is one" }),
});

const operatorSchema = z.strictObject({
  at: durationField,
  do: z.enum([
    'kill-on',
    'kill-off',
    'cancel-parent',
    'cancel-slices',
    'amend',
    'breaker-trip',
    'breaker-reset',
    'quarantine-on',
    'quarantine-off',
    'engine',
    'limits',
    'acknowledge',
    'orphan-adopt',
    'orphan-cancel',
    'orphan-narrow',
    'force-complete',
  ]),
  role: z
    .enum(['viewer', 'trader', 'operator', 'admin'])
    .default('admin')
    .meta({ description: 'of whoever gives the command: what it takes is checked' }),
  orphan: z.int().min(0).default(0).meta({
    description: 'which order that nobody here placed: its number, as they were found, from 0',
  }),
  cancelWorking: z.boolean().default(true).meta({ description: 'of kill-on: cancel what works' }),
  order: z
    .union([z.int().min(0), z.string().min(1)])
    .default(0)
    .meta({
      description:
        'which order a cancel or amend means: its number, counted from 0, or its idempotencyKey',
    }),
  quantity: decimalField
    .optional()
    .meta({ description: 'of amend: how much the order is for in all; as it is when left out' }),
  limitPrice: decimalField
    .optional()
    .meta({ description: 'of amend: the new limit price; as it is when left out' }),
  symbol: symbolField.meta({
    description: 'of a quarantine: which instrument; the first when left out',
  }),
  strategy: identifierField.optional().meta({
    description:
      'of a quarantine: whose orders, those of every strategy when left out; of orphan-adopt: whose it is from then on',
  }),
  engine: z
    .enum(['robust', 'plain'])
    .default('plain')
    .meta({ description: 'of engine: who follows the orders that are sent from then on (FIL-12)' }),
  limits: limitsSchema
    .optional()
    .meta({ description: 'of limits: what holds from then on, in place of what held before' }),
  alert: z.string().min(1).optional().meta({
    description: 'of acknowledge: the code of the alert, all of which that are raised (ALR-1)',
  }),
  reason: z.string().default('scenario'),
});

const strategySchema = z.strictObject({
  id: identifierField,
  module: z.string().min(1),
  symbol: symbolField,
  params: z.record(z.string(), z.unknown()).default({}),
});

const MISSING = {
  instrument:
    'is missing: give symbol, tickSize and lotSize, or instruments; of a recorded market that "squall run" opens it may be left out',
  market: 'is missing: give a market, recorded (replay) or generated (synthetic), or instruments',
};

export const scenarioSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be 1 to 64 of a-z, 0-9 and -'),
    shows: z.string().min(1).optional().meta({ description: 'what a reader should see' }),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1),
    instrument: instrumentSchema.optional(),
    market: marketSchema.optional(),
    instruments: z
      .array(listedSchema)
      .min(1)
      .max(64)
      .optional()
      .meta({ description: 'several, each with its market, instead of instrument and market' }),
    clock: z
      .strictObject({ start: instantField.optional(), duration: spanField.optional() })
      .default({}),
    heal: z
      .union([z.literal('bound'), healField])
      .optional()
      .meta({
        description:
          'after its end the run goes on without faults, and so long after them all has to be as it should be (L1); bound: twice the interval of reconciliation, the longest backoff and the visibility lag',
      }),
    venue: venueSchema.prefault({}),
    faults: z.array(faultSchema).default([]),
    swarm: swarmSchema.optional(),
    orders: z.array(orderSchema).default([]),
    strategies: z.array(strategySchema).default([]),
    operator: z.array(operatorSchema).default([]),
    signals: z.array(signalSchema).default([]).meta({
      description: 'orders that come as signals: of those alike only the first makes one',
    }),
    execution: executionSchema.prefault({}),
    expect: z.array(z.string()).default([]),
  })
  .superRefine((scenario, context) => {
    const several = scenario.instruments !== undefined;
    for (const key of ['instrument', 'market'] as const) {
      if ((scenario[key] === undefined) === several) continue;
      const message = several
        ? 'stands beside instruments: each of those has a market of its own'
        : MISSING[key];
      context.addIssue({ code: 'custom', path: [key], message });
    }
  })
  .refine(
    ({ orders, signals, strategies }) => orders.length + signals.length + strategies.length > 0,
    { path: ['orders'], error: 'a scenario needs at least one order, signal or strategy' },
  );

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioOrder = Scenario['orders'][number];
export type ScenarioSignal = Scenario['signals'][number];
