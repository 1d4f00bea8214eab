/** What a request brings along, read strictly: JSON said to be JSON, with the place of what is wrong; every field that is wrong, not the first. */
import type { z } from 'zod';
import type { HonoRequest } from 'hono';
import { ProblemError, unprocessable } from '../problem.js';
import { jsonPlace } from './json-place.js';

const JSON_TYPE = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;
const KEY = /^[\x21-\x7e]{1,128}$/;

export interface BodyWanted {
  readonly schema: z.ZodType;
  readonly optional: boolean;
}

/** Errors: `ProblemError`. */
export async function readBody(
  request: HonoRequest,
  { schema, optional }: BodyWanted,
): Promise<unknown> {
  const text = await request.text();
  if (text === '' && optional) return checked(schema, {});
  const type = request.header('content-type') ?? '';
  if (!JSON_TYPE.test(type))
    throw new ProblemError('not-json', 'Say Content-Type: application/json, and mean it.');
  return checked(schema, parsed(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonPlace(text);
    throw new ProblemError('invalid-json', `It is not JSON at line ${line}, column ${column}.`);
  }
}

function checked(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw unprocessable(result.error.issues);
}

/** Errors: `ProblemError`. */
export function readKey(request: HonoRequest): string {
  const key = request.header('idempotency-key') ?? '';
  if (KEY.test(key)) return key;
  throw new ProblemError(
    'idempotency-key-required',
    'Send Idempotency-Key: 1 to 128 visible characters of your own, the same when you say the same again.',
  );
}
