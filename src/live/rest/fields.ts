/**
 * A record that came from outside, field by field: what must be there and is not, or is something else, is said by name. Amounts may come
 * as text or as a number. Pure.
 */
import { plainDecimal } from './exact-json.js';

/** What came cannot be understood; the text says which field of what. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

export type Fields = Readonly<Record<string, unknown>>;

/** Errors of all below: `UnreadableError`. */
export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableError(`${what} is no record`);
  return value as Fields;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnreadableError(`${what} is no list`);
  return value as readonly unknown[];
}

/** Null where it is left out, null or empty. */
export function textIn(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value === null || value === '') return null;
  if (typeof value !== 'string') throw new UnreadableError(`${name} is no text`);
  return value;
}

export function needText(fields: Fields, name: string): string {
  const text = textIn(fields, name);
  if (text === null) throw new UnreadableError(`${name} is missing`);
  return text;
}

/** Plain decimal text; null where it is left out or null. */
export function amountIn(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value === null || value === '') return null;
  const isNumeric =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  const text = isNumeric ? plainDecimal(String(value)) : null;
  if (text === null) throw new UnreadableError(`${name} is no number`);
  return text;
}

export function needAmount(fields: Fields, name: string): string {
  const text = amountIn(fields, name);
  if (text === null) throw new UnreadableError(`${name} is missing`);
  return text;
}
