/**
 * A worker's whole program: some seeds of one scenario, one after the other. What a run gives depends on scenario and seed
 * only, so it does not matter which worker has which seeds. Everything that costs time is done here; the calling thread
 * gets rows and bytes.
 */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { WHOLE, toldAcross } from './across-threads.js';
import { type PreparedScenario, prepareScenario } from './execute-run.js';
import { parseScenario } from './scenario/load.js';
import { SeedRunner } from './seed-runner.js';
import type { SeedResult, SeedTask } from './seed-task.js';
import type { WorkResult } from './seed-work.js';

/** Kept between tasks. */
let kept: { readonly key: string; readonly prepared: PreparedScenario } | null = null;
const runner = new SeedRunner();

/** Piscina takes the wrapping off: what arrives is a `SeedResult`. */
export async function runTask(task: SeedTask): Promise<unknown> {
  const prepared = await preparedOf(task);
  const runs: WorkResult[] = [];
  try {
    for (const seed of task.seeds) runs.push(runner.run(prepared, { seed, work: task.work }));
  } catch (error) {
    return move(new Moved({ runs, ...toldAcross(error) }));
  }
  return move(new Moved({ runs, ...WHOLE }));
}

/** A result whose journals go to the calling thread as they are, not as copies. */
class Moved {
  readonly #result: SeedResult;

  constructor(result: SeedResult) {
    this.#result = result;
  }

  get [transferableSymbol](): object {
    return this.#result.runs.flatMap((run) =>
      'journal' in run
        ? run.journal.flatMap(({ marks, bytes }) => [marks.buffer, bytes.buffer])
        : [],
    );
  }

  get [valueSymbol](): object {
    return this.#result;
  }
}

async function preparedOf(task: SeedTask): Promise<PreparedScenario> {
  const { scenarioFile, scenarioText, set, defaults, dataDir, recorded } = task;
  const key = JSON.stringify([scenarioFile, scenarioText, set, defaults, dataDir]);
  if (kept?.key === key) return kept.prepared;
  const loaded = parseScenario(scenarioFile, scenarioText, { set, defaults, dataDir });
  const prepared = await prepareScenario(loaded, { recorded });
  kept = { key, prepared };
  return prepared;
}
