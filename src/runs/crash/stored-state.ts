/** What a process finds that begins on a journal: its entries folded, never decided again (RCV-2). */
import { evolve } from '../../core/state/evolve.js';
import { initialState } from '../../core/state/initial-state.js';
import { GENESIS_HASH, type JournalBlock } from '../../core/state/journal-block.js';
import type { State } from '../../core/state/state.js';

export interface Stored {
  readonly state: State;
  /** Seq and hash the next block is chained to. */
  readonly head: { readonly seq: number; readonly hash: string };
}

export function storedIn(blocks: readonly JournalBlock[]): Stored {
  const state = initialState();
  for (const { input, entries } of blocks)
    for (const entry of entries) evolve(state, entry, input.at);
  return { state, head: { seq: blocks.length, hash: blocks.at(-1)?.hash ?? GENESIS_HASH } };
}
