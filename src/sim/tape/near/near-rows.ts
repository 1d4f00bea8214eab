/**
 * Which rows of a tape somebody sees who never looks far beyond where the market is: those whose level is near at some time while it is
 * as the row left it. Levels are told by key = sign x price, as in a ladder.
 *
 * A tape is cut into blocks of whole instants. For each block and side there is a lowest key that is near, a little below every
 * best and print of that time; looking ahead for these decides about speed only.
 *
 * Invariant: a row that is not near has a successor of its level, or a snapshot, or the end of the tape behind it, before
 * the first block in which its level is near.
 */
import { foundOnce } from '../found-once.js';
import { rowRuns } from '../row-runs.js';
import { ROW_KIND_MASK, ROW_TRADE, type Tape } from '../tape.js';
import { markNearSide } from './near-side.js';

/** So far below the lowest best and print: a basis point of the price, or so many ticks where that is more. */
const NEAR_TICKS = 64;
const BPS = 10_000;
/** A block is as many runs, and those of its last instant. */
const BLOCK_RUNS = 64;

/** The columns of a tape that tell of which level a row is, and whether it is near. */
export interface PassableRows extends Pick<Tape, 'price' | 'quantity' | 'kind'> {
  readonly isNear: Uint8Array;
}

export interface NearRows {
  /** By block: the run after it. */
  readonly blockEnd: Int32Array;
  /** By block: the lowest near key of a side. */
  readonly bids: Int32Array;
  readonly asks: Int32Array;
  /** All rows of the tape, and by row whether it is near: 1, or 0, as prints are. */
  readonly all: PassableRows;
  /** By run of the tape: the first row of it in the columns below; one more: their number. */
  readonly first: Int32Array;
  /** The tape's columns, of the near rows and of all prints: side by side, since few rows of the tape are read at all. */
  readonly price: Int32Array;
  readonly quantity: Float64Array;
}

/** Null where the market leaps about (`markNearSide`). */
export function findNearRows(tape: Tape): NearRows | null {
  const blockEnd = blocksOf(tape);
  const isNear = new Uint8Array(tape.rows);
  const reach = reachOf(tape);
  const bids = markNearSide(tape, 1, { blockEnd, reach, isNear });
  const asks = markNearSide(tape, -1, { blockEnd, reach, isNear });
  if (bids === null || asks === null) return null;
  const { price, quantity, kind } = tape;
  const all = { price, quantity, kind, isNear };
  return { blockEnd, bids, asks, all, ...columnsOf(tape, isNear) };
}

const isPrint = (kind: number): boolean => (kind & ROW_KIND_MASK) === ROW_TRADE;

function reachOf(tape: Tape): number {
  const { price, quantaPerTick } = tape;
  const { end, kind } = rowRuns(tape);
  const run = kind.findIndex(isPrint);
  const printed = run < 0 ? 0 : price[end[run]! - 1]!;
  return Math.max(NEAR_TICKS * quantaPerTick, Math.round(printed / BPS));
}

function blocksOf(tape: Tape): Int32Array {
  const { end, time } = rowRuns(tape);
  const ends: number[] = [];
  for (let run = 1; run <= end.length; run += 1) {
    if (run - (ends.at(-1) ?? 0) >= BLOCK_RUNS && time[run] !== time[run - 1]) ends.push(run);
  }
  if (ends.at(-1) !== end.length) ends.push(end.length);
  return Int32Array.from(ends);
}

function columnsOf(tape: Tape, isNear: Uint8Array): Pick<NearRows, 'first' | 'price' | 'quantity'> {
  const { end } = rowRuns(tape);
  const isThere = (row: number): boolean => isNear[row] !== 0 || isPrint(tape.kind[row]!);
  let count = 0;
  for (let row = 0; row < tape.rows; row += 1) if (isThere(row)) count += 1;
  const price = new Int32Array(count);
  const quantity = new Float64Array(count);
  const first = new Int32Array(end.length + 1);
  let place = 0;
  let row = 0;
  for (let run = 0; run < end.length; run += 1) {
    for (; row < end[run]!; row += 1) {
      if (!isThere(row)) continue;
      price[place] = tape.price[row]!;
      quantity[place] = tape.quantity[row]!;
      place += 1;
    }
    first[run + 1] = place;
  }
  return { first, price, quantity };
}

/**
 * So many replays get every row first. Finding the near ones takes as long as one or two warm replays, and a replay of them a tenth
 * less: a few replays would never earn it back, and who makes many has lost little.
 */
export const REPLAYS_BEFORE = 12;

const askedFor = foundOnce(() => ({ times: 0 }));
const foundNearRows = foundOnce(findNearRows);

/** For one more replay of the tape; null, too, for the first `REPLAYS_BEFORE`. */
export function nearRows(tape: Tape): NearRows | null {
  const asked = askedFor(tape);
  asked.times += 1;
  return asked.times > REPLAYS_BEFORE ? foundNearRows(tape) : null;
}
