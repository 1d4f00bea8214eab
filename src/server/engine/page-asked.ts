/** `?limit=&cursor=` of a list. Errors: `ProblemError` names the parameter. */
import { invalidRequest } from '../problem.js';

const LIMIT = 50;
const LIMIT_MAX = 500;
const DIGITS = /^\d{1,9}$/;

export interface PageAsked {
  readonly limit: number;
  /** Null = from where the list begins. */
  readonly cursor: number | null;
}

export function pageAsked({ limit, cursor }: Readonly<Record<string, string>>): PageAsked {
  const asked = wholeNumber('limit', limit) ?? LIMIT;
  if (asked < 1 || asked > LIMIT_MAX)
    throw invalidRequest([{ path: ['limit'], message: `must be 1 to ${LIMIT_MAX}` }]);
  return { limit: asked, cursor: wholeNumber('cursor', cursor) };
}

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (DIGITS.test(text)) return Number(text);
  throw invalidRequest([{ path: [name], message: 'must be a whole number in plain digits' }]);
}
