/**
 * Imports hftbacktest event arrays (`.npz` with one array, or the bare `.npy`): the exchange-flagged rows, which are the
 * market in the venue's order. The format names neither symbol nor venue: they come from the caller. It fills a `Recording`.
 *
 * Source: hftbacktest documentation, "Data": 64-byte records, kind in the low byte of `ev`, flags in its top bits,
 * nanoseconds; a row out of order is stored once for each of the two clocks.
 */
import { SourceFault, readHead, unpackedChunks } from '../byte-source.js';
import { DataError } from '../data-error.js';
import { Recording, type VenueKind } from '../recording.js';
import { isZip, openZip, zipChunks } from '../zip-entry.js';
import { EventReader } from './event-reader.js';
import { NpyFault, type NpyHeader, RECORD_BYTES, readNpyHeader } from './npy-header.js';

export interface NpzOptions {
  readonly symbol: string | null;
  readonly venueKind: VenueKind;
}

export async function importNpz(files: readonly string[], options: NpzOptions): Promise<Recording> {
  const recording = new Recording('hftbacktest', true);
  recording.symbol = options.symbol;
  recording.venueKind = options.venueKind;
  const events = new EventReader(recording);
  let rowStart = 0;
  for (const file of files) {
    recording.files.push({ name: file, lineStart: rowStart });
    rowStart += await readArray(file, events);
  }
  events.end();
  return recording;
}

/** The chunks of the array, out of its archive if it is in one. */
async function arrayChunks(file: string): Promise<AsyncIterable<Buffer>> {
  return isZip(await readHead(file, 4)) ? zipChunks(await openZip(file)) : unpackedChunks(file);
}

/** Feeds every record to `events`; returns how many there were. */
async function readArray(file: string, events: EventReader): Promise<number> {
  let rest = Buffer.alloc(0);
  let header: NpyHeader | null = null;
  let rows = 0;
  try {
    for await (const chunk of await arrayChunks(file)) {
      const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      if (header === null) {
        header = readNpyHeader(bytes);
        at = header?.bytes ?? 0;
      }
      if (header !== null) {
        for (; at + RECORD_BYTES <= bytes.length; at += RECORD_BYTES) {
          rows += 1;
          events.read(bytes, at);
        }
      }
      rest = Buffer.from(bytes.subarray(at));
    }
    if (header === null) throw new NpyFault('the array ends within its header');
    if (rows !== header.rows || rest.length > 0) {
      throw new NpyFault(`the header announces ${header.rows} rows, ${rows} are there`);
    }
  } catch (error) {
    if (error instanceof SourceFault) throw new DataError(file, { row: rows + 1 }, error.fault);
    if (error instanceof NpyFault)
      throw new DataError(file, { row: rows + 1 }, { what: error.message });
    throw error;
  }
  return rows;
}
