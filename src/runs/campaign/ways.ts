/** In which ways runs of a campaign failed, each by the first run that did, in the order in which those stand. */
import type { FailedRun } from './tally.js';

export interface Way {
  readonly sign: string;
  readonly first: FailedRun;
  /** What the first of them says. */
  readonly text: string;
  readonly runs: number;
}

export function waysOf(failed: readonly FailedRun[]): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const run of failed)
    for (const { sign, text } of run.failures) {
      const known = ways.get(sign) ?? { sign, first: run, text, runs: 0 };
      ways.set(sign, { ...known, runs: known.runs + 1 });
    }
  return [...ways.values()];
}
