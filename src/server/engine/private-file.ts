/** Small files of their owner's alone beside the state of an engine: read whole, written altogether or not at all, and read again once they have changed. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import type { z } from 'zod';
import { syncFolder } from '../../store/engine-store/sync.js';

const OWNER_ALONE = 0o600;

/** A file of tokens or secrets that cannot be read, or what cannot be done with it. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

/** Null where there is no file. `wrong`: what is said of one that is not of that shape. Errors: `TokenError`. */
export function readPrivate<T>(path: string, schema: z.ZodType<T>, wrong: string): T | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new TokenError(`${path}: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  throw new TokenError(`${path} ${wrong}`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Durable when it returns: there altogether, or as it was. */
export function writePrivate(path: string, value: object): void {
  const aside = `${path}.new`;
  const file = openSync(aside, 'w', OWNER_ALONE);
  try {
    writeSync(file, `${JSON.stringify(value, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  syncFolder(path);
}

/** What `read` makes of the file, once more only where it has changed. */
export function readAgain<T>(path: string, read: () => T): () => T {
  let known: { readonly change: string; readonly value: T } | null = null;
  return () => {
    const change = changeOf(path);
    if (known?.change !== change) known = { change, value: read() };
    return known.value;
  };
}

function changeOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? 'none' : `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
}
