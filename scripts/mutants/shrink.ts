/**
 * Judges one build of squall, a mutant: runs the bundled campaign until a seed fails, shrinks that seed to the smallest scenario
 * that still fails so, and runs the YAML of it again. Prints one line of JSON. Started by scripts/shrink.mjs.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../../src/runs/campaign/judged-run.js';
import { shrinkRun } from '../../src/runs/campaign/shrink-run.js';
import { scenarioText } from '../../src/runs/campaign/written-scenario.js';
import { type PreparedScenario, prepareScenario } from '../../src/runs/execute-run.js';
import { completeScenario } from '../../src/runs/instrument-from-data.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { parseScenario, readText } from '../../src/runs/scenario/load.js';
import { SeedRunner } from '../../src/runs/seed-runner.js';

const FOLDER = join(PACKAGE_ROOT, 'scenarios/campaign');
const work = { kind: 'judge' } as const;
const runner = new SeedRunner();

interface Found {
  readonly prepared: PreparedScenario;
  readonly seed: number;
  readonly failure: Failure;
}

async function firstFailing(seeds: number): Promise<Found | null> {
  const files = readdirSync(FOLDER).map((file) => join(FOLDER, file));
  const all = await Promise.all(
    files.map(async (file) => prepareScenario(await completeScenario(file, readText(file)))),
  );
  for (let seed = 1; seed <= seeds; seed += 1)
    for (const prepared of all) {
      const [failure] = runner.run<'judge'>(prepared, { seed, work }).failures;
      if (failure !== undefined) return { prepared, seed, failure };
    }
  return null;
}

async function shrinks(seeds: number, trials: number): Promise<unknown> {
  const found = await firstFailing(seeds);
  if (found === null) return { seed: null };
  const { prepared, seed, failure } = found;
  const { sign } = failure;
  const { signal } = new AbortController();
  const { least, value, tried, isLeast } = await shrinkRun(prepared, {
    seed,
    sign,
    trials,
    signal,
  });
  const text = scenarioText(value, [failure.text]);
  const again = await prepareScenario(parseScenario('least.yaml', text));
  const { failures } = runner.run<'judge'>(again, { seed: least.seed, work });
  return {
    scenario: prepared.loaded.scenario.name,
    seed,
    sign,
    tried,
    isLeast,
    faults: least.faults.length,
    slices: least.slices,
    replays: failures.some((one) => one.sign === sign),
    text,
  };
}

const [seeds = '500', trials = '400'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await shrinks(Number(seeds), Number(trials)))}\n`);
