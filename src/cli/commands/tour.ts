/** `squall tour`: the six scenarios one begins with, a line for each, and the story of one order; stored like every run. */
import { join, relative } from 'node:path';
import { PACKAGE_ROOT } from '../../runs/package-root.js';
import { loadScenario } from '../../runs/scenario/load.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from '../exit-code.js';
import { readSettings, requireSimulation } from '../settings.js';
import { storyOf } from '../tour-story.js';
import { TOUR, tourTable } from '../tour-table.js';
import type { World } from '../world.js';
import type { RunContext, RunFlags } from './run-context.js';
import { type Teller, runEach } from './run-each.js';

export async function tourCommand(
  world: World,
  flags: Pick<RunFlags, 'db' | 'json'>,
): Promise<ExitCode> {
  const settings = readSettings(world, { db: flags.db });
  requireSimulation(settings);
  const scenarios = TOUR.map(({ name }) =>
    loadScenario(relative(process.cwd(), join(PACKAGE_ROOT, 'scenarios', `${name}.yaml`)), {
      ...settings.loadOptions,
    }),
  );
  const json = flags.json === true;
  const context: RunContext = {
    world,
    flags: { ...flags, set: [], failOn: [], market: [] },
    settings,
    json,
    keeping: { keep: 'all', failOn: [] },
  };
  const outcome = await runEach(context, scenarios, null, tourTeller(world));
  const { failures } = outcome;
  for (const failure of failures) world.err(`${failure}\n`);
  if (outcome.stoppedBy !== null) return EXIT_OF_SIGNAL[outcome.stoppedBy];
  return failures.length === 0 ? EXIT.ok : EXIT.failed;
}

function tourTeller(world: World): Teller {
  let story: readonly string[] = [];
  return {
    // Told while the run is still at hand: its ledger is not part of the report.
    ran: (run, loaded) => {
      if (loaded.scenario.name === 'outage') story = storyOf(run.finished, run.report);
    },
    done: (reports) => {
      world.tell(tourTable(reports));
      const text = [...story, ...nextSteps(world.program, reports)];
      world.tell(text.map((line) => ({ tone: 'plain', text: line })));
    },
  };
}

function nextSteps(program: string, reports: readonly { scenario: string; runId: string }[]) {
  const outage = reports.find(({ scenario }) => scenario === 'outage');
  const stored = outage === undefined ? [] : [`  ${program} report ${outage.runId}`];
  return [
    '',
    'Next:',
    ...stored.map((line) => `${line.padEnd(COMMAND)}the whole outage on one screen`),
    `${`  ${program} serve`.padEnd(COMMAND)}all six in a browser`,
    `${`  ${program} scenario new`.padEnd(COMMAND)}a scenario of your own to change`,
    `${`  ${program} run --help`.padEnd(COMMAND)}your own market, many seeds, comparisons`,
  ];
}

const COMMAND = 58;
