/** A session as traces and the words in them are made of it: the journal alone, since nobody knows the ledger of a real venue. */
import type { EpochMicros } from '../../core/ground/units.js';
import { NO_FAULT_RECORD } from '../../core/order/fault-record.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { TraceSource } from '../../report/telling/words.js';
import type { Session } from './session.js';

/** `blocks`: those of the session when left out. */
export function sessionSource(
  { parts, blocks: recorded }: Pick<Session, 'parts' | 'blocks'>,
  blocks: readonly JournalBlock[] = recorded,
): TraceSource {
  const [start, end] = [blocks[0]?.input.at ?? 0, blocks.at(-1)?.input.at ?? 0];
  return {
    blocks,
    instruments: new Map(parts.flatMap(({ engine }) => [...engine.instruments])),
    ledger: null,
    faultRecord: NO_FAULT_RECORD,
    virtual: { start: start as EpochMicros, end: end as EpochMicros },
    quantaPerLot: new Map(),
  };
}
