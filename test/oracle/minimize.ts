/**
 * Makes a failing generated case small enough to read: takes away requests, halts and tape rows, one or several at a
 * time, as long as it still fails. Greedy; the result is small, not the smallest.
 */
import { ROW_SNAPSHOT, type Tape } from '../../src/sim/tape/tape.js';
import type { GeneratedCase } from './generated-case.js';
import { type Instant, tapeOf } from './tape-builder.js';

export function minimize(
  one: GeneratedCase,
  fails: (smaller: GeneratedCase) => boolean,
): GeneratedCase {
  let best = one;
  const attempt = (smaller: GeneratedCase): boolean => {
    if (!fails(smaller)) return false;
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

/** Snapshot marks stay, so that the book still opens. */
function withoutRows(tape: Tape, from: number, count: number): Tape {
  const instants: Instant[] = [];
  for (let row = 0; row < tape.rows; row += 1) {
    const kind = tape.kind[row]!;
    if (row >= from && row < from + count && kind !== ROW_SNAPSHOT) continue;
    instants.push({
      time: tape.time[row]!,
      rows: [{ kind, price: tape.price[row]!, quantity: tape.quantity[row]! }],
    });
  }
  return tapeOf(instants, { quantaPerTick: tape.quantaPerTick, quantaPerLot: tape.quantaPerLot });
}
