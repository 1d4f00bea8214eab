/**
 * The journal's blocks and their hash chain: one block is one step (an input and its entries), and its hash covers
 * the hash before it, so that a lost or changed block is seen (F:DSK6). The chain knows nothing of storage.
 */
import { sha256Chain } from '../ground/digest.js';
import type { Entry } from './entry.js';
import type { Input } from './input.js';
import { canonicalJson } from '../ground/canonical.js';

export interface JournalBlock {
  /** 0, 1, 2 … without a hole. */
  readonly seq: number;
  readonly input: Input;
  readonly entries: readonly Entry[];
  /** Canonical JSON of [seq, input, entries]: what is hashed and stored. */
  readonly text: string;
  /** Hex SHA-256 over the previous hash and `text`. */
  readonly hash: string;
}

/** What the first block is chained to. */
export const GENESIS_HASH = '0'.repeat(64);

export function chainBlock(
  previousHash: string,
  seq: number,
  step: { readonly input: Input; readonly entries: readonly Entry[] },
): JournalBlock {
  const text = canonicalJson([seq, step.input, step.entries]);
  return {
    seq,
    input: step.input,
    entries: step.entries,
    text,
    hash: sha256Chain(previousHash, text),
  };
}
