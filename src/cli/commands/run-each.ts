/**
 * `squall run` of one seed each: every scenario is run, stored and told before the next begins, so that one that crashes
 * or turns out to be invalid takes nothing from those before it.
 */
import { setImmediate } from 'node:timers/promises';
import { REPORT_SCHEMA_VERSION, type Report } from '../../report/schema/report.js';

import { traceText } from '../../report/telling/trace.js';
import type { EndedRun } from '../../runs/ended-run.js';
import { attributed, furtherRuns, isAttributedUnasked } from '../../runs/attribution.js';
import { type PreparedScenario, executeRunUntil, prepareUntil } from '../../runs/execute-run.js';
import { keptOf } from '../../runs/keep.js';
import { logLines } from '../../runs/log-lines.js';
import type { LoadedScenario } from '../../runs/scenario/load.js';
import { compactLines } from '../../report/text/compact-report.js';
import { pageOf } from '../../report/text/page.js';
import { plain } from '../../report/text/toned.js';
import { alertTeller } from '../alert-delivery.js';
import { filesAgainWords } from '../again.js';
import { UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { withStore } from '../open-store.js';
import { progressFor } from '../progress.js';
import { listenForStop } from '../stop.js';
import { strategyFailureText } from '../strategy-stack.js';
import { titleOf } from '../title.js';
import { tellReport } from '../tell-report.js';
import { allFailures } from '../verdict.js';
import { Unstored } from '../unstored.js';
import type { World } from '../world.js';
import type { RunContext, RunFlags, RunOutcome } from './run-context.js';

/** What is said of the runs to people: of each as it ends, and after the last. */
export interface Teller {
  readonly ran: (run: EndedRun, loaded: LoadedScenario) => void;
  /** Not called where they were interrupted. */
  readonly done: (reports: readonly Report[]) => void;
}

/** `seed`: null = the scenario's own. Errors: as `executeRun`, after what was finished is stored and printed. */
export async function runEach(
  context: RunContext,
  scenarios: readonly LoadedScenario[],
  seed: number | null,
  teller: Teller = plainTeller(context, scenarios.length === 1),
): Promise<RunOutcome> {
  const hashEvery = hashEveryOf(context.flags);
  const tellAlerts = alertTeller(context.world);
  const stop = listenForStop(context.world);
  const progress = progressFor(context.world, context.json);
  const reports: Report[] = [];
  const alone = scenarios.length === 1;
  try {
    await withStore(context.world, context.settings, async (store) => {
      for (const [index, loaded] of scenarios.entries()) {
        const prepared = await prepareUntil(stop.signal, loaded);
        if (prepared === null) return;
        const ended = await executeRunUntil(stop.signal, prepared, {
          ...(seed === null ? {} : { seed }),
          ...(hashEvery === null ? {} : { hashEvery }),
          onProgress: (share) => {
            progress.update((index + share) / scenarios.length, loaded.scenario.name);
          },
        });
        const run =
          ended === null ? null : await withCosts(context, stop.signal, { prepared, run: ended });
        if (run === null) return;
        const unstored = new Unstored();
        unstored.save(1, () => store.saveRuns([run.stored(keptOf(context.keeping, run.report))]));
        progress.end();
        reports.push(run.report);
        await printExtras(context, run);
        if (!context.json) teller.ran(run, loaded);
        for (const failure of run.strategyFailures)
          context.world.err(strategyFailureText(failure, context.world.cwd));
        run.close();
        unstored.complain();
        await tellAlerts(run.report, stop.signal);
        // Lets a signal through that came while the report was made.
        await setImmediate();
        if (stop.signal.aborted) return;
      }
    });
  } finally {
    stop.release();
    progress.end();
    if (context.json) printReports(context, reports, alone);
  }
  if (stop.signal.aborted)
    context.world.err(stoppedText(context, scenarios, { done: reports.length, seed }));
  else if (!context.json) teller.done(reports);
  return { failures: allFailures(reports, context.keeping.failOn), stoppedBy: stop.by() };
}

/** With what each fault cost, where it was asked for or is cheap; null where it was stopped meanwhile. */
async function withCosts(
  { world, flags }: RunContext,
  signal: AbortSignal,
  { prepared, run }: { readonly prepared: PreparedScenario; readonly run: EndedRun },
): Promise<EndedRun | null> {
  const { attribute } = flags;
  const runs = furtherRuns(run.plan.faults.length);
  if (attribute === false || runs === 0) return run;
  if (attribute === true || isAttributedUnasked(run)) return attributed(signal, prepared, run);
  world.err(
    `what each fault cost was not worked out: it takes ${runs === 1 ? 'one more run' : `${runs} more runs`} (--attribute)\n`,
  );
  return run;
}

/** What is stored, what is not, and how to run the rest. */
function stoppedText(
  { world, flags }: RunContext,
  scenarios: readonly LoadedScenario[],
  { done, seed }: { readonly done: number; readonly seed: number | null },
): string {
  const left = scenarios.slice(done);
  const [cut] = left;
  const stored = done === 1 ? 'one run is stored' : `${done} runs are stored`;
  if (cut === undefined) return `interrupted when all had been done: ${stored}\n`;
  const files = left.map(({ file }) => file);
  const before = done === 0 ? '' : `${stored}, `;
  return (
    `interrupted: ${before}nothing of ${cut.scenario.name} is. To run ${done === 0 ? 'it again' : 'the rest'}:\n` +
    `  ${world.program} run ${filesAgainWords(flags, files, seed)}\n`
  );
}

const HASH_EVERY_MAX = 1_000_000_000;

function hashEveryOf({ hashEvery }: RunFlags): number | null {
  if (hashEvery === undefined) return null;
  const every = /^\d{1,10}$/.test(hashEvery) ? Number(hashEvery) : 0;
  if (every >= 1 && every <= HASH_EVERY_MAX) return every;
  throw new UsageError(`--hash-every ${hashEvery}: a whole number of blocks, at least 1`);
}

async function printExtras(
  { world, flags, json }: RunContext,
  { finished, plan, stateHashes }: EndedRun,
): Promise<void> {
  // Beside a result that is one JSON value, the extras are for people.
  const extra = json ? world.err : world.out;
  if (flags.trace === true) extra(traceText(finished));
  if (flags.log === true) {
    const { logWriter } = await import('../log/log-writer.js');
    const log = logWriter(world.err, world.env);
    for (const line of logLines(finished, plan)) log(line);
  }
  for (const { seq, hash } of stateHashes) extra(`state after block ${seq}: ${hash}\n`);
}

/** The only one on a screen, several briefly. */
const plainTeller = ({ world, flags }: RunContext, alone: boolean): Teller => ({
  ran: (run, { scenario }) => {
    const quoteAssets = quoteAssetsOf(run);
    if (alone) tellReport(world, run.report, { full: flags.full, quoteAssets });
    else {
      const lines = compactLines(run.report, titleOf(scenario), pageOf(world.columns));
      world.tell([...lines, ...plain([''])]);
    }
  },
  done: (reports) => {
    if (!alone) world.out(nextSteps(world, reports));
  },
});

/** One report for one scenario, a list for several; nothing where not even the first came to its end. */
function printReports({ world }: RunContext, reports: readonly Report[], alone: boolean): void {
  const [first] = reports;
  if (first === undefined) return;
  if (alone) printJson(world, first);
  else {
    const summary = plainSummary(reports);
    printJson(world, { schemaVersion: REPORT_SCHEMA_VERSION, runs: reports, summary });
  }
}

const plainSummary = (reports: readonly Report[]) => ({
  runs: reports.length,
  failedExpectations: reports.flatMap(({ expectations }) => expectations).filter(({ ok }) => !ok)
    .length,
  invariantViolations: reports.reduce(
    (sum, { invariants }) => sum + (invariants.violations?.length ?? 0),
    0,
  ),
});

const quoteAssetsOf = ({ finished }: EndedRun): ReadonlyMap<string, string> =>
  new Map([...finished.instruments].map(([symbol, { quoteAsset }]) => [symbol, quoteAsset]));

function nextSteps({ program }: World, reports: readonly Report[]): string {
  const last = reports.at(-1);
  if (last === undefined) return '';
  const child = last.parents[0]?.children[0]?.name;
  const explain =
    child === undefined
      ? ''
      : `        ${program} explain ${last.runId} ${child}   why it was sent and filled\n`;
  return (
    `${reports.length} runs stored. Next:\n` +
    `        ${program} serve                 the runs in a browser\n` +
    `        ${program} report latest         the last one in full\n${explain}`
  );
}
