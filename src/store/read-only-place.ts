/** Why a database cannot be written, or not even read, where it lies: a read-only file system, or permissions. */
import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StoreWords } from './store-words.js';

/** Null where it can be written. */
export function readOnlyPlace(path: string): StoreWords | null {
  const folder = existingFolder(dirname(path));
  const why = refusal(path) ?? refusal(folder);
  if (why === null) return null;
  if (existsSync(path) && isInWal(path)) {
    const what =
      'whoever wrote it last was stopped, and it can only be read where it can be written';
    return {
      what,
      fix: `copy it, with ${path}-wal, to such a place and name the copy`,
      thisFile: true,
    };
  }
  if (why === 'EROFS') {
    const what = 'its file system is read-only';
    return { what, fix: 'copy it to one that can be written' };
  }
  const what = 'this user may not write it, or the folder it is in';
  return { what, fix: `change the permissions of it and of ${folder}` };
}

/** The one in which a missing one would be made. */
function existingFolder(folder: string): string {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? folder : existingFolder(above);
}

/** The code it is refused with; null = it is not, or is not there. */
function refusal(path: string): string | null {
  try {
    accessSync(path, constants.W_OK);
    return null;
  } catch (error) {
    const { code } = error as { readonly code?: string };
    return code === undefined || code === 'ENOENT' ? null : code;
  }
}

/** In the header: the version of the format that is needed to read it. */
const READ_VERSION_AT = 19;
const WAL = 2;

function isInWal(path: string): boolean {
  const byte = Buffer.alloc(1);
  try {
    const file = openSync(path, 'r');
    readSync(file, byte, 0, 1, READ_VERSION_AT);
    closeSync(file);
  } catch {
    return false;
  }
  return byte[0] === WAL;
}
