/**
 * The one fold of a journal into rows: what the report, the order tables, the series and the traces know of a run comes
 * from here, one input or entry at a time. Entries about an order that the journal never introduced are passed over: a journal
 * cut short must still give a report.
 *
 * Invariant: every kind of entry stands in a table, so that a new one does not compile until it was taken. A kind of
 * another version, met in a stored journal, is passed over.
 */
import { countReconciliation } from './fold-reconciliation.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { callOf } from '../../core/order/call.js';
import type { Fold, Folds, RunDraft } from './draft.js';
import { ACCOUNT_FOLDS } from './fold-account.js';
import { CHILD_FOLDS } from './fold-child.js';
import { PARENT_FOLDS } from './fold-parent.js';

const ENTRY_FOLDS: Folds<Entry> = { ...PARENT_FOLDS, ...CHILD_FOLDS, ...ACCOUNT_FOLDS };

export function foldInput(draft: RunDraft, input: Input): void {
  const { at, quotes = [] } = input;
  draft.inputs += 1;
  const call = callOf(input);
  if (call !== null) draft.calls += 1;
  if (call === 'failed') draft.callErrors += 1;
  for (const { symbol, quote } of quotes) {
    if (quote === null) continue;
    const known = draft.quotes.get(symbol);
    const rows = known ?? { at: [], bid: [], ask: [] };
    if (known === undefined) draft.quotes.set(symbol, rows);
    rows.at.push(at);
    rows.bid.push(quote.bid);
    rows.ask.push(quote.ask);
  }
}

export function foldEntry(draft: RunDraft, entry: Entry, at: EpochMicros): void {
  draft.entries += 1;
  countReconciliation(draft, entry, at);
  (ENTRY_FOLDS[entry.kind] as Fold<Entry> | undefined)?.(draft, entry, at);
}
