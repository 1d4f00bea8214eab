/** `execution.fillAlerts` (FIL-11): alerts on how well fills are found over the last orders. Without the key nobody looks. */
import { z } from 'zod';
import { DEFAULT_FILL_ALERTS } from '../../core/state/fill-health.js';

const share = z.number().int().min(0).max(10_000);
const orders = z.int().min(1).max(10_000);

export const fillAlertsSchema = z
  .strictObject({
    orders: orders.default(DEFAULT_FILL_ALERTS.orders).meta({
      description: 'looked at are so many orders, the latest',
    }),
    atLeast: orders.default(DEFAULT_FILL_ALERTS.atLeast).meta({
      description: 'with fewer nothing is told',
    }),
    detectionBps: share.default(DEFAULT_FILL_ALERTS.detectionBps),
    timeoutsBps: share.default(DEFAULT_FILL_ALERTS.timeoutsBps),
    callErrorsBps: share.default(DEFAULT_FILL_ALERTS.callErrorsBps),
  })
  .refine(({ atLeast, orders: most }) => atLeast <= most, {
    path: ['atLeast'],
    error: 'is more than `orders`: nothing would ever be told',
  });
