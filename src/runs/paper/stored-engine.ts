/** What the process before this one left in its file: its state, folded, and what it had heard of the agenda (RCV-2). */
import { evolve } from '../../core/state/evolve.js';
import { initialState } from '../../core/state/initial-state.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { EngineStore } from '../../store/engine-store.js';
import type { Agenda, Earlier } from '../assembly.js';
import { readBlock } from '../read-block.js';
import { AskedBefore } from './as-asked.js';

export interface StoredEngine extends Earlier {
  /** Of its last block. */
  readonly endedAt: EpochMicros;
}

/** Null for a file that holds nothing yet. Errors: `StoredDocumentError` for blocks that are not of the shapes of this build. */
export function storedEngine(
  store: Pick<EngineStore, 'blocks' | 'head'>,
  agenda: Pick<Agenda, 'orders' | 'signals'>,
): StoredEngine | null {
  const state = initialState();
  const asked = new AskedBefore(agenda);
  const blocks: JournalBlock[] = [];
  let endedAt: EpochMicros | null = null;
  for (const row of store.blocks()) {
    const block = readBlock({ ...row, intact: true });
    for (const entry of block.entries) evolve(state, entry, block.input.at);
    if (isOfAgenda(block)) blocks.push(asked.asAsked(block));
    endedAt = block.input.at;
  }
  return endedAt === null ? null : { state, head: store.head, blocks, endedAt };
}

const isOfAgenda = ({ input: { kind } }: JournalBlock): boolean =>
  kind === 'order-request' || kind === 'signal' || kind === 'operator';
