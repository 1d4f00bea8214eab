/**
 * The results database: finished runs with their journals, orders, fills and reports. One transaction per call, so a
 * run is there whole or not at all. Knows nothing of what a scenario, a report or a ledger says.
 *
 * Errors of each call: `StoreError` for a full disk, a damaged page and whatever else is wrong with the file.
 */
import type Database from 'better-sqlite3';
import { GENESIS_HASH } from '../core/state/journal-block.js';
import { closeDatabase, openDatabase, openForReading } from './database.js';
import {
  JOURNAL_FORMAT,
  type JournalPart,
  type StoredBlock,
  blocksOf,
  inflated,
} from './journal-part.js';
import { removeRun } from './remove-run.js';
import { RunWriter } from './run-writer.js';
import { readSeals } from './seal/read-seals.js';
import { sealOfStored } from './seal/run-seal.js';
import { type SealFinding, sealFinding } from './seal/seal-finding.js';
import { SealsFile } from './seal/seals-file.js';
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';
import { storeErrorOf } from './sqlite-error.js';
import { StoreError } from './store-error.js';
import type { RunSummary, StoredRun } from './stored-run.js';

export type FoundRun =
  | { readonly kind: 'one'; readonly run: RunSummary }
  | { readonly kind: 'none' }
  /** The newest few of them. */
  | {
      readonly kind: 'several';
      readonly runs: readonly RunSummary[];
      readonly runIds: readonly string[];
    };

/** A seal without a run. */
export interface LostRun {
  readonly runId: string;
  readonly build: string;
  readonly startedAtMicros: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back for the next page; null at the end. */
  readonly nextCursor: string | null;
}

/** Which rows of a listing, from 0; what is stored does not change, so a position stays one. */
export interface Stretch {
  readonly from: number;
  readonly limit: number;
}

const ALL: Stretch = { from: 0, limit: -1 };

const SUMMARY = `run_id AS runId, scenario, seed, mode, build, started_at_micros AS startedAtMicros, status,
  journal_hash AS journalHash, state_hash AS stateHash`;

/** The newest first; the run id settles what started in one microsecond. */
const NEWEST = 'ORDER BY started_at_micros DESC, run_id DESC';
const AMBIGUOUS_SHOWN = 5;

/** A fill as its columns: SQLite has no booleans. */
type FillColumns = Omit<Fill, 'feeEstimated'> & { readonly feeEstimated: 0 | 1 };

export class ResultsStore {
  readonly #database: Database.Database;
  /** Null in memory. */
  readonly #seals: SealsFile | null;
  #writer: RunWriter | null = null;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#seals = database.memory ? null : new SealsFile(database.name);
  }

  /** All or none. Throws for a run id that is taken. */
  saveRuns(runs: readonly StoredRun[]): void {
    this.#asked(() => {
      this.#writer ??= new RunWriter(this.#database, this.#seals);
      this.#writer.save(runs);
    });
  }

  list(asked: {
    readonly limit: number;
    readonly cursor?: string;
    /** All when left out. */
    readonly mode?: StoredRun['mode'];
  }): Page<RunSummary> {
    const after = asked.cursor === undefined ? null : cursorOf(asked.cursor);
    const rows = this.#rows<RunSummary>(
      `SELECT ${SUMMARY} FROM runs
       WHERE (@at IS NULL OR (started_at_micros, run_id) < (@at, @id)) AND (@mode IS NULL OR mode = @mode)
       ${NEWEST} LIMIT @limit`,
      {
        limit: asked.limit + 1,
        at: after?.at ?? null,
        id: after?.id ?? '',
        mode: asked.mode ?? null,
      },
    );
    const items = rows.slice(0, asked.limit);
    const last = items.at(-1);
    const nextCursor =
      rows.length > asked.limit && last !== undefined
        ? `${last.startedAtMicros}.${last.runId}`
        : null;
    return { items, nextCursor };
  }

  /** By id, by a prefix that fits only one, or `latest`. */
  find(name: string): FoundRun {
    if (name === 'latest') {
      const [newest] = this.#rows<RunSummary>(`SELECT ${SUMMARY} FROM runs ${NEWEST} LIMIT 1`);
      return newest === undefined ? { kind: 'none' } : { kind: 'one', run: newest };
    }
    const rows = this.#rows<RunSummary>(
      `SELECT ${SUMMARY} FROM runs WHERE substr(run_id, 1, length(@name)) = @name
       ORDER BY run_id = @name DESC, started_at_micros DESC, run_id DESC LIMIT @limit`,
      { name, limit: AMBIGUOUS_SHOWN },
    );
    const exact = rows.find((row) => row.runId === name);
    const [first] = exact === undefined ? rows : [exact];
    if (first === undefined || name === '') return { kind: 'none' };
    if (exact === undefined && rows.length > 1) {
      return { kind: 'several', runs: rows, runIds: rows.map((row) => row.runId) };
    }
    return { kind: 'one', run: first };
  }

  report(runId: string): string | null {
    return this.#text(runId, 'report');
  }

  plan(runId: string): string | null {
    return this.#text(runId, 'plan');
  }

  truth(runId: string): string | null {
    return this.#text(runId, 'truth');
  }

  series(runId: string): string | null {
    return this.#text(runId, 'series');
  }

  /**
   * The parts of a journal that hold blocks from `fromSeq` on, one in memory at a time.
   *
   * Errors: `StoreError` for a journal in the shapes of an earlier build.
   */
  *journal(runId: string, fromSeq = 0): Iterable<JournalPart> {
    const sql = `SELECT first_seq AS firstSeq, blocks, previous_hash AS previousHash, marks, bytes
       FROM journal_parts WHERE run_id = ? AND first_seq + blocks > ? ORDER BY first_seq LIMIT 1`;
    const read = this.#asked(() => this.#database.prepare<[string, number], JournalPart>(sql));
    const partFrom = (seq: number): JournalPart | undefined =>
      this.#asked(() => read.get(runId, seq));
    for (let from = fromSeq, part = partFrom(from); part !== undefined;) {
      if (from === fromSeq) this.#refuseOldFormat(runId);
      yield part;
      from = part.firstSeq + part.blocks;
      part = partFrom(from);
    }
  }

  /** A journal to be walked block by block, as often as one likes while the store is open. */
  journalOf(runId: string): { blocks(): Iterable<StoredBlock> } {
    return new StoredJournal(this, runId);
  }

  /** False for a run of which only the figures were kept. */
  hasJournal({ runId, journalHash }: RunSummary): boolean {
    return journalHash === GENESIS_HASH || this.count(runId, 'blocks') > 0;
  }

  /** Some blocks of a journal, from one on. */
  blocks(runId: string, fromSeq = 0, limit = Infinity): readonly StoredBlock[] {
    const blocks: StoredBlock[] = [];
    for (const part of this.journal(runId, fromSeq)) {
      for (const block of blocksOf(part)) {
        if (block.seq < fromSeq) continue;
        if (blocks.length >= limit) return blocks;
        blocks.push(block);
      }
    }
    return blocks;
  }

  /** Parents by id, each followed by its slices in order. */
  orders(runId: string, { from, limit }: Stretch = ALL): readonly OrderRow[] {
    return this.#rows<OrderRow>(
      `SELECT order_id AS orderId, parent_order_id AS parentOrderId, slice_num AS sliceNum, total_slices AS totalSlices,
           scheduled_at AS scheduledAt, max_slice_qty AS maxSliceQty, strategy, symbol, side, type,
           time_in_force AS timeInForce, quantity_lots AS quantityLots, filled_lots AS filledLots,
           limit_ticks AS limitTicks, stop_ticks AS stopTicks, status, venue_order_id AS venueOrderId
         FROM orders WHERE run_id = ? ORDER BY coalesce(parent_order_id, order_id), slice_num IS NOT NULL, slice_num
         LIMIT ? OFFSET ?`,
      runId,
      limit,
      from,
    );
  }

  /** In the order in which the engine learned of them. */
  fills(runId: string, { from, limit }: Stretch = ALL): readonly Fill[] {
    return this.#rows<FillColumns>(
      `SELECT f.name, f.order_id AS orderId, o.symbol, o.side, f.venue_order_id AS venueOrderId, f.exec_id AS execId,
           f.bust_of AS bustOf, f.price_ticks AS priceTicks, f.quantity_lots AS quantityLots, f.liquidity,
           f.fee_quote AS feeQuote, f.fee_estimated AS feeEstimated, f.venue_time AS venueTime,
           f.at_micros AS atMicros, f.cause, f.detected_at AS detectedAt, f.source
         FROM fills f JOIN orders o USING (run_id, order_id)
         WHERE f.run_id = ? ORDER BY f.detected_at, f.venue_time, f.exec_id, f.bust_of LIMIT ? OFFSET ?`,
      runId,
      limit,
      from,
    ).map((row) => ({ ...row, feeEstimated: row.feeEstimated === 1 }));
  }

  /** Blocks, orders or fills that a run has. */
  count(runId: string, what: 'blocks' | 'orders' | 'fills'): number {
    const sql =
      what === 'blocks'
        ? 'SELECT coalesce(sum(blocks), 0) FROM journal_parts WHERE run_id = ?'
        : `SELECT count(*) FROM ${what} WHERE run_id = ?`;
    return (this.#value(sql, runId) as number | undefined) ?? 0;
  }

  /** With what its seal tells of it. @returns false when there was no such run. */
  remove(runId: string): boolean {
    return this.#asked(() =>
      removeRun(this.#database, runId, () => {
        // As a seal: a removal that is not committed leaves a run that is as it was sealed.
        if (this.#seals?.exists() === true)
          this.#seals.append([{ kind: 'removed', runId }], () => []);
      }),
    );
  }

  /** A run as it is stored now, held against its seal; null = there is no such run. */
  seal(runId: string): SealFinding | null {
    const now = this.#asked(() => sealOfStored(this.#database, runId));
    if (now === null) return null;
    if (this.#seals === null) return { kind: 'none', text: 'not sealed: it is in memory alone' };
    const lines = this.#seals.lines();
    const seals = lines === null ? null : readSeals(lines);
    return sealFinding({ runId, now, path: this.#seals.path, seals });
  }

  /** Runs that were sealed, never removed, and are not here: the newest first. */
  lost(): readonly LostRun[] {
    const lines = this.#seals?.lines() ?? null;
    if (lines === null) return [];
    const { seals, removed } = readSeals(lines);
    const here = new Set(
      this.#rows<{ runId: string }>('SELECT run_id AS runId FROM runs').map(({ runId }) => runId),
    );
    return [...seals]
      .filter(([runId]) => !here.has(runId) && !removed.has(runId))
      .map(([runId, { columns }]) => ({
        runId,
        build: String(columns['build']),
        startedAtMicros: Number(columns['started_at_micros']),
      }))
      .sort((a, b) => b.startedAtMicros - a.startedAtMicros);
  }

  /** What is wrong with the pages of the file; null = nothing. It is read as a whole. */
  damage(): string | null {
    const found = this.#asked(() => this.#database.pragma('quick_check(1)', { simple: true }));
    return found === 'ok' ? null : String(found);
  }

  close(): void {
    closeDatabase(this.#database);
  }

  #asked<T>(use: () => T): T {
    try {
      return use();
    } catch (error) {
      throw storeErrorOf(error, this.#database.name);
    }
  }

  #rows<T>(sql: string, ...values: readonly unknown[]): T[] {
    return this.#asked(() => this.#database.prepare<unknown[], T>(sql).all(...values));
  }

  /** Undefined where there is no row. */
  #value(sql: string, ...values: readonly unknown[]): unknown {
    return this.#asked(() =>
      this.#database
        .prepare(sql)
        .pluck()
        .get(...values),
    );
  }

  #refuseOldFormat(runId: string): void {
    const sql = 'SELECT journal_format FROM runs WHERE run_id = ?';
    const format = this.#value(sql, runId) as number | undefined;
    if (format === undefined || format === JOURNAL_FORMAT) return;
    throw new StoreError(
      `the journal of run ${runId} has format ${format}, of an earlier build, and this one reads format ${JOURNAL_FORMAT}: ` +
        'run the scenario again, or read it with the build that wrote it (its orders and fills can still be listed)',
    );
  }

  #text(runId: string, column: 'report' | 'plan' | 'truth' | 'series'): string | null {
    const sql = `SELECT ${column} FROM runs WHERE run_id = ?`;
    const text = this.#value(sql, runId) as string | null | undefined;
    return text === '' ? this.#longText(runId, column) : (text ?? null);
  }

  #longText(runId: string, name: string): string {
    const sql = 'SELECT bytes FROM text_parts WHERE run_id = ? AND name = ? ORDER BY part';
    return this.#asked(() => {
      const parts = this.#database.prepare<[string, string], Uint8Array>(sql).pluck();
      let text = '';
      for (const bytes of parts.iterate(runId, name)) text += this.#inflated(bytes, runId, name);
      return text;
    });
  }

  #inflated(bytes: Uint8Array, runId: string, name: string): string {
    try {
      return inflated(bytes);
    } catch {
      throw new StoreError(
        `${this.#database.name}: the ${name} of run ${runId} is damaged\n  fix: run the scenario again`,
      );
    }
  }
}

class StoredJournal {
  readonly #store: ResultsStore;
  readonly #runId: string;

  constructor(store: ResultsStore, runId: string) {
    this.#store = store;
    this.#runId = runId;
  }

  *blocks(): Iterable<StoredBlock> {
    for (const part of this.#store.journal(this.#runId)) yield* blocksOf(part);
  }
}

/** Opens (and makes) the database at `path`; `StoreError` says why it cannot. */
export const openResultsStore = (path: string): ResultsStore =>
  new ResultsStore(openDatabase(path));

/** Opens the database at `path` to look at it: makes nothing, and is empty where nothing was stored. */
export const readResultsStore = (path: string): ResultsStore =>
  new ResultsStore(openForReading(path));

function cursorOf(cursor: string): { readonly at: number; readonly id: string } | null {
  const dot = cursor.indexOf('.');
  const at = Number(cursor.slice(0, dot));
  return dot > 0 && Number.isSafeInteger(at) ? { at, id: cursor.slice(dot + 1) } : null;
}
