/**
 * A campaign: scenarios over many seeds each, every run judged, their tallies put together. Scenarios take turns, so that one
 * that is stopped has something of each. What comes out depends on what was asked and on nothing else: not on workers, and not
 * on whether it was stopped in between.
 */
import type { PreparedScenario } from '../execute-run.js';
import { runMany } from '../run-many.js';
import type { LoadedScenario } from '../scenario/load.js';
import { type FailedRun, type Tally, NO_RUNS, tallyOfRun, tallyTogether } from './tally.js';

/** What is known of one scenario's runs. */
export interface Ran {
  readonly tally: Tally;
  /** Of these seeds, in whatever order they came. */
  readonly seeds: readonly number[];
}

const NOTHING_RAN: Ran = { tally: NO_RUNS, seeds: [] };

export interface CampaignOptions {
  readonly seeds: readonly number[];
  readonly workers: number;
  readonly signal: AbortSignal;
  /** What is known already, by the place of the scenario. */
  readonly before: readonly Ran[];
  /** As `Preparation.prepare`. */
  readonly prepare: (loaded: LoadedScenario) => Promise<PreparedScenario | null>;
  /** Told as runs come in, by the place of the scenario. */
  readonly onRan: (ran: readonly Ran[]) => void;
  readonly onFailed: (prepared: PreparedScenario, failed: FailedRun, place: number) => void;
}

/** Seeds of one scenario before the next has its turn. */
const TURN = 256;

/** By the place of the scenario. Errors: as `runMany`. */
export async function runCampaign(
  scenarios: readonly LoadedScenario[],
  options: CampaignOptions,
): Promise<readonly Ran[]> {
  const ran = scenarios.map((_, place) => options.before[place] ?? NOTHING_RAN);
  const turns = turnsOf(
    options.seeds,
    ran.map(({ seeds }) => new Set(seeds)),
  );
  const ready = new Ready(scenarios, options.prepare);
  await runMany<'judge'>(
    turns.map(({ place, seeds }) => ({ prepare: () => ready.prepare(place), seeds })),
    {
      workers: options.workers,
      work: { kind: 'judge' },
      signal: options.signal,
      onRuns: (runs, turn) => {
        const place = turns[turn]?.place ?? 0;
        const prepared = ready.at(place);
        const known = ran[place];
        if (prepared === undefined || known === undefined) return;
        const { name } = prepared.loaded.scenario;
        const more = tallyTogether(runs.map((run) => tallyOfRun(run, name)));
        ran[place] = {
          tally: tallyTogether([known.tally, more]),
          seeds: [...known.seeds, ...runs.map(({ seed }) => seed)],
        };
        for (const failed of more.failed) options.onFailed(prepared, failed, place);
        options.onRan(ran);
      },
    },
  );
  return ran;
}

interface Turn {
  readonly place: number;
  readonly seeds: readonly number[];
}

function turnsOf(seeds: readonly number[], done: readonly ReadonlySet<number>[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (let first = 0; first < seeds.length; first += TURN) {
    const some = seeds.slice(first, first + TURN);
    for (const [place, known] of done.entries()) {
      const left = some.filter((seed) => !known.has(seed));
      if (left.length > 0) turns.push({ place, seeds: left });
    }
  }
  return turns;
}

/** Scenarios take turns, and are made ready once. Mutable on purpose, one owner. */
class Ready {
  readonly #scenarios: readonly LoadedScenario[];
  readonly #prepare: CampaignOptions['prepare'];
  readonly #ready = new Map<number, PreparedScenario>();

  constructor(scenarios: readonly LoadedScenario[], prepare: CampaignOptions['prepare']) {
    this.#scenarios = scenarios;
    this.#prepare = prepare;
  }

  /** Undefined before its first turn. */
  at(place: number): PreparedScenario | undefined {
    return this.#ready.get(place);
  }

  async prepare(place: number): Promise<PreparedScenario | null> {
    const loaded = this.#scenarios[place];
    const known = this.#ready.get(place);
    if (known !== undefined || loaded === undefined) return known ?? null;
    const prepared = await this.#prepare(loaded);
    if (prepared !== null) this.#ready.set(place, prepared);
    return prepared;
  }
}
