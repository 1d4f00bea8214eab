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
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type EngineStore, restoreEngineStore } from '../../../src/store/engine-store.js';
import { StoreError } from '../../../src/store/store-error.js';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';

const here = engineFile();
const copy = (): string => join(here.folder, 'backup.db');
const hashes = (store: EngineStore) => [...store.blocks()].map(({ hash }) => hash);
const hashesOf = (count: number) => chainOf(count).map(({ hash }) => hash);

/** With two blocks in the backup and three more after it. */
async function backedUpThenGoneOn(): Promise<void> {
  const store = here.open();
  const blocks = chainOf(5);
  store.append(blocks.slice(0, 2));
  await store.backup(copy());
  store.append(blocks.slice(2));
  store.close();
}

describe('a backup', () => {
  it('F:DSK12: can be opened, holds what there was, and its head says no more than it holds', async () => {
    const store = here.open();
    store.append(chainOf(3));
    expect(await store.backup(copy())).toMatchObject({ blocks: 3, epoch: 1 });
    store.append(chainOf(4).slice(3));
    expect(readdirSync(here.folder).filter((name) => name.startsWith('backup'))).toEqual([
      'backup.db',
      'backup.db.head',
    ]);
    const opened = here.open({}, copy());
    expect(hashes(opened)).toEqual(hashesOf(3));
    expect(store.fence.isCurrent(), 'it is another file').toBe(true);
  });

  it('that is taken while blocks are appended is whole at whatever block it ends', async () => {
    const store = here.open();
    const blocks = chainOf(3_000);
    store.append(blocks.slice(0, 2_500));
    const over = { now: false };
    const done = store.backup(copy()).finally(() => {
      over.now = true;
    });
    for (let seq = 2_500; !over.now && seq < blocks.length; seq += 1) {
      store.append([blocks[seq]!]);
      await setImmediate();
    }
    const { blocks: held } = await done;
    expect(store.head.seq).toBeGreaterThan(2_500);
    expect(held).toBeGreaterThanOrEqual(2_500);
    expect(held).toBeLessThanOrEqual(store.head.seq);
    expect(hashes(here.open({}, copy()))).toEqual(blocks.slice(0, held).map(({ hash }) => hash));
  });

  it('never takes the place of a file, and a failed one leaves none', async () => {
    const store = here.open();
    writeFileSync(copy(), 'mine');
    await expect(store.backup(copy())).rejects.toThrow(/there is a file already\n {2}fix: name/);
    await expect(store.backup(join(copy(), 'below'))).rejects.toThrow(StoreError);
    expect(readFileSync(copy(), 'utf8')).toBe('mine');
    store.append(chainOf(1));
    expect(store.head.seq).toBe(1);
  });
});

describe('a restore', () => {
  it('F:DSK12: of a backup that lacks what was acknowledged is refused with how much, and changes nothing', async () => {
    await backedUpThenGoneOn();
    const restore = (): unknown => restoreEngineStore(copy(), here.path);
    expect(restore).toThrow(StoreError);
    expect(restore).toThrow(
      /backup\.db: it ends at block 1, and block 4 was acknowledged \(.*engine\.db\.head\): 3 of 5 would be lost\n {2}fix: take a later/,
    );
    expect(hashes(here.open())).toEqual(hashesOf(5));
  });

  it('F:DSK12: of one whose loss is accepted says how much, keeps what was there, and takes no epoch twice', async () => {
    await backedUpThenGoneOn();
    here.open().close();
    appendFileSync(`${here.path}-wal`, 'of another database');
    expect(restoreEngineStore(copy(), here.path, { loss: 'accept' })).toEqual({
      blocks: 2,
      lost: 3,
    });
    expect(existsSync(`${here.path}.replaced-wal`)).toBe(true);
    const store = here.open();
    expect(hashes(store)).toEqual(hashesOf(2));
    expect(store.epoch).toBe(3);
    store.close();
    const { length } = hashes(here.open({ headLost: 'accept' }, `${here.path}.replaced`));
    expect(length).toBe(5);
  });

  it('of the last one, or of a later one than the head knows, loses nothing; so does one in a new place', async () => {
    const blocks = here.filled(2);
    const store = here.open();
    await store.backup(copy());
    store.close();
    rmSync(here.path);
    expect(restoreEngineStore(copy(), here.path)).toEqual({ blocks: 2, lost: 0 });
    expect(here.open().head.hash).toBe(blocks[1]?.hash);
    const other = join(here.folder, 'new', 'engine.db');
    expect(restoreEngineStore(copy(), other)).toEqual({ blocks: 2, lost: 0 });
    expect(here.open({}, other).head.seq).toBe(2);
  });

  it('F:PRC6: is refused while an engine runs', async () => {
    const store = here.open();
    store.append(chainOf(1));
    await store.backup(copy());
    expect(() => restoreEngineStore(copy(), here.path)).toThrow(/another process has it open/);
    expect(store.fence.isCurrent()).toBe(true);
  });

  it('F:DSK12: is refused where nobody can tell what is lost, and over the journal of another session', async () => {
    await backedUpThenGoneOn();
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
  ])('F:DSK6: of a backup that is %s is refused, and changes nothing', async (_, spoil, words) => {
    await backedUpThenGoneOn();
    spoil();
    for (const loss of ['refuse', 'accept'] as const)
      expect(() => restoreEngineStore(copy(), here.path, { loss })).toThrow(words);
    expect(hashes(here.open())).toEqual(hashesOf(5));
  });
});
