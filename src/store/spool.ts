/**
 * Bytes that are too many to keep in memory: a temporary file that only its maker sees and that is gone with
 * it, also when the process is killed.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from './store-error.js';

export interface SpooledBytes {
  readonly at: number;
  readonly length: number;
}

/** Mutable on purpose, one owner. */
export class Spool {
  readonly #file: number;
  readonly #path: string;
  readonly #folder: string | null;
  #end = 0;
  #open = true;

  /** `folder`: removed with the file; null = the file belongs to somebody else. */
  constructor(path: string, folder: string | null) {
    this.#file = openSync(path, folder === null ? 'r+' : 'wx+');
    this.#path = path;
    this.#folder = folder;
    // Where the system allows it the name goes at once, and the bytes with the process, however that ends.
    if (folder !== null && process.platform !== 'win32') rmSync(folder, { recursive: true });
  }

  /** A new one below `place`. Errors: `StoreError` where none can be made. */
  static below(place: string = tmpdir()): Spool {
    try {
      const folder = mkdtempSync(join(place, 'squall-run-'));
      return new Spool(join(folder, 'journal'), folder);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        `what was worked out is too long for memory, and ${place} takes no file (${reason})\n  fix: make room, or name another place with TMPDIR`,
      );
    }
  }

  /** Errors: `StoreError` when the disk is full. */
  write(bytes: Uint8Array): SpooledBytes {
    const at = this.#end;
    try {
      for (let done = 0; done < bytes.length;)
        done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        `what was worked out does not fit on the disk of ${this.#path} (${reason})\n  fix: make room, or name another place with TMPDIR`,
      );
    }
    this.#end += bytes.length;
    return { at, length: bytes.length };
  }

  read({ at, length }: SpooledBytes): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const count = this.#readInto(bytes, done, at + done);
      if (count === 0) throw new StoreError(`${this.#path} is shorter than what was written to it`);
      done += count;
    }
    return bytes;
  }

  #readInto(bytes: Uint8Array, from: number, at: number): number {
    try {
      return readSync(this.#file, bytes, from, bytes.length - from, at);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StoreError(
        `what was written to a temporary file cannot be read back: ${this.#path} (${reason})`,
      );
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#file);
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
