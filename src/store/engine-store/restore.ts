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
  /** Acknowledged and not in the backup; null = nobody can tell. */
  readonly lost: number | null;
  /** Where that lies which was there before; null = nothing was. */
  readonly kept: string | null;
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
      const found = typeof known === 'string' ? null : known;
      const { end, epoch } = stateAt(backup, loss === 'refuse' ? found : null);
      const kept = replaceWith(backup, path);
      const head = found?.head ?? NO_HEAD;
      makeHeadFile(headPathOf(path), { ...end, epoch: Math.max(epoch, head.epoch) });
      const lost = known === 'lost' ? null : Math.max(0, head.blocks - end.blocks);
      return { blocks: end.blocks, lost, kept };
    } finally {
      lock.release();
    }
  });
}

type KnownHead = FoundHead & { readonly kind: 'found' };

/** What was acknowledged in the place the backup is to take: `new` = nothing; `lost` = nobody can tell, and that is accepted. */
function knownAt(path: string, loss: 'refuse' | 'accept'): KnownHead | 'new' | 'lost' {
  const found = readHead(headPathOf(path));
  if (found.kind === 'found') return found;
  if (found.kind === 'none' && !existsSync(path)) return 'new';
  if (loss === 'accept') return 'lost';
  throw new StoreError(
    `${found.path}: the head of the journal is ${found.kind === 'none' ? 'missing' : 'damaged'}, so nobody can tell what the backup lacks\n` +
      '  fix: look at the open orders at the broker, and restore it with --accept-loss',
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
      '  fix: take a later backup; or look at the open orders at the broker, and restore it with --accept-loss',
  );
}

/** Where the file is that was there; null = none was. */
function replaceWith(backup: string, path: string): string | null {
  const aside = `${path}.new`;
  copyFileSync(backup, aside);
  syncFile(aside);
  const isThere = existsSync(path);
  const kept = freeName(`${path}.replaced`);
  // Its WAL first: beside another database it would be read into that one.
  for (const end of ['-wal', '']) {
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${kept}${end}`);
  }
  rmSync(`${path}-shm`, { force: true });
  renameSync(aside, path);
  syncFolder(path);
  return isThere ? kept : null;
}

/** What an earlier restore kept stays as well. */
function freeName(name: string): string {
  let free = name;
  for (let number = 2; existsSync(free); number += 1) free = `${name}-${number}`;
  return free;
}
