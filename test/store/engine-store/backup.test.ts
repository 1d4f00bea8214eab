/** A backup of a running engine's state: whole whenever it is taken, and put back only where nothing is lost unsaid. */
import {
  appendFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type EngineStore,
  acceptEngineStore,
  backupEngineStore,
  checkEngineStore,
  restoreEngineStore,
} from '../../../src/store/engine-store.js';
import { StoreError } from '../../../src/store/store-error.js';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';
import { playedEngines } from './support/played.js';

const here = engineFile();
const played = playedEngines();
const copy = (): string => join(here.folder, 'backup.db');
const hashes = (store: EngineStore) => [...store.blocks()].map(({ hash }) => hash);
const hashesOf = (count: number) => chainOf(count).map(({ hash }) => hash);

/** With two blocks in the backup and three more after it. */
function backedUpThenGoneOn(): void {
  const store = here.open();
  const blocks = chainOf(5);
  store.append(blocks.slice(0, 2));
  backupEngineStore(here.path, copy());
  store.append(blocks.slice(2));
  store.close();
}

describe('a backup', () => {
  it('F:DSK12: can be opened, holds what there was, and its head says no more than it holds', () => {
    const store = here.open();
    store.append(chainOf(3));
    expect(backupEngineStore(here.path, copy())).toMatchObject({ blocks: 3, epoch: 1 });
    store.append(chainOf(4).slice(3));
    expect(readdirSync(here.folder).filter((name) => name.startsWith('backup'))).toEqual([
      'backup.db',
      'backup.db.head',
    ]);
    const opened = here.open({}, copy());
    expect(hashes(opened)).toEqual(hashesOf(3));
    expect(store.fence.isCurrent(), 'it is another file').toBe(true);
  });

  it('S8: that is taken while another process appends blocks is whole at whatever block it ends', async () => {
    const before = here.open();
    const blocks = chainOf(6_000);
    before.append(blocks.slice(0, 3_000));
    before.close();
    const { child, lines } = played(here.path, 3_000);
    const taken: number[] = [];
    for await (const line of lines) {
      if (!line.startsWith('durable')) continue;
      const file = join(here.folder, `backup-${taken.length}.db`);
      const { blocks: held } = backupEngineStore(here.path, file);
      expect(checkEngineStore(here.path).end.blocks).toBeGreaterThanOrEqual(held);
      taken.push(held);
      const opened = here.open({}, file);
      expect(hashes(opened)).toEqual(blocks.slice(0, held).map(({ hash }) => hash));
      opened.close();
      if (taken.length === 4) break;
    }
    expect(child.exitCode, 'it goes on').toBeNull();
    child.kill('SIGKILL');
    expect(taken[0]).toBeGreaterThan(3_000);
    expect(taken.at(-1), 'blocks were appended meanwhile').toBeGreaterThan(taken[0]!);
  });

  it('never takes the place of a file, and a failed one leaves none', () => {
    const store = here.open();
    writeFileSync(copy(), 'mine');
    const backup = (to: string) => () => backupEngineStore(here.path, to);
    expect(backup(copy())).toThrow(/there is a file already\n {2}fix: name/);
    expect(backup(join(copy(), 'below'))).toThrow(StoreError);
    expect(readFileSync(copy(), 'utf8')).toBe('mine');
    const other = join(here.folder, 'other.db');
    writeFileSync(`${other}.head`, 'mine');
    expect(backup(other)).toThrow(/other\.db\.head: there is a file already/);
    expect(readdirSync(here.folder).filter((name) => /(backup|other).*new/.test(name))).toEqual([]);
    store.append(chainOf(1));
    expect(store.head.seq).toBe(1);
  });
});

describe('a restore', () => {
  it('F:DSK12: of a backup that lacks what was acknowledged is refused with how much, and changes nothing', () => {
    backedUpThenGoneOn();
    const restore = (): unknown => restoreEngineStore(copy(), here.path);
    expect(restore).toThrow(StoreError);
    expect(restore).toThrow(
      /backup\.db: it ends at block 1, and block 4 was acknowledged \(.*engine\.db\.head\): 3 of 5 would be lost\n {2}fix: take a later/,
    );
    expect(hashes(here.open())).toEqual(hashesOf(5));
  });

  it('F:DSK12: of one whose loss is accepted says how much, keeps what was there, and takes no epoch twice', () => {
    backedUpThenGoneOn();
    here.open().close();
    appendFileSync(`${here.path}-wal`, 'of another database');
    expect(restoreEngineStore(copy(), here.path, { loss: 'accept' })).toEqual({
      blocks: 2,
      lost: 3,
      kept: `${here.path}.replaced`,
    });
    expect(existsSync(`${here.path}.replaced-wal`)).toBe(true);
    const store = here.open();
    expect(hashes(store)).toEqual(hashesOf(2));
    expect(store.epoch).toBe(3);
    store.close();
    const { length } = hashes(here.open({ headLost: 'accept' }, `${here.path}.replaced`));
    expect(length).toBe(5);
  });

  it('of the last one, or of a later one than the head knows, loses nothing; so does one in a new place', () => {
    const blocks = here.filled(2);
    const store = here.open();
    backupEngineStore(here.path, copy());
    store.close();
    rmSync(here.path);
    expect(restoreEngineStore(copy(), here.path)).toEqual({ blocks: 2, lost: 0, kept: null });
    expect(here.open().head.hash).toBe(blocks[1]?.hash);
    const other = join(here.folder, 'new', 'engine.db');
    expect(restoreEngineStore(copy(), other)).toEqual({ blocks: 2, lost: 0, kept: null });
    expect(here.open({}, other).head.seq).toBe(2);
  });

  it('F:PRC6: is refused while an engine runs', () => {
    const store = here.open();
    store.append(chainOf(1));
    backupEngineStore(here.path, copy());
    expect(() => restoreEngineStore(copy(), here.path)).toThrow(/another process has it open/);
    expect(store.fence.isCurrent()).toBe(true);
  });

  it('F:DSK12: is refused where nobody can tell what is lost, and over the journal of another session', () => {
    backedUpThenGoneOn();
    rmSync(`${here.path}.head`);
    expect(() => restoreEngineStore(copy(), here.path)).toThrow(
      /engine\.db\.head: the head of the journal is missing, so nobody can tell what the backup lacks\n {2}fix: /,
    );
    const other = here.open({}, join(here.folder, 'other.db'));
    other.append(chainOf(1, 'another'));
    other.close();
    expect(() => restoreEngineStore(copy(), join(here.folder, 'other.db'))).toThrow(
      /block 0 is not the one that was acknowledged \(.*other\.db\.head\): it is the journal of another session/,
    );
  });

  it.each([
    ['damaged', () => writeFileSync(copy(), 'x'.repeat(9_999)), /not a database/],
    ['not there', () => rmSync(copy()), /there is no backup\n {2}fix: name/],
    ['without its head', () => rmSync(`${copy()}.head`), /backup\.db\.head: the head .* missing/],
  ])('F:DSK6: of a backup that is %s is refused, and changes nothing', (_, spoil, words) => {
    backedUpThenGoneOn();
    spoil();
    for (const loss of ['refuse', 'accept'] as const)
      expect(() => restoreEngineStore(copy(), here.path, { loss })).toThrow(words);
    expect(hashes(here.open())).toEqual(hashesOf(5));
  });

  it('F:DSK12: keeps what an earlier one has kept, too', () => {
    backedUpThenGoneOn();
    for (const kept of ['replaced', 'replaced-2', 'replaced-3'])
      expect(restoreEngineStore(copy(), here.path, { loss: 'accept' })).toMatchObject({
        kept: `${here.path}.${kept}`,
      });
    const { length } = hashes(here.open({ headLost: 'accept' }, `${here.path}.replaced`));
    expect(length).toBe(5);
  });

  it('F:DSK12: where nobody can tell what is lost and that is accepted, says so', () => {
    backedUpThenGoneOn();
    rmSync(`${here.path}.head`);
    expect(restoreEngineStore(copy(), here.path, { loss: 'accept' })).toMatchObject({
      blocks: 2,
      lost: null,
    });
  });
});

describe('a look at a state', () => {
  it('F:DSK6: says where it ends, also while an engine runs, and changes nothing', () => {
    expect(() => checkEngineStore(here.path)).toThrow(/there is no state of an engine\n {2}fix: /);
    const blocks = chainOf(3);
    const store = here.open();
    store.append(blocks);
    const end = { blocks: 3, hash: blocks[2]!.hash };
    expect(checkEngineStore(here.path)).toEqual({ end, epoch: 1 });
    expect(store.fence.isCurrent()).toBe(true);
    store.close();
    const before = readdirSync(here.folder);
    expect(checkEngineStore(here.path)).toEqual({ end, epoch: 1 });
    expect(readdirSync(here.folder)).toEqual(before);
    here.tamper("DROP TRIGGER blocks_stay; UPDATE blocks SET text = 'x' WHERE seq = 1");
    expect(() => checkEngineStore(here.path)).toThrow(/block 1 .* is not the one that was written/);
    expect(() => backupEngineStore(here.path, copy())).toThrow(/block 1 .* not the one/);
    expect(existsSync(copy())).toBe(false);
  });

  it('F:DSK12: a lost head is made anew where that is accepted, and only where it is lost', () => {
    here.filled(3);
    expect(() => acceptEngineStore(here.path)).toThrow(/the head of the journal is there/);
    rmSync(`${here.path}.head`);
    expect(() => checkEngineStore(here.path)).toThrow(
      /head of the journal is missing.*\n {2}fix: /,
    );
    expect(() => backupEngineStore(here.path, copy())).toThrow(/is missing/);
    expect(acceptEngineStore(here.path)).toMatchObject({ end: { blocks: 3 }, epoch: 2 });
    expect(here.open().head.seq).toBe(3);
    expect(() => acceptEngineStore(join(here.folder, 'none.db'))).toThrow(/there is no state/);
  });
});
