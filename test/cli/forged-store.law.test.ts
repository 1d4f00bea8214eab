/**
 * A results database that somebody made up, or changed and chained again: documents, rows and journals of any shape. Every
 * command that reads it ends with a sentence, every request with an answer that is no bug, and `verify` says what differs.
 */
import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Chain } from '../../src/core/ground/digest.js';
import { GENESIS_HASH } from '../../src/core/state/journal-block.js';
import { MARK_BYTES, deflated, inflated, setMark } from '../../src/store/journal-part.js';
import { readResultsStore } from '../../src/store/results-store.js';
import { StoreError } from '../../src/store/store-error.js';
import { expectAnswered, hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { testApp } from '../server/support/test-app.js';
import { runMain } from './support/run-main.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const whole = here.at('whole.db');
const forgedDb = here.at('forged.db');
const documents: Record<string, string> = {};
let journal: readonly string[] = [];

beforeAll(async () => {
  const ran = await here.run(['run', here.sound(), '--db', whole]);
  expect(ran.code).toBe(0);
  const database = new Database(whole, { readonly: true });
  const row = database.prepare('SELECT plan, report, truth, series FROM runs').get();
  Object.assign(documents, row);
  const bytes = database.prepare<[], Buffer>('SELECT bytes FROM journal_parts').pluck().get();
  journal = inflated(bytes ?? Buffer.alloc(0))
    .trimEnd()
    .split('\n');
  database.close();
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Places of a document, each as the keys that lead to it. */
function placesOf(value: Json, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  const below = Object.entries(value).flatMap(([key, child]) => placesOf(child, [...way, key]));
  return [way, ...below];
}

const REMOVED = Symbol('removed');

function changed(value: Json, way: readonly string[], to: Json | typeof REMOVED): Json {
  const [key, ...rest] = way;
  if (key === undefined) return to === REMOVED ? null : to;
  const isRemoved = rest.length === 0 && to === REMOVED;
  const entries = Object.entries(value ?? {})
    .filter(([name]) => !(isRemoved && name === key))
    .map(([name, child]): [string, Json] => [
      name,
      name === key ? changed(child as Json, rest, to) : (child as Json),
    ]);
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

const odd: fc.Arbitrary<Json | typeof REMOVED> = fc.constantFrom<Json | typeof REMOVED>(
  REMOVED,
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 53,
  '',
  'x',
  '\u001b[2J',
  '-1',
  '1e9',
  '9'.repeat(60),
  [],
  {},
  [null],
  { kind: 'x' },
  { __proto__: null, constructor: 1 },
);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const at = <T>(list: readonly T[], place: number): T =>
  list[Math.floor(place * (list.length - 1))]!;

const forgery = fc.oneof(
  fc.record({
    kind: fc.constant('document' as const),
    name: fc.constantFrom('plan', 'report', 'truth', 'series'),
    place: share,
    to: odd,
  }),
  fc.record({ kind: fc.constant('journal' as const), block: share, place: share, to: odd }),
  fc.record({
    kind: fc.constant('row' as const),
    table: fc.constantFrom('orders', 'fills', 'runs', 'journal_parts', 'text_parts'),
    column: share,
    to: fc.constantFrom<null | number | string>(
      null,
      -1,
      0.5,
      1e300,
      'x',
      '',
      '\u001b[2J',
      '9'.repeat(40),
    ),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    name: fc.constantFrom('runs', 'orders', 'fills', 'journal_parts', 'text_parts'),
  }),
);
type Forgery = typeof forgery extends fc.Arbitrary<infer T> ? T : never;

/** The whole journal again, chained as ours would be, with the block changed. */
function chainedAgain(database: Database.Database, lines: readonly string[]): void {
  const marks = new Uint8Array(lines.length * MARK_BYTES);
  let hash = GENESIS_HASH;
  lines.forEach((text, index) => {
    hash = sha256Chain(hash, text);
    setMark(marks, index, hash);
  });
  const bytes = deflated(lines.map((line) => `${line}\n`).join(''));
  database.prepare('UPDATE journal_parts SET bytes = ?, marks = ?').run(bytes, marks);
  database.prepare('UPDATE runs SET journal_hash = ?').run(hash);
}

/** The database, with the seals of its runs beside it. */
function copyWhole(): void {
  copyFileSync(whole, forgedDb);
  copyFileSync(`${whole}.seals`, `${forgedDb}.seals`);
}

function forge(done: Forgery): void {
  copyWhole();
  const database = new Database(forgedDb);
  database.pragma('foreign_keys = OFF');
  database.pragma('synchronous = OFF');
  const guards = `SELECT name FROM sqlite_master WHERE type = 'trigger'`;
  for (const name of database.prepare<[], string>(guards).pluck().all())
    database.exec(`DROP TRIGGER ${name}`);
  try {
    if (done.kind === 'table') database.exec(`DROP TABLE ${done.name}`);
    else if (done.kind === 'row') changeRow(database, done);
    else if (done.kind === 'document') {
      const value = JSON.parse(documents[done.name] ?? 'null') as Json;
      const text = JSON.stringify(changed(value, at(placesOf(value), done.place), done.to));
      database.prepare(`UPDATE runs SET ${done.name} = ?`).run(text);
    } else {
      const lines = [...journal];
      const index = Math.floor(done.block * (lines.length - 1));
      const value = JSON.parse(lines[index]!) as Json;
      lines[index] = JSON.stringify(changed(value, at(placesOf(value), done.place), done.to));
      chainedAgain(database, lines);
    }
  } finally {
    database.close();
  }
}

/** What the tables forbid stays as it is: those are cases less. */
function changeRow(
  database: Database.Database,
  { table, column, to }: Forgery & { kind: 'row' },
): void {
  const columns = database.pragma(`table_info(${table})`) as readonly { readonly name: string }[];
  try {
    database.prepare(`UPDATE ${table} SET ${at(columns, column).name} = ?`).run(to);
  } catch (error) {
    expect((error as { code?: string }).code).toMatch(/^SQLITE_(CONSTRAINT|MISMATCH)/);
  }
}

const COMMANDS: readonly (readonly string[])[] = [
  ['runs', 'ls'],
  ['runs', 'ls', '--json'],
  ['report', 'latest'],
  ['report', 'latest', '--full', '--trace'],
  ['explain', 'latest', 'P1/0'],
  ['runs', 'compare', 'latest', 'latest'],
  ['runs', 'export', 'latest'],
  ['verify', 'latest'],
  ['doctor'],
];
const ADDRESSES = [
  '/',
  '/campaigns',
  '/runs/latest',
  '/runs/ID',
  '/runs/ID/events',
  '/runs/ID/explain?of=P1/0',
  '/compare?a=ID&b=ID',
  '/api/v1/runs',
  '/api/v1/runs/ID',
  '/api/v1/runs/ID/orders',
  '/api/v1/runs/ID/fills',
  '/api/v1/runs/ID/events',
  '/api/v1/runs/ID/series?points=50',
  '/api/v1/runs/ID/explain?of=P1/0',
  '/api/v1/compare?a=ID&b=ID',
];

describe('a forged results database', () => {
  it(
    'is never taken for a bug by a command',
    async () => {
      await fc.assert(
        fc.asyncProperty(forgery, fc.constantFrom(...COMMANDS), async (done, command) => {
          forge(done);
          const ran = await runMain([...command, '--db', forgedDb], { cwd: here.path });
          // 4: verify says that it is not what was recorded.
          expectAnswered(ran, [0, 2, 3, 4, 78]);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(150),
  );

  it(
    'is never taken for a bug by the server',
    async () => {
      await fc.assert(
        fc.asyncProperty(forgery, fc.constantFrom(...ADDRESSES), async (done, address) => {
          forge(done);
          const store = readResultsStore(forgedDb);
          try {
            const server = await testApp(store);
            let id = 'latest';
            try {
              id = store.list({ limit: 1 }).items[0]?.runId ?? id;
            } catch {
              // The table of the runs is not there.
            }
            const { status } = await server.get(address.replaceAll('ID', encodeURIComponent(id)));
            expect(server.bugs.filter((bug) => !(bug instanceof StoreError))).toEqual([]);
            expect(status).not.toBe(500);
          } finally {
            store.close();
          }
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(150),
  );

  it('with a journal chained again is told from what was recorded', async () => {
    const seen = async (edit: (text: string) => string) => {
      copyWhole();
      const database = new Database(forgedDb);
      for (const name of database
        .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)
        .pluck()
        .all())
        database.exec(`DROP TRIGGER ${name}`);
      chainedAgain(database, journal.map(edit));
      database.close();
      return here.run(['verify', 'latest', '--db', forgedDb]);
    };
    const shape = await seen((line) => line.replaceAll('"request":', '"requests":'));
    expect(shape.code).toBe(4);
    expect(shape.out).toMatch(
      /DIFFERENT +entries fold to the state +the blocks are not of the shapes/,
    );
    expect((await seen((line) => line)).code).toBe(0);
  });
});
