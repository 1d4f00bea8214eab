/** `execution.openOrdersCheck` (REC-5): the venue's list of open orders held against ours. Without the key nobody asks for it. */
import { z } from 'zod';
import { DEFAULT_OPEN_ORDERS_CHECK } from '../../core/state/open-orders.js';
import { paceField } from './fields.js';

const { every, pageSize, pagesMost } = DEFAULT_OPEN_ORDERS_CHECK;

export const openOrdersCheckSchema = z.strictObject({
  every: paceField.default(every).meta({
    description: 'from one reading of the list to the next, while orders live',
  }),
  pageSize: z.int().min(1).max(500).default(pageSize).meta({
    description: 'orders asked for at a time',
  }),
  pagesMost: z.int().min(1).max(10_000).default(pagesMost).meta({
    description: 'a list of more pages is not read to its end, and somebody is told',
  }),
});
