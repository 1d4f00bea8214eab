/**
 * The journal of a run that goes on: whatever goes in comes out again, in however many parts, in memory or on the disk;
 * and what is on the disk is gone with the run.
 */
import { openSync, closeSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type BlockText, GENESIS_HASH } from '../../src/core/state/journal-block.js';
import { sha256Chain } from '../../src/core/ground/digest.js';
import { RunJournal } from '../../src/store/run-journal.js';
import { Spool } from '../../src/store/spool.js';
import { StoreError } from '../../src/store/store-error.js';

const folder = mkdtempSync(join(tmpdir(), 'squall-journal-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function chained(texts: readonly string[]): readonly BlockText[] {
  let hash = GENESIS_HASH;
  return texts.map((text, seq) => {
    hash = sha256Chain(hash, text);
    return { seq, text, hash };
  });
}

const filled = (blocks: readonly BlockText[], memoryBytes?: number): RunJournal => {
  const journal = new RunJournal({
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    spool: () => Spool.below(folder),
  });
  journal.append(blocks);
  return journal;
};

const read = (journal: RunJournal): readonly BlockText[] =>
  [...journal.blocks()].map(({ seq, text, hash, intact }) => {
    expect(intact).toBe(true);
    return { seq, text, hash };
  });

/** Incompressible, so that parts are large also when deflated. */
const noise = (length: number, from: number): string =>
  Array.from({ length: length / 64 }, (_, index) =>
    sha256Chain(GENESIS_HASH, `${from} ${index}`),
  ).join('');

describe('the journal of a run', () => {
  it('gives back every text, whatever is in it', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 200 })
      .map((each) => JSON.stringify(each));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), (texts) => {
        const blocks = chained(texts);
        const journal = filled(blocks);
        expect(read(journal)).toEqual(blocks);
        // Again: reading does not use it up.
        expect(read(journal)).toEqual(blocks);
      }),
    );
  });

  it('is cut into parts that follow each other and can each be read alone', () => {
    const blocks = chained(
      Array.from({ length: 2_000 }, (_, seq) => `"${seq} ${'x'.repeat(900)}"`),
    );
    const parts = [...filled(blocks)];
    expect(parts.length).toBeGreaterThan(3);
    let next = 0;
    for (const part of parts) {
      expect(part.firstSeq).toBe(next);
      expect(part.previousHash).toBe(blocks[next - 1]?.hash ?? GENESIS_HASH);
      next += part.blocks;
    }
    expect(next).toBe(blocks.length);
  });

  it('takes a block longer than a part, and goes on after being read', () => {
    const blocks = chained(['"a"', `"${'é'.repeat(400_000)}"`, '"b"', '"c"']);
    const journal = filled(blocks.slice(0, 3));
    expect(read(journal)).toEqual(blocks.slice(0, 3));
    journal.append(blocks.slice(3));
    expect(read(journal)).toEqual(blocks);
  });

  it('asks for texts 64 at a time, for the rest when the run is over, and for none twice', () => {
    let asked = 0;
    const blocks = chained(Array.from({ length: 70 }, (_, seq) => `${seq}`)).map(
      ({ seq, text, hash }): BlockText => ({
        seq,
        hash,
        get text() {
          asked += 1;
          return text;
        },
      }),
    );
    const journal = new RunJournal();
    const counts = blocks.map((block) => {
      journal.append([block]);
      return asked;
    });
    expect([counts[62], counts[63], counts[69]]).toEqual([0, 64, 64]);
    journal.settle();
    expect(asked).toBe(70);
    expect([...journal.blocks()].map(({ text }) => text)).toEqual(
      Array.from({ length: 70 }, (_, seq) => `${seq}`),
    );
    expect(asked).toBe(70);
  });

  it('takes more blocks at once than a call takes arguments', () => {
    const blocks = Array.from({ length: 200_000 }, (_, seq) => ({
      seq,
      text: '',
      hash: GENESIS_HASH,
    }));
    expect([...filled(blocks)].reduce((sum, part) => sum + part.blocks, 0)).toBe(200_000);
  });

  it('beyond its limit lies on the disk, reads the same, and leaves nothing there', () => {
    const blocks = chained(Array.from({ length: 40 }, (_, seq) => `"${noise(64_000, seq)}"`));
    const journal = filled(blocks, 300_000);
    expect(read(journal)).toEqual(blocks);
    journal.close();
    journal.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('says which disk is full', () => {
    const journal = new RunJournal({
      memoryBytes: 0,
      spool: () => new Spool('/dev/full', null),
    });
    const blocks = chained(Array.from({ length: 64 }, (_, seq) => `"${noise(16_000, seq)}"`));
    expect(() => {
      journal.append(blocks);
    }).toThrow(StoreError);
    expect(() => {
      journal.append(blocks);
    }).toThrow(/\/dev\/full.*\n {2}fix: make room.*TMPDIR/s);
  });

  it('does not take a file that was cut short for its own', () => {
    const path = join(folder, 'short');
    writeFileSync(path, '');
    const spool = new Spool(path, null);
    const written = spool.write(new Uint8Array(100));
    closeSync(openSync(path, 'w'));
    expect(() => spool.read(written)).toThrow(/shorter than/);
    spool.close();
    rmSync(path);
  });
});
