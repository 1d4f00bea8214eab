/**
 * A worker's whole program: some seeds of one scenario, one after the other. What a run gives depends on scenario and seed
 * only, so it does not matter which worker has which seeds.
 */
import type { SimulatedVenue } from '../sim/venue/venue-port.js';
import { type PreparedScenario, executeRun, prepareScenario } from './execute-run.js';
import { RunCrash } from './run-crash.js';
import { parseScenario } from './scenario/load.js';
import type { SeedResult, SeedRun, SeedTask } from './seed-task.js';

/** Kept between tasks: what the scenario prepared, and a venue whose buffers and optimized code go on. */
let kept: { readonly key: string; readonly prepared: PreparedScenario } | null = null;
let venue: SimulatedVenue | undefined;

export async function runTask(task: SeedTask): Promise<SeedResult> {
  const prepared = await preparedOf(task);
  const runs: SeedRun[] = [];
  try {
    for (const seed of task.seeds) {
      const run = executeRun(prepared, { seed, ...(venue === undefined ? {} : { venue }) });
      venue = run.venue;
      const blocks = run.stored.blocks.map(({ seq, text, hash, input, entries }) => ({
        seq,
        text,
        hash,
        input,
        entries,
      }));
      runs.push({ report: run.report, stored: { ...run.stored, blocks } });
    }
  } catch (error) {
    if (error instanceof RunCrash) return { kind: 'crash', facts: error.facts };
    throw error;
  }
  return { kind: 'runs', runs };
}

async function preparedOf(task: SeedTask): Promise<PreparedScenario> {
  const { scenarioFile, scenarioText, set, defaults, dataDir, tape } = task;
  const key = JSON.stringify([scenarioFile, scenarioText, set, defaults, dataDir]);
  if (kept?.key === key) return kept.prepared;
  const loaded = parseScenario(scenarioFile, scenarioText, { set, defaults, dataDir });
  const prepared = await prepareScenario(loaded, tape === null ? undefined : () => tape);
  kept = { key, prepared };
  return prepared;
}
