/**
 * Reads a CSV of Binance's public archive (zipped or not) and says what is in it: rows, span, gaps. No tape is made of it:
 * none of its files holds the depth of the book.
 */
import { basename } from 'node:path';
import { readHead, unpackedChunks } from '../byte-source.js';
import { CsvFault, CsvRow } from '../csv-row.js';
import { DataError } from '../data-error.js';
import { readLines } from '../lines.js';
import { microsOfStamp } from '../venue-time.js';
import { isZip, openZip, zipChunks } from '../zip-entry.js';
import { type VisionKind, type VisionLayout, visionLayoutOf } from './vision-columns.js';

export interface VisionSummary {
  readonly kind: VisionKind;
  /** As the archive names its files; null when the name does not say. */
  readonly symbol: string | null;
  rows: number;
  /** Epoch microseconds. */
  start: number;
  end: number;
  /** Missing ids of trades, missing bars of klines (stretches, not rows). */
  sequenceGaps: number;
  crossedBooks: number;
  timeReversals: number;
}

const CLOSE_TIME = 6;
const BEST_BID = 1;
const BEST_ASK = 3;

export async function inspectVision(file: string): Promise<VisionSummary> {
  const entry = isZip(await readHead(file, 4)) ? await openZip(file) : null;
  const chunks = entry === null ? unpackedChunks(file) : zipChunks(entry);
  const name = entry?.name ?? basename(file);
  const reader = new VisionReader(file, /^([A-Z0-9_]+)-/.exec(name)?.[1] ?? null);
  await readLines(file, chunks, (bytes, start, end, line) => reader.read(bytes, start, end, line));
  return reader.summary();
}

/** Follows one file. Mutable. */
class VisionReader {
  readonly #file: string;
  readonly #symbol: string | null;
  #layout: VisionLayout | null = null;
  #row = new CsvRow(1);
  #summary: VisionSummary | null = null;
  #next: number | null = null;

  constructor(file: string, symbol: string | null) {
    this.#file = file;
    this.#symbol = symbol;
  }

  summary(): VisionSummary {
    if (this.#summary === null || this.#summary.rows === 0) {
      throw new DataError(this.#file, null, { what: 'a header and no rows' });
    }
    return this.#summary;
  }

  read(bytes: Buffer, start: number, end: number, line: number): void {
    if (start === end) return;
    try {
      this.#layout ??= this.#begin(bytes.toString('latin1', start, end));
      if (line === 1 && this.#layout.hasHeader) return;
      this.#readRow(this.#layout, this.#summary!, { bytes, start, end });
    } catch (error) {
      if (error instanceof CsvFault)
        throw new DataError(this.#file, { line }, { what: error.message });
      throw error;
    }
  }

  #begin(line: string): VisionLayout {
    const layout = visionLayoutOf(line);
    if (layout === null) throw new CsvFault("no file of Binance's archive that we know");
    this.#row = new CsvRow(layout.count);
    this.#summary = {
      kind: layout.kind,
      symbol: this.#symbol,
      rows: 0,
      start: Infinity,
      end: -Infinity,
      sequenceGaps: 0,
      crossedBooks: 0,
      timeReversals: 0,
    };
    return layout;
  }

  #readRow(
    layout: VisionLayout,
    summary: VisionSummary,
    { bytes, start, end }: { bytes: Buffer; start: number; end: number },
  ): void {
    const row = this.#row;
    row.split(bytes, start, end, layout.count);
    for (const field of layout.decimals) row.decimal(field, `field ${field + 1}`);
    const time = microsOfStamp(row.integer(layout.time, 'the time'));
    if (time === null) throw new CsvFault('a time that no market had');
    if (time < summary.end) summary.timeReversals += 1;
    summary.rows += 1;
    summary.start = Math.min(summary.start, time);
    summary.end = Math.max(summary.end, time);
    if (layout.kind === 'bookTicker') this.#checkBest(summary);
    else this.#checkSequence(layout, summary);
  }

  #checkBest(summary: VisionSummary): void {
    if (decimalOf(this.#row, BEST_BID) >= decimalOf(this.#row, BEST_ASK)) summary.crossedBooks += 1;
  }

  /** Ids follow each other; a bar opens just after the one before closed. */
  #checkSequence({ kind }: VisionLayout, summary: VisionSummary): void {
    const first = this.#row.integer(0, 'field 1');
    if (this.#next !== null && first !== this.#next) summary.sequenceGaps += 1;
    this.#next = (kind === 'klines' ? this.#row.integer(CLOSE_TIME, 'close_time') : first) + 1;
  }
}

/** Comparable only within a row of two prices; a rounding in the last bit cannot turn their order around. */
function decimalOf(row: CsvRow, field: number): number {
  row.decimal(field, `field ${field + 1}`);
  return row.decimals.mantissa / 10 ** row.decimals.decimals;
}
