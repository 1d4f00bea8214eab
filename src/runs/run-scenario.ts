/** The public way to run a scenario from a program: a file in, its report out. Stores nothing, prints nothing. */
import type { Report } from '../report/schema/report.js';
import { executeRun, prepareScenario } from './execute-run.js';
import { completeScenario } from './instrument-from-data.js';
import { type LoadOptions, type LoadedScenario, readText } from './scenario/load.js';

export interface RunScenarioOptions {
  /** The scenario's own when left out. */
  readonly seed?: number;
  /** `key=value`, put over the file's values: `orders.0.quantity=2`. */
  readonly set?: readonly string[];
  /** Data root of scenarios under `scenarios/recorded`. */
  readonly dataDir?: string | null;
  /** How much a run may come to before it is refused: rows of generated markets, steps of the engine; null = no limit. */
  readonly limits?: LoadOptions['limits'];
  /** 0 … 1, now and then. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Runs a scenario file, or one already loaded.
 *
 * Errors: `ScenarioError` with every problem and its place, market files included; `RunCrash` when squall itself is at
 * fault. An expectation that fails is no error: it is in the report.
 */
export async function runScenario(
  scenario: string | LoadedScenario,
  options: RunScenarioOptions = {},
): Promise<Report> {
  const { set, dataDir, limits, ...execute } = options;
  const loaded =
    typeof scenario === 'string'
      ? await completeScenario(scenario, readText(scenario), {
          ...(set === undefined ? {} : { set }),
          ...(dataDir === undefined ? {} : { dataDir }),
          ...(limits === undefined ? {} : { limits }),
        })
      : scenario;
  const run = executeRun(await prepareScenario(loaded), execute);
  run.close();
  return run.report;
}
