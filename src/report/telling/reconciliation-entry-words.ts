/** Words for entries about a pass over what the venue knows (REC-5). */
import type { ReconciliationEntry } from '../../core/state/reconciliation.js';
import type { WordTable } from './word-table.js';

export const RECONCILIATION_ENTRY_WORDS: WordTable<ReconciliationEntry> = {
  'reconciliation-due': ({ nextAt }, words) => `begins ${words.time(nextAt)}`,
  'reconciliation-begun': ({ operator, reason }) =>
    operator === '' ? reason : `by ${operator}: ${reason}`,
  'reconciliation-asked': ({ orders }) => `asked for one by one: ${orders.join(' ')}`,
  'reconciliation-heard': ({ orders }) => `answered: ${orders.join(' ')}`,
  'reconciliation-failed': ({ why }) => why,
  'reconciliation-done': ({ mark }, words) =>
    mark === null ? 'no order is known' : `every order is seen up to ${words.time(mark)}`,
};
