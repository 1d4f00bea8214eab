/** Words for entries about orders that nobody here placed (REC-7). */
import type { OrphanEntry } from '../../core/state/orphan.js';
import type { WordTable } from './word-table.js';

export const ORPHAN_ENTRY_WORDS: WordTable<OrphanEntry> = {
  'orphan-found': ({ order }, words) => {
    const { clientOrderId, venueOrderId, symbol, side, quantity, cumQty } = order;
    const filled = cumQty === 0 ? '' : `, ${words.quantity(symbol, cumQty)} of it filled`;
    return `nobody here placed ${clientOrderId} (${venueOrderId}): ${side} ${words.quantity(symbol, quantity)} ${symbol}${filled}`;
  },
  'orphan-filled': ({ venueOrderId, cumQty }) => `${venueOrderId}: ${cumQty} lots filled by now`,
  'orphan-resolved': ({ venueOrderId, cumQty, why }) =>
    `${venueOrderId} is over (${why}), ${cumQty} lots filled`,
  'orphan-cancel-intent': ({ venueOrderId, command, operator, reason }) =>
    `${venueOrderId}, attempt ${command.attempt}, by ${operator === '' ? 'the engine' : operator}: ${reason}`,
  'orphan-cancel-settled': ({ venueOrderId, as }) => `${venueOrderId}: ${as}; looked up`,
  'orphan-narrowed': ({ venueOrderId, operator, reason }) =>
    `${venueOrderId} keeps nobody out of its symbol, by ${operator}: ${reason}`,
  'orphan-adopted': ({ venueOrderId, strategyId, operator, reason }) =>
    `${venueOrderId} into strategy ${strategyId}, by ${operator}: ${reason}`,
};
