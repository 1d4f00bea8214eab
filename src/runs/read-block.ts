/** A block as stored, read back: its text becomes an input and entries again. */
import type { Entry } from '../core/state/entry.js';
import type { Input } from '../core/state/input.js';
import { type BlockText, JournalBlock } from '../core/state/journal-block.js';
import { StoredDocumentError, parsedJson } from '../report/schema/read-report.js';

interface ReadFrom extends BlockText {
  readonly seq: number;
  /** Whether the text is the one that was written; true where its chain has been checked. */
  readonly intact?: boolean;
}

/** `text` is our own canonical JSON of [seq, input, entries]. Errors: `StoredDocumentError` when it is not what was written. */
export function readBlock({ seq, text, hash, intact = true }: ReadFrom): JournalBlock {
  if (!intact) {
    throw new StoredDocumentError(
      `block ${seq} of the stored journal is not the one that was written: the database is damaged`,
    );
  }
  const [, input, entries] = parsedJson(text, 'journal') as [number, Input, readonly Entry[]];
  return new JournalBlock(seq, { input, entries }, { text, hash });
}
