/** `squall run --against` with one seed: the scenario and its other on the same draws, in two columns, with what the change cost. */
import { compareReports } from '../../report/many/compare.js';
import { COMPARED } from '../../report/many/compared.js';
import { differenceText } from '../../report/many/difference.js';
import { REPORT_SCHEMA_VERSION, type Report } from '../../report/schema/report.js';
import { wrap } from '../../report/text/layout.js';
import { pageOf } from '../../report/text/page.js';
import { plain, toned } from '../../report/text/toned.js';
import { type PreparedScenario, executeRunUntil, prepareUntil } from '../../runs/execute-run.js';
import { keptOf } from '../../runs/keep.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { filesAgainWords, interruptedText } from '../again.js';
import { comparedTable } from '../compared-table.js';
import { printJson } from '../json.js';
import { withStore } from '../open-store.js';
import { otherScenario } from '../other-scenario.js';
import { type Stop, listenForStop } from '../stop.js';
import { strategyFailureText } from '../strategy-stack.js';
import { failuresAnyhow, failuresOf, unmetOf } from '../verdict.js';
import { Unstored } from '../unstored.js';
import type { RunContext, RunOutcome } from './run-context.js';

interface Pair {
  readonly loaded: LoadedScenario;
  readonly first: Report;
  readonly second: Report;
}

/** `seed`: null = the scenario's own. Errors: as `executeRun`. */
export async function runAgainst(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  asked: { readonly against: string; readonly seed: number | null },
): Promise<RunOutcome> {
  const stop = listenForStop(context.world);
  const pairs: Pair[] = [];
  const unstored = new Unstored();
  try {
    await withStore(context.world, context.settings, async (store) => {
      for (const loaded of scenarios) {
        const both = [
          await prepareUntil(stop.signal, loaded),
          await prepareUntil(
            stop.signal,
            await otherScenario(context.world, loaded, asked.against),
          ),
        ];
        const reports: Report[] = [];
        for (const prepared of both) {
          if (prepared === null) return;
          const seed = asked.seed ?? loaded.scenario.seed;
          const run = await runOne(context, stop, { prepared, seed });
          if (run === null) return;
          unstored.save(1, () => store.saveRuns([run.stored(keptOf(context.keeping, run.report))]));
          reports.push(run.report);
          run.close();
        }
        const [first, second] = reports;
        if (first !== undefined && second !== undefined) pairs.push({ loaded, first, second });
      }
    });
  } finally {
    stop.release();
    if (stop.signal.aborted) {
      const left = scenarios.slice(pairs.length).map(({ file }) => file);
      const rest = left.length === 0 ? [] : [filesAgainWords(context.flags, left, asked.seed)];
      context.world.err(interruptedText(context.world.program, rest));
    }
    print(context, pairs, asked.against);
  }
  unstored.complain();
  const failures = pairs.flatMap(({ first, second }) => [
    ...failuresOf(first, context.keeping.failOn).map((line) => `as it is: ${line}`),
    // What the scenario expects was said of it as it is: what a change does to that is told, and no failure.
    ...failuresAnyhow(second, context.keeping.failOn).map((line) => `${asked.against}: ${line}`),
  ]);
  return { failures, stoppedBy: stop.by() };
}

async function runOne(
  { world }: RunContext,
  { signal }: Stop,
  { prepared, seed }: { readonly prepared: PreparedScenario; readonly seed: number },
) {
  const run = await executeRunUntil(signal, prepared, { seed });
  for (const failure of run?.strategyFailures ?? [])
    world.err(strategyFailureText(failure, world.cwd));
  return run;
}

function print({ world, json, flags }: RunContext, pairs: readonly Pair[], against: string): void {
  if (json && pairs.length > 0) {
    const runs = pairs.flatMap(({ first, second }) => [first, second]);
    const comparisons = pairs.map(({ loaded, first, second }) => ({
      scenario: loaded.scenario.name,
      against,
      text: differenceText(against, first, second),
      figures: compareReports(first, second, COMPARED),
    }));
    printJson(world, { schemaVersion: REPORT_SCHEMA_VERSION, runs, summary: { comparisons } });
    return;
  }
  const { width } = pageOf(world.columns);
  for (const { loaded, first, second } of pairs) {
    const labels = [`as it is, seed ${first.seed ?? '-'}`, against] as const;
    const told = `${loaded.scenario.name}: ${differenceText(against, first, second)}`;
    const compared = compareReports(first, second, COMPARED);
    world.tell([
      ...plain([...wrap(told, '', '  ', width), '']),
      ...plain([...comparedTable(compared, labels, { full: flags.full, width }), '']),
      ...plain(unmetOf(second).map((line) => `no longer so with ${against}: ${line}`)),
      ...toned('quiet', ['one seed is an example: --seeds 100 compares on as many draws']),
    ]);
  }
}
