/** The folder in which a campaign keeps every seed that failed: a scenario each, and the line that runs it again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { FailedRun } from '../runs/campaign/tally.js';
import { scenarioText, writtenOut } from '../runs/campaign/written-scenario.js';
import type { PreparedScenario } from '../runs/execute-run.js';
import { faultsOfRun } from '../runs/faults-of-run.js';
import { runWindow } from '../runs/run-window.js';
import { shellWords } from './called.js';
import { ConfigurationError } from './failure.js';
import type { World } from './world.js';

export const CORPUS = '.squall/corpus';

export class Corpus {
  readonly #world: World;
  /** As it was asked for: lines to type are told from the working directory. */
  readonly #folder: string;

  constructor(world: World, folder: string) {
    this.#world = world;
    this.#folder = folder;
  }

  /** Errors: `ConfigurationError` where the folder cannot be written. */
  keep({ loaded, recorded }: PreparedScenario, failed: FailedRun): void {
    const { seed, failures } = failed;
    const { length } = runWindow(
      loaded.scenario,
      recorded.filter((tape) => tape !== null),
    );
    const faults = faultsOfRun(loaded.scenario, { seed, length });
    const text = scenarioText(writtenOut(loaded, { faults, seed }), [
      `Seed ${seed} of ${loaded.scenario.name}, with the faults drawn for it written out; it failed:`,
      ...failures.map((failure) => `  ${failure.text}`),
      this.lineOf(failed),
    ]);
    this.write(this.#nameOf(failed), text);
  }

  /** Runs it again. */
  lineOf(failed: Pick<FailedRun, 'scenario' | 'seed'>): string {
    const { program, cwd } = this.#world;
    const file = relative(cwd, resolve(cwd, this.#folder, this.#nameOf(failed)));
    return `${program} run ${shellWords([file, '--seed', String(failed.seed)])}`;
  }

  write(name: string, text: string): void {
    const folder = resolve(this.#world.cwd, this.#folder);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
    } catch (error) {
      throw new ConfigurationError(
        `the corpus ${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}\n  fix: name another folder with --corpus`,
      );
    }
  }

  #nameOf({ scenario, seed }: Pick<FailedRun, 'scenario' | 'seed'>): string {
    return `${scenario}-${seed}.yaml`;
  }
}
