/** API-2: bad JSON is refused with its place. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPlace } from '../../src/server/engine/json-place.js';

describe('API-2: the place of what is not JSON', () => {
  it.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a": ,}', 1, 7],
    ['{\n  "a": 1,\n}', 3, 1],
    ['[1, 2', 1, 6],
    ['[1 2]', 1, 4],
    ['{"a" 1}', 1, 6],
    ['{1: 2}', 1, 2],
    ['{"a": 1]', 1, 8],
    ['nul', 1, 1],
    ['1 2', 1, 3],
    ['{"a": BTC}', 1, 7],
    ['[1,]', 1, 4],
  ])('%j: line %i, column %i', (text, line, column) => {
    expect(jsonPlace(text)).toEqual({ line, column });
  });

  it('is the end of what is JSON, whatever it is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonPlace(text).column - 1).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });
});
