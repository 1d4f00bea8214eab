/**
 * The near rows of one side of a tape by their definition, for drawn blocks: each with a drawn lowest key, at or below the best it begins
 * with. Fewer rows are near here than where the source looks for them, and a falling best comes to where rows were passed over.
 */
import type { PassableRows } from '../../src/sim/tape/near/near-rows.js';
import { rowRuns } from '../../src/sim/tape/row-runs.js';
import {
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  type Tape,
} from '../../src/sim/tape/tape.js';
import type { Draw } from '../oracle/draw.js';

export interface DrawnNearRows {
  readonly sign: 1 | -1;
  /** By block: the run after it, its first row, and its lowest near key. */
  readonly blockEnd: readonly number[];
  readonly firstRow: readonly number[];
  readonly lowest: readonly number[];
  /** All rows, and by row whether it is near. */
  readonly all: PassableRows;
}

const ALL_NEAR = -0x80000000;

export const levelKindOf = (sign: 1 | -1): number =>
  sign === 1 ? ROW_LEVEL : ROW_LEVEL | ROW_SELL;

export function drawnNearRows(draw: Draw, tape: Tape, sign: 1 | -1): DrawnNearRows {
  const blockEnd = drawBlocks(draw, tape);
  const { end } = rowRuns(tape);
  const firstRow = [0, ...blockEnd.map((run) => end[run - 1]!)];
  const lowest = bestsAt(tape, sign, firstRow.slice(0, -1)).map((best) =>
    best === ALL_NEAR || draw.chance(3) ? ALL_NEAR : best - draw.pick([0, 1, 3, 60, 200, 1_000]),
  );
  const { price, quantity, kind } = tape;
  const isNear = markNear(tape, sign, firstRow, lowest);
  return { sign, blockEnd, firstRow, lowest, all: { price, quantity, kind, isNear } };
}

function drawBlocks(draw: Draw, tape: Tape): number[] {
  const { end, time } = rowRuns(tape);
  const ends: number[] = [];
  let wanted = draw.int(1, 40);
  for (let run = 1; run < end.length; run += 1) {
    if (run < wanted || time[run] === time[run - 1]) continue;
    ends.push(run);
    wanted = run + draw.int(1, 40);
  }
  return [...ends, end.length];
}

/** The best before each of the rows. */
function bestsAt(tape: Tape, sign: 1 | -1, rows: readonly number[]): number[] {
  const book = new Set<number>();
  const bests = new Map(rows.map((row) => [row, ALL_NEAR]));
  for (let row = 0; row < tape.rows; row += 1) {
    if (bests.has(row)) bests.set(row, Math.max(ALL_NEAR, ...book));
    if ((tape.kind[row]! & ROW_KIND_MASK) === ROW_SNAPSHOT) book.clear();
    if (tape.kind[row] !== levelKindOf(sign)) continue;
    if (tape.quantity[row] === 0) book.delete(sign * tape.price[row]!);
    else book.add(sign * tape.price[row]!);
  }
  return rows.map((row) => bests.get(row)!);
}

/** A row is near where its level is, or where it is what the next block finds in which that is so. */
function markNear(
  tape: Tape,
  sign: 1 | -1,
  firstRow: readonly number[],
  lowest: readonly number[],
): Uint8Array {
  const isNear = new Uint8Array(tape.rows);
  const newest = new Map<number, number>();
  let block = -1;
  for (let row = 0; row < tape.rows; row += 1) {
    while (firstRow[block + 1] === row) block += 1;
    const from = lowest[block]!;
    if (firstRow[block] === row)
      for (const [key, last] of newest) if (key >= from) isNear[last] = 1;
    if ((tape.kind[row]! & ROW_KIND_MASK) === ROW_SNAPSHOT) newest.clear();
    if (tape.kind[row] !== levelKindOf(sign)) continue;
    const key = sign * tape.price[row]!;
    newest.set(key, row);
    if (key >= from) isNear[row] = 1;
  }
  return isNear;
}
