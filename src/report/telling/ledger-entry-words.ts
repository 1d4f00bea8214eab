/** Words for entries about orders that are over and lack executions (REC-5). */
import type { LedgerEntry } from '../../core/state/ledgers.js';
import type { WordTable } from './word-table.js';

export const LEDGER_ENTRY_WORDS: WordTable<LedgerEntry> = {
  'ledgers-due': ({ nextAt }, words) => `missing executions are asked for ${words.time(nextAt)}`,
  'ledgers-asked': ({ orders }) => `missing executions of ${orders.join(' ')}`,
  'ledgers-heard': ({ order }) => `answered for ${order}`,
  'ledgers-unread': ({ why }) => why,
  'ledgers-read': ({ incomplete }) =>
    incomplete === 0 ? 'every order that is over is known' : `${incomplete} orders lack some still`,
  'ledgers-dropped': ({ orders }) => `not asked for any more: ${orders.join(' ')}`,
};
