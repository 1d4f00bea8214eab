/**
 * Files of `binance-raw` as they are recorded: lines of `<received nanoseconds> <json>` of one symbol, a file for each UTC day of receipt. A file
 * that is there is never written to: the number behind the day rises instead, and files sort by name in the order they were recorded.
 *
 * Invariant: at any moment a file is a sequence of whole gzip members, so that it can be read whatever ends the process. One member that could
 * be written only in part is taken back. Mutable, one a symbol. Not synced: a loss of power may take what the machine had not yet stored.
 */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type EpochMicros, MICROS_PER_MS } from '../../core/ground/units.js';

/** A recording cannot go on: the message names the file, what is in it, and the fix. Ends the program with exit code 78. */
class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

export interface WrittenFile {
  readonly file: string;
  readonly lines: number;
  readonly bytes: number;
}

/** Of Node; returns how many bytes it took. */
export type WriteBytes = (descriptor: number, bytes: Uint8Array) => number;

interface OpenFile {
  readonly file: string;
  readonly descriptor: number;
  readonly day: string;
  lines: number;
  bytes: number;
}

/** More makes a member before its time: what waits is small, and so is the work at once. */
const MEMBER_BYTES = 64 * 1024;
const PARTS_MAX = 999;
const PART_DIGITS = 3;
const NANOS = '000';

export class RawFiles {
  readonly #folder: string;
  readonly #symbol: string;
  readonly #write: WriteBytes;
  readonly #closed: WrittenFile[] = [];
  #open: OpenFile | null = null;
  #pending: string[] = [];
  #pendingBytes = 0;

  constructor(folder: string, symbol: string, write: WriteBytes = writeSync) {
    this.#folder = folder;
    this.#symbol = symbol.toLowerCase();
    this.#write = write;
  }

  /** In recorded order; what waits to be written is not counted. */
  get written(): readonly WrittenFile[] {
    return this.#open === null ? this.#closed : [...this.#closed, factsOf(this.#open)];
  }

  /** @returns whether it is the first of a file. Errors: `RecordingError`. */
  line(receivedAt: EpochMicros, json: string): boolean {
    const day = dayOf(receivedAt);
    const begins = this.#open === null || day > this.#open.day;
    if (begins) {
      this.close();
      this.#open = this.#create(day);
    }
    // White space between the words of a message is none of its meaning, and a line must stay one.
    const line = `${receivedAt}${NANOS} ${json.replaceAll(/[\r\n]+/g, ' ')}\n`;
    this.#pending.push(line);
    this.#pendingBytes += line.length;
    if (this.#pendingBytes >= MEMBER_BYTES) this.flush();
    return begins;
  }

  /** What waits is in the file. Errors: `RecordingError`. */
  flush(): void {
    const open = this.#open;
    const lines = this.#pending;
    if (open === null || lines.length === 0) return;
    this.#pending = [];
    this.#pendingBytes = 0;
    const member = gzipSync(lines.join(''));
    try {
      for (let at = 0; at < member.length;) at += this.#write(open.descriptor, member.subarray(at));
    } catch (error) {
      ftruncateSync(open.descriptor, open.bytes);
      throw new RecordingError(
        `${open.file} cannot be written: ${reasonOf(error)}\n  the ${open.lines} lines that are in it are whole; the last ${lines.length} are not\n  fix: make room, and record again: it goes on in a file of its own`,
      );
    }
    open.lines += lines.length;
    open.bytes += member.length;
  }

  /** Errors: `RecordingError`. */
  close(): void {
    const open = this.#open;
    if (open === null) return;
    try {
      this.flush();
    } finally {
      this.#open = null;
      this.#closed.push(factsOf(open));
      closeSync(open.descriptor);
    }
  }

  #create(day: string): OpenFile {
    for (let part = 1; part <= PARTS_MAX; part += 1) {
      const name = `${this.#symbol}_${day}_${String(part).padStart(PART_DIGITS, '0')}.gz`;
      const file = join(this.#folder, name);
      try {
        return { file, descriptor: openSync(file, 'wx'), day, lines: 0, bytes: 0 };
      } catch (error) {
        if (codeOf(error) === 'EEXIST') continue;
        throw new RecordingError(
          `${file} cannot be made: ${reasonOf(error)}\n  fix: a folder that can be written to`,
        );
      }
    }
    throw new RecordingError(
      `${this.#folder} holds ${PARTS_MAX} recordings of ${this.#symbol} of this day\n  fix: another folder`,
    );
  }
}

const factsOf = ({ file, lines, bytes }: OpenFile): WrittenFile => ({ file, lines, bytes });

const DAY_LENGTH = 10;

const dayOf = (at: EpochMicros): string =>
  new Date(Math.floor(at / MICROS_PER_MS)).toISOString().slice(0, DAY_LENGTH).replaceAll('-', '');

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return `the disk is full (${code})`;
  return code === '' ? String(error) : code;
}
