/** The windowed ladder against Maps: wherever the window stands, the answers are the same. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ladder, NO_KEY, type PlainBounds, TOP_KEY } from '../../../src/sim/book/ladder.js';
import { WINDOW as LADDER_WINDOW } from '../../../src/sim/book/ladder-window.js';
import { NaiveLadder } from './naive-ladder.js';
import { quanta } from '../../support/quanta.js';

interface Step {
  readonly key: number;
  readonly quantity: number;
  /** Null: left as it is. */
  readonly traded: number | null;
  readonly taken: boolean | null;
  /** How the row comes in: the hot path where it takes it, one by one, or with what traded at once. */
  readonly by: 'plain' | 'put' | 'settle';
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
    taken: fc.option(fc.boolean(), { freq: 4 }),
    by: fc.constantFrom('plain', 'put', 'settle'),
  }),
  { maxLength: 120 },
);

const FREE: PlainBounds = { guard: TOP_KEY, ownHigh: NO_KEY, ownLow: TOP_KEY };

/** One level row by the hot path; false = it is not plain. */
function putPlain(ladder: Ladder, key: number, quantity: number, bounds = FREE): boolean {
  const rows = {
    price: Int32Array.of(ladder.sign * key),
    quantity: Float64Array.of(quantity),
  };
  return ladder.putPlainRows(rows, 0, 1, bounds) === 1;
}

function play(ladder: Ladder, naive: NaiveLadder, step: Step): void {
  const { key, quantity, traded, taken, by } = step;
  if (by === 'settle') {
    const sum = traded ?? 0;
    naive.put(key, quantity);
    naive.setTraded(key, sum);
    expect(ladder.settle(key, quanta(quantity), quanta(sum))).toBe(naive.isTaken(key));
  } else {
    if (by === 'put' || !putPlain(ladder, key, quantity)) ladder.put(key, quanta(quantity));
    naive.put(key, quantity);
  }
  if (traded !== null) {
    ladder.setTraded(key, quanta(traded));
    ladder.addTraded(key, quanta(2));
    naive.setTraded(key, quantity > 0 ? traded + 2 : traded);
  }
  if (taken === null) return;
  ladder.setTaken(key, taken);
  naive.setTaken(key, taken);
}

const row = (key: number, quantity: number): Step => ({
  key,
  quantity,
  traded: null,
  taken: null,
  by: 'plain',
});

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
            expect(ladder.isNamed(near)).toBe(naive.isNamed(near));
            expect(ladder.isTaken(near)).toBe(naive.isTaken(near));
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
      for (let i = 0; i < 5; i += 1) play(ladder, naive, row(mid - i, step + i + 1));
      for (const level of naive.levels().filter((key) => key > mid)) {
        play(ladder, naive, row(level, 0));
      }
      expect(ladder.best).toBe(naive.best);
    }
    expect(levelsOf(ladder)).toEqual(naive.levels());
  });

  it('SIM-2: a row that is not plain is left to `put`', () => {
    const ladder = new Ladder(1);
    expect(putPlain(ladder, 100, 5)).toBe(false);
    ladder.put(100, quanta(5));
    ladder.setTraded(100, quanta(3));
    expect(putPlain(ladder, 100, 6)).toBe(false);
    expect(putPlain(ladder, 100 - LADDER_WINDOW, 6)).toBe(false);
    expect(ladder.quantityAt(100)).toBe(5);
    expect(putPlain(ladder, 99, 7)).toBe(true);
    expect([ladder.quantityAt(99), ladder.isNamed(99), ladder.isTaken(99)]).toEqual([
      7,
      true,
      false,
    ]);
    expect(putPlain(ladder, 99, 8, { ...FREE, guard: 99 })).toBe(false);
    expect(putPlain(ladder, 99, 8, { ...FREE, ownHigh: 99, ownLow: 98 })).toBe(false);
    expect(ladder.quantityAt(99)).toBe(7);
    // Between the best own order and the guard, and below the worst own order.
    expect(putPlain(ladder, 99, 8, { guard: 100, ownHigh: 98, ownLow: 97 })).toBe(true);
    expect(putPlain(ladder, 99, 9, { guard: 102, ownHigh: 101, ownLow: 100 })).toBe(true);
    ladder.setTaken(99, true);
    expect(putPlain(ladder, 99, 10)).toBe(false);
    expect(ladder.quantityAt(99)).toBe(9);
  });

  it('SIM-2: plain rows are put up to the first that is not plain', () => {
    const ladder = new Ladder(-1);
    ladder.put(-100, quanta(5));
    const rows = {
      price: Int32Array.of(100, 101, 99, 97, 98),
      quantity: Float64Array.of(0, 3, 4, 5, 6),
    };
    const bounds = { ...FREE, guard: -97 };
    expect(ladder.putPlainRows(rows, 0, 5, bounds)).toBe(3);
    expect([ladder.best, ladder.levelBelow(-99)]).toEqual([-99, -101]);
    expect(ladder.putPlainRows(rows, 3, 5, bounds)).toBe(3);
    expect(ladder.putPlainRows(rows, 3, 5, FREE)).toBe(5);
    expect(ladder.best).toBe(-97);
  });

  it('SIM-2: a reset ladder knows nothing of what it held', () => {
    const ladder = new Ladder(1);
    ladder.put(100, quanta(5));
    ladder.setTraded(100, quanta(3));
    ladder.put(90, quanta(2));
    ladder.reset();
    ladder.put(110, quanta(0));
    expect([ladder.best, ladder.levelBelow(TOP_KEY)]).toEqual([NO_KEY, NO_KEY]);
    for (const key of [90, 100, 110]) {
      expect([ladder.quantityAt(key), ladder.tradedAt(key)]).toEqual([0, 0]);
    }
  });

  it('F5: taking back a note of a level that no row has named does not name it', () => {
    const ladder = new Ladder(1);
    ladder.put(100, quanta(5));
    ladder.setTaken(90, false);
    ladder.setTraded(91, quanta(0));
    expect([90, 91, 100].map((key) => ladder.isNamed(key))).toEqual([false, false, true]);
  });
});
