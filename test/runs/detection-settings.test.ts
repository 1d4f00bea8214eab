/** FIL-1: settings of fill detection that make no sense together are refused, with the place and what is wrong. */
import { expect, it } from 'vitest';
import { executionSchema } from '../../src/runs/scenario/execution-schema.js';

const problemsOf = (fillDetection: Record<string, unknown>): readonly string[] =>
  (executionSchema.safeParse({ fillDetection }).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

it.each([
  [
    'a first poll after the timeout',
    { firstPoll: '3s', pollMax: '4s', timeout: '2s' },
    'fillDetection.firstPoll: the first poll must not come after the timeout',
  ],
  [
    'a first poll beyond the longest wait',
    { firstPoll: '3s' },
    'fillDetection.pollMax: the longest wait between polls must not be shorter than firstPoll',
  ],
  [
    'a first backoff after the timeout',
    { backoffFirst: '4s', timeout: '3s' },
    'fillDetection.backoffFirst: must not be longer than the timeout: a query that failed would never be asked again',
  ],
  [
    'a first backoff beyond the largest',
    { backoffFirst: '9s' },
    'fillDetection.backoffFirst: must not be longer than backoffMax',
  ],
])('FIL-1: %s is refused', (_, settings, problem) => {
  expect(problemsOf(settings)).toEqual([problem]);
});

it('FIL-1: the limits themselves are not', () => {
  const settings = { firstPoll: '2s', pollMax: '2s', timeout: '2s', backoffFirst: '2s' };
  expect(problemsOf(settings)).toEqual([]);
});
