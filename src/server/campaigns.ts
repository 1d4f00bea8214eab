/**
 * Runs of one scenario under many seeds or many values gathered into one line: what was varied, how many came out how, and
 * what they cost.
 */
import type { RunListing } from './run-listing.js';

export interface Campaign {
  readonly id: string;
  readonly scenario: string;
  /** The newest first. */
  readonly runs: readonly RunListing[];
  readonly seeds: number;
  /** Of each key that was put over the scenario, its values in the order of the runs, oldest first, each once. */
  readonly varied: ReadonlyMap<string, readonly string[]>;
  readonly incomplete: number;
  readonly engineWrong: number;
  readonly expectationsFailed: number;
  /** Of what filled, over the runs in which it was measured. */
  readonly cost: { readonly mean: number; readonly least: number; readonly most: number } | null;
}

/** The one with the newest run first; a run whose plan cannot be read belongs to none. */
export function campaignsOf(runs: readonly RunListing[]): readonly Campaign[] {
  const byId = new Map<string, RunListing[]>();
  for (const run of runs) {
    if (run.campaign === null) continue;
    const own = byId.get(run.campaign);
    if (own === undefined) byId.set(run.campaign, [run]);
    else own.push(run);
  }
  return [...byId].map(([id, own]) => campaignOf(id, own));
}

function campaignOf(id: string, runs: readonly RunListing[]): Campaign {
  const count = (holds: (run: RunListing) => boolean): number => runs.filter(holds).length;
  return {
    id,
    scenario: runs[0]?.scenario ?? '',
    runs,
    seeds: new Set(runs.map(({ seed }) => seed)).size,
    varied: variedBy(runs),
    incomplete: count(({ verdict }) => verdict?.complete === false),
    engineWrong: count(({ verdict }) => verdict?.knewTruth === false),
    expectationsFailed: count(({ verdict }) => (verdict?.expectationsFailed ?? 0) > 0),
    cost: costOf(runs.flatMap(({ figures }) => figures.filledCostBps ?? [])),
  };
}

function variedBy(runs: readonly RunListing[]): ReadonlyMap<string, readonly string[]> {
  const varied = new Map<string, Set<string>>();
  for (const { overrides } of runs.toReversed()) {
    for (const setting of overrides) {
      const [key = '', ...value] = setting.split('=');
      const values = varied.get(key) ?? new Set();
      varied.set(key, values.add(value.join('=')));
    }
  }
  return new Map([...varied].map(([key, values]) => [key, [...values]]));
}

function costOf(costs: readonly number[]): Campaign['cost'] {
  if (costs.length === 0) return null;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  return { mean, least: Math.min(...costs), most: Math.max(...costs) };
}
