/** Words for entries about positions (FIL-7). */
import type { PositionEntry } from '../../core/state/position.js';
import type { WordTable } from './word-table.js';

export const POSITION_ENTRY_WORDS: WordTable<PositionEntry> = {
  'position-due': ({ symbol, nextAt }, words) =>
    nextAt === null
      ? `${symbol}: something is under way, looked at when it is over`
      : `${symbol}: looked at ${words.time(nextAt)}`,
  'positions-asked': ({ readId, of }) => `#${readId}: ${of.map(({ symbol }) => symbol).join(', ')}`,
  'position-unclear': ({ symbol, why }) => `${symbol}: ${why}`,
  'position-compared': ({ symbol, told, expected }, words) =>
    `${words.quantity(symbol, told)} ${symbol} ` +
    (told === expected
      ? 'is what the fills say'
      : `where the fills say ${words.quantity(symbol, expected)}`),
  'position-synced': ({ symbol, told, expected }, words) =>
    `${words.quantity(symbol, told)} ${symbol} is taken as it is` +
    (expected === null ? '' : `, though the fills say ${words.quantity(symbol, expected)}`),
};
