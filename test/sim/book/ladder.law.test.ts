/** The windowed ladder against Maps: wherever the window stands, the answers are the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LADDER_WINDOW, Ladder, MARK_NAMED, NO_KEY } from '../../../src/sim/book/ladder.js';
import { NaiveLadder } from './naive-ladder.js';

interface Step {
  readonly key: number;
  readonly quantity: number;
  readonly traded: number | null;
}

/** Prices near one another, some at the window's edges, some a few windows away. */
const keys = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 990, max: 1_010 }) },
  { weight: 2, arbitrary: fc.integer({ min: -LADDER_WINDOW, max: LADDER_WINDOW }) },
  { weight: 1, arbitrary: fc.integer({ min: -5 * LADDER_WINDOW, max: 5 * LADDER_WINDOW }) },
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    key: keys,
    quantity: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 })),
    traded: fc.option(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Infinity)), {
      freq: 4,
    }),
  }),
  { maxLength: 120 },
);

function play(ladder: Ladder, naive: NaiveLadder, step: Step): void {
  if (!ladder.putPlain(step.key, step.quantity)) ladder.put(step.key, step.quantity);
  naive.put(step.key, step.quantity);
  if (step.traded === null) return;
  ladder.setTraded(step.key, step.traded);
  naive.setTraded(step.key, step.traded);
}

function levelsOf(ladder: Ladder): number[] {
  const found: number[] = [];
  for (let key = ladder.best; key !== NO_KEY; key = ladder.levelBelow(key)) found.push(key);
  return found;
}

describe('ladder', () => {
  it('SIM-2 S30: any stream of rows gives the levels, sums and names a Map gives', () => {
    const ladder = new Ladder(1);
    fc.assert(
      fc.property(steps, (stream) => {
        ladder.reset();
        const naive = new NaiveLadder();
        for (const step of stream) {
          play(ladder, naive, step);
          expect(ladder.best).toBe(naive.best);
        }
        expect(levelsOf(ladder)).toEqual(naive.levels());
        for (const { key } of stream) {
          for (const near of [key - 1, key, key + 1]) {
            expect(ladder.quantityAt(near)).toBe(naive.quantityAt(near));
            expect(ladder.tradedAt(near)).toBe(naive.tradedAt(near));
            expect((ladder.markAt(near) & MARK_NAMED) !== 0).toBe(naive.isNamed(near));
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('SIM-2: a market that drifts over many windows keeps its book', () => {
    const ladder = new Ladder(-1);
    const naive = new NaiveLadder();
    for (let step = 0; step < 400; step += 1) {
      const mid = Math.round(3 * LADDER_WINDOW * Math.sin(step / 40));
      for (let i = 0; i < 5; i += 1)
        play(ladder, naive, { key: mid - i, quantity: step + i + 1, traded: null });
      for (const level of naive.levels().filter((key) => key > mid)) {
        play(ladder, naive, { key: level, quantity: 0, traded: null });
      }
      expect(ladder.best).toBe(naive.best);
    }
    expect(levelsOf(ladder)).toEqual(naive.levels());
  });

  it('SIM-2: a row that is not plain is left to `put`', () => {
    const ladder = new Ladder(1);
    expect(ladder.putPlain(100, 5)).toBe(false);
    ladder.put(100, 5);
    ladder.setTraded(100, 3);
    expect(ladder.putPlain(100, 6)).toBe(false);
    expect(ladder.putPlain(100 - LADDER_WINDOW, 6)).toBe(false);
    expect(ladder.quantityAt(100)).toBe(5);
    expect(ladder.putPlain(99, 7)).toBe(true);
    expect([ladder.quantityAt(99), ladder.markAt(99)]).toEqual([7, MARK_NAMED]);
  });
});
