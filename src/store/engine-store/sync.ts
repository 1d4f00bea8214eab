/** Makes durable what was written past SQLite. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** That a file is there under its name: its folder has to be synced as well as the file. */
export function syncFolder(path: string): void {
  // Windows opens no folder, and keeps names by itself.
  if (process.platform !== 'win32') syncFile(dirname(path));
}
