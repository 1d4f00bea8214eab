/** Words for entries about positions (FIL-7, REC-6). */
import type { PositionAdjustmentEntry, PositionEntry } from '../../core/state/position.js';
import type { WordTable } from './word-table.js';

const ADJUSTED: Readonly<Record<PositionAdjustmentEntry['why'], string>> = {
  differs: 'is booked that nobody can explain',
  execution: 'is taken back: its execution is known',
  agrees: 'is taken back: the venue agrees with the executions',
};

export const POSITION_ENTRY_WORDS: WordTable<PositionEntry> = {
  'position-due': ({ symbol, nextAt }, words) =>
    nextAt === null
      ? `${symbol}: something is under way, looked at when it is over`
      : `${symbol}: looked at ${words.time(nextAt)}`,
  'positions-asked': ({ readId, of }) => `#${readId}: ${of.map(({ symbol }) => symbol).join(', ')}`,
  'positions-read': ({ readId }) => `#${readId}: all of the account`,
  'positions-unread': ({ why }) => why,
  'position-unclear': ({ symbol, why }) => `${symbol}: ${why}`,
  'position-compared': ({ symbol, told, expected }, words) =>
    `${words.quantity(symbol, told)} ${symbol} ` +
    (told === expected
      ? 'is what the fills say'
      : `where the fills say ${words.quantity(symbol, expected)}`),
  'position-synced': ({ symbol, told }, words) =>
    `${words.quantity(symbol, told)} ${symbol} is held to begin with`,
  'position-adjustment': ({ symbol, by, inAll, why }, words) =>
    `${words.quantity(symbol, by)} ${symbol} ${ADJUSTED[why]}, ${words.quantity(symbol, inAll)} in all`,
};
