/** What only the simulator knows (the venue's ledger, what the faults did) as the results database keeps it, and back. */
import { type FaultRecord, NO_FAULT_RECORD } from '../core/order/fault-record.js';
import { parsedJson } from '../report/schema/read-report.js';
import type { ClientOrderId } from '../core/order/order.js';
import type {
  TruthBust,
  TruthEntry,
  TruthExecution,
  TruthLedger,
  TruthLiquidation,
  VenueArrival,
} from '../core/order/truth.js';

/** What is stored of it as JSON: executions and busts stand among the entries. */
export const storedTruth = (
  { arrivals, entries, liquidations, byHand }: TruthLedger,
  faults: FaultRecord,
) => ({
  arrivals,
  entries,
  faults,
  ...(liquidations === undefined ? {} : { liquidations }),
  ...(byHand === undefined ? {} : { byHand: [...byHand] }),
});

interface StoredTruth {
  readonly ledger: TruthLedger;
  readonly faultRecord: FaultRecord;
}

/** `text` is our own: the JSON of a `storedTruth`. Errors: `StoredDocumentError` when it is not. */
export function decodeTruth(text: string): StoredTruth {
  const { arrivals, entries, faults, liquidations, byHand } = parsedJson(text, 'ledger') as {
    readonly arrivals: readonly VenueArrival[];
    readonly entries: readonly TruthEntry[];
    /** Not in runs of versions before it was kept. */
    readonly faults?: FaultRecord;
    readonly liquidations?: readonly TruthLiquidation[];
    readonly byHand?: readonly ClientOrderId[];
  };
  const executions = entries.filter((entry): entry is TruthExecution => entry.kind === 'executed');
  const busts = entries.filter((entry): entry is TruthBust => entry.kind === 'busted');
  const ledger = {
    arrivals,
    entries,
    executions,
    ...(busts.length === 0 ? {} : { busts }),
    ...(liquidations === undefined ? {} : { liquidations }),
    ...(byHand === undefined ? {} : { byHand: new Set(byHand) }),
  };
  return { ledger, faultRecord: faults ?? NO_FAULT_RECORD };
}
