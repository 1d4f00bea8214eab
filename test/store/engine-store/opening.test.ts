/** What the state of an engine is opened on, and what it is refused for: each with the file, what is wrong, and what to do. */
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openResultsStore } from '../../../src/store/results-store.js';
import { StoreError } from '../../../src/store/store-error.js';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';

const here = engineFile();

function refusal(open: () => unknown = () => here.open()): string {
  try {
    open();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    const { message } = error as Error;
    expect(message, 'says what to do').toMatch(/fix: |(name|choose) another file|upgrade, or/);
    return message;
  }
  throw new Error('it was opened');
}

/** Drops what stands in the way, and makes it again as it was. */
const past = (trigger: string, sql: string): void => {
  const plain = new Database(here.path);
  const made = plain
    .prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(trigger);
  plain.exec(`DROP TRIGGER ${trigger}; ${sql}; ${made ?? ''}`);
  plain.close();
};

describe('a new state', () => {
  it('begins with nothing, in files that only their user reads, and leaves the database and its head', () => {
    const store = here.open();
    expect(store.head.seq).toBe(0);
    expect(store.epoch).toBe(1);
    store.close();
    expect(readdirSync(here.folder).sort()).toEqual([
      'engine.db',
      'engine.db.head',
      'engine.db.lock',
    ]);
  });

  it('is made once more where a process died while it was being made', () => {
    writeFileSync(`${here.path}.new`, 'half');
    writeFileSync(`${here.path}.new-wal`, 'half');
    expect(here.open().head.seq).toBe(0);
    expect(existsSync(`${here.path}.new`)).toBe(false);
  });

  it('S29: every opening takes the next epoch, and no epoch is taken twice, even from an older copy', () => {
    expect(here.open().epoch).toBe(1);
    here.end();
    here.begin();
    here.filled(2);
    copyFileSync(here.path, `${here.path}.old`);
    for (const epoch of [2, 3]) {
      const store = here.open();
      expect(store.epoch).toBe(epoch);
      store.close();
    }
    copyFileSync(`${here.path}.old`, here.path);
    expect(here.open().epoch).toBe(4);
  });
});

describe('a file of somebody else', () => {
  it('that is a results database is refused as what it is, and nothing is made beside it', () => {
    openResultsStore(here.path).close();
    expect(refusal()).toMatch(/is a results database of squall, not the state of an engine/);
    expect(readdirSync(here.folder)).toEqual(['engine.db']);
  });

  it('that is the state of an engine is refused as a results database', () => {
    here.filled(1);
    expect(refusal(() => openResultsStore(here.path))).toMatch(
      /is the state of an engine of squall, not a results database/,
    );
  });

  it.each([
    ['no database', () => writeFileSync(here.path, 'x'.repeat(5_000)), /not a database/],
    ['that of another program', () => here.tamper('CREATE TABLE stuff (a)'), /another program/],
    [
      'an early results database',
      () => here.tamper('CREATE TABLE runs (a); PRAGMA user_version = 3'),
      /another program/,
    ],
  ])('that is %s is refused, untouched and left alone', (_, make, words) => {
    make();
    const before = readFileSync(here.path);
    expect(refusal()).toMatch(words);
    expect(readFileSync(here.path).equals(before)).toBe(true);
    expect(readdirSync(here.folder)).toEqual(['engine.db']);
  });

  it('F:PRC7: that a newer squall wrote is refused', () => {
    here.filled(1);
    here.tamper('PRAGMA user_version = 99');
    expect(refusal()).toMatch(/newer squall \(schema 99, this one knows 3\)/);
  });

  it('F:PRC7: whose journal has the shapes of another build is refused', () => {
    here.filled(1);
    past('epoch_rises', 'UPDATE engine SET journal_format = 2');
    expect(refusal()).toMatch(/format 2, and this build reads format 3\n {2}fix: end the session/);
  });

  it.each([
    ['lacks a trigger', 'DROP TRIGGER blocks_stay'],
    ['lacks a table', 'DROP TABLE engine'],
    ['has one more', 'CREATE TABLE more (a)'],
    ['has version 0', 'PRAGMA user_version = 0'],
  ])('that %s is refused', (_, sql) => {
    here.filled(1);
    here.tamper(sql);
    expect(refusal()).toMatch(/tables are not those|already exists/);
  });
});

describe('a damaged journal', () => {
  it.each([
    [
      'a changed text',
      'blocks_stay',
      "UPDATE blocks SET text = 'x' WHERE seq = 2",
      /block 2 .*not the one/,
    ],
    [
      'a changed hash',
      'blocks_stay',
      `UPDATE blocks SET hash = '${'a'.repeat(64)}' WHERE seq = 2`,
      /block 2 /,
    ],
    [
      'a value of another type',
      'blocks_stay',
      'PRAGMA ignore_check_constraints = 1; UPDATE blocks SET text = char(0) WHERE seq = 2',
      /block 2 /,
    ],
    [
      'a hole',
      'blocks_kept',
      'DELETE FROM blocks WHERE seq = 2',
      /block 2 .*missing, 3 comes next/,
    ],
    [
      'no beginning',
      'blocks_kept',
      'DELETE FROM blocks WHERE seq = 0',
      /block 0 .*missing, 1 comes/,
    ],
  ])('F:DSK6: with %s is refused, and stays as it was', (_, trigger, sql, words) => {
    here.filled(4);
    past(trigger, sql);
    const before = readFileSync(here.path);
    expect(refusal()).toMatch(words);
    expect(readFileSync(here.path).equals(before)).toBe(true);
  });

  it('F:DSK4: that lost what was acknowledged is refused with how much', () => {
    here.filled(5);
    past('blocks_kept', 'DELETE FROM blocks WHERE seq >= 3');
    expect(refusal()).toMatch(
      /ends at block 2, and block 4 was acknowledged .*: 2 of 5 are lost.*open at the broker/,
    );
  });

  it('F:DSK12: an old backup put back by hand is seen, and one of another session too', () => {
    here.filled(2);
    copyFileSync(here.path, join(here.folder, 'old.db'));
    const store = here.open();
    store.append(chainOf(4).slice(2));
    store.close();
    copyFileSync(join(here.folder, 'old.db'), here.path);
    expect(refusal()).toMatch(/2 of 4 are lost/);
    rmSync(here.path);
    const other = here.open({}, join(here.folder, 'other.db'));
    other.append(chainOf(9, 'another'));
    other.close();
    copyFileSync(join(here.folder, 'other.db'), here.path);
    expect(refusal()).toMatch(/block 3 is not the one that was acknowledged.*another session/);
  });

  it('that is gone altogether is not taken for a new one, nor is anything made in its place', () => {
    here.filled(2);
    rmSync(here.path);
    expect(refusal()).toMatch(/the database is gone, .*2 blocks were acknowledged/);
    writeFileSync(here.path, '');
    expect(refusal()).toMatch(/the database is gone/);
    rmSync(`${here.path}.head`);
    expect(here.open().head.seq).toBe(0);
  });
});

describe('the head beside the database', () => {
  it.each([
    ['missing', () => rmSync(`${here.path}.head`)],
    ['damaged', () => writeFileSync(`${here.path}.head`, 'x'.repeat(8_192))],
    ['empty', () => writeFileSync(`${here.path}.head`, '')],
  ])('F:DSK7: that is %s is refused beside blocks, unless it is given up', (_, lose) => {
    const blocks = here.filled(3);
    lose();
    expect(refusal()).toMatch(
      /the head of the journal is (missing|damaged).*\n {2}fix: bring it back/,
    );
    const accepted = here.open({ headLost: 'accept' });
    expect(accepted.head).toEqual({ seq: 3, hash: blocks[2]?.hash });
    accepted.close();
    expect(here.open().head.seq).toBe(3);
  });

  it('that is missing where there are no blocks loses nothing', () => {
    here.open().close();
    rmSync(`${here.path}.head`);
    expect(here.open().epoch).toBe(2);
  });

  it('F:DSK4: that is behind the database catches up', () => {
    const store = here.open();
    const blocks = chainOf(3);
    store.append(blocks.slice(0, 2));
    copyFileSync(`${here.path}.head`, `${here.path}.kept`);
    store.append(blocks.slice(2));
    store.close();
    copyFileSync(`${here.path}.kept`, `${here.path}.head`);
    here.open().close();
    past('blocks_kept', 'DELETE FROM blocks WHERE seq = 2');
    expect(refusal(), 'the head knows of block 2 again').toMatch(/1 of 3 are lost/);
  });
});
