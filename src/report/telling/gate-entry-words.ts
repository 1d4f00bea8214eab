/** Words for entries about the gate of a start (REC-1). */
import type { GateEntry } from '../../core/state/gate.js';
import type { WordTable } from './word-table.js';

export const GATE_ENTRY_WORDS: WordTable<GateEntry> = {
  'gate-shut': ({ waiting }) =>
    `no order leaves until the venue has answered for ${waiting.length} and listed what is open`,
  'gate-heard': () => 'the venue has answered for it',
  'gate-late': () => 'still shut',
  'gate-forced': ({ operator, reason }) => `opened by ${operator} all the same: ${reason}`,
  'gate-opened': () => 'all is cleared up: orders may leave',
};
