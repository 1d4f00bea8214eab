/** A block as a process with other ideas would have written it: its text and hash are still those of the original. */
import { JournalBlock } from '../../src/core/state/journal-block.js';

export const withEntries = (block: JournalBlock, entries: JournalBlock['entries']): JournalBlock =>
  new JournalBlock({ input: block.input, entries }, block);
