/**
 * `npm test`: format, types, unused code and lint side by side, then every test with coverage; prints `N passed, N failed` last
 * and exits 1 when anything failed. Each gate counts as one check, each test as one, a test file that could not be
 * loaded as one. `--static` stops before the tests. A failing gate does not keep the others from being judged.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tally } from './tally.mjs';

const root = dirname(import.meta.dirname);
const bin = (path) => join(root, 'node_modules', path);
const RESULTS = join(root, 'node_modules', '.cache', 'squall', 'tests.json');

const GATES = [
  ['format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  ['types', bin('typescript/bin/tsc'), '-p', '.', '--pretty', 'false'],
  ['unused', bin('knip/bin/knip.js'), '--no-progress'],
  ['lint', bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
];

const TESTS = [
  bin('vitest/vitest.mjs'),
  ...['run', '--coverage', '--reporter=default', '--reporter=json'],
  `--outputFile.json=${RESULTS}`,
];

/** Runs a Node program in the checkout; resolves to its exit status and, unless inherited, its output. */
function run(args, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', stdio, stdio] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

async function judge([name, ...args]) {
  const started = performance.now();
  const { status, output } = await run(args, 'pipe');
  const took = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${took} s)`);
  if (status !== 0) console.log(output.trimEnd());
  return status === 0;
}

function readResults() {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')).testResults;
  } catch {
    return null;
  }
}

async function runTests() {
  mkdirSync(dirname(RESULTS), { recursive: true });
  rmSync(RESULTS, { force: true });
  const { status } = await run(TESTS, 'inherit');
  return tally(readResults(), status);
}

const gates = await Promise.all(GATES.map(judge));
const passed = gates.filter(Boolean).length;
const tests = process.argv.includes('--static')
  ? { passed: 0, failed: 0, broken: [] }
  : await runTests();

for (const reason of tests.broken) console.log(`FAILED ${reason}`);
const failed = gates.length - passed + tests.failed;
console.log(`${passed + tests.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
