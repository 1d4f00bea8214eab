/**
 * Builds a `Tape`: growable columns, then one `finish` that puts the rows in the order of the contract and checks it.
 * Mutable, one owner, used once. It does not synchronise a book nor scale decimals: rows come in as they shall stand.
 *
 * Invariants: 1. What `finish` returns keeps invariants 1 to 5 of tape.ts, or it throws `InvariantError`.
 * 2. Ordering is stable: rows of one instant and lane (trades; book rows) keep the order they were pushed in.
 */
import { invariant } from '../../core/ground/invariant.js';
import type { PriceQuanta, Quanta } from '../../core/ground/units.js';
import { checkNumbers, checkTape, laneOf } from './check-tape.js';
import { ROW_LEVEL, TAPE_ROWS_MAX, type Tape, type TapeHeader, type TopRows } from './tape.js';

/** What a row without price and quantity (a snapshot, a gap) has in their columns. */
export const NO_PRICE = 0 as PriceQuanta;
export const NOTHING = 0 as Quanta;

const CAPACITY_MIN = 1_024;

/** The rows of a tape without its header. */
export type TapeRows = Pick<Tape, 'rows' | 'time' | 'kind' | 'price' | 'quantity' | 'delay'>;

interface Columns {
  time: Float64Array;
  kind: Uint8Array;
  price: Int32Array;
  quantity: Float64Array;
  delay: Int32Array;
}

/** Of what a level has of its own. */
type LevelColumns = Pick<Columns, 'kind' | 'price' | 'quantity'>;

const LEVEL_LANE = laneOf(ROW_LEVEL);

export class TapeBuilder {
  #rows = 0;
  #capacity: number;
  #columns: Columns;
  #timesFell = false;
  /** Trades that came after book rows of their instant, as rows. */
  readonly #lanesFell: number[] = [];
  #timeLast = -Infinity;
  #laneLast = 0;

  /**
   * `rowsExpected` only saves growing. `worn`: rows that nobody reads any more; what is built is written over them where
   * they have the room.
   */
  constructor(rowsExpected: number = CAPACITY_MIN, worn?: TapeRows) {
    const capacity = Math.max(CAPACITY_MIN, Math.min(rowsExpected, TAPE_ROWS_MAX));
    const left = worn === undefined ? null : wholeColumns(worn);
    this.#columns = left !== null && left.time.length >= capacity ? left : allocate(capacity);
    this.#capacity = this.#columns.time.length;
  }

  get rows(): number {
    return this.#rows;
  }

  /** One row, in the units of tape.ts. */
  // oxlint-disable-next-line max-params -- one value a column, and no object per row
  push(time: number, kind: number, price: PriceQuanta, quantity: Quanta, delay: number): void {
    const row = this.#rows;
    if (row === this.#capacity) this.#grow(row + 1);
    const columns = this.#columns;
    columns.time[row] = time;
    columns.kind[row] = kind;
    columns.price[row] = price;
    columns.quantity[row] = quantity;
    columns.delay[row] = delay;
    // A typed array wraps in silence.
    invariant(columns.price[row] === price, 'a price is not a 32-bit integer');
    invariant(columns.delay[row] === delay, 'a delay is not a 32-bit integer');
    checkNumbers(row, kind, price, quantity, delay);
    const lane = laneOf(kind);
    if (time < this.#timeLast) this.#timesFell = true;
    else if (lane < this.#laneLast && time === this.#timeLast) this.#lanesFell.push(row);
    this.#timeLast = time;
    this.#laneLast = lane;
    this.#rows = row + 1;
  }

  /** Columns with room for `count` rows more behind the last one, for who writes levels in place; `wrote` takes them in. */
  room(count: number): LevelColumns {
    const rows = this.#rows + count;
    if (rows > this.#capacity) this.#grow(rows);
    return this.#columns;
  }

  /** The rows up to `end` stand in the columns of `room`: levels of one instant, seen without delay. */
  wrote(time: number, end: number): void {
    const first = this.#rows;
    if (end === first) return;
    const { time: times, kind, price, quantity, delay } = this.#columns;
    for (let row = first; row < end; row += 1) {
      times[row] = time;
      delay[row] = 0;
      checkNumbers(row, kind[row]!, price[row]!, quantity[row]!, 0);
    }
    if (time < this.#timeLast) this.#timesFell = true;
    this.#timeLast = time;
    this.#laneLast = LEVEL_LANE;
    this.#rows = end;
  }

  /**
   * The tape; `topOf` finds its top rows once the rows stand; `isOpen`: it goes on from another one whose book was open at its
   * end. The builder gives its columns away and is empty afterwards.
   */
  finish(
    header: TapeHeader,
    topOf: (rows: TapeRows) => TopRows | null = () => null,
    isOpen = false,
  ): Tape {
    const rows = this.#rows;
    if (!this.#timesFell) partitionInstants(this.#columns, rows, this.#lanesFell);
    const full = this.#timesFell ? reordered(this.#columns, rows) : this.#columns;
    this.#columns = allocate(0);
    this.#capacity = 0;
    this.#rows = 0;
    const columns: TapeRows = { rows, ...trimmed(full, rows) };
    const tape = tapeOf(header, columns, topOf(columns));
    checkTape(tape, isOpen);
    return tape;
  }

  /** Room for `rows` in all. */
  #grow(rows: number): void {
    invariant(rows <= TAPE_ROWS_MAX, `a tape holds at most ${TAPE_ROWS_MAX} rows`);
    this.#capacity = Math.min(Math.max(this.#capacity * 2, CAPACITY_MIN, rows), TAPE_ROWS_MAX);
    const wider = allocate(this.#capacity);
    copyColumns(this.#columns, wider);
    this.#columns = wider;
  }
}

/** Key by key: tapes put together by spreads have a hidden class each, and every read of their columns is looked up. */
const tapeOf = (header: TapeHeader, columns: TapeRows, top: TopRows | null): Tape => ({
  rows: columns.rows,
  time: columns.time,
  kind: columns.kind,
  price: columns.price,
  quantity: columns.quantity,
  delay: columns.delay,
  top,
  symbol: header.symbol,
  tickSize: header.tickSize,
  lotSize: header.lotSize,
  quantaPerTick: header.quantaPerTick,
  quantaPerLot: header.quantaPerLot,
  format: header.format,
  venueKind: header.venueKind,
  hasReceiveClock: header.hasReceiveClock,
  receivedOffsetMs: header.receivedOffsetMs,
  dustRows: header.dustRows,
  subTickPrints: header.subTickPrints,
  skipped: header.skipped,
  snapshotWorst: header.snapshotWorst,
});

const allocate = (rows: number): Columns => ({
  time: new Float64Array(rows),
  kind: new Uint8Array(rows),
  price: new Int32Array(rows),
  quantity: new Float64Array(rows),
  delay: new Int32Array(rows),
});

/** With the room behind the last row. */
const wholeColumns = ({ time, kind, price, quantity, delay }: TapeRows): Columns => ({
  time: new Float64Array(time.buffer),
  kind: new Uint8Array(kind.buffer),
  price: new Int32Array(price.buffer),
  quantity: new Float64Array(quantity.buffer),
  delay: new Int32Array(delay.buffer),
});

function copyColumns(from: Columns, to: Columns): void {
  to.time.set(from.time);
  to.kind.set(from.kind);
  to.price.set(from.price);
  to.quantity.set(from.quantity);
  to.delay.set(from.delay);
}

/** Copies only where more than an eighth would be carried along unused. */
function trimmed(columns: Columns, rows: number): Columns {
  const tight = columns.time.length - rows > columns.time.length / 8;
  const { time, kind, price, quantity, delay } = columns;
  return {
    time: tight ? time.slice(0, rows) : time.subarray(0, rows),
    kind: tight ? kind.slice(0, rows) : kind.subarray(0, rows),
    price: tight ? price.slice(0, rows) : price.subarray(0, rows),
    quantity: tight ? quantity.slice(0, rows) : quantity.subarray(0, rows),
    delay: tight ? delay.slice(0, rows) : delay.subarray(0, rows),
  };
}

/** Times rise, but the trades at `fallen` stand behind book rows of their instants: puts those instants in order. */
function partitionInstants(columns: Columns, rows: number, fallen: readonly number[]): void {
  const { time } = columns;
  let spare = allocate(0);
  let end = 0;
  for (const row of fallen) {
    if (row < end) continue;
    let first = row;
    while (first > 0 && time[first - 1] === time[row]) first -= 1;
    end = row + 1;
    while (end < rows && time[end] === time[row]) end += 1;
    if (end - first > spare.kind.length) spare = allocate(2 * (end - first));
    partition(columns, first, end, spare);
  }
}

/** Trades to the front, book rows aside and then behind them. */
function partition(columns: Columns, first: number, end: number, spare: Columns): void {
  let to = first;
  let aside = 0;
  for (let row = first; row < end; row += 1) {
    if (laneOf(columns.kind[row]!) === 0) copyRow(columns, row, columns, to++);
    else copyRow(columns, row, spare, aside++);
  }
  for (let row = 0; row < aside; row += 1) copyRow(spare, row, columns, to + row);
}

/** All but the time, which is the same for all rows of an instant. */
function copyRow(from: Columns, row: number, into: Columns, at: number): void {
  into.kind[at] = from.kind[row]!;
  into.price[at] = from.price[row]!;
  into.quantity[at] = from.quantity[row]!;
  into.delay[at] = from.delay[row]!;
}

function reordered(columns: Columns, rows: number): Columns {
  const { time, kind } = columns;
  const order = new Uint32Array(rows);
  for (let i = 0; i < rows; i += 1) order[i] = i;
  order.sort((a, b) => {
    if (time[a] !== time[b]) return time[a]! - time[b]!;
    const lanes = laneOf(kind[a]!) - laneOf(kind[b]!);
    return lanes === 0 ? a - b : lanes;
  });
  const sorted = allocate(rows);
  for (let to = 0; to < rows; to += 1) {
    const from = order[to]!;
    sorted.time[to] = time[from]!;
    sorted.kind[to] = kind[from]!;
    sorted.price[to] = columns.price[from]!;
    sorted.quantity[to] = columns.quantity[from]!;
    sorted.delay[to] = columns.delay[from]!;
  }
  return sorted;
}
