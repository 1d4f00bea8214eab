/** Words for entries about the gate of a start (REC-1). */
import type { GateEntry } from '../../core/state/gate.js';
import type { WordTable } from './word-table.js';

export const GATE_ENTRY_WORDS: WordTable<GateEntry> = {
  'gate-shut': ({ waiting }) =>
    `no order leaves until the venue has answered for ${waiting.length} and listed what is open`,
  'gate-heard': ({ orders }) => `the venue has answered for ${orders.join(' ')}`,
  'gate-late': () => 'still shut',
  'gate-forced': ({ operator, reason }) => `opened by ${operator} all the same: ${reason}`,
  'recovery-begun': ({ resumed, invalid }) => {
    const slices = resumed.reduce((sum, one) => sum + one.slices, 0);
    const overdue = resumed.reduce((sum, one) => sum + one.overdue, 0);
    return (
      `all is known; ${slices} slices of ${resumed.length} orders go on, ${overdue} of them overdue` +
      (invalid.length === 0 ? '' : `; of orders that do not live, canceled: ${invalid.join(' ')}`)
    );
  },
  'gate-opened': () => 'all is cleared up: orders may leave',
};
