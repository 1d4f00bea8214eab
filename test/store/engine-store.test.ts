/** The state of a running engine: what an append promises, and what becomes of one that fails. */
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/core/ground/invariant.js';
import { GENESIS_HASH, JournalBlock } from '../../src/core/state/journal-block.js';
import { StoreError } from '../../src/store/store-error.js';
import { chainOf } from './engine-store/support/chain-of.js';
import { engineFile } from './engine-store/support/engine-file.js';

const here = engineFile();

const stored = (blocks: Iterable<{ readonly seq: number; readonly text: string }>) =>
  [...blocks].map(({ seq, text }) => [seq, text]);

describe('an append', () => {
  it('S8: is durable when it returns: WAL, FULL, and there for whoever opens what a killed process left', () => {
    let found: unknown[] = [];
    const store = here.open({
      onOpen: (database) => {
        found = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) =>
          database.pragma(name, { simple: true }),
        );
      },
    });
    const blocks = chainOf(3);
    store.append(blocks.slice(0, 2));
    store.append(blocks.slice(2));
    const left = here.open({}, here.leftBehind());
    expect(found).toEqual(['wal', 2, 1]);
    expect(stored(left.blocks())).toEqual(stored(blocks));
    expect(left.head).toEqual({ seq: 3, hash: blocks[2]?.hash });
  });

  it('S8: stays FULL after the first write and at every opening, where the driver falls back to NORMAL', () => {
    const found: unknown[] = [];
    const options = {
      onOpen: (database: Database.Database) => {
        found.push(() => database.pragma('synchronous', { simple: true }));
      },
    };
    const store = here.open(options);
    store.append(chainOf(1));
    expect((found[0] as () => unknown)()).toBe(2);
    store.close();
    here.open(options);
    expect((found[1] as () => unknown)()).toBe(2);
  });

  it('of nothing is nothing', () => {
    const store = here.open();
    store.append([]);
    expect(store.head).toEqual({ seq: 0, hash: GENESIS_HASH });
  });

  it('that does not continue the chain is our mistake, writes nothing and breaks nothing', () => {
    const store = here.open();
    const [first, second, third] = chainOf(3);
    const [stranger] = chainOf(1, 'another');
    store.append([first!]);
    expect(() => store.append([third!])).toThrow(InvariantError);
    expect(() =>
      store.append([
        new JournalBlock(stranger!, { seq: 1, text: stranger!.text, hash: stranger!.hash }),
      ]),
    ).toThrow(/block 1 does not continue/);
    expect(() => store.append([second!, second!])).toThrow(/block 1 of the journal follows 1/);
    expect([...store.blocks()]).toHaveLength(1);
    store.append([second!]);
    expect(store.head.seq).toBe(2);
  });

  it('S25: nothing that was written is changed, removed or written out of turn, by whatever SQL', () => {
    const blocks = here.filled(3);
    const plain = new Database(here.path);
    for (const sql of [
      "UPDATE blocks SET text = 'x' WHERE seq = 1",
      'DELETE FROM blocks WHERE seq = 2',
      `INSERT INTO blocks VALUES (4, 'x', '${GENESIS_HASH}')`,
      `INSERT OR REPLACE INTO blocks VALUES (1, 'x', '${GENESIS_HASH}')`,
      'UPDATE engine SET epoch = epoch',
      'UPDATE engine SET epoch = 0',
      'DELETE FROM engine',
    ])
      expect(() => plain.exec(sql), sql).toThrow(/append-only|no holes|epoch/);
    plain.close();
    expect(stored(here.open().blocks())).toEqual(stored(blocks));
  });

  it('S29: after it was closed is refused, and so are its sends', () => {
    const store = here.open();
    expect(store.fence.isCurrent()).toBe(true);
    store.close();
    store.close();
    expect(store.fence.isCurrent()).toBe(false);
    expect(() => store.append(chainOf(1))).toThrow(StoreError);
    expect(() => store.append(chainOf(1))).toThrow(/nothing is written any more.*it was closed/);
  });
});

describe('stored blocks', () => {
  it('are read from one on, and while others are written', () => {
    const blocks = here.filled(700);
    const store = here.open();
    const [next] = chainOf(701).slice(700);
    const seen: number[] = [];
    for (const { seq } of store.blocks(250)) {
      if (seen.length === 0) store.append([next!]);
      seen.push(seq);
    }
    expect(seen).toEqual([...blocks.slice(250).map(({ seq }) => seq), 700]);
    expect([...store.blocks(701)]).toEqual([]);
  });
});
