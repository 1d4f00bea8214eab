/**
 * The files of a client that is stopped and begun again: a real state database, in a folder of its own. A process that is stopped closes nothing;
 * therefore the next one begins on a copy of what lay on the disk in that instant, the WAL as it was, and opens it with every check there is.
 *
 * Not real: the machine goes on, so what was written is there whether it was synced or not. A loss of power is `npm run powerloss`.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineStore, openEngineStore } from '../../store/engine-store.js';
import { StoreError } from '../../store/store-error.js';

/** What a process that dies leaves; -shm, which SQLite makes again, and locks die with it. */
const LEFT = ['', '-wal', '.head'];

/** One run's. */
export class LifeFiles {
  readonly #folder = onDisk(() => mkdtempSync(join(tmpdir(), 'squall-crash-')));
  #lives = 0;
  #store: EngineStore | null = null;

  /** For the next process, on what the one before it left. Errors: `StoreError`. */
  next(): EngineStore {
    const before = this.#pathOf(this.#lives);
    this.#lives += 1;
    const path = this.#pathOf(this.#lives);
    onDisk(() => {
      for (const end of LEFT)
        if (existsSync(`${before}${end}`)) copyFileSync(`${before}${end}`, `${path}${end}`);
    });
    this.#store?.close();
    this.#store = openEngineStore(path);
    return this.#store;
  }

  remove(): void {
    this.#store?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #pathOf(life: number): string {
    return join(this.#folder, `life-${life}.db`);
  }
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
