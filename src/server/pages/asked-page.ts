/** What the address of a page asks for, checked. An empty field of a form is one that was not filled in. */
import type { z } from '@hono/zod-openapi';
import { invalidRequest } from '../problem.js';

export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidRequest(parsed.error.issues);
  return parsed.data;
}

export const given = (query: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
