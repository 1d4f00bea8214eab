/** `--seeds`, `--starts` and `--sweep` as a plan of runs for each scenario, made before the first runs. */
import { setImmediate } from 'node:timers/promises';
import { type PreparedScenario, prepareUntil } from '../runs/execute-run.js';
import { type RecordedTapes, marketsKey } from '../runs/market.js';
import { type LoadedScenario, parseScenario } from '../runs/scenario/load.js';
import type { RunFlags } from './commands/run-context.js';
import { UsageError } from './failure.js';
import { type ManyPlan, runsOf } from './many-plan.js';
import { RUNS_MAX } from './seeds.js';
import {
  UNVARIED,
  type Variant,
  type Variation,
  parseStarts,
  parseSweep,
  startsOf,
} from './sweep.js';

/** As many as a comparison has sides. */
const MARKETS_KEPT = 2;

/** Makes scenarios ready, one after the other: what several of them replay is read once. Mutable on purpose, one owner. */
export class Preparation {
  readonly #signal: AbortSignal;
  readonly #markets = new Map<string, RecordedTapes>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** As `prepareUntil`. */
  async prepare(loaded: LoadedScenario): Promise<PreparedScenario | null> {
    const key = marketsKey(loaded);
    const prepared = await prepareUntil(this.#signal, loaded, this.#markets.get(key));
    if (prepared === null) return null;
    this.#markets.set(key, prepared.recorded);
    const [oldest] = this.#markets.keys();
    if (this.#markets.size > MARKETS_KEPT && oldest !== undefined) this.#markets.delete(oldest);
    return prepared;
  }
}

export interface AskedMany {
  readonly flags: RunFlags;
  readonly signal: AbortSignal;
  readonly preparation: Preparation;
  /** Null = each variant's own. */
  readonly seeds: readonly number[] | null;
}

/** Null when somebody asked to stop meanwhile. Errors: `UsageError`, `ScenarioError`: about any of the variants. */
export async function planMany(asked: AskedMany, loaded: LoadedScenario): Promise<ManyPlan | null> {
  const variation = await variationOf(asked, loaded);
  if (variation === null) return null;
  const plan = { loaded, variation, seeds: asked.seeds };
  if (runsOf(plan) > RUNS_MAX)
    throw new UsageError(`${runsOf(plan)} runs; at most ${RUNS_MAX} in one call`);
  if (variation.key === null) return plan;
  for (const variant of variation.variants) {
    variantOf(loaded, variant);
    // Lets a signal through.
    await setImmediate();
    if (asked.signal.aborted) return null;
  }
  return plan;
}

async function variationOf(
  { flags: { starts, sweep }, preparation }: AskedMany,
  loaded: LoadedScenario,
): Promise<Variation | null> {
  if (sweep !== undefined) return parseSweep(sweep);
  if (starts === undefined) return UNVARIED;
  const asked = parseStarts(starts);
  const prepared = await preparation.prepare(loaded);
  return prepared === null ? null : startsOf(prepared, asked);
}

/** The scenario with what a variant puts over it. Errors: `ScenarioError`. */
export function variantOf(loaded: LoadedScenario, { set: more }: Variant): LoadedScenario {
  if (more === null) return loaded;
  const { file, text, set, defaults, dataDir, limits } = loaded;
  return parseScenario(file, text, { set: [...set, more], defaults, dataDir, limits });
}
