/** `execution.reconciliation` (REC-5): passes over what the venue knows. Without the key there is none but that of a start. */
import { z } from 'zod';
import { DEFAULT_RECONCILIATION } from '../../core/state/reconciliation.js';
import { seconds } from '../../core/ground/units.js';
import { durationField } from './fields.js';

const SHORTEST = seconds(1);

const { interval, window, lookUpsMost } = DEFAULT_RECONCILIATION;

export const reconciliationSchema = z.strictObject({
  interval: durationField
    .refine((length) => length >= SHORTEST, 'must be at least 1s: each pass reads all pages')
    .default(interval)
    .meta({
      description: 'from one pass to the next, while orders live',
    }),
  window: durationField.default(window).meta({
    description: 'how far behind the newest order seen the history is read again',
  }),
  lookUpsMost: z.int().min(1).max(10_000).default(lookUpsMost).meta({
    description: 'single orders asked for in one pass, the oldest first',
  }),
});
