/** A block as stored, read back: its text becomes an input and entries again. Errors: `StoredDocumentError` when it is not what was written. */
import type { Entry } from '../core/state/entry.js';
import type { Input } from '../core/state/input.js';
import { type BlockText, JournalBlock } from '../core/state/journal-block.js';
import { StoredDocumentError, parsedJson } from '../report/schema/read-report.js';
import type { StoredBlock } from '../store/journal-part.js';

export function readBlock(stored: StoredBlock): JournalBlock {
  if (!stored.intact) {
    throw new StoredDocumentError(
      `block ${stored.seq} of the stored journal is not the one that was written: the database is damaged`,
    );
  }
  return readChecked(stored);
}

/** Of a journal whose chain was checked. `text` is our own canonical JSON of [seq, input, entries]. */
export function readChecked(written: BlockText): JournalBlock {
  const [, input, entries] = parsedJson(written.text, 'journal') as [
    number,
    Input,
    readonly Entry[],
  ];
  return new JournalBlock({ input, entries }, written);
}

export function* allChecked(rows: Iterable<BlockText>): Iterable<JournalBlock> {
  for (const row of rows) yield readChecked(row);
}
