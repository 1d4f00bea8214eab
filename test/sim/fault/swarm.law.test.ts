/** What a swarm draws: always values that a kind takes, a function of seed and kind alone, rare and frequent alike. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMicros, seconds } from '../../../src/core/ground/units.js';
import { faultProblems } from '../../../src/sim/fault/fault-kind.js';
import { type FaultSpec, buildFaults } from '../../../src/sim/fault/fault-set.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';
import { SWARM_DEFAULTS, drawSwarm } from '../../../src/sim/fault/swarm.js';
import { draws } from '../../support/test-seed.js';

const KINDS = [...FAULT_KINDS.values()];
const LENGTH = seconds(600);
const drawn = (seed: number, kinds = KINDS): readonly FaultSpec[] =>
  drawSwarm({ ...SWARM_DEFAULTS, kinds }, { seed, length: LENGTH });
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

describe('a swarm', () => {
  it('draws only what its kinds take, and at least so many kinds', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const specs = drawn(seed);
        for (const { kind, values } of specs)
          expect([kind, values, faultProblems(FAULT_KINDS.get(kind)!, values)]).toEqual([
            kind,
            values,
            [],
          ]);
        expect(new Set(specs.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3);
        for (const { values, lasts } of specs) {
          expect(lasts).toBeLessThanOrEqual(LENGTH - SWARM_DEFAULTS.heals);
          const at = values['at'] as number | undefined;
          expect((at ?? 0) + SWARM_DEFAULTS.longest).toBeLessThanOrEqual(
            LENGTH - SWARM_DEFAULTS.heals,
          );
        }
        buildFaults(specs, { seed, start: epochMicros(0), firstSymbol: 'BTCUSDT' });
      }),
      { numRuns: draws(500) },
    );
  });

  it('draws a number between what its kind says, to the next whole one where it is a count or a length', () => {
    const between = KINDS.flatMap(({ kind, parameters }) =>
      Object.entries(parameters).flatMap(([name, { type, drawn: range }]) =>
        range === null ? [] : [{ kind, name, type, range }],
      ),
    );
    expect(new Set(between.map(({ type }) => type))).toContain('factor');
    for (let seed = 0; seed < 300; seed += 1)
      for (const spec of drawn(seed))
        for (const { kind, name, type, range } of between) {
          const value = spec.values[name] as number | undefined;
          if (kind !== spec.kind || value === undefined) continue;
          const slack = type === 'count' || type === 'duration' ? 0.5 : 1e-9;
          expect(value).toBeGreaterThanOrEqual(range[0] - slack);
          expect(value).toBeLessThanOrEqual(range[1] + slack);
        }
  });

  it('draws of a kind the same whichever others there are, and in whatever order', () => {
    fc.assert(
      fc.property(seeds, fc.subarray(KINDS, { minLength: 5 }), (seed, some) => {
        const all = drawn(seed);
        for (const one of drawn(seed, some.toReversed()))
          // One that is active only because so few kinds are left is not in the whole swarm.
          if (all.some(({ kind }) => kind === one.kind)) expect(all).toContainEqual(one);
      }),
      { numRuns: draws(200) },
    );
  });

  it('has every kind in its share of the seeds, and lengths of every size', () => {
    const counts = new Map<string, number>();
    const lengths: number[] = [];
    for (let seed = 0; seed < 2_000; seed += 1) {
      const specs = drawn(seed);
      for (const kind of new Set(specs.map((spec) => spec.kind)))
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      for (const { values } of specs)
        if (typeof values['for'] === 'number') lengths.push(values['for']);
    }
    for (const { kind } of KINDS) expect(counts.get(kind)).toBeGreaterThan(400);
    lengths.sort((a, b) => a - b);
    expect(lengths[0]).toBeLessThan(60_000);
    expect(lengths.at(-1)).toBeGreaterThan(55_000_000);
    // Half of them below the geometric mean of the shortest and the longest.
    expect(lengths[lengths.length >> 1]! / 1_732_000).toBeCloseTo(1, 0);
  });
});
