/** Words for entries about the venue's history (REC-5). */
import type { HistoryEntry } from '../../core/state/history.js';
import type { WordTable } from './word-table.js';

export const HISTORY_ENTRY_WORDS: WordTable<HistoryEntry> = {
  'history-asked': ({ readId, after, cursor }, words) =>
    `#${readId}: ${cursor === null ? `orders since ${words.time(after)}` : `from ${cursor}`}`,
  'history-page': ({ readId, orders }) => `#${readId}: ${orders} orders`,
  'history-unclear': ({ why }) => why,
  'history-read': ({ orders }) => `${orders} orders`,
};
