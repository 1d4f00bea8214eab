/** Laws of two runs held against each other, over drawn journals. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costDifference } from '../../../src/report/divergence/cost-difference.js';
import { type CostOfRun, costOfRun } from '../../../src/report/divergence/cost-of-run.js';
import { delayOfRun } from '../../../src/report/divergence/delay-of-run.js';
import { diverge } from '../../../src/report/divergence/diverge.js';
import type { Observation } from '../../../src/report/divergence/observation.js';
import { parentFacts } from '../../../src/report/divergence/parent-facts.js';
import {
  COST_CAUSES,
  DELAY_CAUSES,
  type ParentDivergence,
  divergenceSchema,
} from '../../../src/report/schema/divergence.js';
import { drawnParent, observed } from './support/drawn-journal.js';

const pair = fc
  .constantFrom('buy' as const, 'sell' as const)
  .chain((side) => fc.tuple(drawnParent(side), drawnParent(side)))
  .map(([a, b]) => [observed(a), observed(b)] as const);

const factsOf = (run: Observation) => parentFacts(run, [...run.projection.parents.values()][0]!);

const only = (a: Observation, b: Observation): ParentDivergence => {
  const { parents, alone } = divergenceSchema.parse(diverge(a, b));
  expect(alone).toEqual([]);
  expect(parents).toHaveLength(1);
  return parents[0]!;
};

const splits = ({ costBps, delayMicros }: ParentDivergence) => [costBps, delayMicros];
/** Steps of which the printed figures have whole numbers. */
const steps = (value: number): number => Math.round(value * 10_000);

const RUNS = { numRuns: 100 };

describe('two runs held against each other', () => {
  it('LIV-5: a run held against itself differs in nothing, and every cause that is measured is 0', () => {
    fc.assert(
      fc.property(pair, ([a]) => {
        const same = only(a, a);
        expect(same.first).toEqual({ event: null, amount: null, time: null });
        for (const { difference, causes } of splits(same)) {
          expect(difference ?? 0).toBe(0);
          for (const { value } of causes) expect(value ?? 0).toBe(0);
        }
      }),
      RUNS,
    );
  });

  it('LIV-5: held the other way round every difference has the other sign', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [there, back] = [only(a, b), only(b, a)];
        splits(there).forEach((split, index) => {
          const turned = splits(back)[index]!;
          const minus = (value: number | null) => (value === null ? null : 0 - value);
          expect(turned.difference).toBe(minus(split.difference));
          expect(turned.causes.map(({ value }) => value)).toEqual(
            split.causes.map(({ value }) => minus(value)),
          );
          expect([turned.a, turned.b]).toEqual([split.b, split.a]);
        });
        expect(back.first.event?.a).toBe(there.first.event?.b);
      }),
      RUNS,
    );
  });

  it('LIV-5: the causes sum to the difference, to the last printed step; what is not measured says why', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        for (const { difference, causes, why } of splits(only(a, b))) {
          const missing = causes.filter(({ value }) => value === null);
          for (const one of missing) expect(one.why).toMatch(/\w/);
          if (difference === null) expect(why).toMatch(/\w/);
          if (missing.length > 0 || difference === null) continue;
          const sum = causes.reduce((total, { value }) => total + steps(value!), 0);
          expect(sum).toBe(steps(difference));
        }
      }),
      RUNS,
    );
  });

  it('LIV-5: exact: the causes of cost sum to the shortfalls, which are computed without them', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [ofA, ofB] = [costOfRun(factsOf(a)), costOfRun(factsOf(b))];
        for (const run of [ofA, ofB]) if (run !== null) checkOne(run);
        if (ofA === null || ofB === null) return;
        const { total, causes } = costDifference(ofA, ofB);
        const parts = COST_CAUSES.map((cause) => causes[cause]);
        if (parts.every((part) => part !== null))
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      }),
      RUNS,
    );
  });

  it('LIV-5: exact: the waits of each run sum to what passed between due and filled', () => {
    fc.assert(
      fc.property(pair, ([a]) => {
        const facts = factsOf(a);
        const { parts } = delayOfRun(facts);
        if (parts === null) return;
        const planned = facts.parent.plan!.slices;
        // Where every order is of the plan, no quantity came from another slice.
        if (facts.orders.some(({ child }) => child.slice >= planned)) return;
        if (facts.orders.some(({ child }) => child.filled > child.terms.quantity)) return;
        const passed = facts.orders.flatMap((order) =>
          order.child.fills.map(
            ({ at, execution }) => BigInt(at - order.dueAt!) * BigInt(execution.quantity),
          ),
        );
        const sum = DELAY_CAUSES.reduce((total, cause) => total + parts[cause], 0n);
        expect(sum).toBe(passed.reduce((total, one) => total + one, 0n));
      }),
      RUNS,
    );
  });
});

function checkOne({ parts, fees, total, slices }: CostOfRun): void {
  if (parts === null || fees === null) return;
  expect(slices).toBeGreaterThan(0);
  const seen = parts.seen.reduce((sum, { worse, quantity }) => sum + worse * quantity, 0n);
  expect(Object.values(parts.own).reduce((sum, part) => sum + part, seen + fees)).toBe(total);
}
