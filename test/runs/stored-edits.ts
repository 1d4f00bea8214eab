/** A stored run edited as somebody would who means it: the triggers that guard the journal go first. */
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { deflated, inflated } from '../../src/store/journal-part.js';
import { openResultsStore, readResultsStore } from '../../src/store/results-store.js';
import type { StoredRun } from '../../src/store/stored-run.js';

export function editStored(db: string, sql: string): void {
  const database = new Database(db);
  const guards = database.prepare<[], { name: string }>(
    `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
  );
  for (const { name } of guards.all()) database.exec(`DROP TRIGGER ${name}`);
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  database.close();
}

/** The same for the text of the journal, which is deflated. */
export function editJournal(db: string, edit: (text: string) => string): void {
  const database = new Database(db);
  const bytes = database.prepare<[], Buffer>('SELECT bytes FROM journal_parts').pluck().get();
  database.close();
  const edited = deflated(edit(inflated(bytes ?? Buffer.alloc(0))));
  editStored(db, `UPDATE journal_parts SET bytes = x'${Buffer.from(edited).toString('hex')}'`);
}

/** The one run of a database with a change, stored in another one beside it as squall would: sealed. */
export function storedAgain(db: string, change: (run: StoredRun) => Partial<StoredRun>): string {
  const from = readResultsStore(db);
  const [summary] = from.list({ limit: 1 }).items;
  if (summary === undefined) throw new Error(`${db} has no run`);
  const { runId } = summary;
  const run: StoredRun = {
    ...summary,
    plan: from.plan(runId) ?? '',
    report: from.report(runId) ?? '',
    truth: from.truth(runId),
    series: from.series(runId),
    journal: [...from.journal(runId)],
    orders: from.orders(runId),
    fills: from.fills(runId),
  };
  from.close();
  const again = `${db}.again`;
  const to = openResultsStore(again);
  to.saveRuns([{ ...run, ...change(run) }]);
  to.close();
  return again;
}
