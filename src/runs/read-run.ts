/** A run as stored, read back: its journal as steps, and what traces and explanations are made of. */
import { InvariantError } from '../core/ground/invariant.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { EpochMicros } from '../core/ground/units.js';
import { NO_FAULT_RECORD } from '../core/order/fault-record.js';
import type { TraceSource } from '../report/telling/words.js';
import { StoredDocumentError } from '../report/schema/read-report.js';
import type { StoredBlock } from '../store/journal-part.js';
import { readBlock } from './read-block.js';
import { type StoredPlan, instrumentsOfPlan } from './stored-plan.js';
import { decodeTruth } from './stored-truth.js';

/**
 * What `tell` makes of a stored run. Journal, ledger and rows are read as they were written: where somebody changed them
 * since, whoever tells them stumbles, and that is no fault of the program. Errors: `StoredDocumentError`.
 */
export function toldFrom<T>(runId: string, tell: () => T): T {
  try {
    return tell();
  } catch (error) {
    if (!isOfShape(error)) throw error;
    throw new StoredDocumentError(
      `run ${runId} cannot be told from what is stored of it (${error.message})\n  fix: "squall verify ${runId}" says whether it was changed`,
    );
  }
}

/** What code throws that meets a value of another shape than it was promised. */
export const isOfShape = (error: unknown): error is Error =>
  error instanceof TypeError || error instanceof RangeError || error instanceof InvariantError;

/** The blocks of a journal, read back from its text as they are walked, as often as they are. */
export class ReadBlocks implements Iterable<JournalBlock> {
  readonly #journal: { blocks(): Iterable<StoredBlock> };

  constructor(journal: { blocks(): Iterable<StoredBlock> }) {
    this.#journal = journal;
  }

  *[Symbol.iterator](): Iterator<JournalBlock> {
    for (const block of this.#journal.blocks()) yield readBlock(block);
  }
}

export function traceSourceOf(
  plan: StoredPlan,
  journal: { blocks(): Iterable<StoredBlock> },
  truth: string | null,
): TraceSource {
  const { markets, startMicros, endMicros } = plan;
  const known = truth === null ? null : decodeTruth(truth);
  return {
    blocks: new ReadBlocks(journal),
    instruments: instrumentsOfPlan(plan),
    ledger: known?.ledger ?? null,
    faultRecord: known?.faultRecord ?? NO_FAULT_RECORD,
    virtual: { start: startMicros as EpochMicros, end: endMicros as EpochMicros },
    quantaPerLot: new Map(
      markets.map(({ instrument, quantaPerLot }) => [instrument.symbol, quantaPerLot]),
    ),
  };
}
