/** What was asked for again of orders that are over: a report has what was booked, its alerts, and the calls it took (REC-5). */
import type { LedgerEntry } from '../../core/state/ledgers.js';
import { type Folds, pass } from './draft.js';

export const LEDGER_FOLDS: Folds<LedgerEntry> = {
  'ledgers-due': pass,
  'ledgers-asked': pass,
  'ledgers-heard': pass,
  'ledgers-unread': pass,
  'ledgers-read': pass,
  'ledgers-dropped': pass,
};
