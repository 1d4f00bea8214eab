/** The venue's ledger as the results database keeps it, and back. */
import type { TruthEntry, TruthExecution, TruthLedger, VenueArrival } from '../core/order/truth.js';

export const encodeLedger = ({ arrivals, entries }: TruthLedger): string =>
  JSON.stringify({ arrivals, entries });

/** `text` is our own: what `encodeLedger` wrote. */
export function decodeLedger(text: string): TruthLedger {
  const { arrivals, entries } = JSON.parse(text) as {
    readonly arrivals: readonly VenueArrival[];
    readonly entries: readonly TruthEntry[];
  };
  const executions = entries.filter((entry): entry is TruthExecution => entry.kind === 'executed');
  return { arrivals, entries, executions };
}
