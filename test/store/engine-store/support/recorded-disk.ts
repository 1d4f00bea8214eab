/**
 * The files of an engine's state as they were after each append, taken from one run: what a machine that loses its power there may find again.
 * The first stretch fills a WAL from its beginning; then a checkpoint, after which the second one writes over that WAL.
 */
import { existsSync, readFileSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { JournalBlock } from '../../../../src/core/state/journal-block.js';
import { openEngineStore } from '../../../../src/store/engine-store.js';
import { chainOf } from './chain-of.js';

export interface Moment {
  /** Blocks whose append had returned. */
  readonly acknowledged: number;
  readonly wal: Buffer;
  /** Of the WAL: what is on the disk for certain. */
  readonly syncedBytes: number;
  readonly head: Buffer;
  readonly shm: Buffer;
}

/** From one checkpoint to the next. */
export interface Stretch {
  readonly db: Buffer;
  /** The first one is before its first append. */
  readonly moments: readonly Moment[];
}

export interface RecordedDisk {
  readonly blocks: readonly JournalBlock[];
  readonly first: Stretch;
  readonly second: Stretch;
}

/** So many appends in the first stretch, and after the checkpoint; every third append is of two blocks. */
export function recordedDisk(path: string, appends: readonly [number, number]): RecordedDisk {
  let database: Database.Database | null = null;
  const store = openEngineStore(path, {
    onOpen: (opened) => {
      database = opened;
      opened.pragma('wal_autocheckpoint = 0');
    },
  });
  const ask = (pragma: string): unknown => database?.pragma(pragma, { simple: true });
  const blocks = chainOf(2 * (appends[0] + appends[1]), 'x'.repeat(300));
  let written = 0;
  const moment = (): Moment => {
    const wal = bytesOf(`${path}-wal`);
    return {
      acknowledged: written,
      wal,
      // Below FULL a commit syncs nothing: what is certain is what the last checkpoint brought home.
      syncedBytes: ask('synchronous') === 2 ? wal.length : 0,
      head: bytesOf(`${path}.head`),
      shm: bytesOf(`${path}-shm`),
    };
  };
  const stretch = (count: number): Stretch => {
    const db = bytesOf(path);
    const moments = [moment()];
    for (let append = 1; append <= count; append += 1) {
      const step = blocks.slice(written, written + (append % 3 === 0 ? 2 : 1));
      store.append(step);
      written += step.length;
      moments.push(moment());
    }
    return { db, moments };
  };
  try {
    const first = stretch(appends[0]);
    ask('wal_checkpoint(PASSIVE)');
    return { blocks, first, second: stretch(appends[1]) };
  } finally {
    store.close();
  }
}

const bytesOf = (path: string): Buffer => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0));
