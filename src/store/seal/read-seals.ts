/** The file of seals, read: what it says of each run, and whether it is as it was written. */
import type { RunSeal } from './run-seal.js';
import { FIRST_HASH, readLine } from './seal-line.js';

export interface Seals {
  /** Of each run the last one. */
  readonly seals: ReadonlyMap<string, RunSeal>;
  readonly removed: ReadonlySet<string>;
  /** Runs that were there before the file was. */
  readonly found: ReadonlySet<string>;
  /** The first line that does not follow from the one before it, from 1; null = all do. */
  readonly brokenAt: number | null;
}

export function readSeals(lines: readonly string[]): Seals {
  const seals = new Map<string, RunSeal>();
  const removed = new Set<string>();
  const found = new Set<string>();
  let brokenAt: number | null = null;
  let previous = FIRST_HASH;
  for (const [index, text] of lines.entries()) {
    const { entry, hash, follows } = readLine(text, previous);
    previous = hash;
    // What was changed may say anything.
    if (!follows || entry === null) brokenAt ??= index + 1;
    else if (entry.kind === 'begun') entry.found.forEach((id) => found.add(id));
    else if (entry.kind === 'removed') removed.add(entry.runId);
    else {
      seals.set(entry.runId, entry.seal);
      removed.delete(entry.runId);
    }
  }
  // A file whose first line was taken out begins in the middle.
  if (brokenAt === null && lines.length > 0 && !isBegun(lines[0])) brokenAt = 1;
  return { seals, removed, found, brokenAt };
}

const isBegun = (line: string | undefined): boolean =>
  readLine(line ?? '', FIRST_HASH).entry?.kind === 'begun';
