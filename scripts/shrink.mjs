/**
 * `npm run shrink [-- --only ID,ID] [--seeds 500] [--trials 400] [--text]`: plants one listed mutant after the other into the
 * sources, in memory, lets the bundled campaign find a seed that fails, and shrinks it. What comes out must have at most three
 * faults and four slices, and its YAML must fail in the same way. Exits 1 when one does not.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleEntry } from './mutants/bundle.mjs';
import { mutantOf, mutated } from './mutants/patches.mjs';

const root = dirname(import.meta.dirname);
const FAULTS_MOST = 3;
const SLICES_MOST = 4;
const PATIENCE_MS = 300_000;
/** Each breaks another part: resends, bookings, looks, cancels, stops, market checks, catch-up, replaces, signals. */
const PLANTED = [
  'resend-on-timeout',
  'cumulative-as-increment',
  'fill-key-with-time',
  'late-fill-dropped',
  'trusts-the-stream',
  'cancel-receipt-as-verdict',
  'kill-switch-ignored',
  'stale-market-traded',
  'catch-up-ignores-unknown',
  'chain-counts-the-smaller',
  'reserved-signal-forgotten',
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seeds: { type: 'string', default: '500' },
    trials: { type: 'string', default: '400' },
    text: { type: 'boolean', default: false },
  },
});

async function shrunk(mutant, bundle) {
  const place = join(root, mutant.file);
  await bundleEntry('scripts/mutants/shrink.ts', bundle, (path, source) =>
    path === place ? mutated(mutant, source) : source,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [bundle, values.seeds, values.trials], {
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? JSON.parse(line) : { seed: null, died: stderr.split('\n')[0] };
}

const isSmall = ({ seed, faults, slices, replays }) =>
  seed !== null && replays && faults <= FAULTS_MOST && slices <= SLICES_MOST;

function told(id, found) {
  if (found.seed === null) return `${id.padEnd(30)} not found ${found.died ?? ''}`;
  const { scenario, seed, sign, faults, slices, tried, isLeast, replays } = found;
  const size = `${faults} faults, ${slices} slices after ${tried} trials${isLeast ? '' : ' (all of them)'}`;
  return `${id.padEnd(30)} ${scenario} ${seed}: ${sign}: ${size}${replays ? '' : ', DOES NOT REPLAY'}${isSmall(found) ? '' : '  TOO LARGE'}`;
}

// Below node_modules: the bundles find the packages there, and nothing looks for sources.
const parent = join(root, 'node_modules/.cache/squall');
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, 'shrink-'));
try {
  const ids = values.only === undefined ? PLANTED : values.only.split(',');
  for (const id of ids) {
    const found = await shrunk(mutantOf(id), join(folder, `${id}.mjs`));
    console.log(told(id, found));
    if (values.text) console.log(found.text ?? '');
    if (!isSmall(found)) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
