/** Writes runs into the results database. Statements are prepared once: a campaign saves thousands of runs. */
import type Database from 'better-sqlite3';
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';
import { JOURNAL_FORMAT, deflated } from './journal-part.js';
import { LongText } from './long-text.js';
import type { StoredRun } from './stored-run.js';

type Insert = Database.Statement;
type Document = StoredRun['report' | 'truth' | 'series'];

/** What stands in the run's own row: nothing of a text that is stored in parts. */
const columnOf = (text: Document): string | null => (text instanceof LongText ? '' : text);

const insertInto = (database: Database.Database, table: string, columns: number): Insert =>
  database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`);

export class RunWriter {
  readonly #run: Insert;
  readonly #part: Insert;
  readonly #textPart: Insert;
  readonly #order: Insert;
  readonly #fill: Insert;
  readonly #saveAll: (runs: readonly StoredRun[]) => void;

  constructor(database: Database.Database) {
    this.#run = insertInto(database, 'runs', 14);
    this.#part = insertInto(database, 'journal_parts', 6);
    this.#textPart = insertInto(database, 'text_parts', 4);
    this.#order = insertInto(database, 'orders', 18);
    this.#fill = insertInto(database, 'fills', 16);
    this.#saveAll = database.transaction((runs: readonly StoredRun[]) => {
      for (const run of runs) this.#save(run);
    });
  }

  /** All or none, in one transaction. Throws for a run id that is taken. */
  save(runs: readonly StoredRun[]): void {
    this.#saveAll(runs);
  }

  #save(run: StoredRun): void {
    const { runId } = run;
    this.#run.run(
      runId,
      run.scenario,
      run.seed,
      run.mode,
      run.build,
      run.startedAtMicros,
      run.status,
      run.journalHash,
      run.stateHash,
      run.plan,
      columnOf(run.report),
      columnOf(run.truth),
      columnOf(run.series),
      JOURNAL_FORMAT,
    );
    this.#saveLong(runId, 'report', run.report);
    this.#saveLong(runId, 'truth', run.truth);
    this.#saveLong(runId, 'series', run.series);
    for (const { firstSeq, blocks, previousHash, marks, bytes } of run.journal)
      this.#part.run(runId, firstSeq, blocks, previousHash, marks, bytes);
    for (const row of run.orders) this.#saveOrder(runId, row);
    for (const row of run.fills) this.#saveFill(runId, row);
  }

  #saveLong(runId: string, name: string, text: Document): void {
    if (!(text instanceof LongText)) return;
    let part = 0;
    for (const piece of text.parts()) {
      this.#textPart.run(runId, name, part, deflated(piece));
      part += 1;
    }
  }

  #saveOrder(runId: string, row: OrderRow): void {
    this.#order.run(
      runId,
      row.orderId,
      row.parentOrderId,
      row.sliceNum,
      row.totalSlices,
      row.scheduledAt,
      row.maxSliceQty,
      row.strategy,
      row.symbol,
      row.side,
      row.type,
      row.timeInForce,
      row.quantityLots,
      row.filledLots,
      row.limitTicks,
      row.stopTicks,
      row.status,
      row.venueOrderId,
    );
  }

  #saveFill(runId: string, row: Fill): void {
    this.#fill.run(
      runId,
      row.orderId,
      row.venueOrderId,
      row.execId,
      row.bustOf,
      row.priceTicks,
      row.quantityLots,
      row.liquidity,
      row.feeQuote,
      row.feeEstimated ? 1 : 0,
      row.venueTime,
      row.detectedAt,
      row.source,
      row.name,
      row.atMicros,
      row.cause,
    );
  }
}
