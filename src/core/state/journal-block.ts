/**
 * The journal's blocks and their hash chain: one block is one step (an input and its entries), and its hash covers
 * the hash before it, so that a lost or changed block is seen (F:DSK6). The chain knows nothing of storage.
 */
import { sha256Chain } from '../ground/digest.js';
import type { Entry } from './entry.js';
import type { Input } from './input.js';
import { canonicalJson } from '../ground/canonical.js';

/** What of a block is stored. */
export interface BlockText {
  /** 0, 1, 2 … without a hole. */
  readonly seq: number;
  /** Canonical JSON of [seq, input, entries]: what is hashed and stored. */
  readonly text: string;
  /** Hex SHA-256 over the previous hash and `text`. */
  readonly hash: string;
}

interface Step {
  readonly input: Input;
  readonly entries: readonly Entry[];
}

/** One step. A class, so that the compiler refuses a copy by spread: text and hash may not be there yet (journal-chain.ts). */
export class JournalBlock implements BlockText {
  readonly seq: number;
  readonly input: Input;
  readonly entries: readonly Entry[];
  readonly #written: BlockText;

  constructor({ input, entries }: Step, written: BlockText) {
    this.seq = written.seq;
    this.input = input;
    this.entries = entries;
    this.#written = written;
  }

  get text(): string {
    return this.#written.text;
  }

  get hash(): string {
    return this.#written.hash;
  }

  /** The same block, its input read another way. */
  withInput(input: Input): JournalBlock {
    return new JournalBlock({ input, entries: this.entries }, this.#written);
  }
}

/** What the first block is chained to. */
export const GENESIS_HASH = '0'.repeat(64);

export function textOf(previousHash: string, seq: number, { input, entries }: Step): BlockText {
  const text = canonicalJson([seq, input, entries]);
  return { seq, text, hash: sha256Chain(previousHash, text) };
}

export const chainBlock = (previousHash: string, seq: number, step: Step): JournalBlock =>
  new JournalBlock(step, textOf(previousHash, seq, step));
