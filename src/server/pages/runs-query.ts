/** Addresses of the list of runs: what a reader asked for, and what changes when one part of it does. */
import type { RunsAsked } from '../run-catalog.js';

export type ListAsked = Omit<RunsAsked, 'limit'>;

/** `path` with what is asked for; what is left out, empty or the default is not written. */
export function listUrl(path: string, asked: ListAsked): string {
  const query = new URLSearchParams(Object.fromEntries(filterPairs(asked)));
  if (asked.sort !== undefined && asked.sort !== 'newest') query.set('sort', asked.sort);
  if (asked.cursor !== undefined) query.set('cursor', asked.cursor);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The filter as the fields of a form. */
export const filterPairs = (asked: ListAsked): readonly (readonly [string, string])[] => {
  const { scenario, symbol, verdict, failed, campaign } = asked;
  const pairs = { scenario, symbol, verdict, failed: failed === true ? '1' : undefined, campaign };
  return Object.entries(pairs).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
};
