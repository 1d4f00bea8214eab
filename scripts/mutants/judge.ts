/**
 * Judges one build of squall, a mutant or the sources as they are: first scenarios that must be refused, then the replayed incidents,
 * the directed scenarios and those that come with squall, by their expectations; then some whose process is stopped at every point; then seeds of the campaign below scripts/mutants/campaign and of two bundled
 * ones, with faults drawn by the simulator's swarm, by the invariants and by what every run owes: it ends, no order is left open,
 * no fill is missed, made up or counted twice.
 * Prints one line of JSON: who found something wrong, what, and after how many seeds. Started by scripts/mutants.mjs.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failuresOf } from '../../src/cli/verdict.js';
import { seconds } from '../../src/core/ground/units.js';
import type { Report } from '../../src/report/schema/report.js';
import { crashRun } from '../../src/runs/crash/crash-run.js';
import { type PreparedScenario, executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { completeScenario } from '../../src/runs/instrument-from-data.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { readText } from '../../src/runs/scenario/load.js';

interface Verdict {
  /** Null: nobody saw anything. */
  readonly by: string | null;
  readonly what: string;
  readonly seeds: number;
  /** Violations and failures of every seed, where asked to go on: how a new scenario is tried out. */
  readonly all?: readonly string[];
}

const CAMPAIGN = join(PACKAGE_ROOT, 'scripts/mutants/campaign');
const REFUSED = join(PACKAGE_ROOT, 'scripts/mutants/refused');
/** What the files there do not ask for: orders changed on the way, and signals. */
const BUNDLED = ['scenarios/campaign/amended.yaml', 'scenarios/campaign/signals.yaml'];
const SCENARIOS = ['scenarios/incidents', 'scenarios/directed', 'scenarios'];

async function prepared(file: string): Promise<PreparedScenario> {
  return prepareScenario(await completeScenario(file, readText(file)));
}

const scenariosOf = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => join(folder, file));

const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.yaml$/, '');

function run(scenario: PreparedScenario, seed?: number): Report {
  const ended = executeRun(scenario, seed === undefined ? {} : { seed });
  ended.close();
  return ended.report;
}

async function byScenarios(): Promise<Verdict | null> {
  const files = SCENARIOS.flatMap((path) => scenariosOf(join(PACKAGE_ROOT, path)));
  for (const file of files) {
    const [failure] = failuresOf(run(await prepared(file)), []);
    if (failure !== undefined) return { by: nameOf(file), what: failure, seeds: 0 };
  }
  return null;
}

/** Scenarios that say what cannot be: each is refused when it is read. */
async function byRefusals(): Promise<Verdict | null> {
  for (const file of scenariosOf(REFUSED)) {
    const isTaken = await prepared(file).then(
      () => true,
      () => false,
    );
    if (isTaken) return { by: nameOf(file), what: 'is not refused', seeds: 0 };
  }
  return null;
}

/** Small ones in which what a restart gets wrong is seen. */
const CRASHED = [
  'directed/two-then-four-seconds',
  'directed/one-lot-late',
  'directed/filled-says-the-venue',
  'directed/whole-parent-again',
  'incidents/killswitch-resting-orders',
  'incidents/quantdinger-231-stale-baseline',
];
const DOWN = seconds(5);

/** Stopped at every point. */
async function byCrashes(): Promise<Verdict | null> {
  for (const name of CRASHED) {
    const scenario = await prepared(join(PACKAGE_ROOT, 'scenarios', `${name}.yaml`));
    for (let at = 1, points = at; at <= points; at += 1) {
      const stopped = crashRun(scenario, { at: [at], down: DOWN });
      stopped.ended?.close();
      points = Math.max(at, stopped.points.length);
      const [what] = stopped.failures;
      if (what !== undefined) return { by: `${name} stopped at ${at}`, what, seeds: 0 };
    }
  }
  return null;
}

const isOpen = (status: string): boolean => status === 'working' || status === 'scheduled';

function owed(report: Report): readonly string[] {
  const { truth, detection, invariants } = report;
  const ids = new Set(invariants.violations?.map(({ id }) => id));
  // What became of an order may be unknowable: then somebody is told for as long as it is.
  const isTold = report.alerts.some(
    ({ code, state }) => code === 'order-unknown' && state === 'raised',
  );
  const open = report.parents.filter(({ status }) => !isTold && isOpen(status));
  const wrong: readonly (readonly [string, number])[] = [
    ['parents never ended', open.length],
    ['fills missed', truth.fillsMissed ?? 0],
    ['fills made up', truth.fillsPhantom ?? 0],
    ['fills counted twice', truth.fillsDoubled ?? 0],
    ['orders believed fuller than they were', detection.falsePositives ?? 0],
    ['orders left open', report.warnings.filter(({ code }) => code === 'order-left-open').length],
  ];
  return [
    ...[...ids].map((id) => `violates ${id}`),
    ...wrong.flatMap(([text, count]) => (count === 0 ? [] : [text])),
  ];
}

async function byCampaign(seeds: number, isPatient: boolean): Promise<Verdict> {
  const all: string[] = [];
  const files = [...scenariosOf(CAMPAIGN), ...BUNDLED.map((file) => join(PACKAGE_ROOT, file))];
  const scenarios = await Promise.all(files.map(prepared));
  for (let seed = 1; seed <= seeds; seed += 1) {
    const scenario = scenarios[seed % scenarios.length] as PreparedScenario;
    const { name } = scenario.loaded.scenario;
    try {
      const [what] = owed(run(scenario, seed));
      if (what === undefined) continue;
      if (!isPatient) return { by: name, what, seeds: seed };
      all.push(`${name} ${seed}: ${what}`);
    } catch (error) {
      const what = `crashed: ${error instanceof Error ? error.message.split('\n')[0] : 'with no error'}`;
      if (!isPatient) return { by: name, what, seeds: seed };
      all.push(`${name} ${seed}: ${what}`);
    }
  }
  return { by: null, what: '', seeds, ...(isPatient ? { all } : {}) };
}

async function judged(seeds: number, isPatient: boolean): Promise<Verdict> {
  try {
    const seen = (await byRefusals()) ?? (await byScenarios()) ?? (await byCrashes());
    return seen ?? (await byCampaign(seeds, isPatient));
  } catch (error) {
    return { by: 'a scenario', what: `crashed: ${String(error)}`, seeds: 0 };
  }
}

const [seeds = '300', patience = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await judged(Number(seeds), patience === '--all'))}\n`);
