/**
 * What is known of many runs of a campaign, added up. Tallies are put together in any order, of any parts, with the same
 * result: who ran what, and when, cannot show. Plain values, so that a campaign that was stopped can be kept.
 */
import type { Failure, JudgedRun, RunCounts, RunSize } from './judged-run.js';

export interface KindTally {
  /** Runs in which it was switched on, and in which it acted. */
  readonly runs: number;
  readonly runsActing: number;
  readonly acts: number;
}

export interface FailedRun {
  readonly scenario: string;
  readonly seed: number;
  readonly failures: readonly Failure[];
}

export interface Tally {
  readonly runs: number;
  readonly crashes: number;
  readonly counts: RunCounts;
  /** The least of any run; of nothing where none was. */
  readonly least: RunSize | null;
  /** Runs in which fewer kinds of fault acted than a campaign wants. */
  readonly runsOfFewKinds: number;
  readonly faults: Readonly<Record<string, KindTally>>;
  /** Key -> runs that came past it. */
  readonly reached: Readonly<Record<string, number>>;
  /** Broken invariants -> runs that broke them. */
  readonly violations: Readonly<Record<string, number>>;
  /** By scenario and seed. */
  readonly failed: readonly FailedRun[];
}

const NO_COUNTS: RunCounts = {
  fills: 0,
  fillsInTime: 0,
  fillsMissed: 0,
  fillable: 0,
  fillableTimeouts: 0,
  positionsWrong: 0,
  marketEvents: 0,
  slices: 0,
  orders: 0,
  executions: 0,
  phantom: 0,
  doubled: 0,
  ordersLeftOpen: 0,
  ordersLeftOpenTold: 0,
  ordersGone: 0,
  tried: 0,
  triedWrong: 0,
};

export const NO_RUNS: Tally = {
  runs: 0,
  crashes: 0,
  counts: NO_COUNTS,
  least: null,
  runsOfFewKinds: 0,
  faults: {},
  reached: {},
  violations: {},
  failed: [],
};

/** In how many kinds of fault at least a run is to be tried at once. */
export const KINDS_WANTED = 3;

export function tallyOfRun({ seed, told, failures }: JudgedRun, scenario: string): Tally {
  const failed = failures.length === 0 ? [] : [{ scenario, seed, failures }];
  if (told === null) return { ...NO_RUNS, runs: 1, crashes: 1, failed };
  const { counts, size, faults, reached, violations } = told;
  return {
    runs: 1,
    crashes: 0,
    counts,
    least: size,
    runsOfFewKinds: size.kindsActing < KINDS_WANTED ? 1 : 0,
    faults: mapped(faults, (acts) => ({ runs: 1, runsActing: acts > 0 ? 1 : 0, acts })),
    reached: mapped(reached, () => 1),
    violations: mapped(violations, () => 1),
    failed,
  };
}

export const tallyTogether = (tallies: readonly Tally[]): Tally => tallies.reduce(added, NO_RUNS);

function added(a: Tally, b: Tally): Tally {
  return {
    runs: a.runs + b.runs,
    crashes: a.crashes + b.crashes,
    counts: merged(a.counts, b.counts, plus) as unknown as RunCounts,
    least: leastOf(a.least, b.least),
    runsOfFewKinds: a.runsOfFewKinds + b.runsOfFewKinds,
    faults: merged(a.faults, b.faults, (one, other) => ({
      runs: one.runs + other.runs,
      runsActing: one.runsActing + other.runsActing,
      acts: one.acts + other.acts,
    })),
    reached: merged(a.reached, b.reached, plus),
    violations: merged(a.violations, b.violations, plus),
    failed: inOrder(a.failed, b.failed),
  };
}

const plus = (a: number, b: number): number => a + b;

function leastOf(a: RunSize | null, b: RunSize | null): RunSize | null {
  if (a === null || b === null) return a ?? b;
  return merged(a, b, Math.min) as unknown as RunSize;
}

const mapped = <A, B>(values: Readonly<Record<string, A>>, of: (value: A) => B) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, of(value)]));

/** Keys in the order of the alphabet: the order in which runs came shows nowhere. */
function merged<T>(
  a: object,
  b: object,
  together: (one: T, other: T) => T,
): Readonly<Record<string, T>> {
  const all = new Map<string, T>(Object.entries(a) as [string, T][]);
  for (const [key, value] of Object.entries(b) as [string, T][]) {
    const known = all.get(key);
    all.set(key, known === undefined ? value : together(known, value));
  }
  return Object.fromEntries([...all].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function inOrder(a: readonly FailedRun[], b: readonly FailedRun[]): readonly FailedRun[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return [...a, ...b].sort((one, other) =>
    one.scenario === other.scenario
      ? one.seed - other.seed
      : one.scenario < other.scenario
        ? -1
        : 1,
  );
}
