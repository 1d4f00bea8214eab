/**
 * A file as a stream of chunks, unpacked where it is gzip, one chunk in memory at a time. Knows nothing of lines or formats.
 * Guards against files that unpack without end: a cap on the ratio and on the size.
 */
import { constants, createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError, type DataFault } from './data-error.js';

const CHUNK_BYTES = 256 * 1024;
/** Deflate reaches 1,032; market data 5 to 40. Checked once a file has given more than `RATIO_FROM_BYTES`. */
const RATIO_MAX = 250;
const RATIO_FROM_BYTES = 64 * 1024 * 1024;
const UNPACKED_BYTES_MAX = 64 * 1024 ** 3;

/** Something wrong with the bytes themselves; whoever counts lines adds the place. */
export class SourceFault extends Error {
  readonly fault: DataFault;

  constructor(fault: DataFault) {
    super(fault.what);
    this.fault = fault;
  }
}

/** The first bytes of a file, for telling formats apart; refuses what is no readable, non-empty file. */
export async function readHead(file: string, bytes: number): Promise<Buffer> {
  // Not blocking: to open a pipe is to wait for its writer.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const opened = await open(file, flags).catch((error: unknown) => {
    throw new DataError(file, null, openFault(error));
  });
  try {
    if (!(await opened.stat()).isFile()) throw new DataError(file, null, { what: 'not a file' });
    const head = Buffer.alloc(bytes);
    const { bytesRead } = await opened.read(head, 0, bytes, 0);
    if (bytesRead === 0) throw new DataError(file, { line: 1 }, { what: 'the file is empty' });
    return head.subarray(0, bytesRead);
  } finally {
    await opened.close();
  }
}

function openFault(error: unknown): DataFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return code === 'ENOENT'
    ? {
        what: 'no such file',
        fix: 'Check the path: relative ones start at the current folder, in a recorded scenario at SQUALL_DATA_DIR',
      }
    : { what: `cannot be opened: ${code}` };
}

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The unpacked bytes of a plain or gzip file. Throws `SourceFault`. */
export async function* unpackedChunks(
  file: string,
  signal: AbortSignal | null = null,
): AsyncGenerator<Buffer> {
  const head = await readHead(file, 2);
  const stoppable = signal === null ? {} : { signal };
  const packed = createReadStream(file, { highWaterMark: CHUNK_BYTES, ...stoppable });
  if (!isGzip(head)) {
    const { size } = await stat(file);
    yield* guarded(packed, () => size);
    return;
  }
  const unpacked = createGunzip({ chunkSize: CHUNK_BYTES });
  // Errors of either end surface where the unpacked stream is read.
  pipeline(packed, unpacked, () => undefined);
  yield* guarded(unpacked, () => unpacked.bytesWritten);
}

/**
 * `stream`'s chunks with its failures as `SourceFault`s and the caps kept. `consumed`: of what was packed, the bytes that
 * were really unpacked so far: what a file has beside them, or says of itself, allows nothing.
 */
export async function* guarded(stream: Readable, consumed: () => number): AsyncGenerator<Buffer> {
  let total = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      total += chunk.length;
      const packedBytes = consumed();
      if (isBomb(total, packedBytes)) {
        throw new SourceFault({
          what: `unpacks to more than ${Math.floor(total / Math.max(1, packedBytes))} times its size`,
          why: 'no market data packs that well',
        });
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof SourceFault || error instanceof DataError
      ? error
      : new SourceFault(streamFault(error));
  }
}

const isBomb = (unpacked: number, packed: number): boolean =>
  unpacked > UNPACKED_BYTES_MAX || (unpacked > RATIO_FROM_BYTES && unpacked > RATIO_MAX * packed);

const REPAIR = 'Fetch the file again; what comes before is not imported either';

function streamFault(error: unknown): DataFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR')
    return { what: 'the compressed file ends early (truncated)', fix: REPAIR };
  if (code.startsWith('Z_'))
    return { what: `the compressed data is damaged (${code})`, fix: REPAIR };
  return { what: `cannot be read: ${code === '' ? String(error) : code}` };
}
