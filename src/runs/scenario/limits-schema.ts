/** `execution.limits`, and the limits an operator sets while a scenario runs (RSK-3). What is left out is not limited. */
import { z } from 'zod';
import { notNegativeDecimalField } from './fields.js';

const count = z.int().min(0).max(1_000_000).optional();
const bps = z.int().min(0).max(1_000_000).optional();
const value = notNegativeDecimalField.optional();

const symbolLimitsSchema = z.strictObject({
  symbol: z
    .string()
    .optional()
    .meta({ description: 'of which instrument; the first when left out' }),
  orderQuantity: value.meta({ description: 'of one order, in base units' }),
  orderValue: value.meta({ description: 'of one order, in quote currency' }),
  position: value.meta({
    description: 'long or short in base units, were everything filled that is open',
  }),
  advShareBps: bps.meta({ description: 'the same, as a share of the average daily volume' }),
  openOrders: count,
  openValue: value.meta({ description: 'of all open orders, in quote currency' }),
  ordersPerMinute: count,
  collarBps: bps.meta({ description: 'how much worse than the mid an order may trade' }),
});

export const limitsSchema = z.strictObject({
  perSymbol: z.array(symbolLimitsSchema).max(64).default([]),
  total: z
    .strictObject({
      positionValue: value.meta({ description: 'of all positions, in quote currency' }),
      openOrders: count,
      openValue: value,
      ordersPerMinute: count,
    })
    .prefault({}),
});

export type LimitsField = z.output<typeof limitsSchema>;
