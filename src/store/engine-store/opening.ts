/**
 * Opens the state of an engine, or says why not. In this order: the lock, whose file it is, its tables, the chain of its blocks against the head
 * that lies beside it, and then the next epoch. Nothing is written before all of it was found in order, but what makes a new file.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { lookedAt, openDatabase, opened, refuseForeign } from '../database.js';
import { ENGINE } from '../file-kind.js';
import { sizeOfOurs } from '../ownership.js';
import { StoreError } from '../store-error.js';
import { CHAIN_START, type ChainEnd, checkedChain } from './chain-check.js';
import {
  blockRows,
  checkedEpoch,
  countBlocks,
  refuseOtherTables,
  takeEpoch,
} from './engine-tables.js';
import { EpochFence } from './fence.js';
import { type FoundHead, type Head, HeadFile, NO_HEAD, headPathOf, readHead } from './head-file.js';
import type { BeforeStep } from './steps.js';
import { syncFolder } from './sync-folder.js';
import { WriterLock, lockPathOf } from './writer-lock.js';

/** How long another connection may keep the engine from writing, and from everything else it does. */
const BUSY_TIMEOUT_MS = 1_000;

export interface EngineStoreOptions {
  /** What to do where blocks are stored and their head is gone: nobody can tell then whether the last ones are missing. */
  readonly headLost?: 'refuse' | 'accept';
  /** For the message to a second process. */
  readonly now?: () => Date;
  /** How long another connection may keep it from writing. */
  readonly busyTimeoutMs?: number;
  /** Told of the database as it was opened: how tests look at it, and limit it. */
  readonly onOpen?: (database: Database.Database) => void;
  readonly before?: BeforeStep;
}

export interface Opened {
  readonly path: string;
  readonly database: Database.Database;
  readonly lock: WriterLock;
  readonly headFile: HeadFile;
  readonly fence: EpochFence;
  readonly end: ChainEnd;
}

/** Errors: `StoreError`. */
export function openState(path: string, options: EngineStoreOptions): Opened {
  return opened(path, ENGINE, () => {
    // Where somebody may hold the lock the file is not touched before: closing it would give back SQLite's own locks.
    if (!existsSync(lockPathOf(path))) refuseForeign(path, ENGINE);
    const lock = WriterLock.take(path, options.now ?? (() => new Date()));
    return undoneOnError(
      () => lock.release(),
      () => openLocked(path, lock, options),
    );
  });
}

function openLocked(path: string, lock: WriterLock, options: EngineStoreOptions): Opened {
  const found = readHead(headPathOf(path));
  const head = found.kind === 'found' ? found.head : NO_HEAD;
  const { end, epoch: before } = checkedState(path, found, options) ?? newState(path, head);
  const database = openDatabase(path, ENGINE);
  return undoneOnError(
    () => database.close(),
    () => {
      refuseOtherTables(database);
      database.pragma(`busy_timeout = ${options.busyTimeoutMs ?? BUSY_TIMEOUT_MS}`);
      options.onOpen?.(database);
      const epoch = Math.max(before, head.epoch) + 1;
      takeEpoch(database, epoch);
      const headFile = HeadFile.open(headPathOf(path), found, { ...end, epoch });
      return { path, database, lock, headFile, fence: new EpochFence(database, epoch), end };
    },
  );
}

interface FoundState {
  readonly end: ChainEnd;
  /** Of the last one that opened it; 0 = nobody has. */
  readonly epoch: number;
}

/** Null where there is none. It is only read: a file that is refused stays as it is, its WAL too, for whoever can mend it. */
function checkedState(
  path: string,
  found: FoundHead,
  options: EngineStoreOptions,
): FoundState | null {
  if (sizeOfOurs(path, ENGINE) === 0) return null;
  return lookedAt(path, ENGINE, (database) => ({
    epoch: checkedEpoch(database),
    end: checkedBlocks(database, found, options),
  }));
}

/** There altogether or not at all: a file that was half made would be taken for one that lost everything. */
function newState(path: string, { blocks }: Head): FoundState {
  if (blocks > 0)
    throw new StoreError(
      `${path}: the database is gone, and ${headPathOf(path)} says that ${blocks} blocks were acknowledged\n` +
        '  fix: bring it back from a backup; to begin with nothing, take the head away as well',
    );
  const aside = `${path}.new`;
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${aside}${end}`, { force: true });
  // Closed as it is: it stays in WAL mode, so that no later opening has to write its header.
  openDatabase(aside, ENGINE).close();
  renameSync(aside, path);
  syncFolder(path);
  return { end: CHAIN_START, epoch: 0 };
}

function checkedBlocks(
  database: Database.Database,
  found: FoundHead,
  { headLost = 'refuse' }: EngineStoreOptions,
): ChainEnd {
  const { name: path } = database;
  const blocks = countBlocks(database);
  if (found.kind !== 'found' && blocks > 0 && headLost === 'refuse')
    throw new StoreError(
      `${headPathOf(path)}: the head of the journal is ${found.kind === 'none' ? 'missing' : 'damaged'}, so nobody can tell whether ` +
        `block ${blocks - 1} is the last one that was acknowledged\n` +
        "  fix: bring it back; or look at the open orders at the broker, and open it once with headLost: 'accept'",
    );
  const end = checkedChain(
    blockRows(database, 0),
    found.kind === 'found' ? found.head : CHAIN_START,
    path,
  );
  if (end.blocks !== blocks || database.pragma('quick_check(1)', { simple: true }) !== 'ok')
    throw new StoreError(
      `${path}: the file is damaged (${blocks} blocks are counted, ${end.blocks} can be read)\n  fix: bring back a backup of it`,
    );
  return end;
}

function undoneOnError<T>(undo: () => void, use: () => T): T {
  try {
    return use();
  } catch (error) {
    undo();
    throw error;
  }
}
