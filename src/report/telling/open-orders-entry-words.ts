/** Words for entries about the venue's list of open orders (REC-5). */
import type { OpenOrdersEntry } from '../../core/state/open-orders.js';
import type { WordTable } from './word-table.js';

export const OPEN_ORDERS_ENTRY_WORDS: WordTable<OpenOrdersEntry> = {
  'open-orders-due': ({ nextAt }, words) => `read ${words.time(nextAt)}`,
  'open-orders-asked': ({ readId, cursor }) =>
    `#${readId}: ${cursor === null ? 'the first page' : `from ${cursor}`}`,
  'open-orders-page': ({ readId, fresh }) => `#${readId}: ${fresh.length} not seen before`,
  'open-orders-unclear': ({ why }) => why,
  'open-orders-compared': ({ listed, lacking, unexpected, orphans }) =>
    `${listed} listed` +
    some(lacking, 'lacking') +
    some(unexpected, 'unexpected') +
    (orphans === 0 ? '' : `, ${orphans} that nobody here placed`),
};

const some = (orders: readonly string[], words: string): string =>
  orders.length === 0 ? '' : `, ${words}: ${orders.join(' ')}`;
