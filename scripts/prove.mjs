/**
 * `npm run prove -- [ID…] [--only MUTANT,MUTANT]`: what a requirement's tests are worth. Each listed mutant of the requirement (scripts/mutants)
 * is put into its source in memory, and the tests whose titles name the requirement run: one must go red. Without an ID
 * every requirement that has a mutant. Exits 1 when one stays green, 2 when there is no mutant of an ID.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { listedMutants, mutantOf } from './mutants/patches.mjs';

const root = dirname(import.meta.dirname);
/** Laws, recordings and whole runs take long; they run for the IDs of which no quick test went red. */
const SLOW = /law\w*\.test\.ts$|recorded\.test\.ts$|^test\/(?!core|sim|report)/;

const named = (id) => new RegExp(`(?<![\\w-])${id.replaceAll('.', '\\.')}(?![\\w-])`);

/** Test files that name the ID, quick or slow ones. */
const testsOf = (id, isSlow) =>
  readdirSync(join(root, 'test'), { recursive: true })
    .map((file) => `test/${file}`)
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/foundation/'))
    .filter((file) => SLOW.test(file) === isSlow)
    .filter((file) => named(id).test(readFileSync(join(root, file), 'utf8')))
    .sort();

/** @returns the titles of the tests of these files that name one of `ids` and went red with the mutant in its source. */
function redWith(mutant, { ids, files, folder }) {
  if (files.length === 0 || ids.length === 0) return [];
  const results = join(folder, 'results.json');
  rmSync(results, { force: true });
  const { stderr } = spawnSync(
    process.execPath,
    [
      join('node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--maxWorkers=1',
      '--reporter=json',
      `--outputFile=${results}`,
      `--testNamePattern=${ids.map((id) => named(id).source).join('|')}`,
      ...files,
    ],
    { cwd: root, encoding: 'utf8', env: { ...process.env, SQUALL_MUTANT: mutant.id } },
  );
  let report;
  try {
    report = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    throw new Error(`tests did not run with ${mutant.id}: ${stderr}`);
  }
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ title }) => title),
  );
}

/** @returns those of `ids` of which no test went red. */
function unproven(mutant, ids, folder) {
  const filesOf = (wanted, isSlow) => [...new Set(wanted.flatMap((id) => testsOf(id, isSlow)))];
  const quick = redWith(mutant, { ids, files: filesOf(ids, false), folder });
  const titleIn = (red, id) => red.find((one) => named(id).test(one));
  const still = ids.filter((id) => titleIn(quick, id) === undefined);
  const red = [...quick, ...redWith(mutant, { ids: still, files: filesOf(still, true), folder })];
  return ids.filter((id) => {
    const title = titleIn(red, id);
    console.log(`${id.padEnd(9)} ${mutant.id.padEnd(34)} ${title ?? 'STAYS GREEN'}`);
    return title === undefined;
  });
}

const { values, positionals: asked } = parseArgs({
  options: { only: { type: 'string' } },
  allowPositionals: true,
});
const mutants =
  values.only === undefined ? listedMutants() : values.only.split(',').map((id) => mutantOf(id));
const known = [...new Set(mutants.flatMap(({ requirements }) => requirements))].sort();
const strangers = asked.filter((id) => !known.includes(id));
if (strangers.length > 0) {
  console.error(`no mutant of ${strangers.join(', ')}\n  fix: one of ${known.join(', ')}`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'squall-prove-'));
try {
  const ids = asked.length > 0 ? asked : known;
  const green = new Set();
  for (const mutant of mutants) {
    const own = mutant.requirements.filter((id) => ids.includes(id));
    if (own.length > 0) for (const id of unproven(mutant, own, folder)) green.add(id);
  }
  console.log(`${ids.length - green.size} of ${ids.length} requirements proven`);
  process.exitCode = green.size === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
