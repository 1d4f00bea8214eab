/**
 * A copy of the state of an engine that goes on meanwhile, by SQLite's own backup: a database that can be opened, with the head of what is in it
 * beside it. Durable, and under its name, only when it is whole.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { makePrivate } from '../database.js';
import { StoreError } from '../store-error.js';
import { checkedEpoch, lastBlock } from './engine-tables.js';
import { type Head, headPathOf, makeHeadFile } from './head-file.js';
import { syncFile, syncFolder } from './sync.js';

/** What the copy holds. Errors: `StoreError` where there is a file already; else what SQLite and the system say. */
export async function backedUp(database: Database.Database, path: string): Promise<Head> {
  if (existsSync(path))
    throw new StoreError(
      `${path}: there is a file already\n  fix: name another one for the backup`,
    );
  const aside = `${path}.new`;
  rmSync(aside, { force: true });
  makePrivate(aside);
  await database.backup(aside);
  const head = headOf(aside);
  syncFile(aside);
  // Before the copy has its name: without one it would not be opened, and is no backup.
  makeHeadFile(headPathOf(path), head);
  renameSync(aside, path);
  syncFolder(path);
  return head;
}

/** Of the copy itself: the engine may have gone on while it was made. */
function headOf(path: string): Head {
  const copy = new Database(path);
  try {
    return { ...lastBlock(copy), epoch: checkedEpoch(copy) };
  } finally {
    copy.close();
  }
}
