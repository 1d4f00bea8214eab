/** Which rows of a tape are near, against a slow reading of the invariant: a replay that gets only those has every level it may look at. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type NearRows,
  REPLAYS_BEFORE,
  findNearRows,
  nearRows,
} from '../../../src/sim/tape/near/near-rows.js';
import { type RowRuns, rowRuns } from '../../../src/sim/tape/row-runs.js';
import {
  ROW_INELIGIBLE,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../../src/sim/tape/tape.js';
import { drawFrom } from '../../oracle/draw.js';
import { ask, bid, bought, snapshotRow, sold, tapeOf } from '../../oracle/tape-builder.js';
import { jumpingTape } from '../../support/jumping-tape.js';
import { draws } from '../../support/test-seed.js';

const ROWS = 800;
/** More than two million quanta above 100. */
const HIGH = 3_000_000;
const ALL_NEAR = -0x80000000;
const tapes = fc.integer().map((seed): Tape => jumpingTape(drawFrom(seed), ROWS).tape);

const SIDES = [
  { sign: 1, level: ROW_LEVEL, print: ROW_TRADE | ROW_SELL, lowest: 'bids' },
  { sign: -1, level: ROW_LEVEL | ROW_SELL, print: ROW_TRADE, lowest: 'asks' },
] as const;
type Side = (typeof SIDES)[number];

/** By block its first row; one more: the number of rows. */
const firstRows = ({ end }: RowRuns, blockEnd: Int32Array): number[] => [
  0,
  ...Array.from(blockEnd, (run) => end[run - 1]!),
];

/** Rows that are left out although a later block looks at their level as they left it. */
function missing(tape: Tape, near: NearRows, side: Side): number[] {
  const first = firstRows(rowRuns(tape), near.blockEnd);
  const lowest = near[side.lowest];
  const found: number[] = [];
  /** By key: the row that the level's next one, or a snapshot, follows. */
  const last = new Map<number, number>();
  const check = (row: number, key: number, until: number): void => {
    if (near.all.isNear[row] !== 0) return;
    let block = first.findIndex((from) => from > row) - 1;
    while (block < lowest.length && lowest[block]! > key) block += 1;
    if (block < lowest.length && until >= first[block]!) found.push(row);
  };
  const checkAll = (until: number): void => {
    for (const [key, row] of last) check(row, key, until);
    last.clear();
  };
  for (let row = 0; row < tape.rows; row += 1) {
    if ((tape.kind[row]! & ROW_KIND_MASK) === ROW_SNAPSHOT) checkAll(row);
    if (tape.kind[row] !== side.level) continue;
    const key = side.sign * tape.price[row]!;
    if (last.has(key)) check(last.get(key)!, key, row);
    last.set(key, row);
  }
  checkAll(tape.rows);
  return found;
}

/** Rows after which the best, or a print of this block or the last one, is not above the lowest near key. */
function tooLow(tape: Tape, near: NearRows, side: Side): number[] {
  const first = firstRows(rowRuns(tape), near.blockEnd);
  const lowest = near[side.lowest];
  const found: number[] = [];
  const book = new Set<number>();
  for (let block = 0; block < lowest.length; block += 1) {
    const low = lowest[block]!;
    // Behind a snapshot the block's rows all come; the first block has no book before.
    let isBook = block > 0;
    for (let row = first[block]!; row < first[block + 1]!; row += 1) {
      const key = side.sign * tape.price[row]!;
      const kind = tape.kind[row]!;
      if ((kind & ROW_KIND_MASK) === ROW_SNAPSHOT) {
        book.clear();
        isBook = false;
      }
      if (kind === side.print && (low >= key || lowest[block + 1]! >= key)) found.push(row);
      if (kind !== side.level) continue;
      if (tape.quantity[row] === 0) book.delete(key);
      else book.add(key);
      if (isBook && low >= Math.max(...book, Number.NEGATIVE_INFINITY) && low > ALL_NEAR)
        found.push(row);
    }
  }
  return found;
}

function foundNearRows(tape: Tape): NearRows {
  const found = findNearRows(tape);
  if (found === null) throw new Error('the market leaps about');
  return found;
}

describe('near rows', () => {
  it('SIM-2: are all that leave a level as a later block sees it, of either side', () => {
    let far = 0;
    let levels = 0;
    fc.assert(
      fc.property(tapes, (tape) => {
        const near = foundNearRows(tape);
        for (const side of SIDES) expect(missing(tape, near, side)).toEqual([]);
        for (let row = 0; row < tape.rows; row += 1) {
          const isLevel = (tape.kind[row]! & ROW_KIND_MASK) === ROW_LEVEL;
          if (!isLevel) expect(near.all.isNear[row]).toBe(0);
          if (!isLevel) continue;
          levels += 1;
          far += 1 - near.all.isNear[row]!;
        }
      }),
      { numRuns: draws(90) },
    );
    expect(far / levels).toBeGreaterThan(0.1);
    expect(far / levels).toBeLessThan(0.9);
  });

  it('SIM-2: reach below every best and print, from where the block began to where its book is opened anew', () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const near = foundNearRows(tape);
        for (const side of SIDES) expect(tooLow(tape, near, side)).toEqual([]);
      }),
      { numRuns: draws(90) },
    );
  });

  it('SIM-2: stand in columns of their own, by run, and in blocks of whole instants', () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const { blockEnd, bids, asks, all, first, price, quantity } = foundNearRows(tape);
        const { end, time } = rowRuns(tape);
        const rows = [...all.isNear.keys()].filter(
          (row) => all.isNear[row] === 1 || (tape.kind[row]! & ROW_KIND_MASK) === ROW_TRADE,
        );
        expect([...price]).toEqual(rows.map((row) => tape.price[row]));
        expect([...quantity]).toEqual(rows.map((row) => tape.quantity[row]));
        const before = [...end].map((after) => rows.filter((row) => row < after).length);
        expect([...first]).toEqual([0, ...before]);
        expect([bids.length, asks.length]).toEqual([blockEnd.length, blockEnd.length]);
        expect(blockEnd.at(-1)).toBe(end.length);
        expect(blockEnd.length).toBeGreaterThan(2);
        for (const [block, run] of blockEnd.entries()) {
          expect(run).toBeGreaterThan(blockEnd[block - 1] ?? 0);
          expect(time[run]).toBeGreaterThan(time[run - 1]!);
        }
      }),
      { numRuns: draws(30) },
    );
  });

  it('SIM-2: none of a tape without rows, and of one that never has a book', () => {
    expect([...foundNearRows(tapeOf([])).first]).toEqual([0]);
    const printed = foundNearRows(tapeOf([{ time: 1, rows: [sold(100, 1)] }]));
    expect([...printed.first]).toEqual([0, 1]);
    expect([...printed.bids]).toEqual([36]);
  });

  it('SIM-2: are all of a level too far away to have a place, which may be looked at like any other', () => {
    const quiet = (from: number) =>
      Array.from({ length: 64 }, (_, nth) => ({ time: from + nth, rows: [bid(HIGH, 1 + nth)] }));
    const tape = tapeOf([
      { time: 1, rows: [snapshotRow, bid(HIGH, 1), ask(HIGH + 1, 1)] },
      ...quiet(2),
      { time: 70, rows: [bid(100, 1), bid(HIGH - 100, 1)] },
      ...quiet(71),
      ...quiet(140),
      // No level that has a place is left.
      { time: 210, rows: [bid(HIGH, 0), bid(HIGH - 100, 0)] },
    ]);
    for (const side of SIDES) expect(missing(tape, foundNearRows(tape), side)).toEqual([]);
  });

  it('SIM-2: a print that may not match does not make its surroundings near', () => {
    const tape = (kind: number): Tape =>
      tapeOf([
        { time: 1, rows: [snapshotRow, bid(10_000, 1), ask(10_001, 1)] },
        ...Array.from({ length: 64 }, (_, nth) => ({ time: 2 + nth, rows: [bid(10_000, nth)] })),
        { time: 80, rows: [{ kind, price: 5_000, quantity: 1 }] },
        { time: 81, rows: [bid(4_990, 1), bid(4_990, 2)] },
      ]);
    const isNear = (kind: number): number[] => [...foundNearRows(tape(kind)).all.isNear.slice(-2)];
    expect(isNear(ROW_TRADE | ROW_SELL)).toEqual([1, 1]);
    expect(isNear(ROW_TRADE | ROW_SELL | ROW_INELIGIBLE)).toEqual([0, 0]);
    expect(isNear(ROW_TRADE)).toEqual([0, 0]);
  });

  it('SIM-2: are none, instead of a wait, where the market leaps over millions of levels again and again', () => {
    const [low, high] = [100_000, 2_000_000];
    const leaps = tapeOf([
      { time: 1, rows: [snapshotRow, bid(low, 1), bid(high, 1), ask(high + 1, 1)] },
      ...Array.from({ length: 2_560 }, (_, nth) => ({
        time: 2 + nth,
        rows: [nth % 256 < 128 ? sold(low, 1) : sold(high, 1), bid(high, 1 + nth)],
      })),
    ]);
    expect(findNearRows(leaps)).toBeNull();
  });

  it('SIM-2: are found at once where a level or a print is absurdly far from the market', () => {
    const absurd = 2 ** 31 - 1;
    const tape = tapeOf([
      { time: 1, rows: [bought(absurd, 1), sold(absurd, 1)] },
      { time: 2, rows: [snapshotRow, bid(1, 1), bid(5_999_999, 1), ask(6_000_001, 1)] },
      ...Array.from({ length: 200 }, (_, nth) => ({
        time: 3 + nth,
        rows: [bid(6_000_000, nth % 2), bid(absurd, nth % 2)],
      })),
    ]);
    for (const side of SIDES) expect(missing(tape, foundNearRows(tape), side)).toEqual([]);
  });

  it('are null for the first replays and found once for all later ones; a copy is another tape', () => {
    const tape = tapeOf([{ time: 1, rows: [snapshotRow, bid(100, 1), ask(101, 1)] }]);
    for (let replay = 0; replay < REPLAYS_BEFORE; replay += 1) expect(nearRows(tape)).toBeNull();
    const found = nearRows(tape);
    expect(found).toEqual(foundNearRows(tape));
    expect(nearRows(tape)).toBe(found);
    expect(nearRows({ ...tape })).toBeNull();
  });
});
