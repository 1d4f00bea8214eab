/** What was read of the venue's history: a report has its alerts, and the calls it took (REC-5). */
import type { HistoryEntry } from '../../core/state/history.js';
import { type Folds, pass } from './draft.js';
import { noteFinding } from './note-finding.js';

export const HISTORY_FOLDS: Folds<HistoryEntry> = {
  'history-asked': pass,
  'history-page': (draft, { changed }, at) => {
    if (changed === 0) return;
    const text = `a page of the venue's history brought news of ${changed === 1 ? 'an order' : `${changed} orders`}`;
    noteFinding(draft, { at, what: 'history', subject: null, text });
  },
  'history-unclear': pass,
  'history-read': pass,
};
