/** The smallest scenario that still fails as a run of a campaign did: found by running smaller and smaller ones. */
import { setImmediate } from 'node:timers/promises';
import { type PreparedScenario, prepareScenario } from '../execute-run.js';
import { faultsOfRun } from '../faults-of-run.js';
import { runWindow } from '../run-window.js';
import { parseScenario } from '../scenario/load.js';
import { ScenarioError } from '../scenario/problem.js';
import { SeedRunner } from '../seed-runner.js';
import { type Reduced, smallerThan } from './reduced.js';
import { reducedScenario, whole } from './reduced-scenario.js';
import { shrunk } from './shrink.js';
import { scenarioText } from './written-scenario.js';

export interface ShrinkOptions {
  readonly seed: number;
  /** Of the failure that is to stay. */
  readonly sign: string;
  readonly trials: number;
  readonly signal: AbortSignal;
}

export interface ShrunkRun {
  readonly least: Reduced;
  /** As YAML, without a word on top. */
  readonly value: Record<string, unknown>;
  readonly tried: number;
  readonly isLeast: boolean;
}

/** The run with that seed fails with that sign. */
export async function shrinkRun(
  prepared: PreparedScenario,
  { seed, sign, trials, signal }: ShrinkOptions,
): Promise<ShrunkRun> {
  const { loaded, recorded } = prepared;
  const tapes = recorded.filter((tape) => tape !== null);
  const { length } = runWindow(loaded.scenario, tapes);
  const runner = new SeedRunner();
  const fails = async (one: Reduced): Promise<boolean> => {
    const smaller = await preparedAs(prepared, one);
    // Lets signals and output through.
    await setImmediate();
    if (smaller === null || signal.aborted) return false;
    const { failures } = runner.run<'judge'>(smaller, { seed: one.seed, work: { kind: 'judge' } });
    return failures.some((failure) => failure.sign === sign);
  };
  const { least, tried, isLeast } = await shrunk<Reduced>(
    whole(loaded, { faults: faultsOfRun(loaded.scenario, { seed, length }), seed }),
    { smaller: smallerThan, fails, key: JSON.stringify, trials, signal },
  );
  return { least, value: reducedScenario(loaded, least), tried, isLeast };
}

/** Null where it is no scenario. */
async function preparedAs(
  { loaded, recorded }: PreparedScenario,
  reduced: Reduced,
): Promise<PreparedScenario | null> {
  const { file, dataDir } = loaded;
  try {
    const text = scenarioText(reducedScenario(loaded, reduced), []);
    return await prepareScenario(parseScenario(file, text, { dataDir }), { recorded });
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}
