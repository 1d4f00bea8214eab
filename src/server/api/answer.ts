/** Pieces of route descriptions: what an answer in JSON is, and which problems every route may answer with. */
import type { z } from '@hono/zod-openapi';
import { type ProblemCode, statusOf } from '../problem.js';
import { problemSchema } from './run-schemas.js';

export const jsonAnswer = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** What any request may end in, whatever it asks for. */
const ANY_REQUEST = [
  'foreign-origin',
  'length-required',
  'body-too-large',
  'address-too-long',
  'wrong-host',
  'bug',
  'store-unavailable',
] as const;

/** Descriptions of problems, several of one status joined; answered by `problem.ts`, never by a route. */
export function problemAnswers(...codes: readonly ProblemCode[]): object {
  const byStatus = new Map<number, string>();
  for (const code of [...codes, ...ANY_REQUEST]) {
    const status = statusOf(code);
    const before = byStatus.get(status);
    byStatus.set(status, before === undefined ? code : `${before}, ${code}`);
  }
  const answers = [...byStatus].map(([status, description]) => [
    status,
    { description, content: { 'application/problem+json': { schema: problemSchema } } },
  ]);
  return Object.fromEntries(answers) as object;
}

/** What any look at one run may end in. */
export const RUN_PROBLEMS = [
  'invalid-request',
  'token-required',
  'run-not-found',
  'run-ambiguous',
] as const;

/** What a run may not have, or not in a form that can be read. */
export const DOCUMENT_PROBLEMS = [...RUN_PROBLEMS, 'not-recorded'] as const;
