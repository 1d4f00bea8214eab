/**
 * Everything a report is made of, handed over once a run is over: the journal, what the venue knows (null on paper and
 * live, where nobody can know it), and what only the runner could count. Types only.
 *
 * Invariants: 1. `blocks` are in journal order. 2. `ledger` and `audit` are both there or both null. 3. Times measured by
 * a wall clock come from outside: nothing here reads one.
 */
import type { EngineName } from '../../core/state/config.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { FaultRecord } from '../../core/order/fault-record.js';
import type { AuditResult, MarketRecord, TruthLedger } from '../../core/order/truth.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { RunProjection } from './projection.js';
import type { CallCounts, ExpectationResult, Fidelity, RunMode } from '../schema/report.js';

export interface FinishedRun {
  readonly runId: string;
  readonly scenarioName: string;
  /** Null where no seed was involved (paper, live). */
  readonly seed: number | null;
  readonly mode: RunMode;
  /** FIL-12; `robust` when left out. */
  readonly engine?: EngineName;
  readonly build: string;
  /** Hex; null when the journal was not hashed. */
  readonly journalHash: string | null;
  readonly stateHash: string | null;
  /** First and last instant of the run on its own clock. */
  readonly virtual: { readonly start: EpochMicros; readonly end: EpochMicros };
  /** What the engine's clock showed at a true time, where that was another (F:CLK1); times of the journal are its own. */
  readonly shownAt?: (at: EpochMicros) => EpochMicros;
  /** What ended it: its recorded market did, or its time was over; when left out, its time was. */
  readonly endedWith?: 'data' | 'time';
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** Read back from the journal's text each time they are walked. */
  readonly blocks: Iterable<JournalBlock>;
  /** `blocks`, folded while the run went; when left out they are walked. */
  readonly projection?: RunProjection;
  readonly ledger: TruthLedger | null;
  readonly audit: AuditResult | null;
  /** The true market by symbol; empty on paper and live. */
  readonly markets: ReadonlyMap<string, MarketRecord>;
  /** Quantity quanta per lot by symbol: the unit of the ledger's queue positions; empty where there is no tape. */
  readonly quantaPerLot: ReadonlyMap<string, number>;
  readonly fidelity: Fidelity;
  /** Fault kind -> how often it acted; kinds that were switched on and never acted stand with 0. */
  readonly faults: ReadonlyMap<string, number>;
  readonly faultRecord: FaultRecord;
  readonly calls: CallCounts;
  readonly performance: {
    readonly marketEvents: number | null;
    readonly wallMs: number | null;
  };
  /** Warnings of the runner itself (data, configuration). */
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
  /** Already evaluated expectations; `withExpectations` adds them to a report later. */
  readonly expectations: readonly ExpectationResult[];
}
