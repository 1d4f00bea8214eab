/** What a strategy may emit, checked at the border: it is other people's code, possibly without types. */
import { z } from 'zod';
import type { StrategyOutput } from '../core/host/strategy.js';

const span = z.int().positive();
const NO_DECIMAL = 'must be a decimal number as text, such as "0.1"';
const decimal = z.string(NO_DECIMAL).regex(/^-?\d+(\.\d+)?$/, NO_DECIMAL);
const limitPrice = z.union([
  decimal,
  z.strictObject({ peg: z.enum(['bid', 'ask', 'mid']), offsetTicks: z.int() }),
]);

const orderFields = {
  symbol: z.string().optional(),
  quantity: decimal,
  algo: z.enum(['twap', 'direct', 'auto']).optional(),
  type: z.enum(['market', 'limit', 'stop', 'stop-limit']).optional(),
  limitPrice: limitPrice.nullable().optional(),
  stopPrice: decimal.nullable().optional(),
  timeInForce: z.enum(['day', 'gtc', 'ioc', 'fok']).optional(),
  postOnly: z.boolean().optional(),
  duration: span.nullable().optional(),
  slices: span.nullable().optional(),
  interval: span.nullable().optional(),
  start: z.int().nullable().optional(),
  acrossSessions: z.boolean().optional(),
  completion: z.enum(['leave', 'catch-up']).optional(),
  fillTimeout: span.nullable().optional(),
};
const side = z.enum(['buy', 'sell']);

const outputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cancel'), key: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('order'),
    side,
    idempotencyKey: z.string().min(1).optional(),
    ...orderFields,
  }),
  z.strictObject({
    kind: z.literal('signal'),
    signalId: z.string().min(1),
    side,
    order: z.strictObject(orderFields),
  }),
]);

/** Throws an `Error` that says which output it is, counted from 0, and what is wrong at which place of it. */
export function checkOutput(output: unknown, index: number): StrategyOutput {
  if ((output as { readonly kind?: unknown } | null)?.kind === 'replace')
    throw new Error(
      `output ${index}: replace is not offered by the core yet; emit a cancel of the order, and a new order`,
    );
  const parsed = outputSchema.safeParse(output);
  if (parsed.success) return parsed.data as StrategyOutput;
  if (typeof output !== 'object' || output === null)
    throw new Error(
      `output ${index} is no order, cancel or signal but ${output === null ? 'null' : `a value of type ${typeof output}`}`,
    );
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new Error(`output ${index} is no order, cancel or signal: ${faults.join('; ')}`);
}
