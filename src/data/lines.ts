/**
 * Cuts chunks into lines without copying them: a line is handed on as a range of bytes. Drops a byte order mark at the
 * start, a carriage return at the end of a line, and an unfinished last newline; refuses NUL bytes and endless lines.
 */
import { DataError } from './data-error.js';
import { SourceFault } from './byte-source.js';

/** A full-depth snapshot of 5,000 levels a side is some 300 kB. */
const LINE_BYTES_MAX = 4 * 1024 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** One line, `start` inclusive, `end` exclusive; `line` counts from 1. The bytes are only valid during the call. */
export type OnLine = (bytes: Buffer, start: number, end: number, line: number) => void;

/** Feeds every line of `chunks` to `onLine`; returns how many there were. Throws `DataError` with the line. */
export async function readLines(
  file: string,
  chunks: AsyncIterable<Buffer>,
  onLine: OnLine,
): Promise<number> {
  const cutter = new LineCutter(file, onLine);
  try {
    for await (const chunk of chunks) cutter.feed(chunk);
  } catch (error) {
    if (error instanceof SourceFault)
      throw new DataError(file, { line: cutter.line + 1 }, error.fault);
    throw error;
  }
  cutter.end();
  return cutter.line;
}

class LineCutter {
  line = 0;
  #rest: Buffer = Buffer.alloc(0);
  #sawNul = false;
  readonly #file: string;
  readonly #onLine: OnLine;

  constructor(file: string, onLine: OnLine) {
    this.#file = file;
    this.#onLine = onLine;
  }

  feed(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#sawNul ||= chunk.includes(0);
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.#emit(bytes, start, end);
      start = end + 1;
    }
    if (bytes.length - start > LINE_BYTES_MAX) {
      this.line += 1;
      throw this.#fault(`a line of more than ${LINE_BYTES_MAX} bytes`);
    }
    // A copy: the chunk's memory goes back to the stream.
    this.#rest = Buffer.from(bytes.subarray(start));
  }

  end(): void {
    const rest = this.#rest;
    if (rest.length > 0) this.#emit(rest, 0, rest.length);
  }

  #emit(bytes: Buffer, from: number, to: number): void {
    this.line += 1;
    let start = from;
    let end = to;
    if (end > start && bytes[end - 1] === RETURN) end -= 1;
    if (this.line === 1 && BYTE_ORDER_MARK.every((byte, i) => bytes[from + i] === byte)) start += 3;
    if (this.#sawNul && bytes.subarray(start, end).includes(0)) throw this.#fault('a NUL byte');
    this.#onLine(bytes, start, end, this.line);
  }

  #fault(what: string): DataError {
    return new DataError(this.#file, { line: this.line }, { what });
  }
}
