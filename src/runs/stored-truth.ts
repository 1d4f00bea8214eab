/** The venue's ledger as the results database keeps it, and back. */
import { parsedJson } from '../report/schema/read-report.js';
import type { TruthEntry, TruthExecution, TruthLedger, VenueArrival } from '../core/order/truth.js';

/** What is stored of it as JSON: executions stand among the entries. */
export const storedLedger = ({ arrivals, entries }: TruthLedger) => ({ arrivals, entries });

/** `text` is our own: the JSON of a `storedLedger`. Errors: `StoredDocumentError` when it is not. */
export function decodeLedger(text: string): TruthLedger {
  const { arrivals, entries } = parsedJson(text, 'ledger') as {
    readonly arrivals: readonly VenueArrival[];
    readonly entries: readonly TruthEntry[];
  };
  const executions = entries.filter((entry): entry is TruthExecution => entry.kind === 'executed');
  return { arrivals, entries, executions };
}
