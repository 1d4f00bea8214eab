/** The folder in which a campaign keeps every seed that failed: a scenario each, and the line that runs it again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { ShrunkRun } from '../runs/campaign/shrink-run.js';
import type { FailedRun } from '../runs/campaign/tally.js';
import type { Way } from '../runs/campaign/ways.js';
import { scenarioText, writtenOut } from '../runs/campaign/written-scenario.js';
import type { PreparedScenario } from '../runs/execute-run.js';
import { faultsOfRun } from '../runs/faults-of-run.js';
import { runWindow } from '../runs/run-window.js';
import { shellWords } from './called.js';
import { ConfigurationError } from './failure.js';
import type { World } from './world.js';

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const CORPUS = '.squall/corpus';

export class Corpus {
  readonly #world: World;
  /** As it was asked for: lines to type are told from the working directory. */
  readonly #folder: string;

  constructor(world: World, folder: string) {
    this.#world = world;
    this.#folder = folder;
  }

  /** Where a campaign that was stopped is kept. */
  get progressFile(): string {
    return join(resolve(this.#world.cwd, this.#folder), 'progress.json');
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
    this.#write(this.#nameOf(failed), text);
  }

  /** @returns how small it is, and the line that runs it. */
  keepLeast({ first, text }: Way, { least, value, tried }: ShrunkRun): string {
    const { scenario, seed } = first;
    const name = `${scenario}-${seed}-least.yaml`;
    const line = this.#line(name, least.seed);
    const size = `${counted(least.faults.length, 'fault')}, ${counted(least.slices, 'slice')}`;
    const comment = [
      `The smallest scenario found in ${tried} trials that fails as seed ${seed} of ${scenario} did: ${size}.`,
      `  ${text}`,
      line,
    ];
    this.#write(name, scenarioText(value, comment));
    return `smallest: ${size}: ${line}`;
  }

  /** Runs it again. */
  lineOf(failed: Pick<FailedRun, 'scenario' | 'seed'>): string {
    return this.#line(this.#nameOf(failed), failed.seed);
  }

  #line(name: string, seed: number): string {
    const { program, cwd } = this.#world;
    const file = relative(cwd, resolve(cwd, this.#folder, name));
    return `${program} run ${shellWords([file, '--seed', String(seed)])}`;
  }

  #write(name: string, text: string): void {
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
