/** What was read of the venue's history: a report has its alerts, and the calls it took (REC-5). */
import type { HistoryEntry } from '../../core/state/history.js';
import { type Folds, pass } from './draft.js';

export const HISTORY_FOLDS: Folds<HistoryEntry> = {
  'history-asked': pass,
  'history-page': pass,
  'history-unclear': pass,
  'history-read': pass,
};
