/**
 * The state of a running engine: its journal on a disk, durable block by block (paper, live, and where crashes are played). One process at a time
 * writes it. What an engine begins again on is what this file says, checked to the last block that was acknowledged.
 *
 * Invariants: 1. When `append` returns, its blocks survive the loss of the process and of power, and the head beside the database says so. 2. After an
 * append that failed nothing is written any more: what the disk holds is found out at the next opening. 3. Who was overtaken writes nothing (S29).
 */
import { sha256Chain } from '../core/ground/digest.js';
import { invariant } from '../core/ground/invariant.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { Journal } from '../core/ports.js';
import { BlockWriter } from './engine-store/block-writer.js';
import type { BlockRow, ChainEnd } from './engine-store/chain-check.js';
import { type NotedConfiguration, addConfiguration } from './engine-store/configurations.js';
import { blockRows } from './engine-store/engine-tables.js';
import type { Fence } from './engine-store/fence.js';
import { type Grid, addGrids, gridsIn } from './engine-store/grids.js';
import { headPathOf, readHead } from './engine-store/head-file.js';
import { type EngineStoreOptions, type Opened, openState } from './engine-store/opening.js';
import type { BeforeStep } from './engine-store/steps.js';
import {
  type FoundState,
  checkEngineStore,
  readEngineStore,
  stateThere,
} from './engine-store/state-check.js';
import { onePath } from './engine-store/writer-lock.js';
import { opened as openedBy } from './database.js';
import { ENGINE } from './file-kind.js';
import { storeErrorOf } from './sqlite-error.js';
import { StoreError } from './store-error.js';

export { backupEngineStore } from './engine-store/backup.js';
export { restoreEngineStore } from './engine-store/restore.js';
export { checkEngineStore, readEngineStore };

export class EngineStore implements Journal, Fence {
  readonly #opened: Opened;
  readonly #writer: BlockWriter;
  readonly #before: BeforeStep;
  #end: ChainEnd;
  /** Why nothing is written any more; null while all is well. */
  #stopped: string | null = null;

  constructor(opened: Opened, before: BeforeStep = () => undefined) {
    this.#opened = opened;
    this.#before = before;
    this.#writer = new BlockWriter(opened.database, opened.fence, before);
    this.#end = opened.end;
  }

  get path(): string {
    return this.#opened.path;
  }

  get epoch(): number {
    return this.#opened.fence.epoch;
  }

  /** Seq and hash the next block is chained to: what a host goes on from. */
  get head(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#end.blocks, hash: this.#end.hash };
  }

  /** For the transport, to be asked before each send. */
  get fence(): Fence {
    return this;
  }

  isCurrent(): boolean {
    if (this.#stopped !== null) return false;
    try {
      return this.#opened.fence.staleness() === null;
    } catch {
      return false;
    }
  }

  /**
   * Durable when it returns, all of them or none.
   *
   * Errors: `StoreError` when they could not be made durable, and from then on; `InvariantError` for blocks that do not continue the chain.
   */
  append(blocks: readonly JournalBlock[]): void {
    const { headFile } = this.#opened;
    if (this.#stopped !== null)
      throw new StoreError(
        `${this.path}: nothing is written any more since this: ${this.#stopped}`,
      );
    if (blocks.length === 0) return;
    const end = continued(this.#end, blocks);
    try {
      this.#writer.write(blocks);
      this.#before('head');
      headFile.write({ ...end, epoch: this.epoch });
    } catch (error) {
      throw this.#stop(error);
    }
    this.#end = end;
  }

  /** What its integers are counted in, by symbol. */
  grids(): ReadonlyMap<string, Grid> {
    return gridsIn(this.#opened.database);
  }

  /** Durable when it returns; of a symbol that is noted already nothing changes. Errors: `StoreError`. */
  noteGrids(grids: ReadonlyMap<string, Grid>): void {
    try {
      addGrids(this.#opened.database, grids);
    } catch (error) {
      throw this.#stop(error);
    }
  }

  /** What whatever is appended from now on is decided by. Durable when it returns. Errors: `StoreError`. */
  noteConfiguration(noted: NotedConfiguration): void {
    try {
      addConfiguration(this.#opened.database, { fromSeq: this.#end.blocks, ...noted });
    } catch (error) {
      throw this.#stop(error);
    }
  }

  /** As stored, from one on; in memory are a few at a time. */
  *blocks(fromSeq = 0): Iterable<BlockRow> {
    try {
      yield* blockRows(this.#opened.database, fromSeq);
    } catch (error) {
      throw storeErrorOf(error, this.path, ENGINE);
    }
  }

  /** Leaves the database in one file, with its head beside it. */
  close(): void {
    const { database, headFile, lock } = this.#opened;
    if (!database.open) return;
    this.#stopped ??= 'it was closed';
    database.close();
    headFile.close();
    lock.release();
  }

  #stop(error: unknown): StoreError {
    const known = storeErrorWith(error, this.path);
    this.#stopped = known.message;
    return known;
  }
}

/** Whatever it was. */
function storeErrorWith(error: unknown, path: string): StoreError {
  const known = storeErrorOf(error, path, ENGINE);
  if (known instanceof StoreError) return known;
  const said = known instanceof Error ? known.message : String(known);
  return new StoreError(`${path}: ${said}`, { cause: error });
}

/** Opens (and makes) the state at `path`, checked to its last block. Errors: `StoreError` says why it cannot. */
export const openEngineStore = (path: string, options: EngineStoreOptions = {}): EngineStore =>
  new EngineStore(openState(path, options), options.before);

/**
 * Makes the head of a state anew that has lost it: whatever was acknowledged after the last block of the file is given up.
 *
 * Errors: `StoreError`, also where the head is there.
 */
export function acceptEngineStore(named: string): FoundState {
  const path = onePath(named);
  const found = readHead(headPathOf(path));
  if (found.kind === 'found')
    throw new StoreError(
      `${found.path}: the head of the journal is there, and nothing has to be accepted\n  fix: "squall state check" says whether the state is in order`,
    );
  return openedBy(path, ENGINE, () => {
    stateThere(path, found, 'accept');
    openEngineStore(path, { headLost: 'accept' }).close();
    return checkEngineStore(path);
  });
}

/** Where the chain ends with `blocks`. Hashes are computed once more: what is not right here would be refused at the next opening. */
function continued(end: ChainEnd, blocks: readonly JournalBlock[]): ChainEnd {
  for (const { seq, text, hash } of blocks) {
    invariant(seq === end.blocks, `block ${seq} of the journal follows ${end.blocks - 1}`);
    invariant(hash === sha256Chain(end.hash, text), `block ${seq} does not continue the chain`);
    end = { blocks: seq + 1, hash };
  }
  return end;
}
