/** What only the simulator knows (the venue's ledger, what the faults did) as the results database keeps it, and back. */
import { type FaultRecord, NO_FAULT_RECORD } from '../core/order/fault-record.js';
import { parsedJson } from '../report/schema/read-report.js';
import type { TruthEntry, TruthExecution, TruthLedger, VenueArrival } from '../core/order/truth.js';

/** What is stored of it as JSON: executions stand among the entries. */
export const storedTruth = ({ arrivals, entries }: TruthLedger, faults: FaultRecord) => ({
  arrivals,
  entries,
  faults,
});

interface StoredTruth {
  readonly ledger: TruthLedger;
  readonly faultRecord: FaultRecord;
}

/** `text` is our own: the JSON of a `storedTruth`. Errors: `StoredDocumentError` when it is not. */
export function decodeTruth(text: string): StoredTruth {
  const { arrivals, entries, faults } = parsedJson(text, 'ledger') as {
    readonly arrivals: readonly VenueArrival[];
    readonly entries: readonly TruthEntry[];
    /** Not in runs of versions before it was kept. */
    readonly faults?: FaultRecord;
  };
  const executions = entries.filter((entry): entry is TruthExecution => entry.kind === 'executed');
  return { ledger: { arrivals, entries, executions }, faultRecord: faults ?? NO_FAULT_RECORD };
}
