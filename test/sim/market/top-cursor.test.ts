/** What is counted of the top stream for the fidelity sheet (F17, F18): rows, corrections, and best prices that differ. */
import { describe, expect, it } from 'vitest';
import type { TopRows } from '../../../src/sim/tape/tape.js';
import { BOOK, Rig, at } from '../exchange/venue-rig.js';

type Side = readonly [price: number, quantity: number];
type TopRow = readonly [ms: number, bid: Side, ask: Side];

const topOf = (rows: readonly TopRow[]): TopRows => ({
  rows: rows.length,
  before: Int32Array.from(rows, () => BOOK.length),
  time: Float64Array.from(rows, ([ms]) => at(ms)),
  bid: Int32Array.from(rows, ([, [price]]) => price),
  ask: Int32Array.from(rows, ([, , [price]]) => price),
  bidQuantity: Float64Array.from(rows, ([, [, quantity]]) => quantity),
  askQuantity: Float64Array.from(rows, ([, , [, quantity]]) => quantity),
  delay: new Int32Array(rows.length),
});

const countsOf = (...rows: readonly TopRow[]) => {
  const { topRows, topCorrections, topBids, topAsks } = new Rig(BOOK, {
    header: { top: topOf(rows) },
  })
    .to(100)
    .venue.counters();
  return { topRows, topCorrections, topBids, topAsks };
};

const BID: Side = [99, 10];
const ASK: Side = [101, 10];
const NONE: Side = [0, 0];

describe('F18 counts of the top stream', () => {
  it('F18: a row that says what the diffs say corrects nothing', () => {
    expect(countsOf([1, BID, ASK])).toEqual({
      topRows: 1,
      topCorrections: 0,
      topBids: 0,
      topAsks: 0,
    });
  });

  it('F18: another quantity is a correction, another price is a difference as well', () => {
    expect(countsOf([1, [99, 9], ASK], [2, [99, 9], [102, 4]])).toEqual({
      topRows: 2,
      topCorrections: 2,
      topBids: 0,
      topAsks: 1,
    });
  });

  it('F18: of a side that it does not name a row differs in nothing', () => {
    expect(countsOf([1, NONE, ASK], [2, BID, NONE])).toEqual({
      topRows: 2,
      topCorrections: 0,
      topBids: 0,
      topAsks: 0,
    });
  });
});
