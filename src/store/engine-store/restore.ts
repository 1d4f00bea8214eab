/**
 * Puts a backup in the place of the state of an engine that does not run. What was there before stays, under another name. A backup that ends before
 * what was acknowledged is refused unless the loss is accepted (F:DSK12): orders of the blocks that are lost may be open at the broker.
 *
 * A restore that is cut short leaves a state that is refused at its opening; done again, it is done.
 */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { opened } from '../database.js';
import { ENGINE } from '../file-kind.js';
import { StoreError } from '../store-error.js';
import { type FoundHead, NO_HEAD, headPathOf, makeHeadFile, readHead } from './head-file.js';
import { type FoundState, checkedState } from './state-check.js';
import { syncFile, syncFolder } from './sync.js';
import { WriterLock, onePath } from './writer-lock.js';

export interface RestoreOptions {
  /** Where the backup lacks blocks that were acknowledged, or nobody can tell. */
  readonly loss?: 'refuse' | 'accept';
}

export interface Restored {
  readonly blocks: number;
  /** Acknowledged and not in the backup. */
  readonly lost: number;
}

/** Errors: `StoreError`. */
export function restoreEngineStore(
  backup: string,
  named: string,
  { loss = 'refuse' }: RestoreOptions = {},
): Restored {
  return opened(named, ENGINE, () => {
    const path = onePath(named);
    const lock = WriterLock.take(path, () => new Date());
    try {
      const known = knownAt(path, loss);
      const { end, epoch } = stateAt(backup, loss === 'refuse' ? known : null);
      replaceWith(backup, path);
      const head = known?.head ?? NO_HEAD;
      makeHeadFile(headPathOf(path), { ...end, epoch: Math.max(epoch, head.epoch) });
      return { blocks: end.blocks, lost: Math.max(0, head.blocks - end.blocks) };
    } finally {
      lock.release();
    }
  });
}

type KnownHead = FoundHead & { readonly kind: 'found' };

/** What was acknowledged in the place the backup is to take; null = nothing, or nobody can tell and the loss is accepted. */
function knownAt(path: string, loss: 'refuse' | 'accept'): KnownHead | null {
  const found = readHead(headPathOf(path));
  if (found.kind === 'found') return found;
  const isNew = found.kind === 'none' && !existsSync(path);
  if (isNew || loss === 'accept') return null;
  throw new StoreError(
    `${found.path}: the head of the journal is ${found.kind === 'none' ? 'missing' : 'damaged'}, so nobody can tell what the backup lacks\n` +
      "  fix: look at the open orders at the broker, and restore it with loss: 'accept'",
  );
}

/** The backup, checked against its own head, and against what was acknowledged in the place it is to take. */
function stateAt(backup: string, known: KnownHead | null): FoundState {
  const own = checkedState(backup, readHead(headPathOf(backup)));
  if (own === null)
    throw new StoreError(`${backup}: there is no backup\n  fix: name the file of one`);
  if (known === null) return own;
  const { path, head } = known;
  if (own.end.blocks >= head.blocks) return checkedState(backup, known) ?? own;
  const lost = head.blocks - own.end.blocks;
  throw new StoreError(
    `${backup}: it ends at block ${own.end.blocks - 1}, and block ${head.blocks - 1} was acknowledged (${path}): ${lost} of ${head.blocks} would be lost\n` +
      "  fix: take a later backup; or look at the open orders at the broker, and restore it with loss: 'accept'",
  );
}

function replaceWith(backup: string, path: string): void {
  const aside = `${path}.new`;
  copyFileSync(backup, aside);
  syncFile(aside);
  // Its WAL first: beside another database it would be read into that one.
  for (const end of ['-wal', '']) {
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${path}.replaced${end}`);
  }
  rmSync(`${path}-shm`, { force: true });
  renameSync(aside, path);
  syncFolder(path);
}
