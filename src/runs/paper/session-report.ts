/**
 * The report of a session at a venue that keeps its books to itself: all that the engine's own file says, and nothing that only the venue
 * knows. It is what the expectations of a scenario are held against where there is no simulated run.
 */
import { NO_FAULT_RECORD } from '../../core/order/fault-record.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { buildReport } from '../../report/figures/build-report.js';
import { RunFold } from '../../report/projection/run-fold.js';
import type { Report } from '../../report/schema/report.js';
import type { EngineStore } from '../../store/engine-store.js';
import { buildId } from '../build-id.js';
import { readChecked } from '../read-block.js';

export interface SessionAsked {
  readonly name: string;
  readonly engine: EngineConfig;
  readonly store: Pick<EngineStore, 'blocks'>;
}

/** Null for a file that holds nothing yet. */
export function sessionReport({ name, engine, store }: SessionAsked): Report | null {
  const fold = new RunFold();
  let start: EpochMicros | null = null;
  let last: { readonly at: EpochMicros; readonly hash: string } | null = null;
  for (const row of store.blocks()) {
    const block = readChecked(row);
    fold.take(block);
    start ??= block.input.at;
    last = { at: block.input.at, hash: block.hash };
  }
  if (start === null || last === null) return null;
  const { mode, instruments } = engine;
  return buildReport({
    runId: 'session',
    scenarioName: name,
    seed: null,
    mode: mode === 'live' ? 'live' : 'paper',
    engine: engine.engine,
    build: buildId(),
    journalHash: last.hash,
    stateHash: null,
    virtual: { start, end: last.at },
    instruments,
    blocks: [],
    projection: fold.projection,
    ...NOBODY_KNOWS,
  });
}

/** What only a simulation has to tell (`report/many/simulated-only.ts`). */
const NOBODY_KNOWS = {
  ledger: null,
  audit: null,
  markets: new Map(),
  quantaPerLot: new Map(),
  fidelity: { market: '', models: [], options: {}, counts: {}, fills: null, unrealistic: [] },
  faults: new Map(),
  faultRecord: NO_FAULT_RECORD,
  calls: { submit: 0, cancel: 0, query: 0, openOrders: 0, positions: 0 },
  performance: { marketEvents: null, wallMs: null },
  warnings: [],
  expectations: [],
} as const;
