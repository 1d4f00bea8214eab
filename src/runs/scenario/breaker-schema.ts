/** `execution.breaker` (RSK-2): what trips the breaker by itself. Without the key only an operator does. */
import { z } from 'zod';
import { DEFAULT_BREAKER } from '../../core/state/breaker.js';
import { seconds } from '../../core/ground/units.js';
import { positiveDecimalField, spanField } from './fields.js';

const bps = z.number().int().min(1).max(10_000);

export const breakerSchema = z.strictObject({
  equity: positiveDecimalField
    .optional()
    .meta({ description: 'what a loss is a share of; venue.account.cash when left out' }),
  drawdownBps: bps.default(DEFAULT_BREAKER.drawdownBps),
  callErrorsBps: bps.default(DEFAULT_BREAKER.callErrorsBps),
  callsLeast: z.int().min(1).max(10_000).default(DEFAULT_BREAKER.callsLeast),
  callWindow: spanField
    .refine((length) => length <= seconds(60), 'must be at most 60s')
    .default(DEFAULT_BREAKER.callWindow),
  rejects: z.int().min(1).max(10_000).default(DEFAULT_BREAKER.rejects),
  dataAge: spanField.default(DEFAULT_BREAKER.dataAge),
  coolDown: spanField.default(DEFAULT_BREAKER.coolDown),
});
