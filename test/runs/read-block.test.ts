/** A block of a stored run that is not the one that was written is nobody's evidence. */
import { expect, it } from 'vitest';
import type { EpochMicros } from '../../src/core/ground/units.js';
import { JournalChain } from '../../src/core/state/journal-chain.js';
import { StoredDocumentError } from '../../src/report/schema/read-report.js';
import { readBlock } from '../../src/runs/read-block.js';
import { blocksOf } from '../../src/store/journal-part.js';
import { RunJournal } from '../../src/store/run-journal.js';

it('is read back whole, and refused where a bit of its mark or its text has turned', () => {
  const chain = new JournalChain();
  const written = [1, 2, 3].map((at) =>
    chain.add({ input: { at: at as EpochMicros, kind: 'started' }, entries: [] }),
  );
  const journal = new RunJournal();
  journal.append(written);
  const [part] = journal;
  const read = [...blocksOf(part!)].map(readBlock);
  expect(
    read.map(({ seq, input, entries, text, hash }) => [seq, input, entries, text, hash]),
  ).toEqual(
    written.map(({ seq, input, entries, text, hash }) => [seq, input, entries, text, hash]),
  );
  const marks = part!.marks.slice();
  marks[4]! ^= 1;
  const [first, second, third] = [...blocksOf({ ...part!, marks })];
  expect([readBlock(first!).seq, readBlock(third!).seq]).toEqual([0, 2]);
  expect(() => readBlock(second!)).toThrow(StoredDocumentError);
  expect(() => readBlock(second!)).toThrow(/block 1 .* not the one that was written: .* damaged/);
});
