/** What a strategy may emit, checked at the border: it is other people's code, possibly without types. */
import { z } from 'zod';
import type { Micros } from '../core/ground/units.js';
import type { Signal, StrategyCancel, StrategyOrder } from '../core/host/strategy.js';
import { spanField } from './scenario/fields.js';

/** An order that was checked: its lengths of time are microseconds. */
type Measured<O> = Omit<O, 'duration' | 'interval' | 'fillTimeout'> & {
  readonly duration?: Micros | null;
  readonly interval?: Micros | null;
  readonly fillTimeout?: Micros | null;
};
export type CheckedOrder = Measured<StrategyOrder>;
export type CheckedSignal = Omit<Signal, 'order'> & { readonly order: Measured<Signal['order']> };
type CheckedOutput = CheckedOrder | CheckedSignal | StrategyCancel;

const whole = z.int().positive();
/** Text as in a scenario, or microseconds. */
const span = z.union(
  [spanField, whole],
  'must be a length of time such as "4m" or "250ms", or microseconds',
);
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
  slices: whole.nullable().optional(),
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
export function checkOutput(output: unknown, index: number): CheckedOutput {
  if ((output as { readonly kind?: unknown } | null)?.kind === 'replace')
    throw new Error(
      `output ${index}: replace is not offered by the core yet; emit a cancel of the order, and a new order`,
    );
  const parsed = outputSchema.safeParse(output);
  if (parsed.success) return parsed.data as CheckedOutput;
  if (typeof output !== 'object' || output === null)
    throw new Error(
      `output ${index} is no order, cancel or signal but ${output === null ? 'null' : `a value of type ${typeof output}`}`,
    );
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new Error(`output ${index} is no order, cancel or signal: ${faults.join('; ')}`);
}
