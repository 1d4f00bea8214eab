/**
 * The files of a client that is stopped and begun again: a real state database, in a folder of its own. A process that is stopped closes nothing;
 * therefore the next one begins on a copy of what lay on the disk in that instant, the WAL as it was, and opens it with every check there is.
 *
 * Not real: the machine goes on, so what was written is there whether it was synced or not, but for what a fault takes away (`power-lost`).
 * Every loss of power there can be is `npm run powerloss`.
 */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LeftOfLog } from '../../sim/fault/flaw-of-process.js';
import { type EngineStore, openEngineStore } from '../../store/engine-store.js';
import type { EngineStoreOptions } from '../../store/engine-store/opening.js';
import type { AppendStep } from '../../store/engine-store/steps.js';
import { lockPathOf } from '../../store/engine-store/writer-lock.js';
import { StoreError } from '../../store/store-error.js';

/**
 * A process that dies loses nothing that it has written, synced or not: files in memory are as good as those on a disk here, and take a tenth of
 * the time. Who names a place gets that one.
 */
const MEMORY = '/dev/shm';
const placeOf = ({ TMPDIR }: NodeJS.ProcessEnv): string =>
  TMPDIR === undefined && existsSync(MEMORY) ? MEMORY : tmpdir();

/** What a process that dies leaves; -shm, which SQLite makes again, and locks die with it. */
const LEFT = ['', '-wal', '.head'];

/** Of a WAL that has nothing in it. */
const LOG_HEADER_BYTES = 32;
/** Of a write that was under way: more than the head of a frame, less than a page. */
const TORN_BYTES = 1_000;

type Opened = Parameters<NonNullable<EngineStoreOptions['onOpen']>>[0];

/** One run's. */
export class LifeFiles {
  readonly #folder = onDisk(() => mkdtempSync(join(placeOf(process.env), 'squall-crash-')));
  #made = 0;
  /** Of the process that ran last; before the first nothing lies there. */
  #path = this.#newPath();
  #database: Opened | null = null;
  #fails: AppendStep | null = null;
  readonly #open: EngineStore[] = [];

  /** For the next process, on what the one before it left. Errors: `StoreError`. */
  next(log: LeftOfLog = 'whole'): EngineStore {
    const path = this.#newPath();
    onDisk(() => {
      for (const end of LEFT)
        if (existsSync(`${this.#path}${end}`)) copyFileSync(`${this.#path}${end}`, `${path}${end}`);
      harm(`${path}-wal`, log);
    });
    for (const store of this.#open.splice(0)) store.close();
    return this.#opened(path);
  }

  /** Beside the process that has it open. Errors: `StoreError`, which is what should come while the lock holds. */
  second({ isLockHeld }: { readonly isLockHeld: boolean }): EngineStore {
    if (!isLockHeld) rmSync(lockPathOf(this.#path), { force: true });
    return this.#opened(this.#path);
  }

  /** No more room for the process that runs. */
  fill(): void {
    const pages = this.#database?.pragma('page_count', { simple: true });
    this.#database?.pragma(`max_page_count = ${String(pages)}`);
  }

  /** The next write of the process that runs fails there. */
  failBefore(step: AppendStep): void {
    this.#fails = step;
  }

  remove(): void {
    for (const store of this.#open) store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #opened(path: string): EngineStore {
    let database: Opened | null = null;
    const store = openEngineStore(path, {
      onOpen: (opened) => {
        database = opened;
      },
      before: (step) => this.#beforeStep(step),
    });
    this.#path = path;
    this.#database = database;
    this.#fails = null;
    this.#open.push(store);
    return store;
  }

  #beforeStep(step: AppendStep): void {
    if (step !== this.#fails) return;
    this.#fails = null;
    throw new Error('disk I/O error');
  }

  #newPath(): string {
    this.#made += 1;
    return join(this.#folder, `life-${this.#made}.db`);
  }
}

function harm(logPath: string, log: LeftOfLog): void {
  if (!existsSync(logPath)) return;
  if (log === 'torn') appendFileSync(logPath, Buffer.alloc(TORN_BYTES, 'torn'));
  else if (log === 'cut') truncateSync(logPath, LOG_HEADER_BYTES);
}

function onDisk<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      `the state of a run that is stopped finds no place (${reason})\n  fix: make room, or name another place with TMPDIR`,
    );
  }
}
