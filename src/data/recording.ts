/**
 * What an importer reads, before it is synchronised and laid out as a tape: the depth messages and the trades of one
 * symbol, each lane with its ids, its two clocks and the line it came from. Mutable while it is being read.
 *
 * Invariants: 1. Level rows of message m are `rowEnd(m - 1)` up to `rowEnd(m)`, bids and asks in source order.
 * 2. Nothing is dropped in silence: what an importer skips is counted in `skipped` under a name.
 */
import { invariant } from '../core/ground/invariant.js';
import type { TapeHeader } from '../sim/tape/tape.js';
import { DecimalColumn, NumberColumn } from './columns.js';
import { DataError, type DataFault } from './data-error.js';
import { READING_LIMITS, type ReadingLimits } from './reading-limits.js';

export type VenueKind = Exclude<TapeHeader['venueKind'], 'generated'>;

/** How a book is opened and its chain checked (F2); `marked`: the file itself says which rows are a snapshot. */
export type SyncRule = 'spot' | 'futures' | 'marked';

/** An id a message does not carry. */
export const NO_ID = -1;
/** No receive clock. */
export const NO_TIME = -1;

/** In `DepthLane.snapshot`: neither a diff (0) nor a snapshot (1), but the end of a connection. */
export const LOSS = 2;

export const SIDE_BID = 0;
export const SIDE_ASK = 1;

/** Times in epoch microseconds; ids as the venue numbers them. */
export interface DepthMessage {
  readonly snapshot: boolean;
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
  readonly time: number;
  readonly received: number;
  /** Line (or row) of the file, from 1. */
  readonly line: number;
}

export class DepthLane {
  readonly snapshot = new NumberColumn();
  readonly firstId = new NumberColumn();
  readonly lastId = new NumberColumn();
  readonly previousId = new NumberColumn();
  readonly time = new NumberColumn();
  readonly received = new NumberColumn();
  readonly line = new NumberColumn();
  readonly rowEnd = new NumberColumn();
  readonly side = new NumberColumn();
  readonly price = new DecimalColumn();
  readonly quantity = new DecimalColumn();

  get messages(): number {
    return this.time.length;
  }

  /** Rows pushed, those of a message not yet closed included. */
  get rows(): number {
    return this.side.length;
  }

  /** Closes a message: the rows pushed since the last one are its. */
  close(message: DepthMessage): void {
    this.snapshot.push(message.snapshot ? 1 : 0);
    this.firstId.push(message.firstId);
    this.lastId.push(message.lastId);
    this.previousId.push(message.previousId);
    this.time.push(message.time);
    this.received.push(message.received);
    this.line.push(message.line);
    this.rowEnd.push(this.rows);
  }

  /** Puts the bids of the message being read before its asks, each in the order they came. */
  bidsFirst(): void {
    const start = this.messages === 0 ? 0 : this.rowEnd.at(this.messages - 1);
    const rows: { side: number; price: number; quantity: number }[] = [];
    for (let row = start; row < this.rows; row += 1) {
      const [side, price, quantity] = [
        this.side.at(row),
        this.price.at(row),
        this.quantity.at(row),
      ];
      rows.push({ side, price, quantity });
    }
    this.discard();
    const ofSide = (wanted: number) => rows.filter(({ side }) => side === wanted);
    for (const { side, price, quantity } of [...ofSide(SIDE_BID), ...ofSide(SIDE_ASK)]) {
      this.side.push(side);
      this.price.push(price, this.price.scale);
      this.quantity.push(quantity, this.quantity.scale);
    }
  }

  /** Forgets the rows pushed since the last message was closed. */
  discard(): void {
    const rows = this.messages === 0 ? 0 : this.rowEnd.at(this.messages - 1);
    this.side.truncate(rows);
    this.price.truncate(rows);
    this.quantity.truncate(rows);
  }

  rowStart(message: number): number {
    return message === 0 ? 0 : this.rowEnd.at(message - 1);
  }

  /** What was told before `time` cannot be gone on from; behind all diffs that came before. */
  lost(time: number, received: number, line: number): void {
    let lastId = 0;
    for (let i = 0; i < this.messages; i += 1) lastId = Math.max(lastId, this.lastId.at(i));
    const ids = { firstId: lastId, lastId, previousId: NO_ID };
    this.close({ snapshot: false, ...ids, time, received, line });
    this.snapshot.set(this.messages - 1, LOSS);
  }

  /** Leaves out rows of the last message; returns how many. */
  leaveOut(isOut: (row: number) => boolean): number {
    const last = this.messages - 1;
    const rows = Array.from({ length: this.rows }, (_, row) => row);
    const start = this.rowStart(last);
    const kept = rows.filter((row) => row < start || !isOut(row));
    if (kept.length === rows.length) return 0;
    for (const column of [this.side, this.price, this.quantity]) column.keep(kept);
    this.rowEnd.set(last, kept.length);
    return rows.length - kept.length;
  }

  /** Only these messages, whose numbers rise; none may be in the middle of being read. */
  keep(messages: readonly number[]): void {
    const rows: number[] = [];
    const ends = messages.map((message) => {
      for (let row = this.rowStart(message); row < this.rowEnd.at(message); row += 1)
        rows.push(row);
      return rows.length;
    });
    const { snapshot, firstId, lastId, previousId, time, received, line, rowEnd } = this;
    for (const column of [snapshot, firstId, lastId, previousId, time, received, line, rowEnd])
      column.keep(messages);
    ends.forEach((end, message) => {
      rowEnd.set(message, end);
    });
    for (const column of [this.side, this.price, this.quantity]) column.keep(rows);
  }
}

class TradeLane {
  readonly id = new NumberColumn();
  readonly time = new NumberColumn();
  readonly received = new NumberColumn();
  readonly line = new NumberColumn();
  /** Flags of tape.ts: ROW_SELL, ROW_INELIGIBLE. */
  readonly flags = new NumberColumn();
  readonly price = new DecimalColumn();
  readonly quantity = new DecimalColumn();

  get rows(): number {
    return this.time.length;
  }

  /** Only these, whose numbers rise. */
  keep(trades: readonly number[]): void {
    const { id, time, received, line, flags, price, quantity } = this;
    for (const column of [id, time, received, line, flags, price, quantity]) column.keep(trades);
  }
}

/** Best bid and ask as the venue sent them. */
export class TickerLane {
  /** `NO_ID` where the format has none. */
  readonly id = new NumberColumn();
  /** `NO_TIME` where the stream has none. */
  readonly time = new NumberColumn();
  readonly received = new NumberColumn();
  readonly bid = new DecimalColumn();
  readonly bidQuantity = new DecimalColumn();
  readonly ask = new DecimalColumn();
  readonly askQuantity = new DecimalColumn();
}

export class Recording {
  readonly depth = new DepthLane();
  readonly trades = new TradeLane();
  readonly skipped = new Map<string, number>();
  /** Null where the format has none. */
  tickers: TickerLane | null = null;
  symbol: string | null = null;
  venueKind: VenueKind = 'usdm';
  rule: SyncRule = 'marked';
  /** Messages whose venue time is before that of a message read earlier. */
  timeReversals = 0;
  /** The files in order, and the number of lines before each: several files are one stream. */
  readonly files: { readonly name: string; readonly lineStart: number }[] = [];
  readonly format: string;
  readonly limits: ReadingLimits;
  readonly countsRows: boolean;

  /** `countsRows`: places are rows of a binary file, not lines. */
  constructor(format: string, limits: ReadingLimits = READING_LIMITS, countsRows = false) {
    this.format = format;
    this.limits = limits;
    this.countsRows = countsRows;
  }

  /** Throws when there are more rows than may be; asked for every line. */
  checkRows(line: number): void {
    const rows = this.depth.rows + this.trades.rows + (this.tickers?.id.length ?? 0);
    if (rows > this.limits.rowsMax) throw this.#tooLong(line);
  }

  skip(reason: string, count = 1): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + count);
  }

  #tooLong(line: number): DataError {
    return this.fault(line, {
      what: `more than ${this.limits.rowsMax} rows of levels and trades`,
      fix: 'Replay fewer files at once, or raise the limit with SQUALL_DATA_ROWS_MAX',
    });
  }

  /** The error for something found at a line as counted over all files. */
  fault(line: number, fault: DataFault, column?: number): DataError {
    const file = this.files.findLast(({ lineStart }) => line > lineStart);
    invariant(file !== undefined, `no file holds line ${line}`);
    const local = line - file.lineStart;
    if (this.countsRows) return new DataError(file.name, { row: local }, fault);
    const place = column === undefined ? { line: local } : { line: local, column };
    return new DataError(file.name, place, fault);
  }
}
