/** `execution.reconciliation` (REC-5): passes over what the venue knows. Without the key there is none but that of a start. */
import { z } from 'zod';
import { DEFAULT_RECONCILIATION } from '../../core/state/reconciliation.js';
import { durationField, spanField } from './fields.js';

const { interval, window, lookUpsMost } = DEFAULT_RECONCILIATION;

export const reconciliationSchema = z.strictObject({
  interval: spanField.default(interval).meta({
    description: 'from one pass to the next, while orders live',
  }),
  window: durationField.default(window).meta({
    description: 'how far behind the newest order seen the history is read again',
  }),
  lookUpsMost: z.int().min(1).max(10_000).default(lookUpsMost).meta({
    description: 'single orders asked for in one pass, the oldest first',
  }),
});
