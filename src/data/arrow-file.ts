/**
 * Tapes as Apache Arrow IPC files: one record batch, one column each; what is read back are typed arrays over the file's
 * own bytes. The header stands in the schema's metadata, with a version and a checksum of the whole file, so that a
 * damaged file is refused instead of replayed. A checksum keeps no forger out: header, length and every row are checked, too.
 */
import { open, writeFile } from 'node:fs/promises';
import { InvariantError } from '../core/ground/invariant.js';
import { checkForeignTape } from '../sim/tape/check-tape.js';
import { type Tape, tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { type Frame, columnsAt, exampleFrame, frameOf } from './arrow-frame.js';
import { readHead } from './byte-source.js';
import { DataError } from './data-error.js';
import { rowsWithTop, withTop, withoutTop } from './arrow-top.js';
import { UNSEALED, checkSeal, seal } from './file-seal.js';
import { decodeHeader, encodeHeader } from './tape-header.js';
import { checkedMicros } from './venue-time.js';

/** One character: it is looked for where it stands in a file of the same header. With top rows (F18) it is the second. */
const VERSION = '1';
const VERSION_WITH_TOP = '2';
const VERSION_KEY = 'squall.tapeVersion';
const HEADER_KEY = 'squall.header';
const SEAL_KEY = 'squall.seal';
/** How a header's text begins. */
const HEADER_BEGINS = '{"symbol":';
const LENGTH_BYTES = 4;
/** What fits into one piece of memory. */
const FILE_BYTES_MAX = 2 ** 32;

const metadataOf = (header: string, version: string): ReadonlyMap<string, string> =>
  new Map([
    [VERSION_KEY, version],
    [HEADER_KEY, header],
    [SEAL_KEY, UNSEALED],
  ]);

/** The file's bytes. Same tape, same bytes. */
export function encodeTape(tape: Tape): Buffer {
  const version = tape.top === null ? VERSION : VERSION_WITH_TOP;
  const bytes = frameOf(withTop(tape), metadataOf(encodeHeader(tape), version));
  seal(bytes);
  return bytes;
}

export async function writeArrowFile(file: string, tape: Tape): Promise<void> {
  await writeFile(file, encodeTape(tape));
}

/** The tape of an Arrow file. Throws `DataError`. */
export async function readArrowFile(file: string): Promise<Tape> {
  // Refuses what is no file.
  await readHead(file, 1);
  const opened = await open(file);
  try {
    const { size } = await opened.stat();
    if (size > FILE_BYTES_MAX) {
      throw new DataError(file, null, {
        what: `an Arrow file of ${size} bytes: at most ${FILE_BYTES_MAX} are read`,
        fix: 'Replay the original files, or import fewer of them',
      });
    }
    const bytes = Buffer.from(new ArrayBuffer(size));
    let at = 0;
    while (at < size) {
      const { bytesRead } = await opened.read(bytes, at, Math.min(size - at, READ_BYTES), at);
      if (bytesRead === 0) throw damaged(file, 'it became shorter while it was read');
      at += bytesRead;
    }
    return decodeTape(file, bytes);
  } finally {
    await opened.close();
  }
}

/** A read of more than 2 GiB is refused by the system. */
const READ_BYTES = 2 ** 30;

/** `file` only names the bytes in errors. The columns are views of `bytes`. */
export function decodeTape(file: string, bytes: Buffer): Tape {
  const state = checkSeal(bytes);
  if (state === 'not-sealed') {
    throw new DataError(file, null, {
      what: 'not a whole Arrow file of ours',
      fix: 'Make it with "squall data import FILE… --out FILE.arrow"',
    });
  }
  if (state === 'damaged') throw damaged(file, 'its checksum is wrong');
  const text = headerTextOf(bytes);
  const header = text === null ? null : decodeHeader(text);
  if (text === null || header === null) throw damaged(file, 'its header cannot be read');
  const { topRows, ...told } = header;
  const wanted = topRows === 0 ? VERSION : VERSION_WITH_TOP;
  const frame = exampleFrame(metadataOf(text, wanted));
  const version = versionOf(bytes, text, frame);
  if (version !== wanted) {
    throw new DataError(file, null, {
      what: `tape version ${version}, this build reads ${VERSION}, and ${VERSION_WITH_TOP} with best prices`,
      fix: 'Import the original files again',
    });
  }
  const columns =
    header.rows === 0 ? null : columnsAt(bytes, frame, rowsWithTop(told.rows, topRows));
  if (columns === null) throw damaged(file, `it is not as long as ${header.rows} rows are`);
  return checked(file, { ...told, ...withoutTop(columns, told.rows, topRows) });
}

/** The last text in the file that begins like a header: metadata stands behind the columns. Its length stands before it. */
function headerTextOf(bytes: Buffer): string | null {
  const at = bytes.lastIndexOf(HEADER_BEGINS);
  if (at < LENGTH_BYTES) return null;
  const length = bytes.readInt32LE(at - LENGTH_BYTES);
  return length > 0 && at + length <= bytes.length ? bytes.toString('utf8', at, at + length) : null;
}

/** What stands where a file of another version differs from one of this. */
function versionOf(bytes: Buffer, header: string, { bytes: ours }: Frame): string {
  const other = exampleFrame(metadataOf(header, '?')).bytes;
  const at = ours.findLastIndex((byte, index) => byte !== other[index]);
  const fromEnd = ours.length - at;
  return bytes.toString('latin1', bytes.length - fromEnd, bytes.length - fromEnd + 1);
}

/** Whatever wrote it: rows that no importer writes would be replayed as if they had happened. */
function checked(file: string, tape: Tape): Tape {
  try {
    checkForeignTape(tape);
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    throw damaged(file, error.message);
  }
  const inYears = [tapeStart(tape), tapeEnd(tape)].every((time) => checkedMicros(time) !== null);
  if (!inYears) throw damaged(file, 'its times are in no year of markets');
  return tape;
}

const damaged = (file: string, what: string): DataError =>
  new DataError(file, null, {
    what: `the Arrow file is damaged: ${what}`,
    fix: 'Import the original files again',
  });
