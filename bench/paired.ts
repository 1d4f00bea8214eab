/**
 * This checkout against an earlier commit (`--against REF`, by default the one issue 5 starts from), in one run: warm
 * judged replays of a recorded USD-M session by a taker and by a bid joiner that rests and polls, runs of 20,000 events
 * on a market generated anew for each seed, and saving such runs. Both play the same scenario, market and seeds and must
 * come to the same executions.
 *
 * Usage: npm run bench paired [taker|passive|campaign|saving …] [--quick] [--pairs N] [--against REF]
 */
import { type Contender, duel } from './support/alternate.js';
import { benchOptions } from './support/options.js';
import { ROOT, withCheckout } from './support/reference-checkout.js';
import { workloadProgram } from './support/sources.js';
import { WORKLOADS, type WorkloadName } from './support/workloads.js';

const TITLES: Record<WorkloadName, { readonly title: string; readonly floor: number }> = {
  taker: { title: 'warm judged replay, USD-M, a taker', floor: 1.3 },
  passive: { title: 'warm judged replay, USD-M, joining the bid', floor: 1.6 },
  campaign: { title: 'a run of 20,000 events, a fresh market for each seed', floor: 2 },
  saving: { title: 'saving a run', floor: 3 },
};

const contender = (name: string, workload: WorkloadName, program: string): Contender => ({
  name,
  command: process.execPath,
  args: [program, workload],
  cwd: ROOT,
});

const { pace, only, against } = benchOptions();
const names = Object.keys(WORKLOADS) as WorkloadName[];
const unknown = only.filter((name) => !Object.hasOwn(WORKLOADS, name));
if (unknown.length > 0) {
  throw new Error(`no workload ${unknown.join(', ')}; there are ${names.join(', ')}`);
}

await withCheckout(against, async (root) => {
  const ours = await workloadProgram(ROOT);
  const theirs = await workloadProgram(root);
  for (const name of names) {
    if (only.length > 0 && !only.includes(name)) continue;
    const { title, floor } = TITLES[name];
    if (WORKLOADS[name].recorded && process.env['SQUALL_DATA_DIR'] === undefined) {
      console.log(`${title}: skipped, SQUALL_DATA_DIR does not name recorded markets`);
      continue;
    }
    const met = await duel(
      {
        title,
        subject: contender('this checkout', name, ours),
        reference: contender(against, name, theirs),
        floor,
        warmUp: WORKLOADS[name].warmUp,
      },
      pace,
    );
    if (!met) process.exitCode = 1;
  }
});
