/**
 * `npm run long [-- --rounds 20] [--seed N] [test file…]`: every test that draws, again and again, each round from a fresh
 * seed, which is printed before the round begins. A round that fails is reported with the command that repeats it; the
 * rounds after it still run. Exits 1 when one failed.
 *
 * `npm run long -- --cases 10000`: the tests instead that say how many cases they draw, one round of so many a law: those of
 * hostile input (200 in a long run, a third in `npm test`) and those of the ten properties (1,000).
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { wholeNumber } from './whole-number.mjs';

const root = dirname(import.meta.dirname);
const SEED_END = 2 ** 31;
const ROUNDS = 20;
/** What a test that draws from the test seed imports. */
const DRAWS = /from '(fast-check|[./]+\/support\/test-seed\.js)'/;
/** What a test imports whose laws draw as many cases as they are told. */
const COUNTED = /from '[./]+\/support\/(hostile|law)-cases\.js'/;
const CASES_END = 1e7;

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string' }, seed: { type: 'string' }, cases: { type: 'string' } },
  allowPositionals: true,
});

/** The tests that import it. */
function testsWith(imported) {
  return readdirSync(join(root, 'test'), { recursive: true })
    .map((file) => join('test', file))
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => imported.test(readFileSync(join(root, file), 'utf8')))
    .sort();
}

function round(seed, files) {
  const { status } = spawnSync(
    process.execPath,
    [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=dot', ...files],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, SQUALL_TEST_SEED: String(seed), ...counted },
    },
  );
  return status === 0;
}

const cases =
  values.cases === undefined ? null : wholeNumber('cases', values.cases, { end: CASES_END });
const counted =
  cases === null ? {} : { SQUALL_HOSTILE_CASES: String(cases), SQUALL_LAW_CASES: String(cases) };
const withCases = cases === null ? '' : ` --cases ${cases}`;
const first =
  values.seed === undefined ? null : wholeNumber('seed', values.seed, { end: SEED_END });
const rounds = wholeNumber(
  'rounds',
  values.rounds ?? (first === null && cases === null ? ROUNDS : 1),
  { end: 1e6 },
);
const files = positionals.length > 0 ? positionals : testsWith(cases === null ? DRAWS : COUNTED);
const failed = [];
for (let number = 1; number <= rounds; number += 1) {
  const seed = first !== null && number === 1 ? first : randomInt(SEED_END);
  console.log(
    `\nround ${number} of ${rounds}, seed ${seed}: npm run long -- --seed ${seed}${withCases}`,
  );
  if (!round(seed, files)) failed.push(seed);
}
for (const seed of failed)
  console.log(`FAILED seed ${seed}: npm run long -- --seed ${seed}${withCases}`);
console.log(`${rounds - failed.length} rounds passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
