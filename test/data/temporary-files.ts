/**
 * Puts bytes into files of a folder that is gone after the test file.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export interface TemporaryFiles {
  readonly root: string;
  /** Writes `files` into a folder of their own; returns the paths in order. */
  write(files: ReadonlyMap<string, Uint8Array | string>): string[];
}

/** Call at the top of a test file. */
export function temporaryFiles(): TemporaryFiles {
  const root = mkdtempSync(join(tmpdir(), 'squall-data-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return {
    root,
    write: (files) => {
      const folder = mkdtempSync(join(root, 'set-'));
      return [...files].map(([name, bytes]) => {
        const path = join(folder, name);
        writeFileSync(path, bytes);
        return path;
      });
    },
  };
}
