/**
 * Faults of the disk below a running engine: it stops, releases nothing of the step that could not be made durable, and says why. Whoever opens the
 * state afterwards finds everything that was acknowledged.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { EngineStore } from '../../../src/store/engine-store.js';
import type { EngineStoreOptions } from '../../../src/store/engine-store/opening.js';
import type { AppendStep } from '../../../src/store/engine-store/steps.js';
import { StoreError } from '../../../src/store/store-error.js';
import { EngineRig } from '../../support/engine-rig.js';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';
import { unprivileged } from './support/unprivileged.js';

const here = engineFile();

/** Orders until the host stops. */
function tradedUntilStopped(options: EngineStoreOptions): { rig: EngineRig; store: EngineStore } {
  const store = here.open(options);
  const rig = new EngineRig({ journal: store });
  for (let order = 0; order < 500 && rig.host.stopped === null; order += 1) {
    rig.order();
    for (const submit of rig.pendingOf('submit')) rig.accept(submit);
  }
  return { rig, store };
}

/** What holds whatever failed, and why it stopped. */
function stoppedSafely({ rig, store }: { rig: EngineRig; store: EngineStore }): string {
  const why = rig.host.stopped ?? '';
  expect(rig.clock.pending, 'no timer is left').toBe(0);
  expect(store.fence.isCurrent(), 'nothing is sent any more').toBe(false);
  expect(store.head.seq).toBe(rig.blocks.length);
  expect(() => store.append(chainOf(1))).toThrow(StoreError);
  expect(() => store.append(chainOf(1))).toThrow(/nothing is written any more since this: /);
  const left = rig.pendingOf('submit').map(({ clientOrderId }) => clientOrderId);
  store.close();
  const again = here.open();
  const stored = [...again.blocks()].map(({ text }) => text);
  again.close();
  expect(stored.slice(0, rig.blocks.length), 'what was acknowledged').toEqual(
    rig.blocks.map(({ text }) => text),
  );
  for (const id of left) expect(stored.join('\n'), 'what left').toContain(id);
  return why;
}

/** The disk says so before this step of the n-th append: once, or from then on. */
function failing(step: AppendStep, append: number, sticky: boolean): EngineStoreOptions {
  let appends = 0;
  return {
    before: (now) => {
      if (now === 'begin') appends += 1;
      if (now !== step || (sticky ? appends < append : appends !== append)) return;
      throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC');
    },
  };
}

describe('a disk', () => {
  it('F:DSK1 F:DSK11: that is full stops the engine; SQLite has rolled back by itself', () => {
    let database: Database.Database | null = null;
    const traded = tradedUntilStopped({
      onOpen: (opened) => {
        database = opened;
        const pages = opened.pragma('page_count', { simple: true }) as number;
        opened.pragma(`max_page_count = ${pages + 4}`);
      },
    });
    expect((database as Database.Database | null)?.inTransaction).toBe(false);
    expect(traded.rig.blocks.length).toBeGreaterThan(2);
    expect(stoppedSafely(traded)).toMatch(
      /^journal: .*engine\.db: the disk is full .*fix: make room/s,
    );
  });

  it('F:DSK1 F:DSK11: that is full in the middle of a step keeps nothing of that step', () => {
    const store = here.open({
      onOpen: (opened) => {
        const pages = opened.pragma('page_count', { simple: true }) as number;
        opened.pragma(`max_page_count = ${pages + 4}`);
      },
    });
    const blocks = chainOf(200);
    store.append(blocks.slice(0, 3));
    expect(() => store.append(blocks.slice(3))).toThrow(/disk is full/);
    store.close();
    expect(here.open().head.seq).toBe(3);
  });

  it('F:DSK2: that another connection keeps locked for ever stops the engine', () => {
    let other: Database.Database | null = null;
    let appends = 0;
    const traded = tradedUntilStopped({
      busyTimeoutMs: 0,
      before: (step) => {
        if (step !== 'begin' || (appends += 1) !== 4) return;
        other = new Database(here.path);
        other.exec('BEGIN IMMEDIATE');
      },
    });
    (other as Database.Database | null)?.close();
    expect(traded.rig.blocks.length).toBeGreaterThan(2);
    expect(stoppedSafely(traded)).toMatch(/another process keeps it locked .*fix: wait/s);
  });

  it('F:DSK2: that is locked for a while is waited for', async () => {
    const turn = new Int32Array(new SharedArrayBuffer(4));
    const store = here.open({
      busyTimeoutMs: 20_000,
      before: (step) => {
        if (step !== 'begin') return;
        Atomics.store(turn, 0, 1);
        Atomics.notify(turn, 0);
      },
    });
    const worker = new Worker(HOLDER, { eval: true, workerData: { path: here.path, turn } });
    await new Promise((held) => worker.once('message', held));
    store.append(chainOf(1));
    await worker.terminate();
    expect(store.head.seq).toBe(1);
  });

  const steps: readonly AppendStep[] = ['begin', 'insert', 'commit', 'head'];
  it.each(steps.flatMap((step) => [1, 2, 7].map((append) => [step, append] as const)))(
    'F:DSK3 S8: that fails before "%s" of append %i, once, stops the engine, and so does one that goes on failing',
    (step, append) => {
      for (const sticky of [false, true]) {
        const traded = tradedUntilStopped(failing(step, append, sticky));
        expect(traded.store.head.seq).toBe(traded.rig.blocks.length);
        expect(stoppedSafely(traded)).toMatch(/engine\.db: the disk failed \(disk I\/O error\)/);
        here.end();
        here.begin();
      }
    },
  );

  it('F:DSK3: that takes no more bytes ends a whole process, and what that told is there', async () => {
    const told: string[] = [];
    const said: string[] = [];
    const child = spawn('sh', ['-c', 'ulimit -f 250; exec "$0" "$@"', process.execPath, ...PLAY], {
      // It could keep no more of its own cache whole, either.
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
    for await (const line of createInterface({ input: child.stdout })) told.push(line);
    expect(said.join('\n')).toMatch(/StoreError: .*engine\.db: the disk (failed|is full)/);
    expect(told.length).toBeGreaterThan(10);
    const store = here.open();
    expect(store.head.seq).toBeGreaterThanOrEqual(told.length - 1);
    expect(store.head.seq).toBeLessThanOrEqual(told.length);
  });
});

const PLAY = {
  *[Symbol.iterator]() {
    yield* ['--import', import.meta.resolve('tsx')];
    yield join(import.meta.dirname, 'support/play-engine.ts');
    yield* [here.path, '10000'];
  },
};

/** Holds the lock until the engine is about to write. */
const HOLDER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(${JSON.stringify(join(import.meta.dirname, '../../../node_modules/better-sqlite3'))});
  const other = new Database(workerData.path);
  other.exec('BEGIN IMMEDIATE');
  parentPort.postMessage('held');
  Atomics.wait(workerData.turn, 0, 0);
  other.exec('COMMIT');
`;

describe('a file that may not be written to', () => {
  it.each([
    ['the database', ['']],
    ['its lock', ['.lock']],
    ['its head', ['.head']],
  ])('F:DSK8: %s is refused in a sentence, and nothing of it is lost', (_, ends) => {
    const blocks = here.filled(3);
    for (const end of ['', '.lock', '.head']) chmodSync(`${here.path}${end}`, 0o666);
    chmodSync(here.folder, 0o777);
    for (const end of ends) chmodSync(`${here.path}${end}`, 0o444);
    unprivileged(() => {
      expect(() => here.open()).toThrow(StoreError);
      expect(() => here.open()).toThrow(/engine\.db.*(may not be written to|permission denied)/s);
    });
    expect(here.open().head.hash).toBe(blocks[2]?.hash);
  });

  it('F:DSK8: nor is anything made in a folder like that', () => {
    chmodSync(here.folder, 0o555);
    unprivileged(() => {
      expect(() => here.open()).toThrow(StoreError);
      expect(() => here.open()).toThrow(/engine\.db: .*permission denied.*name another file/s);
    });
    expect(existsSync(here.path)).toBe(false);
  });

  it('F:DSK8: that becomes one under a running engine stops it', () => {
    let appends = 0;
    let database: Database.Database | null = null;
    const traded = tradedUntilStopped({
      onOpen: (opened) => {
        database = opened;
      },
      before: (step) => {
        if (step === 'begin' && (appends += 1) === 3) database?.pragma('query_only = ON');
      },
    });
    expect(stoppedSafely(traded)).toMatch(
      /it may not be written to .*fix: change its permissions/s,
    );
  });
});
