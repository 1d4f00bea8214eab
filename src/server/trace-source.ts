/**
 * A stored run as traces and explanations want it: its journal, the venue's ledger and the instruments, read back from
 * text. All of it was written by this program and is not checked again here; `squall verify` does that.
 */
import type { Instrument } from '../core/instrument.js';
import type { JournalBlock } from '../core/journal/chain.js';
import type { EpochMicros } from '../core/units.js';
import type { Report } from '../report/report.js';
import type { TraceSource } from '../report/words.js';
import { type StoredPlan, decodeStoredPlan } from '../runs/stored-plan.js';
import { decodeLedger } from '../runs/stored-truth.js';
import type { ResultsStore, StoredBlock } from '../store/results-store.js';

export function readTraceSource(store: ResultsStore, runId: string, report: Report): TraceSource {
  const { startMicros, endMicros } = report.virtual;
  const plan = readPlan(store, runId);
  const truth = store.truth(runId);
  return {
    blocks: store.blocks(runId).map(readBlock),
    instruments: instrumentsOf(plan),
    ledger: truth === null ? null : decodeLedger(truth),
    virtual: { start: startMicros as EpochMicros, end: endMicros as EpochMicros },
    quantaPerLot: new Map(plan === null ? [] : [[plan.instrument.symbol, plan.quantaPerLot]]),
  };
}

/** `text` is the canonical JSON of [seq, input, entries]. */
export function readBlock({ seq, text, hash }: StoredBlock): JournalBlock {
  const [, input, entries] = JSON.parse(text) as [
    number,
    JournalBlock['input'],
    JournalBlock['entries'],
  ];
  return { seq, input, entries, text, hash };
}

/** By symbol; empty for a plan that cannot be read: such a run is shown in ticks and lots. */
export const readInstruments = (
  store: ResultsStore,
  runId: string,
): ReadonlyMap<string, Instrument> => instrumentsOf(readPlan(store, runId));

function readPlan(store: ResultsStore, runId: string): StoredPlan | null {
  const text = store.plan(runId);
  return text === null ? null : decodeStoredPlan(text);
}

const instrumentsOf = (plan: StoredPlan | null): ReadonlyMap<string, Instrument> =>
  new Map(plan === null ? [] : [[plan.instrument.symbol, plan.instrument]]);
