/**
 * What a campaign has run so far, kept beside its corpus while it goes on: whatever ends it, `--resume` goes on from there. It
 * is of use to the same build, asked the same, and to nobody else.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sha256Hex } from '../core/ground/digest.js';
import { buildId } from '../runs/build-id.js';
import type { Ran } from '../runs/campaign/campaign.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import { ConfigurationError, UsageError } from './failure.js';
import { stretchesOf } from './seeds.js';

const EVERY_MS = 5_000;

interface Written {
  readonly asked: string;
  readonly ran: readonly (Pick<Ran, 'tally'> & {
    readonly seeds: readonly (readonly [number, number])[];
  })[];
}

/** Mutable on purpose: knows when it wrote last. */
export class CampaignProgress {
  readonly #file: string;
  readonly #asked: string;
  #written = Date.now();

  /** `engines` and `seeds` as they were asked for. */
  constructor(file: string, scenarios: readonly LoadedScenario[], asked: readonly string[]) {
    this.#file = file;
    const told = scenarios.map(({ file: of, text, set, defaults }) => [of, text, set, defaults]);
    this.#asked = sha256Hex(JSON.stringify([buildId(), told, asked]));
  }

  /** Errors: `UsageError` where nothing is kept, or something of another campaign. */
  read(): readonly Ran[] {
    if (!existsSync(this.#file))
      throw new UsageError('nothing to resume\n  fix: leave --resume out, or name its --corpus');
    const { asked, ran } = this.#parsed();
    if (asked !== this.#asked)
      throw new UsageError(
        `what ${this.#file} keeps is of another campaign, or of another build\n  fix: ask for the same again, or leave --resume out`,
      );
    return ran.map(({ tally, seeds }) => ({ tally, seeds: seeds.flatMap(numbersOf) }));
  }

  #parsed(): Written {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Written;
    } catch (error) {
      throw new ConfigurationError(
        `${this.#file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n  fix: leave --resume out`,
      );
    }
  }

  /** Now and then. */
  keepSome(ran: readonly Ran[]): void {
    if (Date.now() - this.#written >= EVERY_MS) this.keep(ran);
  }

  keep(ran: readonly Ran[]): void {
    const kept: Written = {
      asked: this.#asked,
      ran: ran.map(({ tally, seeds }) => ({
        tally,
        seeds: stretchesOf(seeds.toSorted((a, b) => a - b)).map((stretch) => [
          stretch[0] ?? 0,
          stretch.at(-1) ?? 0,
        ]),
      })),
    };
    mkdirSync(dirname(this.#file), { recursive: true });
    // Whole or not at all.
    writeFileSync(`${this.#file}.new`, JSON.stringify(kept));
    renameSync(`${this.#file}.new`, this.#file);
    this.#written = Date.now();
  }

  /** It was done to its end. */
  forget(): void {
    rmSync(this.#file, { force: true });
  }
}

const numbersOf = ([first, last]: readonly [number, number]): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
