/**
 * The one fold of a journal into rows: what the report, the order tables, the series and the traces know of a run comes
 * from here, one input or entry at a time. Entries about an order that the journal never introduced are passed over: a journal
 * cut short must still give a report.
 *
 * Invariant: every kind of input and entry stands in a table, so that a new one does not compile until it was taken. A
 * kind of another version, met in a stored journal, is passed over.
 */
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { type Fold, type Folds, type RunDraft, pass } from './draft.js';
import { ACCOUNT_FOLDS } from './fold-account.js';
import { CHILD_FOLDS } from './fold-child.js';
import { PARENT_FOLDS } from './fold-parent.js';

const ENTRY_FOLDS: Folds<Entry> = { ...PARENT_FOLDS, ...CHILD_FOLDS, ...ACCOUNT_FOLDS };

const INPUT_FOLDS: Folds<Input> = {
  answer: foldAnswer,
  'order-request': pass,
  operator: pass,
  wake: pass,
  'wake-refused': pass,
  'execution-report': pass,
  outcome: pass,
  feed: pass,
};

export function foldInput(draft: RunDraft, input: Input): void {
  draft.inputs += 1;
  (INPUT_FOLDS[input.kind] as Fold<Input> | undefined)?.(draft, input, input.at);
}

export function foldEntry(draft: RunDraft, entry: Entry, at: EpochMicros): void {
  draft.entries += 1;
  (ENTRY_FOLDS[entry.kind] as Fold<Entry> | undefined)?.(draft, entry, at);
}

function foldAnswer(
  draft: RunDraft,
  { readId, answer, at }: Extract<Input, { kind: 'answer' }>,
): void {
  const symbol = draft.readSymbols.get(readId);
  draft.readSymbols.delete(readId);
  if (symbol === undefined || answer.kind !== 'quote' || answer.quote === null) return;
  const { bid, ask } = answer.quote;
  const quotes = draft.quotes.get(symbol);
  if (quotes === undefined) draft.quotes.set(symbol, [{ at, bid, ask }]);
  else quotes.push({ at, bid, ask });
}
