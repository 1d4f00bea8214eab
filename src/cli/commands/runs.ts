/** `squall runs …`, `squall report`, `squall explain`: what was stored, shown, told, taken out, removed. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { explain } from '../../report/telling/explain.js';
import type { Report } from '../../report/schema/report.js';
import { parsedJson, readReport, readSeries } from '../../report/schema/read-report.js';
import { traceText } from '../../report/telling/trace.js';
import { toldFrom, traceSourceOf } from '../../runs/read-run.js';
import { type StoredPlan, decodeStoredPlan } from '../../runs/stored-plan.js';
import type { StoredBlock } from '../../store/journal-part.js';
import type { ResultsStore } from '../../store/results-store.js';
import type { RunSummary } from '../../store/stored-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ConfigurationError, UsageError } from '../failure.js';
import { printJson } from '../json.js';
import { findRun, lookInStore, lostRun, withStore } from '../open-store.js';
import { readSettings } from '../settings.js';
import { tellReport } from '../tell-report.js';
import type { World } from '../world.js';

export interface StoreFlags {
  readonly db?: string;
  readonly json?: boolean;
}

/** The stored report, as it was told when the run ended. */
export async function showReport(
  world: World,
  name: string,
  flags: StoreFlags & { readonly trace?: boolean; readonly full?: boolean },
): Promise<ExitCode> {
  return inStore(world, flags, (store) => {
    const run = findRun(store, name);
    const report = reportOf(store, run);
    // Beside a JSON object, not into it.
    const print = flags.json === true ? world.err : world.out;
    if (flags.trace === true) print(toldFrom(run.runId, () => traceText(sourceOf(store, run))));
    if (flags.json === true) printJson(world, report);
    else
      tellReport(world, report, { full: flags.full, quoteAssets: quoteAssets(planOf(store, run)) });
  });
}

export async function explainOrder(
  world: World,
  asked: { readonly run: string; readonly order: string },
  flags: StoreFlags,
): Promise<ExitCode> {
  return inStore(world, flags, (store) => {
    const run = findRun(store, asked.run);
    const explanation = toldFrom(run.runId, () => explain(sourceOf(store, run), asked.order));
    if (explanation.kind === 'problem') throw new UsageError(explanation.text);
    if (flags.json === true) printJson(world, { order: asked.order, lines: explanation.lines });
    else world.out(`${explanation.lines.join('\n')}\n`);
  });
}

/** Everything stored of a run as one JSON value. */
export async function exportRun(
  world: World,
  name: string,
  flags: StoreFlags & { readonly out?: string },
): Promise<ExitCode> {
  return inStore(world, flags, (store) => {
    const run = findRun(store, name);
    const json = (text: string | null): unknown =>
      text === null ? null : parsedJson(text, 'document');
    const series = store.series(run.runId);
    const exported = {
      run,
      plan: json(store.plan(run.runId)),
      report: json(store.report(run.runId)),
      truth: json(store.truth(run.runId)),
      series: series === null ? null : readSeries(series),
      orders: store.orders(run.runId),
      fills: store.fills(run.runId),
      journal: store.blocks(run.runId).map(({ text, hash }) => ({ hash, block: json(text) })),
    };
    if (flags.out === undefined) {
      printJson(world, exported);
      return;
    }
    writeOut(resolve(world.cwd, flags.out), `${JSON.stringify(exported)}\n`);
    world.err(`wrote ${flags.out}\n`);
  });
}

function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(
      `--out ${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

export async function removeRuns(
  world: World,
  names: readonly string[],
  flags: StoreFlags,
): Promise<ExitCode> {
  const settings = readSettings(world, { db: flags.db });
  // Nothing is made to remove from.
  await lookInStore(world, settings, (store) => names.map((name) => toRemove(store, name)));
  await withStore(world, settings, (store) => {
    // All are found before one is removed: a typo in the last leaves the others.
    const runs = names.map((name) => toRemove(store, name));
    for (const { runId } of runs) store.remove(runId);
    if (flags.json === true) printJson(world, { removed: runs.map(({ runId }) => runId) });
    else world.out(runs.map(({ runId }) => `removed ${runId}\n`).join(''));
  });
  return EXIT.ok;
}

/** Also one of which only the seal is left; `latest` is none of those. */
const toRemove = (store: ResultsStore, name: string): { readonly runId: string } =>
  (name === 'latest' ? null : lostRun(store, name)) ?? findRun(store, name);

async function inStore(
  world: World,
  flags: StoreFlags,
  use: (store: ResultsStore) => void,
): Promise<ExitCode> {
  await lookInStore(world, readSettings(world, { db: flags.db }), use);
  return EXIT.ok;
}

export function planOf(store: ResultsStore, { runId }: RunSummary): StoredPlan {
  const plan = decodeStoredPlan(store.plan(runId) ?? '');
  if (plan === null)
    throw new ConfigurationError(`run ${runId} was stored by a version this one cannot read`);
  return plan;
}

export const reportOf = (store: ResultsStore, { runId }: RunSummary): Report =>
  readReport(store.report(runId) ?? '');

/** The journal of a run, to be read block by block. Errors: `UsageError` where it was not kept. */
export function journalOf(
  store: ResultsStore,
  run: RunSummary,
): { blocks(): Iterable<StoredBlock> } {
  if (!store.hasJournal(run)) {
    throw new UsageError(
      `run ${run.runId} was stored without its journal (--keep)\n  fix: run seed ${run.seed} of ${run.scenario} again, with --keep all`,
    );
  }
  return store.journalOf(run.runId);
}

const sourceOf = (store: ResultsStore, run: RunSummary) =>
  traceSourceOf(planOf(store, run), journalOf(store, run), store.truth(run.runId));

const quoteAssets = ({ markets }: StoredPlan): ReadonlyMap<string, string> =>
  new Map(markets.map(({ instrument }) => [instrument.symbol, instrument.quoteAsset]));
