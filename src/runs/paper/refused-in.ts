/** Orders that were asked for and refused for what they are: they leave no trace in the state, so whoever asked is told at once. Pure. */
import type { JournalBlock } from '../../core/state/journal-block.js';

/** Why, one text an order. What the gate turned away comes again by itself. */
export const refusedIn = ({ entries }: Pick<JournalBlock, 'entries'>): readonly string[] =>
  entries.flatMap((entry) => {
    if (entry.kind !== 'order-refused' || entry.code === 'gate-closed') return [];
    const why = entry.problems.map(({ field, text }) => `${field} ${text}`).join('; ');
    return [`an order was refused (${entry.code}), nothing of it is sent: ${why}`];
  });
