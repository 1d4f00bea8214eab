/**
 * A campaign killed in the middle: whatever was finished before the last window of chunks is in the database, whole. A
 * real process, killed when enough of its runs have begun, which a strategy of theirs writes down.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, watch, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openResultsStore } from '../../src/store/results-store.js';
import { temporaryFolder } from '../cli/support/run-main.js';
import { edit } from './damage.js';

const BIN = resolve(import.meta.dirname, '../../bin/squall.mjs');
const folder = temporaryFolder();
afterAll(folder.remove);

/** Two chunks for each worker, as long as chunks get (run-many.ts, chunk-size.ts). */
const windowOf = (workers: number): number => 2 * workers * 16;
/** Runs that are stored at least when the process is killed. */
const STORED_MIN = 20;

it.concurrent.each([1, 2])(
  'a process killed with %i workers has stored every finished run but the last window',
  async (workers) => {
    const place = join(folder.path, String(workers));
    mkdirSync(place);
    const begun = join(place, 'begun');
    writeFileSync(
      join(place, 'begun.mjs'),
      `import { appendFileSync } from 'node:fs';
       import { NEVER } from ${JSON.stringify(new URL(import.meta.resolve('rxjs')).href)};
       export const strategy = () => {
         appendFileSync(${JSON.stringify(begun)}, '.');
         return NEVER;
       };`,
    );
    const file = join(place, 'scenario.yaml');
    writeFileSync(
      file,
      edit('operator:', 'strategies:\n  - { id: s, module: ./begun.mjs }\noperator:').replace(
        'messagesPerSecond: 10',
        'messagesPerSecond: 1',
      ),
    );
    const db = join(place, 'results.db');
    writeFileSync(begun, '');
    const changes = watch(begun);
    const flags = ['--seeds', '1..100000', '--workers', String(workers), '--db', db];
    const child = spawn(process.execPath, [BIN, 'run', file, ...flags], { stdio: 'ignore' });
    const ended = once(child, 'close') as Promise<[number | null, string | null]>;
    changes.on('change', () => {
      if (statSync(begun).size >= windowOf(workers) + STORED_MIN) child.kill('SIGKILL');
    });
    const [code, signal] = await ended;
    changes.close();
    expect([code, signal]).toEqual([null, 'SIGKILL']);

    const store = openResultsStore(db);
    const { items } = store.list({ limit: 10_000 });
    const runsBegun = statSync(begun).size;
    expect(items.length).toBeGreaterThanOrEqual(STORED_MIN);
    expect(runsBegun - items.length).toBeLessThanOrEqual(windowOf(workers));
    for (const run of items) {
      expect(store.report(run.runId), run.runId).toContain(run.runId);
      expect(store.blocks(run.runId).at(-1)?.hash, run.runId).toBe(run.journalHash);
    }
    store.close();
  },
  60_000,
);
