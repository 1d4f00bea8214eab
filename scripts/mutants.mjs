/**
 * `npm run mutants [-- --seeds 300] [--only ID,ID] [--generic 10] [--seed 1] [--workers 2]`: breaks the sources in one
 * place at a time, in memory, and shows who sees it with no unit test: a scenario that comes with squall, or a campaign of
 * drawn faults judged by the invariants, and after how many seeds. Exits 1 when a mutant lives that is not on the list of
 * those that change nothing, or when something is wrong with the sources as they are.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleJudge } from './mutants/bundle.mjs';
import { genericMutants } from './mutants/generic.mjs';
import { listedMutants, mutantOf, mutated } from './mutants/patches.mjs';
import { wholeNumber } from './whole-number.mjs';

const root = dirname(import.meta.dirname);
/** A run of a mutant may never end: it is given as many times what the sources as they are take on this machine, now. */
const PATIENCE = 3;
const PATIENCE_LEAST_MS = 60_000;
let patienceMs = 10 * PATIENCE_LEAST_MS;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    only: { type: 'string' },
    generic: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
  },
});

const numberOf = (name) => wholeNumber(name, values[name]);

function chosen() {
  const listed = listedMutants().filter(({ seenBy }) => seenBy !== 'tests');
  const wanted =
    values.only === undefined ? listed : values.only.split(',').map((id) => mutantOf(id));
  const own = wanted.map((mutant) => ({ ...mutant, apply: (source) => mutated(mutant, source) }));
  const drawn = values.only === undefined ? numberOf('generic') : 0;
  return [...own, ...genericMutants(numberOf('seed'), drawn)];
}

/** Resolves to what the judge printed; a judge that died or was stopped has seen something. */
function judgedBy(bundle, seeds) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bundle, seeds], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    let isStopped = false;
    const timer = setTimeout(() => {
      isStopped = true;
      child.kill('SIGKILL');
    }, patienceMs);
    child.stdout.on('data', (chunk) => (out += chunk));
    child.on('close', () => {
      clearTimeout(timer);
      const line = out.trim().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) resolve(JSON.parse(line));
      else
        resolve({
          by: isStopped ? 'the clock' : 'a crash',
          what: isStopped ? 'never ends' : 'died',
          seeds: 0,
        });
    });
  });
}

async function judge({ file, apply }, bundle, seeds) {
  const started = performance.now();
  const place = file === undefined ? null : join(root, file);
  await bundleJudge(bundle, (path, source) => (path === place ? apply(source) : source));
  const verdict = await judgedBy(bundle, seeds);
  return { ...verdict, seconds: (performance.now() - started) / 1_000 };
}

const medianOf = (sorted) => sorted[Math.floor((sorted.length - 1) / 2)];

function printed({ id, loss }, { by, what, seeds, seconds }) {
  const seen = by === null ? 'LIVES' : by;
  console.log(
    `${id.padEnd(34)} ${seen.padEnd(34)} ${String(seeds).padStart(5)} ${seconds.toFixed(1).padStart(6)}  ${by === null ? loss : what}`,
  );
}

/** Mutants one after the other, from one queue, over as many workers as asked for. */
async function judgeAll(mutants, folder, seeds) {
  const found = [];
  const queue = [...mutants.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, mutant] = next;
      const verdict = await judge(mutant, join(folder, `${at}.mjs`), seeds);
      printed(mutant, verdict);
      found.push({ mutant, verdict });
    }
  };
  const workers = Math.min(Math.max(numberOf('workers'), 1), 2);
  await Promise.all(Array.from({ length: workers }, work));
  return found;
}

function summed(found) {
  const known = JSON.parse(
    readFileSync(join(root, 'scripts/mutants/known-survivors.json'), 'utf8'),
  );
  const reasonOf = ({ id, loss }) =>
    known.find((one) => one.id === id || one.change === loss)?.reason ?? null;
  const killed = found.filter(({ verdict }) => verdict.by !== null);
  const living = found.filter(({ verdict }) => verdict.by === null);
  const same = living.filter(({ mutant }) => reasonOf(mutant) !== null);
  const seeds = killed.map(({ verdict }) => verdict.seeds).sort((a, b) => a - b);
  console.log(
    `${killed.length} of ${found.length - same.length} mutants killed, ${same.length} more change nothing; seeds: median ${medianOf(seeds) ?? '-'}, most ${seeds.at(-1) ?? '-'} (0 = by a scenario)`,
  );
  for (const { mutant } of living) {
    const reason = reasonOf(mutant);
    console.log(`lives: ${mutant.id}: ${reason ?? 'a check is missing'}`);
  }
  return living.every(({ mutant }) => reasonOf(mutant) !== null);
}

// Below node_modules: the bundles find the packages there, and nothing looks for sources.
const parent = join(root, 'node_modules/.cache/squall');
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'mutants-'));
try {
  const seeds = String(numberOf('seeds'));
  console.log(`${'mutant'.padEnd(34)} ${'killed by'.padEnd(34)} seeds      s  what was seen`);
  const sound = await judge({}, join(folder, 'none.mjs'), seeds);
  printed({ id: '(none)', loss: 'the sources as they are' }, sound);
  patienceMs = Math.max(PATIENCE_LEAST_MS, PATIENCE * 1_000 * sound.seconds);
  if (sound.by !== null) {
    console.error('the sources as they are do not pass\n  fix: that first');
    process.exitCode = 1;
  } else process.exitCode = summed(await judgeAll(chosen(), folder, seeds)) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
