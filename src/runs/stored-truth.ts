/** The venue's ledger as the results database keeps it, and back. */
import type { TruthEntry, TruthExecution, TruthLedger, VenueArrival } from '../core/order/truth.js';

/** What is stored of it as JSON: executions stand among the entries. */
export const storedLedger = ({ arrivals, entries }: TruthLedger) => ({ arrivals, entries });

/** `text` is our own: the JSON of a `storedLedger`. */
export function decodeLedger(text: string): TruthLedger {
  const { arrivals, entries } = JSON.parse(text) as {
    readonly arrivals: readonly VenueArrival[];
    readonly entries: readonly TruthEntry[];
  };
  const executions = entries.filter((entry): entry is TruthExecution => entry.kind === 'executed');
  return { arrivals, entries, executions };
}
