/**
 * squall beside other programs for the same work, in one run: a recorded USD-M session of 466,560 rows (one .npz file that
 * hftbacktest's own tools write), a TWAP of twelve slices of 0.25 BTC, taking or joining the bid; warm, by processor time,
 * by turns. hftbacktest keeps a market depth over a range of prices, its fastest, and writes no journal, checks no
 * invariant, builds no report; nautilus_trader matches on its L2 book without queue position. squall does all of that.
 * Before time counts they must have seen the same rows and filled about the same.
 *
 * Usage: npm run bench peers [taker|passive …] [--quick] [--pairs N]
 */
import { join } from 'node:path';
import { findPython } from '../scripts/python.mjs';
import { type Contender, type Duel, QUICK, duel } from './support/alternate.js';
import { benchOptions } from './support/options.js';
import { ROOT } from './support/reference-checkout.js';
import type { RoundAnswer } from './support/rounds.js';
import { workloadProgram } from './support/sources.js';
import { WORKLOADS } from './support/workloads.js';

const SESSION = 'binance-usdm-btcusdt-formats/hftbacktest_btcusdt_20240808.npz';
/** With what they pull in, pinned to what was measured. */
const PACKAGES = [
  'hftbacktest==2.4.4',
  'nautilus_trader==1.221.0',
  'numba==0.68.1',
  'numpy==2.2.6',
];
type Kind = 'taker' | 'passive';
/** hftbacktest stores a row that came out of order twice, once per clock: 5 % more than there are. */
const ROWS_APART = 0.06;
/** A taker gets what it asks for; a queue is a matter of models, and F8 fills what others leave standing. */
const FILLED_APART: Record<Kind, number> = { taker: 0.02, passive: 0.35 };

const squall = (kind: Kind, program: string): Contender => ({
  name: 'squall',
  command: process.execPath,
  args: [program, kind],
  cwd: ROOT,
});

const peer = (name: string, kind: Kind, python: string, dataDir: string): Contender => ({
  name,
  command: python,
  args: [join(ROOT, 'bench/peers', `${name}_peer.py`), kind, join(dataDir, SESSION)],
  cwd: ROOT,
});

const compareWork =
  (kind: Kind): NonNullable<Duel['compareWork']> =>
  (ours, theirs) => {
    const rows = apart(ours, theirs, 'rows');
    const filled = apart(ours, theirs, 'filled');
    if (rows > ROWS_APART) return `rows differ by ${(100 * rows).toFixed(0)} %`;
    return filled > FILLED_APART[kind] ? `filled differs by ${(100 * filled).toFixed(0)} %` : null;
  };

function apart(ours: RoundAnswer, theirs: RoundAnswer, name: string): number {
  const [a, b] = [Number(ours.details[name]), Number(theirs.details[name])];
  return Math.abs(a - b) / Math.max(a, b);
}

async function comparePeers(python: string, dataDir: string): Promise<void> {
  const { pace, only } = benchOptions();
  const program = await workloadProgram(ROOT);
  for (const kind of ['taker', 'passive'] as const) {
    if (only.length > 0 && !only.includes(kind)) continue;
    const against = (name: string): Omit<Duel, 'floor'> => ({
      title: `USD-M session, ${kind === 'taker' ? 'taking' : 'joining the bid'}: squall against ${name}`,
      subject: squall(kind, program),
      reference: peer(name, kind, python, dataDir),
      compareWork: compareWork(kind),
      warmUp: WORKLOADS[kind].warmUp,
    });
    if (!(await duel({ ...against('hftbacktest'), floor: 1 }, pace))) process.exitCode = 1;
    // Twenty times apart: a look is enough.
    await duel(against('nautilus'), { ...QUICK, rounds: 2 });
  }
}

const dataDir = process.env['SQUALL_DATA_DIR'];
if (dataDir === undefined) {
  console.log('skipped: SQUALL_DATA_DIR does not name recorded markets');
} else {
  const found = findPython('bench-peers', PACKAGES);
  if ('missing' in found) console.log(`skipped: no Python with the peers: ${found.missing}`);
  else await comparePeers(found.python, dataDir);
}
