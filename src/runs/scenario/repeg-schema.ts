/** `execution.repeg`: when a resting order whose price is pegged follows the market. */
import { z } from 'zod';
import { seconds } from '../../core/ground/units.js';
import { paceField } from './fields.js';

const TICKS_MAX = 1_000_000;

export const repegSchema = z.strictObject({
  every: paceField.default(seconds(5)).meta({
    description: 'at least so long between two prices of an order; it is looked at with its polls',
  }),
  byTicks: z.int().min(1).max(TICKS_MAX).default(1).meta({
    description: 'follows once its peg is at least so many ticks from where it rests',
  }),
});
