/**
 * `npm test`: format, types, unused code and lint, and beside them every test as soon as SQLite and dist are there; prints
 * `N passed, N failed` last and exits 1 when anything failed. Each gate counts as one check, each test as one, a test file that
 * could not be loaded as one, and each of the two runs of tests, with coverage and without (vitest.config.ts), as one.
 * `--static` stops before the tests. A failing gate does not keep the others from being judged; without SQLite and dist no
 * test is begun.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { tally } from './tally.mjs';

const root = dirname(import.meta.dirname);
const bin = (path) => join(root, 'node_modules', path);
const RESULTS = join(root, 'node_modules', '.cache', 'squall');

const GATES = [
  ['format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  ['types', bin('typescript-native/bin/tsc'), '-p', '.', '--pretty', 'false'],
  ['unused', bin('knip/bin/knip.js'), '--no-progress'],
  ['lint', bin('oxlint/bin/oxlint'), '.'],
  ['places', bin('eslint/bin/eslint.js'), '--max-warnings=0', 'src'],
];

/** Projects of vitest.config.ts. */
const TESTS = [['uncounted'], ['counted', '--coverage', '--coverage.reporter=text-summary']];

/**
 * Runs a Node program in the checkout; resolves to its exit status and, unless inherited, its output. `idly`: with the time
 * that a processor has left while tests wait for processes, sockets and each other.
 */
function run(args, stdio, { idly = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', stdio, stdio] });
    if (idly && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
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
  const { status, output } = await run(args, 'pipe', { idly: true });
  const took = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${took} s)`);
  if (status !== 0) console.log(output.trimEnd());
  return status === 0;
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return null;
  }
}

async function runTests([project, ...flags]) {
  const results = join(RESULTS, `${project}.json`);
  mkdirSync(RESULTS, { recursive: true });
  rmSync(results, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const args = [bin('vitest/vitest.mjs'), 'run', '--project', project, ...flags, ...reporters];
  const { status } = await run(args, 'inherit');
  return tally(readResults(results), status);
}

const isStatic = process.argv.includes('--static');
const setup = isStatic ? null : run([join(root, 'scripts', 'setup.mjs')], 'inherit');
const gates = Promise.all(GATES.map(judge));
const runs = [];
if (setup !== null && (await setup).status !== 0) {
  runs.push({ passed: 0, failed: 1, broken: ['setup: the tests were not run'] });
} else if (!isStatic) {
  for (const tests of TESTS) runs.push(await runTests(tests));
}
const judged = await gates;

for (const reason of runs.flatMap(({ broken }) => broken)) console.log(`FAILED ${reason}`);
const sum = (counts) => counts.reduce((total, count) => total + count, 0);
const passed = judged.filter(Boolean).length + sum(runs.map((tests) => tests.passed));
const failed = judged.filter((ok) => !ok).length + sum(runs.map((tests) => tests.failed));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
