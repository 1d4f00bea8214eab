/**
 * A results database that was damaged, at any place and in any way: every command that reads it ends with a sentence, and
 * none takes it for a bug of ours. And a store that takes nothing more: what was worked out is printed all the same.
 */
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { SOUND_SCENARIO } from '../runs/damage.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const file = join(folder.path, 'sound.yaml');
const whole = join(folder.path, 'whole.db');
const hurt = join(folder.path, 'hurt.db');
let bytes: Buffer;

beforeAll(async () => {
  writeFileSync(file, SOUND_SCENARIO);
  for (const seed of ['1', '2'])
    expect((await runMain(['run', file, '--seed', seed, '--db', whole])).code).toBe(0);
  bytes = readFileSync(whole);
});

const damage = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      with: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      zeros: fc.integer({ min: 64, max: 8192 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ cut: fc.double({ min: 0, max: 1, noNaN: true }) }) },
);

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function inflict(done: Damage): void {
  if ('cut' in done) {
    copyFileSync(whole, hurt);
    truncateSync(hurt, Math.floor(done.cut * bytes.length));
    return;
  }
  const changed = Buffer.from(bytes);
  const at = Math.floor(done.at * (bytes.length - 1));
  if ('with' in done) changed.set(done.with.subarray(0, bytes.length - at), at);
  else changed.fill(0, at, Math.min(bytes.length, at + done.zeros));
  writeFileSync(hurt, changed);
}

const READING: readonly (readonly string[])[] = [
  ['runs', 'ls'],
  ['report', 'latest'],
  ['report', 'latest', '--trace'],
  ['explain', 'latest', 'P1/0'],
  ['runs', 'compare', 'latest', 'latest'],
  ['runs', 'export', 'latest'],
];
/** Ended well, not there, cannot be read. */
const ENDS = [0, 2, 78];

describe('a damaged results database', () => {
  it(
    'is never taken for a bug',
    async () => {
      await fc.assert(
        fc.asyncProperty(damage, fc.constantFrom(...READING), async (done, command) => {
          inflict(done);
          const ran = await runMain([...command, '--db', hurt], { cwd: folder.path });
          expect(ran.err).not.toContain('bug');
          expect(ENDS, ran.err).toContain(ran.code);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(100),
  );

  it('lists a run whose report does not parse', async () => {
    copyFileSync(whole, hurt);
    const database = new Database(hurt);
    database.exec(`UPDATE runs SET report = '{"half' WHERE seed = 1`);
    database.close();
    const ran = await runMain(['runs', 'ls', '--json', '--db', hurt]);
    expect(ran.code).toBe(0);
    expect((JSON.parse(ran.out) as { items: unknown[] }).items).toHaveLength(2);
  });
});

describe('a store that takes nothing more', () => {
  function full(): void {
    copyFileSync(whole, hurt);
    const database = new Database(hurt);
    database.exec(
      `CREATE TRIGGER full BEFORE INSERT ON runs BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    );
    database.close();
  }

  it('a finished report is printed, and that it is not stored', async () => {
    full();
    const ran = await runMain(['run', file, '--db', hurt]);
    expect(ran.out).toContain('sound');
    expect(ran.err).toMatch(/the result above is not stored: .*hurt\.db: no room/);
    expect(ran.code).toBe(78);
    const json = await runMain(['run', file, '--db', hurt, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ seed: 7 });
    expect(json.code).toBe(78);
  });

  it('so is the summary of many seeds', async () => {
    full();
    const ran = await runMain(['run', file, '--seeds', '1..3', '--db', hurt]);
    expect(ran.out).toContain('3 runs, seeds 1..3');
    expect(ran.err).toMatch(/3 of the results above are not stored: .*no room/);
    expect(ran.code).toBe(78);
  });
});
