/**
 * The one file inside a zip or zip64, as a stream of chunks: stored or deflated, its size and checksum verified at the end.
 * The headers are read by yauzl; no encryption, no archives of several files: market data comes as one file an archive.
 */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { type InflateRaw, crc32, createInflateRaw } from 'node:zlib';
import { type Entry, type ZipFile, openPromise } from 'yauzl';
import { guarded, SourceFault } from './byte-source.js';
import { DataError, excerpt } from './data-error.js';

const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 256 * 1024;

export interface ZipEntry {
  readonly file: string;
  /** The name inside the archive. */
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where the packed bytes begin. */
  readonly start: number;
}

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);

/** The only entry of the archive. Throws `DataError`. */
export async function openZip(file: string): Promise<ZipEntry> {
  let archive: ZipFile | null = null;
  try {
    archive = await openPromise(file, { autoClose: false });
    return await readEntry(file, archive);
  } catch (error) {
    throw error instanceof DataError ? error : damaged(file, `${wordsOf(error)}: it is damaged`);
  } finally {
    archive?.close();
  }
}

async function readEntry(file: string, archive: ZipFile): Promise<ZipEntry> {
  if (archive.entryCount !== 1) {
    throw new DataError(file, null, {
      what: `the archive holds ${archive.entryCount} files`,
      why: 'market data comes as one file an archive',
    });
  }
  const { value: entry } = (await archive.eachEntry().next()) as { readonly value: Entry };
  const { fileName: name, compressionMethod: method, crc32: crc } = entry;
  if (entry.isEncrypted()) throw damaged(file, 'the archive is encrypted');
  if (method !== STORED && method !== DEFLATED) throw damaged(file, `compression method ${method}`);
  const { fileDataStart: start } = await archive.readLocalFileHeaderPromise(entry, {
    minimal: true,
  });
  const { compressedSize: packedBytes, uncompressedSize: bytes } = entry;
  return { file, name, method, crc, packedBytes, bytes, start };
}

const wordsOf = (error: unknown): string =>
  `the archive cannot be read (${excerpt(error instanceof Error ? error.message : String(error))})`;

const damaged = (file: string, what: string): DataError =>
  new DataError(file, null, { what, fix: 'Fetch or make the archive again' });

const consumedBy = ({ method, packedBytes }: ZipEntry, inflate: InflateRaw): number =>
  method === DEFLATED ? inflate.bytesWritten : packedBytes;

/** The unpacked bytes of `entry`. Throws `SourceFault`. */
export async function* zipChunks(
  entry: ZipEntry,
  signal: AbortSignal | null = null,
): AsyncGenerator<Buffer> {
  if (entry.packedBytes === 0) throw new SourceFault({ what: 'the file in the archive is empty' });
  const { file, start, packedBytes } = entry;
  const packed = createReadStream(file, {
    start,
    end: start + packedBytes - 1,
    highWaterMark: CHUNK_BYTES,
    ...(signal === null ? {} : { signal }),
  });
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  if (entry.method === DEFLATED) pipeline(packed, inflate, () => undefined);
  const unpacked = entry.method === DEFLATED ? inflate : packed;
  let crc = 0;
  let bytes = 0;
  for await (const chunk of guarded(unpacked, () => consumedBy(entry, inflate))) {
    crc = crc32(chunk, crc);
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes !== entry.bytes || crc !== entry.crc) {
    throw new SourceFault({
      what: `the checksum of ${excerpt(entry.name)} is wrong: the archive is damaged`,
    });
  }
}
