/** Tallies: whoever ran what, in whatever order and in whatever parts, the sum is the same, to the byte. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgedRun } from '../../../src/runs/campaign/judged-run.js';
import {
  NO_RUNS,
  type Tally,
  tallyOfRun,
  tallyTogether,
} from '../../../src/runs/campaign/tally.js';

const few = fc.integer({ min: 0, max: 5 });
const countsBy = (...keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys), fc.integer({ min: 0, max: 3 }));

const told = fc.record({
  counts: fc.record(
    Object.fromEntries(Object.keys(NO_RUNS.counts).map((key) => [key, few])),
  ) as unknown as fc.Arbitrary<Tally['counts']>,
  size: fc.record({ seconds: few, marketEvents: few, slices: few, kinds: few, kindsActing: few }),
  faults: countsBy('outage', 'halt', 'reject'),
  reached: countsBy('alert:a', 'status:b'),
  violations: countsBy('S1', 'S9'),
});

const runs: fc.Arbitrary<readonly JudgedRun[]> = fc
  .array(
    fc.record({
      told: fc.option(told),
      failures: fc.array(fc.record({ sign: fc.constantFrom('S1', 'missed'), text: fc.string() }), {
        maxLength: 2,
      }),
      wallMs: few,
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((some) => some.map((run, seed) => ({ seed, ...run })));

const sumOf = (some: readonly JudgedRun[]): Tally =>
  tallyTogether(some.map((run) => tallyOfRun(run, run.seed % 2 === 0 ? 'even' : 'odd')));

describe('tallies of a campaign', () => {
  it('are the same whatever the order and the parts', () => {
    fc.assert(
      fc.property(runs, fc.nat(), fc.array(fc.nat(), { maxLength: 12 }), (some, cut, ranks) => {
        const whole = JSON.stringify(sumOf(some));
        const rank = ({ seed }: JudgedRun): number => ranks[seed] ?? seed;
        const moved = some.toSorted((a, b) => rank(a) - rank(b));
        const at = cut % (some.length + 1);
        const parts = [sumOf(moved.slice(at)), NO_RUNS, sumOf(moved.slice(0, at))];
        expect(JSON.stringify(tallyTogether(parts))).toBe(whole);
      }),
      { numRuns: 200 },
    );
  });
});
