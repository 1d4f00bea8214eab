/** A recorded session of one engine, of one process or of several, one after the other on the same state. Types, and what decided which blocks. */
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { DecidedBy } from '../verify/config-at.js';

/** What the blocks from one on were decided by. Keys and addresses are no part of it: no decision hangs on them. */
export interface SessionPart extends DecidedBy {
  readonly build: string;
}

export interface Session {
  /** In order; the first begins at block 0, and none without a block of its own. */
  readonly parts: readonly SessionPart[];
  readonly blocks: readonly JournalBlock[];
  /** Of the state that the blocks fold to. */
  readonly stateHash: string;
}
