/**
 * Makes a failing generated case small enough to read: takes away requests, halts and tape rows, one or several at a
 * time, as long as it still fails. Greedy; the result is small, not the smallest.
 */
import {
  ROW_GAP,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  type Tape,
} from '../../src/sim/tape/tape.js';
import type { TopRows } from '../../src/sim/tape/tape.js';
import { TOP_COLUMNS } from '../../src/sim/tape/top-rows.js';
import type { GeneratedCase } from './generated-case.js';
import { type Instant, tapeOf } from './tape-builder.js';

export function minimize(
  one: GeneratedCase,
  fails: (smaller: GeneratedCase) => boolean,
): GeneratedCase {
  let best = one;
  const attempt = (smaller: GeneratedCase): boolean => {
    if (!isSound(smaller.tape) || !fails(smaller)) return false;
    best = smaller;
    return true;
  };
  attempt({ ...best, halts: [] });
  for (let round = 0; round < 3; round += 1) {
    dropEach(best.arrivals.length, (from, count) =>
      attempt({ ...best, arrivals: best.arrivals.toSpliced(from, count) }),
    );
    dropEach(best.tape.rows, (from, count) =>
      attempt({ ...best, tape: withoutRows(best.tape, from, count) }),
    );
    dropEach(best.tape.top?.rows ?? 0, (from, count) =>
      attempt({ ...best, tape: withoutTops(best.tape, from, count) }),
    );
  }
  return best;
}

/** Tries to drop runs of 32, 16 ... 1 neighbors, from the end on so that what is left keeps its place. */
function dropEach(length: number, drop: (from: number, count: number) => boolean): void {
  let left = length;
  for (let count = 32; count >= 1; count >>= 1) {
    for (let from = left - count; from >= 0; from -= count) if (drop(from, count)) left -= count;
  }
}

function withoutRows(tape: Tape, from: number, count: number): Tape {
  const instants: Instant[] = [];
  for (let row = 0; row < tape.rows; row += 1) {
    if (row >= from && row < from + count) continue;
    const kind = tape.kind[row]!;
    instants.push({
      time: tape.time[row]!,
      rows: [{ kind, price: tape.price[row]!, quantity: tape.quantity[row]! }],
    });
  }
  const scale = { quantaPerTick: tape.quantaPerTick, quantaPerLot: tape.quantaPerLot };
  return { ...tapeOf(instants, scale), top: tape.top && topWithoutRows(tape.top, from, count) };
}

/** The rows of the stream stay, between the rows that are left. */
const topWithoutRows = (top: TopRows, from: number, count: number): TopRows => ({
  ...top,
  before: top.before.map((before) => before - Math.max(0, Math.min(before - from, count))),
});

function withoutTops(tape: Tape, from: number, count: number): Tape {
  const { top } = tape;
  if (top === null) return tape;
  const stays = (_: number, row: number): boolean => row < from || row >= from + count;
  const columns = Object.fromEntries(TOP_COLUMNS.map((name) => [name, top[name].filter(stays)]));
  const rows = columns['time']!.length;
  return { ...tape, top: { ...top, ...columns, rows } };
}

/** Level rows stand only in an open book, and every snapshot shows both sides. */
function isSound(tape: Tape): boolean {
  let open = false;
  for (let row = 0; row < tape.rows; row += 1) {
    const kind = tape.kind[row]! & ROW_KIND_MASK;
    if (kind === ROW_GAP) open = false;
    else if (kind === ROW_SNAPSHOT) {
      open = true;
      if (!showsBothSides(tape, row)) return false;
    } else if (kind === ROW_LEVEL && !open) return false;
  }
  return true;
}

function showsBothSides(tape: Tape, snapshot: number): boolean {
  const seen = new Set<number>();
  for (let row = snapshot + 1; tape.time[row] === tape.time[snapshot]; row += 1) {
    if (tape.quantity[row]! > 0) seen.add(tape.kind[row]!);
  }
  return seen.has(ROW_LEVEL) && seen.has(ROW_LEVEL | ROW_SELL);
}
