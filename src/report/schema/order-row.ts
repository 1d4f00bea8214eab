/** A parent or one of its slices as a row (ORD-8), told once: in the results database and the API. */
import { z } from 'zod';
import { type Told, count, micros, nullable, text } from './fields.js';

export const orderRowSchema = z.strictObject({
  orderId: text,
  parentOrderId: nullable(text),
  sliceNum: nullable(count),
  totalSlices: nullable(count),
  scheduledAt: nullable(micros),
  maxSliceQty: nullable(count),
  strategy: text,
  symbol: text,
  side: text,
  type: text,
  timeInForce: text,
  quantityLots: count,
  filledLots: count,
  limitTicks: nullable(count),
  stopTicks: nullable(count),
  status: text,
  venueOrderId: nullable(text),
});

export type OrderRow = Told<typeof orderRowSchema>;
