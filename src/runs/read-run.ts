/** A run as stored, read back: its journal as steps, and what traces and explanations are made of. */
import type { Entry } from '../core/state/entry.js';
import type { Input } from '../core/state/input.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { TraceSource } from '../report/telling/words.js';
import type { StoredBlock } from '../store/results-store.js';
import type { StoredPlan } from './stored-plan.js';
import { decodeLedger } from './stored-truth.js';

/** `text` is our own canonical JSON of [seq, input, entries]. */
export function readBlock({ seq, text, hash }: StoredBlock): JournalBlock {
  const [, input, entries] = JSON.parse(text) as [number, Input, readonly Entry[]];
  return { seq, input, entries, text, hash };
}

export function traceSourceOf(
  plan: StoredPlan,
  blocks: readonly StoredBlock[],
  truth: string | null,
): TraceSource {
  const { instrument, quantaPerLot, startMicros, endMicros } = plan;
  return {
    blocks: blocks.map(readBlock),
    instruments: new Map([[instrument.symbol, instrument]]),
    ledger: truth === null ? null : decodeLedger(truth),
    virtual: { start: startMicros as EpochMicros, end: endMicros as EpochMicros },
    quantaPerLot: new Map([[instrument.symbol, quantaPerLot]]),
  };
}
