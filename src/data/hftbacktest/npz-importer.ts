/**
 * Imports hftbacktest event arrays (`.npz` with one array, or the bare `.npy`): the exchange-flagged rows, which are the
 * market in the venue's order. The format names neither symbol nor venue: they come from the caller. It fills a `Recording`.
 *
 * Source: hftbacktest documentation, "Data": 64-byte records, kind in the low byte of `ev`, flags in its top bits,
 * nanoseconds; a row out of order is stored once for each of the two clocks.
 */
import { SourceFault, readHead, unpackedChunks } from '../byte-source.js';
import { DataError } from '../data-error.js';
import type { ReadingLimits } from '../reading-limits.js';
import { Recording, type VenueKind } from '../recording.js';
import { isZip, openZip, zipChunks } from '../zip-entry.js';
import { EventReader } from './event-reader.js';
import { NpyFault, type NpyHeader, RECORD_BYTES, readNpyHeader } from './npy-header.js';

export interface NpzOptions {
  readonly symbol: string | null;
  readonly venueKind: VenueKind;
  readonly limits: ReadingLimits;
}

export async function importNpz(files: readonly string[], options: NpzOptions): Promise<Recording> {
  const recording = new Recording('hftbacktest', options.limits, true);
  recording.symbol = options.symbol;
  recording.venueKind = options.venueKind;
  const events = new EventReader(recording);
  let rowStart = 0;
  for (const file of files) {
    recording.files.push({ name: file, lineStart: rowStart });
    rowStart += await readArray(file, recording, events);
  }
  events.end();
  return recording;
}

/** The chunks of the array, out of its archive if it is in one. */
async function arrayChunks(
  file: string,
  { signal }: ReadingLimits,
): Promise<AsyncIterable<Buffer>> {
  const isArchive = isZip(await readHead(file, 4));
  return isArchive ? zipChunks(await openZip(file), signal) : unpackedChunks(file, signal);
}

/** Feeds every record to `events`; returns how many there were. */
async function readArray(file: string, recording: Recording, events: EventReader): Promise<number> {
  const cutter = new RecordCutter(events);
  try {
    const before = recording.files.at(-1)?.lineStart ?? 0;
    for await (const chunk of await arrayChunks(file, recording.limits)) {
      cutter.feed(chunk);
      recording.checkRows(before + Math.max(1, cutter.rows));
    }
    cutter.end();
  } catch (error) {
    const place = { row: cutter.rows + 1 };
    if (error instanceof SourceFault) throw new DataError(file, place, error.fault);
    if (error instanceof NpyFault) throw new DataError(file, place, { what: error.message });
    throw error;
  }
  return cutter.rows;
}

/** Cuts chunks into records. Mutable; one array. */
class RecordCutter {
  rows = 0;
  #rest: Buffer = Buffer.alloc(0);
  #header: NpyHeader | null = null;
  readonly #events: EventReader;

  constructor(events: EventReader) {
    this.#events = events;
  }

  feed(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    if (this.#header === null) {
      this.#header = readNpyHeader(bytes);
      at = this.#header?.bytes ?? 0;
    }
    while (this.#header !== null && at + RECORD_BYTES <= bytes.length) {
      this.#events.read(bytes, at);
      this.rows += 1;
      at += RECORD_BYTES;
    }
    // A copy: the chunk's memory goes back to the stream.
    this.#rest = Buffer.from(bytes.subarray(at));
  }

  end(): void {
    if (this.#header === null) throw new NpyFault('the array ends within its header');
    if (this.rows === this.#header.rows && this.#rest.length === 0) return;
    throw new NpyFault(`the header announces ${this.#header.rows} rows, ${this.rows} are there`);
  }
}
