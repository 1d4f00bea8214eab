/** `execution:` of a scenario: the engine's own configuration, with the defaults of the core. */
import { z } from 'zod';
import {
  DEFAULT_EARLY_STOP,
  DEFAULT_FILL_DETECTION,
  DEFAULT_ROUTING,
  DEFAULT_SLICING,
  DEFAULT_SUBMIT,
  BUST_POLICIES,
  PARTIAL_POLICIES,
} from '../../core/state/config.js';
import { breakerSchema } from './breaker-schema.js';
import { requestBudgetSchema } from './request-budget-schema.js';
import { dedupSchema } from './dedup-schema.js';
import { orphansSchema } from './orphans-schema.js';
import { restartSchema } from './restart-schema.js';
import { reconciliationSchema } from './reconciliation-schema.js';
import { repegSchema } from './repeg-schema.js';
import { limitsSchema } from './limits-schema.js';
import { fillAlertsSchema } from './fill-alerts-schema.js';
import { openOrdersCheckSchema } from './open-orders-check-schema.js';
import { positionCheckSchema } from './position-check-schema.js';
import { durationField, notNegativeDecimalField, paceField, spanField } from './fields.js';

const bps = z.number().int().min(1).max(10_000);
const off = z.literal('off');

const fillDetectionSchema = z.strictObject({
  timeout: spanField.default(DEFAULT_FILL_DETECTION.timeout),
  firstPoll: paceField.default(DEFAULT_FILL_DETECTION.firstPoll),
  pollIncrease: durationField.default(DEFAULT_FILL_DETECTION.pollIncrease),
  pollMax: paceField.default(DEFAULT_FILL_DETECTION.pollMax),
  retries: z.int().min(0).max(20).default(DEFAULT_FILL_DETECTION.retries),
  backoffFirst: paceField.default(DEFAULT_FILL_DETECTION.backoffFirst),
  backoffMax: paceField.default(DEFAULT_FILL_DETECTION.backoffMax),
  jitterPercent: z.int().min(0).max(100).default(DEFAULT_FILL_DETECTION.jitterPercent),
  slippageThresholdBps: z
    .int()
    .min(0)
    .max(10_000)
    .default(DEFAULT_FILL_DETECTION.slippageThresholdBps),
});

const earlyStopSchema = z.strictObject({
  spreadBps: z.union([bps, off]).default(DEFAULT_EARLY_STOP.spreadBps ?? 'off'),
  deviationBps: z.union([bps, off]).default(DEFAULT_EARLY_STOP.deviationBps ?? 'off'),
  liquidityLevels: z
    .union([z.int().min(1).max(100), off])
    .default(DEFAULT_EARLY_STOP.liquidityLevels ?? 'off'),
  liquidityLook: paceField.default(DEFAULT_EARLY_STOP.liquidityLook),
  onMarketDataError: z.enum(['hold', 'proceed']).default(DEFAULT_EARLY_STOP.onMarketDataError),
  onSliceFailure: z.enum(['stop', 'continue']).default(DEFAULT_EARLY_STOP.onSliceFailure),
  quoteMaxAge: spanField.default(DEFAULT_EARLY_STOP.quoteMaxAge),
  holdLook: paceField.default(DEFAULT_EARLY_STOP.holdLook),
  holdMax: spanField.default(DEFAULT_EARLY_STOP.holdMax),
});

export const executionSchema = z
  .strictObject({
    engine: z.enum(['robust', 'plain', 'naive']).default('robust').meta({
      description:
        'who follows an order once it is sent (FIL-12): robust; plain, a poller of one fixed interval; naive, a client that sends again on a timeout and trusts the stream, to compare with',
    }),
    dryRun: z.boolean().default(false),
    fillDetection: fillDetectionSchema.prefault({}),
    partialFills: z.enum(PARTIAL_POLICIES).default('accept').meta({
      description:
        'of an order that filled in part (FIL-6): accept, the rest is canceled at the deadline; wait, the same, with the wait extended once while fills come; reject-and-cancel, the rest is canceled at the first part',
    }),
    bustedFills: z.enum(BUST_POLICIES).default('leave').meta({
      description:
        'what the venue undid of an order (a bust): leave, nothing is sent for it; catch-up, the catch-up of `completion: catch-up` asks for it again',
    }),
    repeg: repegSchema.optional().meta({
      description:
        'a resting order whose price is pegged follows the market, by a replace; priced when it is sent, and left there, when left out',
    }),
    earlyStop: earlyStopSchema.prefault({}),
    submit: z
      .strictObject({
        attempts: z.int().min(1).max(10).default(DEFAULT_SUBMIT.attempts),
        retryFirst: paceField.default(DEFAULT_SUBMIT.retryFirst),
        retryMax: paceField.default(DEFAULT_SUBMIT.retryMax),
      })
      .prefault({}),
    slicing: z
      .strictObject({
        minSliceValue: notNegativeDecimalField.default(DEFAULT_SLICING.minSliceValue),
        liquidityCheckEnabled: z.boolean().default(DEFAULT_SLICING.liquidityCheckEnabled),
        maxSliceOfAdvBps: bps.default(DEFAULT_SLICING.maxSliceOfAdvBps),
      })
      .prefault({}),
    routing: z
      .strictObject({
        maxDirectValue: notNegativeDecimalField.default(DEFAULT_ROUTING.maxDirectValue),
        maxDirectDepthBps: bps.default(DEFAULT_ROUTING.maxDirectDepthBps),
        depthLevels: z.int().min(1).max(100).default(DEFAULT_ROUTING.depthLevels),
        twap: z
          .strictObject({
            duration: spanField.default(DEFAULT_ROUTING.twap.duration),
            interval: spanField.default(DEFAULT_ROUTING.twap.interval),
          })
          .prefault({}),
      })
      .prefault({}),
    requestBudget: requestBudgetSchema.optional().meta({
      description:
        'how many requests may leave within a time (S22); the venue alone says when it is too much when left out',
    }),
    breaker: breakerSchema.optional().meta({
      description:
        'what trips the circuit breaker by itself (RSK-2); only an operator when left out',
    }),
    dedup: dedupSchema.optional().meta({
      description: 'how signals are told apart and remembered (DED-2, DED-3)',
    }),
    fillAlerts: fillAlertsSchema.optional().meta({
      description:
        'alerts on how well fills are found over the last orders (FIL-11); none when left out',
    }),
    positionCheck: positionCheckSchema.optional().meta({
      description: 'whether positions change as fills say (FIL-7); not asked when left out',
    }),
    openOrdersCheck: openOrdersCheckSchema.optional().meta({
      description:
        "the venue's list of open orders held against ours (REC-5); not asked for when left out",
    }),
    reconciliation: reconciliationSchema.optional().meta({
      description:
        'passes over orders and positions of the venue (REC-5); none but at a start when left out',
    }),
    orphans: orphansSchema.optional().meta({
      description:
        'orders at the venue that nobody here placed (REC-7); left to operators when left out',
    }),
    restart: restartSchema.optional().meta({
      description: 'how a process begins on what another one left (REC-1, RCV-3)',
    }),
    limits: limitsSchema.optional().meta({
      description: 'what an order may add to what is held and open (RSK-3); none when left out',
    }),
  })
  .refine(({ fillDetection: { firstPoll, timeout } }) => firstPoll <= timeout, {
    path: ['fillDetection', 'firstPoll'],
    error: 'the first poll must not come after the timeout',
  })
  .refine(({ fillDetection: { firstPoll, pollMax } }) => firstPoll <= pollMax, {
    path: ['fillDetection', 'pollMax'],
    error: 'the longest wait between polls must not be shorter than firstPoll',
  })
  .refine(({ fillDetection: { backoffFirst, timeout } }) => backoffFirst <= timeout, {
    path: ['fillDetection', 'backoffFirst'],
    error: 'must not be longer than the timeout: a query that failed would never be asked again',
  })
  .refine(({ fillDetection: { backoffFirst, backoffMax } }) => backoffFirst <= backoffMax, {
    path: ['fillDetection', 'backoffFirst'],
    error: 'must not be longer than backoffMax',
  });
