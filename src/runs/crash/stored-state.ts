/**
 * What a process finds that begins on a journal: the text of its blocks, read and folded, never decided again (RCV-2). Nothing of the process
 * before is in it, as nothing of one that died would be.
 */
import { evolve } from '../../core/state/evolve.js';
import { initialState } from '../../core/state/initial-state.js';
import { GENESIS_HASH, type JournalBlock } from '../../core/state/journal-block.js';
import type { State } from '../../core/state/state.js';
import { readBlock } from '../read-block.js';

export interface Stored {
  readonly state: State;
  /** Seq and hash the next block is chained to. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** A block at a time. Whoever hands them in has checked their chain. */
export function storedState(blocks: Iterable<Pick<JournalBlock, 'seq' | 'text' | 'hash'>>): Stored {
  const state = initialState();
  let head = { seq: 0, hash: GENESIS_HASH };
  for (const stored of blocks) {
    const { seq, hash, input, entries } = readBlock({ ...stored, intact: true });
    for (const entry of entries) evolve(state, entry, input.at);
    head = { seq: seq + 1, hash };
  }
  return { state, head };
}
