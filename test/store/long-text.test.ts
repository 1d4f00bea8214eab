/** A document that is never put together says what JSON says, and is read back from its parts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LongText } from '../../src/store/long-text.js';
import { openResultsStore } from '../../src/store/results-store.js';
import { storedRun } from './support/stored-run.js';

describe('a long text', () => {
  it('is JSON of its value, however deep it is taken apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(5), (value, levels) => {
        expect(new LongText(() => value, levels).whole()).toBe(JSON.stringify(value));
      }),
    );
    const holes = { a: undefined, b: [undefined, 1], c: { d: undefined } };
    expect(new LongText(() => holes, 3).whole()).toBe(JSON.stringify(holes));
  });

  it('comes in parts, none of which is the whole', () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => ({ row, text: 'ä'.repeat(20) }));
    const parts = [...new LongText(() => ({ rows }), 2).parts()];
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.join('')).toBe(JSON.stringify({ rows }));
  });

  it('is stored in parts and read as one, and goes with its run', () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => ({ row, text: 'ä'.repeat(20) }));
    const store = openResultsStore(':memory:');
    const long = { ...storedRun('long', 1), truth: new LongText(() => ({ rows }), 2) };
    store.saveRuns([long, storedRun('short', 2)]);
    expect(store.truth('long')).toBe(JSON.stringify({ rows }));
    expect([store.report('long'), store.series('long')]).toEqual([long.report, long.series]);
    expect(store.truth('short')).toBeNull();
    expect(store.remove('long')).toBe(true);
    store.saveRuns([{ ...long, truth: new LongText(() => 1, 0) }]);
    expect(store.truth('long')).toBe('1');
    store.close();
  });
});
