/** Orders and signals as HTTP says them, in the words of scenario files, and the requests they are. */
import { z } from 'zod';
import type { ManualOrder, RawOrderRequest } from '../../core/order/order-request.js';
import type { RawSignal } from '../../core/state/signal.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { positiveDecimalField } from '../../runs/scenario/fields.js';
import { requestOf, signalOf } from '../../runs/scenario/order-request.js';
import { askedOrderSchema } from '../../runs/scenario/schema.js';

/** Who asks (ORD-6): a hand is asked back when an order is large; a program is bounded by limits alone. */
const border = {
  source: z.enum(['manual', 'strategy']).default('manual'),
  confirmation: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'the token that a large order by hand was answered with' }),
  secondFactor: z
    .string()
    .regex(/^\d{6}$/, 'must be six digits')
    .optional()
    .meta({ description: 'the code of an authenticator, beside the confirmation' }),
};

export const singleOrderBody = askedOrderSchema
  .omit({ duration: true, slices: true, interval: true })
  .extend({ ...border, algo: z.enum(['direct', 'auto']).default('direct') });

export const slicedOrderBody = askedOrderSchema.extend({
  ...border,
  algo: z.literal('twap').default('twap'),
});

export const signalBody = askedOrderSchema.extend({
  algo: z.enum(['direct', 'twap', 'auto']).default('direct'),
  price: positiveDecimalField,
  signalId: z.string().min(1).max(128).optional(),
});

export type OrderBody = z.infer<typeof singleOrderBody> | z.infer<typeof slicedOrderBody>;

/** One nobody lists is the core's to refuse. */
const listed = (desk: EngineDesk, symbol: string) =>
  desk.instrument(symbol) ?? ({ symbol, calendar: 'always-open' } as const);

export interface Border {
  readonly idempotencyKey: string;
  /** What came of the code that was sent; of one that was not: `absent`. */
  readonly secondFactor: ManualOrder['secondFactor'];
}

export function requestFrom(
  desk: EngineDesk,
  body: OrderBody,
  { idempotencyKey, secondFactor }: Border,
): RawOrderRequest {
  // The code itself goes no further: it would be in the journal.
  const { source, confirmation = null, secondFactor: _code, ...order } = body;
  const asked = requestOf({ ...order, idempotencyKey }, 0, listed(desk, body.symbol));
  return source === 'strategy'
    ? { ...asked, source }
    : { ...asked, source, operator: { confirmation, secondFactor } };
}

export const signalFrom = (desk: EngineDesk, body: z.infer<typeof signalBody>): RawSignal =>
  signalOf(body, listed(desk, body.symbol));
