/**
 * JSON in which every number of the port comes back as it was: what JSON has no text for (a BigInt, NaN, an infinity, -0)
 * travels as a record of one key. A fault of the simulated venue may say such numbers, and the client must see them.
 */
import { InvariantError } from '../../core/ground/invariant.js';

const BIGINT = '$bigint';
const NUMBER = '$number';

export const exactJson = (value: unknown): string => JSON.stringify(value, replaced);

/** Errors: whatever `JSON.parse` and `BigInt` throw at a text that is none of `exactJson`. */
export const parsedExactly = (text: string): unknown => JSON.parse(text, revived);

function replaced(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return { [BIGINT]: `${value}` };
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return { [NUMBER]: Object.is(value, -0) ? '-0' : `${value}` };
  if (isRecord(value) && !isOwn(value) && (BIGINT in value || NUMBER in value))
    throw new InvariantError(`a record with the key ${BIGINT} or ${NUMBER}`);
  return value;
}

/** What `replaced` made itself: it is asked of its own records, too. */
const isOwn = (record: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(record).length === 1 && typeof (record[BIGINT] ?? record[NUMBER]) === 'string';

function revived(_: string, value: unknown): unknown {
  if (!isRecord(value) || !isOwn(value)) return value;
  const big = value[BIGINT];
  return typeof big === 'string' ? BigInt(big) : Number(value[NUMBER]);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
