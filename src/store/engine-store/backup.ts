/**
 * A copy of the state of an engine, which may be running: made over a connection of its own in one read of the database, so that it is whole at some
 * block and the engine waits for nothing. Checked as it lies on the disk, and only then under its name, with its head beside it.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { lookedAt, makePrivate, opened } from '../database.js';
import { ENGINE } from '../file-kind.js';
import { StoreError } from '../store-error.js';
import { type FoundHead, type Head, headPathOf, makeHeadFile, readHead } from './head-file.js';
import { checkEngineStore, stateThere } from './state-check.js';
import { syncFile, syncFolder } from './sync.js';
import { onePath } from './writer-lock.js';

/** What the copy holds. Errors: `StoreError` for a state that is not in order, and where there is a file already. */
export function backupEngineStore(named: string, copy: string): Head {
  const path = onePath(named);
  const acknowledged = readHead(headPathOf(path));
  checkEngineStore(path);
  return opened(copy, ENGINE, () => {
    const taken = [copy, headPathOf(copy)].find((one) => existsSync(one));
    if (taken !== undefined)
      throw new StoreError(
        `${taken}: there is a file already\n  fix: name another one for the backup`,
      );
    const aside = `${copy}.new`;
    try {
      return copied(path, { aside, copy, acknowledged });
    } finally {
      rmSync(aside, { force: true });
    }
  });
}

function copied(
  path: string,
  to: { readonly aside: string; readonly copy: string; readonly acknowledged: FoundHead },
): Head {
  const { aside, copy, acknowledged } = to;
  rmSync(aside, { force: true });
  makePrivate(aside);
  lookedAt(path, ENGINE, (database) => database.prepare('VACUUM INTO ?').run(aside));
  const { end, epoch } = stateThere(aside, acknowledged);
  const head: Head = { ...end, epoch };
  syncFile(aside);
  // Before the copy has its name: without one it would not be opened, and is no backup.
  makeHeadFile(headPathOf(copy), head);
  renameSync(aside, copy);
  syncFolder(copy);
  return head;
}
