/** A folder for every test, with the path of an engine's state that is not made yet. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach } from 'vitest';
import type { JournalBlock } from '../../../../src/core/state/journal-block.js';
import { chainOf } from './chain-of.js';
import type { EngineStoreOptions } from '../../../../src/store/engine-store/opening.js';
import { type EngineStore, openEngineStore } from '../../../../src/store/engine-store.js';

class EngineFile {
  folder = '';
  path = '';
  readonly #open: EngineStore[] = [];

  /** Closed at the end of the test at the latest. */
  open(options: EngineStoreOptions = {}, path = this.path): EngineStore {
    const store = openEngineStore(path, options);
    this.#open.push(store);
    return store;
  }

  /** With so many blocks, appended one by one, and closed. */
  filled(count: number, options: EngineStoreOptions = {}): readonly JournalBlock[] {
    const blocks = chainOf(count);
    const store = this.open(options);
    for (const block of blocks) store.append([block]);
    store.close();
    return blocks;
  }

  /** What a process that is killed now would leave, under another name. */
  leftBehind(name = 'left.db'): string {
    const left = join(this.folder, name);
    for (const end of ['', '-wal', '.head'])
      if (existsSync(`${this.path}${end}`)) copyFileSync(`${this.path}${end}`, `${left}${end}`);
    return left;
  }

  /** Past all that squall watches over. */
  tamper(sql: string, path = this.path): void {
    const plain = new Database(path);
    plain.exec(sql);
    plain.close();
  }

  begin(): void {
    this.folder = mkdtempSync(join(tmpdir(), 'squall-engine-'));
    this.path = join(this.folder, 'engine.db');
  }

  end(): void {
    for (const store of this.#open.splice(0)) store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function engineFile(): EngineFile {
  const file = new EngineFile();
  beforeEach(() => file.begin());
  afterEach(() => file.end());
  return file;
}
