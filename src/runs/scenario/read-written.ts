/**
 * The text of a file that a person wrote: a regular file, of a length that people write, in UTF-8. Of a device or a pipe there
 * is no end, and of a file of gigabytes nobody would wait for the message about it.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

export const WRITTEN_BYTES_MAX = 1_000_000;

/** What is in the way, in words that go after "cannot be read: ". */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Errors: `Unreadable`. */
export function readWritten(path: string): string {
  try {
    return textOf(bytesOf(path));
  } catch (error) {
    throw new Unreadable(reasonOf(error), { cause: error });
  }
}

function bytesOf(path: string): Buffer {
  // Not blocking: to open a pipe is to wait for its writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new Unreadable('it is a folder');
    if (!stats.isFile()) throw new Unreadable('it is a device or a pipe, not a file');
    return upToLimit(file);
  } finally {
    closeSync(file);
  }
}

/** What a file says of its size is not asked: some say 0, others grow. */
function upToLimit(file: number): Buffer {
  const bytes = Buffer.allocUnsafe(WRITTEN_BYTES_MAX + 1);
  let length = 0;
  for (let count = -1; count !== 0 && length < bytes.length; length += count)
    count = readSync(file, bytes, length, bytes.length - length, null);
  if (length <= WRITTEN_BYTES_MAX) return bytes.subarray(0, length);
  throw new Unreadable(`it has more than ${WRITTEN_BYTES_MAX} bytes, more than anybody writes`);
}

const textOf = (bytes: Buffer): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['ENXIO', 'it is a device or a pipe, not a file'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'it is not UTF-8 text'],
]);

function reasonOf(error: unknown): string {
  if (error instanceof Unreadable) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  return REASONS.get(code) ?? (error instanceof Error ? error.message : String(error));
}
