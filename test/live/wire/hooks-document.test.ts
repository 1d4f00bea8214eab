/** docs/venue-faults.md: each of its rows is a test, each kind that it names is one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';

const textOf = (...path: readonly string[]): string =>
  readFileSync(join(PACKAGE_ROOT, ...path), 'utf8');

const document = textOf('docs', 'venue-faults.md');
const rows = [...document.matchAll(/^\| (\d+) +\| (.+) \|$/gm)].map(
  ([, number = '', row = '']) => ({ number: Number(number), cells: row.split(' | ') }),
);

describe('the hooks of docs/venue-faults.md', () => {
  it('are the twenty, each of them a test', () => {
    const numbers = rows.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    const tests = ['hooks-of-orders', 'hooks-of-answers'].map((name) =>
      textOf('test', 'live', 'wire', `${name}.test.ts`),
    );
    const tested = [...tests.join().matchAll(/it\('[^']*: hook (\d+),/g)].map(([, n]) => Number(n));
    expect([...new Set(tested)].sort((a, b) => a - b)).toEqual(numbers);
    for (const number of numbers) expect(document).toMatch(new RegExp(`^${number}\\. `, 'm'));
  });

  it('name kinds of faults that there are', () => {
    const named = rows.flatMap(({ cells }) =>
      [...(cells[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, kind = '']) => kind),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((kind) => kind !== 'ban' && !FAULT_KINDS.has(kind))).toEqual([]);
  });
});
