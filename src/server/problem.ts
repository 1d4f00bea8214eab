/**
 * Errors as Problem Details (RFC 9457): the closed catalogue of what can go wrong, and the one place where it becomes a
 * response. Whoever meets a problem throws it; nobody else writes an error body.
 *
 * Invariants: 1. A response never carries a stack, a path of this machine or the text of an unexpected error. 2. `type`
 * is stable: clients may compare it.
 */
import type { Context } from 'hono';
import { StoredDocumentError } from '../report/schema/read-report.js';

/** JSON is UTF-8; the type takes no parameter. */
export const PROBLEM_TYPE = 'application/problem+json';

const CATALOGUE = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  'secret-told': { status: 400, title: 'The request holds a secret' },
  'idempotency-key-required': { status: 400, title: 'The request needs an Idempotency-Key' },
  malformed: { status: 400, title: 'This is not a request' },
  unauthorized: { status: 401, title: 'A token is needed' },
  'header-required': { status: 403, title: 'The request needs a header' },
  forbidden: { status: 403, title: 'The role does not permit this' },
  'token-required': { status: 403, title: 'Only simulated runs can be read without a token' },
  'foreign-origin': { status: 403, title: 'The request comes from another site' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'run-not-found': { status: 404, title: 'There is no such run' },
  'order-not-found': { status: 404, title: 'There is no such order or fill' },
  'no-such-parent': { status: 404, title: 'There is no such order' },
  'no-such-orphan': { status: 404, title: 'There is no such orphan' },
  'no-such-symbol': { status: 404, title: 'There is no such instrument' },
  'not-recorded': { status: 404, title: 'The run did not record this' },
  'method-not-allowed': { status: 405, title: 'The address does not take this method' },
  'run-ambiguous': { status: 409, title: 'Several runs begin like this' },
  'confirmation-required': { status: 409, title: 'The order has to be confirmed' },
  'second-factor-required': { status: 409, title: 'The order needs a second factor' },
  quarantined: { status: 409, title: 'The symbol is in quarantine' },
  'limit-passed': { status: 409, title: 'The order passes a limit' },
  'duplicate-of-terminal': { status: 409, title: 'The same order was given, and is over' },
  refused: { status: 409, title: 'The engine cannot do this as it stands' },
  'no-switch': { status: 409, title: 'No switch reaches this fault' },
  'too-slow': { status: 408, title: 'The request took too long' },
  'length-required': { status: 411, title: 'The length of the body must be told' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'not-json': { status: 415, title: 'The body must be JSON' },
  'wrong-host': { status: 421, title: 'The request was meant for another host' },
  'headers-too-long': { status: 431, title: 'The headers are too long' },
  'invalid-order': { status: 422, title: 'What was asked for is not valid' },
  'too-long-to-tell': { status: 422, title: 'The journal is too long to be told as text' },
  bug: { status: 500, title: 'The server made a mistake' },
  'gate-closed': { status: 503, title: 'The engine is reconciling' },
  killed: { status: 503, title: 'The kill switch is engaged' },
  tripped: { status: 503, title: 'The circuit breaker is not closed' },
  'engine-ended': { status: 503, title: 'The engine takes nothing any more' },
  'too-many-readers': { status: 503, title: 'Too many are following already' },
  'no-quote': { status: 503, title: 'There is no quote that is young enough' },
  'store-unavailable': { status: 503, title: 'The results database cannot be read' },
} as const;

export type ProblemCode = keyof typeof CATALOGUE;

export interface FieldProblem {
  readonly field: string;
  readonly text: string;
}

/** What clients may want beside the text. */
export interface ProblemExtras {
  readonly problems?: readonly FieldProblem[];
  readonly candidates?: readonly string[];
  readonly allow?: readonly string[];
  /** ORD-6: the token to say yes with. */
  readonly confirmation?: string;
  /** TWAP-5: the parent that came of the request when it was given first, and how it ended. */
  readonly duplicateOf?: string;
  readonly orderStatus?: string;
  /** Of the last quote; null = none ever came. */
  readonly ageMs?: number | null;
}

export interface ProblemDetails extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
}

/** Thrown where the problem is met; `detail` is for people and may be shown to anybody. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.code = code;
    this.extras = extras;
  }
}

export const statusOf = (code: ProblemCode): (typeof CATALOGUE)[ProblemCode]['status'] =>
  CATALOGUE[code].status;

export function problemDetails(problem: ProblemError, instance: string): ProblemDetails {
  const { status, title } = CATALOGUE[problem.code];
  return {
    type: `urn:squall:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance,
    ...problem.extras,
  };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema found wrong with a query, field by field. */
export const invalidRequest = (issues: readonly Issue[]): ProblemError =>
  withFields('invalid-request', issues);

/** What is wrong with what a body asks for, every field of it. */
export const unprocessable = (issues: readonly Issue[]): ProblemError =>
  withFields('invalid-order', issues);

function withFields(code: ProblemCode, issues: readonly Issue[]): ProblemError {
  const problems = issues.map(({ path, message }) => ({ field: path.join('.'), text: message }));
  const detail = problems
    .map(({ field, text }) => (field === '' ? text : `${field}: ${text}`))
    .join('; ');
  return new ProblemError(code, detail, { problems });
}

/** Errors of the driver carry a code of their own; `StoreError` is ours. */
const isStoreError = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'StoreError' || error.name === 'SqliteError');

/** Anything thrown, as a problem; what was not foreseen says nothing of itself. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  // What this version cannot read is said to the reader, in the words of who found it.
  if (error instanceof StoredDocumentError) return new ProblemError('not-recorded', error.message);
  if (isStoreError(error)) {
    return new ProblemError(
      'store-unavailable',
      'Reading the results database failed; squall doctor looks into it.',
    );
  }
  return new ProblemError(
    'bug',
    'This should not have happened. The server goes on; its log says more.',
  );
}

/** The address as it was asked for, which `context.req.path` has decoded: a URI, without its query. */
export const instanceOf = (context: Context): string => new URL(context.req.url).pathname;

export function problemResponse(context: Context, problem: ProblemError): Response {
  // An address that holds a secret is not repeated.
  const instance = problem.code === 'secret-told' ? '/' : instanceOf(context);
  const details = problemDetails(problem, instance);
  return context.body(JSON.stringify(details), details.status as 400, {
    'content-type': PROBLEM_TYPE,
    'cache-control': 'no-store',
    ...(details.status === 401
      ? { 'www-authenticate': 'Bearer realm="squall", Basic realm="squall"' }
      : {}),
    ...(problem.extras.allow === undefined ? {} : { allow: problem.extras.allow.join(', ') }),
  });
}
