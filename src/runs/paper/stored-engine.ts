/** What the process before this one left in its file: its state, folded, and what it had heard of the agenda (RCV-2). */
import type { ParentId } from '../../core/order/order.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { EngineStore } from '../../store/engine-store.js';
import { type Agenda, type Earlier, isGated } from '../assembly.js';
import { storedState } from '../stored-state.js';
import { AskedBefore } from './as-asked.js';

export interface StoredEngine extends Earlier {
  /** Of its last block. */
  readonly endedAt: EpochMicros;
  /** Orders of the file that the agenda does not have: they go on all the same. */
  readonly unasked: readonly ParentId[];
}

/** Null for a file that holds nothing yet. Errors: `StoredDocumentError` for blocks that are not of the shapes of this build. */
export function storedEngine(
  store: Pick<EngineStore, 'blocks'>,
  agenda: Pick<Agenda, 'orders' | 'signals'>,
  onBlock?: (block: JournalBlock) => void,
): StoredEngine | null {
  const asked = new AskedBefore(agenda);
  const blocks: JournalBlock[] = [];
  let endedAt = null as EpochMicros | null;
  const { state, head } = storedState(store.blocks(), (block) => {
    if (isOfAgenda(block)) blocks.push(asked.asAsked(block));
    endedAt = block.input.at;
    onBlock?.(block);
  });
  if (endedAt === null) return null;
  return { state, head, blocks, endedAt, unasked: unaskedOf(blocks, agenda) };
}

function unaskedOf(
  blocks: readonly JournalBlock[],
  { orders, signals = [] }: Pick<Agenda, 'orders' | 'signals'>,
): readonly ParentId[] {
  const known = new Set<unknown>([
    ...orders.map(({ request }) => request),
    ...signals.map(({ signal }) => signal),
  ]);
  return blocks.flatMap(({ input, entries }) => {
    if (input.kind === 'order-request' && known.has(input.request)) return [];
    if (input.kind === 'signal' && known.has(input.signal)) return [];
    return entries.flatMap((entry) => (entry.kind === 'order-received' ? [entry.parentId] : []));
  });
}

/** What somebody asked for, and what was turned away later: that is to be asked for again. */
const isOfAgenda = ({ input: { kind }, entries }: JournalBlock): boolean =>
  kind === 'order-request' || kind === 'signal' || kind === 'operator' || entries.some(isGated);
