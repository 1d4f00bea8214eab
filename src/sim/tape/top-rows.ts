/**
 * Whether the venue's own best prices keep their contract with the rows of the tape they stand beside (F18).
 *
 * Invariants: 1. `time` and `before` never fall. 2. A row stands between the tape rows `before - 1` and
 * `before`, in time too. 3. At one instant it stands behind the trades (F0), and never at that of a snapshot, which
 * knows as much.
 */
import { InvariantError, invariant } from '../../core/ground/invariant.js';
import { ROW_KIND_MASK, ROW_SNAPSHOT, ROW_TRADE, type Tape, type TopRows } from './tape.js';

/** The columns of a lane, by name. */
export const TOP_COLUMNS = [
  'before',
  'time',
  'bid',
  'ask',
  'bidQuantity',
  'askQuantity',
  'delay',
] as const;

type Rows = Pick<Tape, 'rows' | 'time' | 'kind' | 'quantaPerTick'>;

/** Throws `InvariantError` where the lane breaks its contract with the rows of its tape. */
export function checkTopRows(tape: Rows, top: TopRows): void {
  for (const name of TOP_COLUMNS) {
    invariant(top[name].length === top.rows, `top rows: column ${name} has another length`);
  }
  const snapshots = snapshotTimes(tape);
  for (let row = 0; row < top.rows; row += 1) {
    const problem =
      orderProblem(top, row) ??
      placeProblem(tape, top.before[row]!, top.time[row]!) ??
      numbersProblem(top, row, tape.quantaPerTick);
    if (problem !== null) throw new InvariantError(`top row ${row}: ${problem}`);
    if (snapshots.has(top.time[row]!)) {
      throw new InvariantError(`top row ${row}: at the instant of a snapshot`);
    }
  }
}

function snapshotTimes({ rows, time, kind }: Rows): ReadonlySet<number> {
  const times = new Set<number>();
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & ROW_KIND_MASK) === ROW_SNAPSHOT) times.add(time[row]!);
  }
  return times;
}

const orderProblem = ({ time, before }: TopRows, row: number): string | null =>
  row > 0 && (time[row]! < time[row - 1]! || before[row]! < before[row - 1]!)
    ? 'out of order'
    : null;

function placeProblem({ rows, time, kind }: Rows, before: number, at: number): string | null {
  if (!Number.isSafeInteger(at)) return 'time is not an integer';
  if (before < 0 || before > rows) return 'beyond the rows of the tape';
  if (before > 0 && time[before - 1]! > at) return 'before the row that it follows';
  if (before === rows) return null;
  if (time[before]! < at) return 'after the row that it precedes';
  const isTrade = (kind[before]! & ROW_KIND_MASK) === ROW_TRADE;
  return isTrade && time[before] === at ? 'before a trade of its instant' : null;
}

function numbersProblem(top: TopRows, row: number, quantaPerTick: number): string | null {
  if (top.bid[row]! < 0 || top.ask[row]! < 0) return 'a negative price';
  if (top.bid[row]! % quantaPerTick !== 0 || top.ask[row]! % quantaPerTick !== 0) {
    return 'a price off the tick grid';
  }
  if (top.delay[row]! < 0) return 'negative delay';
  for (const quantity of [top.bidQuantity[row]!, top.askQuantity[row]!]) {
    if (!Number.isSafeInteger(quantity) || quantity < 0) return `quantity ${quantity}`;
  }
  return null;
}
