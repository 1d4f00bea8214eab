/**
 * A client's JSON, with every amount as the text that was written: a number that went through a double is not what was asked for
 * ("0.1" is, 1e-7 and 0.30000000000000004 are looked at as they stand). Pure.
 */
import { z } from 'zod';
import { type Refusal, badBody, invalid } from './refusal.js';

const AMOUNTS = [
  'qty',
  'notional',
  'limit_price',
  'stop_price',
  'trail',
  'trail_price',
  'trail_percent',
];

/** Inside a string a quote is escaped: what matches is a key and its number. */
const BARE_AMOUNT = new RegExp(`"(${AMOUNTS.join('|')})"(\\s*:\\s*)(-?[0-9][0-9.eE+-]*)`, 'g');

const amount = z.string().nullish();

const ORDER_BODY = z.object({
  symbol: z.string().min(1),
  side: z.enum(['buy', 'sell']),
  type: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  time_in_force: z.enum(['day', 'gtc', 'ioc', 'fok', 'opg', 'cls']),
  qty: amount,
  notional: amount,
  limit_price: amount,
  stop_price: amount,
  trail_price: amount,
  trail_percent: amount,
  client_order_id: z.string().nullish(),
  extended_hours: z.boolean().nullish(),
  order_class: z.string().nullish(),
  legs: z.array(z.unknown()).nullish(),
  take_profit: z.unknown().optional(),
  stop_loss: z.unknown().optional(),
});

const REPLACE_BODY = z.object({
  qty: amount,
  limit_price: amount,
  stop_price: amount,
  trail: amount,
  notional: amount,
  time_in_force: z.string().nullish(),
  client_order_id: z.string().nullish(),
});

export type OrderBody = z.output<typeof ORDER_BODY>;
export type ReplaceBody = z.output<typeof REPLACE_BODY>;

export const orderBody = (text: string): OrderBody | Refusal => bodyOf(ORDER_BODY, text);
export const replaceBody = (text: string): ReplaceBody | Refusal => bodyOf(REPLACE_BODY, text);

function bodyOf<T>(schema: z.ZodType<T>, text: string): T | Refusal {
  const value = parsed(text);
  if (value === undefined) return badBody('request body format is invalid');
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  if (path.length === 0) return badBody('request body format is invalid');
  const field = path.join('.');
  const said = path.reduce<unknown>(
    (at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    value,
  );
  return invalid(said === undefined || said === '' ? `${field} is required` : `invalid ${field}`);
}

/** Undefined: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(BARE_AMOUNT, '"$1"$2"$3"')) as unknown;
  } catch {
    return undefined;
  }
}
