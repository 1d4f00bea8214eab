/**
 * The long run: a fresh seed for each round, printed before it and enough to repeat it; and no test that escapes it.
 */
import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT, aCheckout } from './checkout.js';

const DRAWING_TEST = `/** Writes down what it drew, and fails. */
import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { it } from 'vitest';
import { testSeed } from './support/test-seed.js';
it('draws', () => {
  appendFileSync('drawn.txt', \`\${testSeed}: \${fc.sample(fc.nat(), 3).join(' ')}\\n\`);
  throw new Error('no draw is good enough');
});
`;

const checkout = aCheckout({ 'test/drawing.test.ts': DRAWING_TEST });
for (const file of ['vitest.config.ts', 'tsconfig.json', 'test/support']) {
  cpSync(join(ROOT, file), join(checkout.root, file), { recursive: true });
}
afterAll(() => {
  checkout.remove('.');
});

const run = (...args: string[]) => checkout.node('scripts/long.mjs', ...args);
const drawn = () => checkout.read('drawn.txt').trimEnd().split('\n');

it('draws each round from a fresh seed, names it first, and repeats a round from it', () => {
  const { status, stdout } = run('--rounds', '2');
  expect(status).toBe(1);
  const seeds = [...stdout.matchAll(/^round \d of 2, seed (\d+):/gm)].map(([, seed]) => seed!);
  expect(drawn().map((line) => line.split(':')[0])).toEqual(seeds);
  expect(new Set(drawn()).size).toBe(2);
  expect(stdout).toContain(`FAILED seed ${seeds[1]!}: npm run long -- --seed ${seeds[1]!}`);
  expect(stdout.trimEnd()).toMatch(/0 rounds passed, 2 failed$/);
  run('--seed', seeds[1]!);
  expect(drawn()[2]).toBe(drawn()[1]);
});

it('no property pins a seed of its own', () => {
  const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(ROOT, 'test', file));
  const pinned = tests.filter((file) =>
    /\{[^{}]*\b(numRuns\b[^{}]*\bseed|seed\b[^{}]*\bnumRuns)\b[^{}]*\}/.test(
      readFileSync(file, 'utf8'),
    ),
  );
  expect(pinned).toEqual([]);
});
