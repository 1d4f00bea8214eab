/**
 * The one file inside a zip, as a stream of chunks: stored or deflated, its size and checksum verified at the end. No
 * encryption, no zip64, no archives of several files: market data comes as one file an archive.
 *
 * Source: PKWARE APPNOTE 6.3.9, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { guarded, SourceFault } from './byte-source.js';
import { DataError, excerpt } from './data-error.js';

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const STORED = 0;
const DEFLATED = 8;
const ZIP64 = 0xffffffff;
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
  const opened = await open(file, 'r');
  try {
    const { size } = await opened.stat();
    const end = await findEnd(file, opened, size);
    const entries = end.readUInt16LE(10);
    if (entries !== 1) {
      throw new DataError(file, null, {
        what: `the archive holds ${entries} files`,
        why: 'market data comes as one file an archive',
      });
    }
    const directory = await readAt(opened, end.readUInt32LE(16), size, COMMENT_BYTES_MAX);
    return await readEntry(file, opened, directory);
  } finally {
    await opened.close();
  }
}

async function findEnd(file: string, opened: FileHandle, size: number): Promise<Buffer> {
  const length = Math.min(size, END_BYTES + COMMENT_BYTES_MAX);
  const tail = await readAt(opened, size - length, size, length);
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return tail.subarray(at);
  }
  throw damaged(file, 'the archive has no directory: it is cut short');
}

async function readEntry(file: string, opened: FileHandle, directory: Buffer): Promise<ZipEntry> {
  if (directory.length < CENTRAL_BYTES || directory.readUInt32LE(0) !== CENTRAL_SIGNATURE) {
    throw damaged(file, "the archive's directory is damaged");
  }
  const method = directory.readUInt16LE(10);
  const packedBytes = directory.readUInt32LE(20);
  const bytes = directory.readUInt32LE(24);
  if (packedBytes === ZIP64 || bytes === ZIP64)
    throw damaged(file, 'a zip64 archive is not supported');
  if ((directory.readUInt16LE(8) & 1) !== 0) throw damaged(file, 'the archive is encrypted');
  if (method !== STORED && method !== DEFLATED) throw damaged(file, `compression method ${method}`);
  const nameEnd = CENTRAL_BYTES + directory.readUInt16LE(28);
  const name = directory.toString('utf8', CENTRAL_BYTES, nameEnd);
  const localAt = directory.readUInt32LE(42);
  const local = await readAt(opened, localAt, localAt + LOCAL_BYTES, LOCAL_BYTES);
  if (local.length < LOCAL_BYTES || local.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw damaged(file, `the entry ${excerpt(name)} is not where the directory says`);
  }
  const start = localAt + LOCAL_BYTES + local.readUInt16LE(26) + local.readUInt16LE(28);
  return { file, name, method, crc: directory.readUInt32LE(16), packedBytes, bytes, start };
}

async function readAt(opened: FileHandle, from: number, to: number, most: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, Math.min(to - from, most)));
  const { bytesRead } = await opened.read(buffer, 0, buffer.length, Math.max(0, from));
  return buffer.subarray(0, bytesRead);
}

const damaged = (file: string, what: string): DataError =>
  new DataError(file, null, { what, fix: 'Fetch or make the archive again' });

/** The unpacked bytes of `entry`. Throws `SourceFault`. */
export async function* zipChunks(entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.packedBytes === 0) throw new SourceFault({ what: 'the file in the archive is empty' });
  const { file, start, packedBytes } = entry;
  const packed = createReadStream(file, {
    start,
    end: start + packedBytes - 1,
    highWaterMark: CHUNK_BYTES,
  });
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  if (entry.method === DEFLATED) pipeline(packed, inflate, () => undefined);
  const unpacked = entry.method === DEFLATED ? inflate : packed;
  let crc = 0;
  let bytes = 0;
  for await (const chunk of guarded(unpacked, packedBytes)) {
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
