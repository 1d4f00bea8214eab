/**
 * What a process finds that begins on a journal: the text of its blocks, read and folded, never decided again (RCV-2). Nothing of the process
 * before is in it, as nothing of one that died would be.
 */
import { fold } from '../core/engine/replay.js';
import { type BlockText, GENESIS_HASH, type JournalBlock } from '../core/state/journal-block.js';
import { isEntryKind } from '../core/state/evolve.js';
import type { State } from '../core/state/state.js';
import { StoredDocumentError } from '../report/schema/read-report.js';
import { readChecked } from './read-block.js';

export interface Stored {
  readonly state: State;
  /** Seq and hash the next block is chained to. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** F:PRC7: what an entry of a later build did would be left out. Errors: `StoredDocumentError`. */
function refuseUnknown({ seq, entries }: JournalBlock): void {
  const unknown = entries.find(({ kind }) => !isEntryKind(kind));
  if (unknown === undefined) return;
  throw new StoredDocumentError(
    `block ${seq} of the journal holds an entry "${unknown.kind}", which this squall does not know: a newer one wrote it\n` +
      '  fix: go on with the squall that wrote it, or name another file for the state of this engine',
  );
}

/** A block at a time, each shown to `onBlock`. Whoever hands them in has checked their chain. Errors: `StoredDocumentError`. */
export function storedState(
  blocks: Iterable<BlockText>,
  onBlock?: (block: JournalBlock) => void,
): Stored {
  let head = { seq: 0, hash: GENESIS_HASH };
  function* read(): Iterable<JournalBlock> {
    for (const stored of blocks) {
      const block = readChecked(stored);
      refuseUnknown(block);
      yield block;
      onBlock?.(block);
      head = { seq: block.seq + 1, hash: block.hash };
    }
  }
  return { state: fold(read()), head };
}
