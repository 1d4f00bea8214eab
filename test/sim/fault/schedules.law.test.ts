/** What a schedule draws: outages that heal in time, none too long, and of each schedule what its name says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seconds, type Micros } from '../../../src/core/ground/units.js';
import { LINK_PATHS } from '../../../src/core/order/fault-record.js';
import { faultProblems } from '../../../src/sim/fault/fault-kind.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';
import {
  SCHEDULE_NAMES,
  type ScheduleName,
  drawSchedule,
  scheduleOf,
} from '../../../src/sim/fault/schedules.js';

const BOUNDARIES = Array.from({ length: 12 }, (_, index) => seconds(45 * index));
const runOf = (seed: number) => ({
  seed,
  acts: seconds(570),
  longest: seconds(60),
  boundaries: BOUNDARIES,
});
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

interface Down {
  readonly paths: readonly string[];
  readonly from: number;
  readonly to: number;
}

const downOf = ({ values }: FaultSpec): Down => {
  const { paths, at, for: length } = values as { paths: string[]; at: Micros; for: Micros };
  return { paths, from: at, to: at + length };
};
const drawn = (name: ScheduleName, seed: number): readonly Down[] =>
  scheduleOf(name, runOf(seed)).map(downOf);

const law = (check: (seed: number) => void): void =>
  fc.assert(fc.property(seeds, check), { numRuns: 200 });

describe('a schedule', () => {
  it.each(SCHEDULE_NAMES)(
    '%s: outages that a scenario takes, none too long nor too late',
    (name) => {
      law((seed) => {
        const { acts, longest } = runOf(seed);
        const specs = scheduleOf(name, runOf(seed));
        expect(specs.length).toBeGreaterThan(0);
        for (const spec of specs) {
          expect(faultProblems(FAULT_KINDS.get(spec.kind)!, spec.values)).toEqual([]);
          const { from, to } = downOf(spec);
          expect(to - from).toBeLessThanOrEqual(longest);
          expect(to).toBeLessThanOrEqual(acts);
        }
      });
    },
  );

  it('swizzle: every path once, all down together for a time, healing in an order of its own', () => {
    const orders = new Set<string>();
    law((seed) => {
      const downs = drawn('swizzle', seed);
      expect(downs.flatMap(({ paths }) => paths).toSorted()).toEqual([...LINK_PATHS].toSorted());
      expect(Math.max(...downs.map(({ from }) => from))).toBeLessThan(
        Math.min(...downs.map(({ to }) => to)),
      );
      const names = (by: (down: Down) => number): string =>
        [...downs]
          .sort((a, b) => by(a) - by(b))
          .map(({ paths }) => paths[0])
          .join();
      orders.add(String(names(({ from }) => from) === names(({ to }) => to)));
    });
    expect(orders).toContain('false');
  });

  it('healing: all go at once, no two heal together', () => {
    law((seed) => {
      const downs = drawn('healing', seed);
      expect(new Set(downs.map(({ from }) => from)).size).toBe(1);
      expect(new Set(downs.map(({ to }) => to)).size).toBe(LINK_PATHS.length);
    });
  });

  it('flapping: up as long as it was down, at a pace at which clients try again', () => {
    law((seed) => {
      const downs = drawn('flapping', seed);
      const [first, second] = downs;
      const pace = second!.from - first!.from;
      expect([500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000]).toContain(pace);
      for (const { from, to } of downs) expect(to - from).toBe(pace / 2);
    });
  });

  it('slice-cuts: each slice that is due in time has its cut', () => {
    law((seed) => {
      const downs = drawn('slice-cuts', seed);
      for (const at of BOUNDARIES)
        expect(downs.some(({ from, to }) => from <= at && at < to)).toBe(at < seconds(565));
    });
  });

  it('all-but-one leaves one path, each in some run', () => {
    const left = new Set<string>();
    law((seed) => {
      const down = new Set(drawn('all-but-one', seed).flatMap(({ paths }) => paths));
      const [only, ...more] = LINK_PATHS.filter((path) => !down.has(path));
      expect(more).toEqual([]);
      left.add(only!);
    });
    expect(left.size).toBe(LINK_PATHS.length);
  });

  it('is drawn in its share of the seeds, each schedule alike, and moves no other draw', () => {
    const any = Array.from({ length: 3_000 }, (_, seed) => drawSchedule(0.5, runOf(seed)));
    const share = any.filter((specs) => specs.length > 0).length / any.length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
    expect(drawSchedule(0, runOf(1))).toEqual([]);
    const always = Array.from({ length: 600 }, (_, seed) => drawSchedule(1, runOf(seed)));
    for (const name of SCHEDULE_NAMES) {
      const same = always.filter(
        (specs, seed) => JSON.stringify(specs) === JSON.stringify(scheduleOf(name, runOf(seed))),
      );
      expect(same.length).toBeGreaterThan(60);
    }
  });
});
