/** `squall scenario …`: the bundled ones listed, any one checked, the schema published, a first one written. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { allOrProblems } from '../../runs/all-or-problems.js';
import { PACKAGE_ROOT } from '../../runs/package-root.js';
import { prepareScenario } from '../../runs/execute-run.js';
import { scenarioJsonSchema } from '../../runs/scenario/scenario-json-schema.js';
import { type LoadedScenario, loadScenario } from '../../runs/scenario/load.js';
import { ScenarioError } from '../../runs/scenario/problem.js';
import { asCalled } from '../called.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { UsageError, exitCodeOf } from '../failure.js';
import { expandGlob } from '../glob.js';
import { printJson } from '../json.js';
import { loadScenarios, skippedLine } from '../load-scenarios.js';
import { newScenarioText } from '../new-scenario.js';
import { readSettings } from '../settings.js';
import { left, table, textOfLines } from '../../report/text/layout.js';
import type { World } from '../world.js';

const BUNDLED = ['scenarios/*.yaml', 'scenarios/incidents/*.yaml', 'scenarios/recorded/*.yaml'];

interface Listed {
  readonly file: string;
  readonly name: string;
  readonly shows: string;
  /** Why it cannot run here; null when it can. */
  readonly missing: string | null;
}

export function listScenarios(world: World, flags: { readonly json?: boolean }): ExitCode {
  const { dataDir } = readSettings(world);
  const listed = BUNDLED.flatMap((pattern) => expandGlob(pattern, PACKAGE_ROOT)).map((name) =>
    describe(world, join(PACKAGE_ROOT, name), dataDir),
  );
  if (flags.json === true) printJson(world, { items: listed });
  else {
    const rows = listed.map(({ file, shows, missing }) => [
      file,
      missing === null ? shows : `(${missing}) ${shows}`,
    ]);
    world.out(textOfLines(table([left('scenario'), left('shows')], rows)));
  }
  return EXIT.ok;
}

function describe(world: World, file: string, dataDir: string | null): Listed {
  const shown = relative(world.cwd, file);
  try {
    const { name, shows = '' } = loadScenario(file, { dataDir }).scenario;
    return { file: shown, name, shows, missing: null };
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return {
      file: shown,
      name: '',
      shows: '',
      missing: error.problems[0]?.what ?? 'cannot be read',
    };
  }
}

/** Opens everything that a run would open, and runs nothing. A strategy's module is executed by loading it, as a run does. */
export async function validateScenarios(
  world: World,
  patterns: readonly string[],
  flags: { readonly json?: boolean; readonly set: readonly string[] },
): Promise<ExitCode> {
  const settings = readSettings(world);
  const options = { ...settings.loadOptions, set: flags.set };
  const json = flags.json === true;
  try {
    const { scenarios, skipped } = await loadScenarios(world, patterns, options);
    const names = await allOrProblems(scenarios.map((loaded) => () => nameOfSound(loaded)));
    if (json) printJson(world, { ok: true, scenarios: names, skipped, problems: [] });
    else {
      for (const name of names) world.out(`ok  ${name}\n`);
      world.out(asCalled(skippedLine(skipped, settings.dataDir), world.program));
    }
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof ScenarioError) || !json) throw error;
    printJson(world, { ok: false, scenarios: [], skipped: [], problems: error.problems });
    return exitCodeOf(error) ?? EXIT.invalid;
  }
}

/** The name alone: nothing that was opened is kept. */
async function nameOfSound(loaded: LoadedScenario): Promise<string> {
  await prepareScenario(loaded);
  return loaded.scenario.name;
}

export function printSchema(world: World): ExitCode {
  printJson(world, scenarioJsonSchema());
  return EXIT.ok;
}

export function newScenario(
  world: World,
  file: string,
  flags: { readonly force?: boolean },
): ExitCode {
  const path = resolve(world.cwd, file);
  if (!/\.ya?ml$/.test(file)) throw new UsageError(`${file}: a scenario is named *.yaml`);
  if (existsSync(path) && flags.force !== true) {
    throw new UsageError(`${file} is there already\n  fix: name another file, or add --force`);
  }
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, newScenarioText(file));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  world.out(`wrote ${file}; next: ${world.program} run ${file}\n`);
  return EXIT.ok;
}
