/**
 * A line of the file of seals: what happened, as JSON, and the hash that chains it to the line before. A line that was
 * changed, and one before which another was taken out, does not follow.
 */
import { sha256Chain } from '../../core/ground/digest.js';
import { GENESIS_HASH } from '../../core/state/journal-block.js';
import type { RunSeal } from './run-seal.js';
import { ROW_TABLES } from './sealed-columns.js';

export type SealEntry =
  /** The first one: the runs that were in the database when its seals were begun. */
  | { readonly kind: 'begun'; readonly found: readonly string[] }
  /** Written before the run is committed. */
  | { readonly kind: 'sealed'; readonly runId: string; readonly seal: RunSeal }
  /** Written before the removal is committed. */
  | { readonly kind: 'removed'; readonly runId: string };

/** Of the line that comes before the first. */
export const FIRST_HASH = GENESIS_HASH;

/** The hash, and the line feed after it. */
export const LINE_END_BYTES = FIRST_HASH.length + 1;

/** The lines for `entries` after one with the hash `previous`. */
export function linesOf(entries: readonly SealEntry[], previous: string): string {
  let text = '';
  let hash = previous;
  for (const entry of entries) {
    const json = JSON.stringify(entry);
    hash = sha256Chain(hash, json);
    text += `${json} ${hash}\n`;
  }
  return text;
}

export interface SealLine {
  /** Null for what cannot be one: it was changed. */
  readonly entry: SealEntry | null;
  readonly hash: string;
  /** Whether it is the line that was written after that of `previous`. */
  readonly follows: boolean;
}

/** `line`: without its line feed. */
export function readLine(line: string, previous: string): SealLine {
  const end = Math.max(0, line.length - FIRST_HASH.length);
  const hash = line.slice(end);
  const json = line.slice(0, Math.max(0, end - 1));
  const isChained = previous.length === FIRST_HASH.length;
  return { entry: entryOf(json), hash, follows: isChained && hash === sha256Chain(previous, json) };
}

function entryOf(json: string): SealEntry | null {
  try {
    const value = JSON.parse(json) as unknown;
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whoever chains lines of his own may write anything. */
function isEntry(value: unknown): value is SealEntry {
  if (!isRecord(value)) return false;
  if (value['kind'] === 'begun') return Array.isArray(value['found']);
  if (typeof value['runId'] !== 'string') return false;
  return value['kind'] === 'removed' || (value['kind'] === 'sealed' && isSeal(value['seal']));
}

function isSeal(value: unknown): value is RunSeal {
  if (!isRecord(value) || !isRecord(value['columns'])) return false;
  const { tables } = value;
  return isRecord(tables) && ROW_TABLES.every((table) => isRecord(tables[table]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
