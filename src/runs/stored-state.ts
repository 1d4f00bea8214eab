/**
 * What a process finds that begins on a journal: the text of its blocks, read and folded, never decided again (RCV-2). Nothing of the process
 * before is in it, as nothing of one that died would be.
 */
import { fold } from '../core/engine/replay.js';
import { GENESIS_HASH, type JournalBlock } from '../core/state/journal-block.js';
import type { State } from '../core/state/state.js';
import { readBlock } from './read-block.js';

export interface Stored {
  readonly state: State;
  /** Seq and hash the next block is chained to. */
  readonly head: { readonly seq: number; readonly hash: string };
}

type StoredText = Pick<JournalBlock, 'seq' | 'text' | 'hash'>;

/** A block at a time, each shown to `onBlock`. Whoever hands them in has checked their chain. */
export function storedState(
  blocks: Iterable<StoredText>,
  onBlock?: (block: JournalBlock) => void,
): Stored {
  let head = { seq: 0, hash: GENESIS_HASH };
  function* read(): Iterable<JournalBlock> {
    for (const stored of blocks) {
      const block = readBlock({ ...stored, intact: true });
      yield block;
      onBlock?.(block);
      head = { seq: block.seq + 1, hash: block.hash };
    }
  }
  return { state: fold(read()), head };
}
