/** `verify` finds what was changed in a stored run, says where, and judges only its own build. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyFileSync, writeFileSync } from 'node:fs';
import { packIntegers, unpackIntegers } from '../../src/report/schema/packed-integers.js';
import type { StoredSeries } from '../../src/report/schema/stored-series.js';
import type { VerifyResult } from '../../src/runs/verify/verify-stored.js';
import type { StoredRun } from '../../src/store/stored-run.js';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';
import { SOUND_SCENARIO } from './damage.js';
import { editJournal, editStored, storedAgain } from './stored-edits.js';

const folder = temporaryFolder();
afterAll(folder.remove);

let db = '';
let count = 0;
const whole = join(folder.path, 'whole.db');
beforeAll(async () => {
  const file = join(folder.path, 'sound.yaml');
  writeFileSync(file, SOUND_SCENARIO);
  expect((await runMain(['run', file, '--db', whole])).code).toBe(0);
});
beforeEach(() => {
  db = join(folder.path, `${(count += 1)}.db`);
  // The seals of its runs lie beside it.
  for (const beside of ['', '.seals']) copyFileSync(`${whole}${beside}`, `${db}${beside}`);
});

const change = (sql: string): void => editStored(db, sql);
const changeText = (edit: (text: string) => string): void => editJournal(db, edit);

const verify = async (): Promise<{ readonly code: number; readonly result: VerifyResult }> => {
  const { code, out } = await runMain(['verify', 'latest', '--json', '--db', db]);
  return { code, result: JSON.parse(out) as VerifyResult };
};

const different = ({ checks }: VerifyResult) =>
  checks.filter(({ ok }) => ok === false).map(({ name }) => name);

const textOf = ({ checks }: VerifyResult, asked: string): string =>
  checks.find(({ name }) => name === asked)?.text ?? '';

describe('verify', () => {
  it('SIM-4: finds a run identical to what this build makes of it', async () => {
    const { code, result } = await verify();
    expect(code).toBe(0);
    expect(result.checks.map(({ name }) => name)).toEqual([
      ...['file', 'seal', 'chain', 'state', 'decisions', 'replay'],
      ...['row', 'orders', 'fills', 'report', 'truth', 'series'],
    ]);
    expect(different(result)).toEqual([]);
    const text = await runMain(['verify', 'latest', '--db', db]);
    expect(text.out).toMatch(/identical\n$/);
  });

  it('names the block that was changed, whatever the build', async () => {
    changeText((text) => text.replace('"buy"', '"sell"'));
    change(`UPDATE runs SET build = 'another'`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['seal', 'chain']);
    expect(textOf(result, 'chain')).toContain('block 0 is not');
  });

  it('names a block in the middle, and bytes that cannot be inflated by the first of their blocks', async () => {
    changeText((text) => {
      const lines = text.split('\n');
      lines[7] = (lines[7] ?? '').replace(/"at":\d/, '"at":9');
      return lines.join('\n');
    });
    expect(textOf((await verify()).result, 'chain')).toContain('block 7 is not');
    change(`UPDATE journal_parts SET bytes = x'ff00'`);
    expect(textOf((await verify()).result, 'chain')).toContain('block 0 is not');
  });

  it('sees that the last blocks are gone', async () => {
    change(
      'UPDATE journal_parts SET blocks = blocks - 1, marks = substr(marks, 1, length(marks) - 4)',
    );
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(textOf(result, 'chain')).toContain('the last ones are missing');
  });

  it('sees another state', async () => {
    change(`UPDATE runs SET state_hash = '${'0'.repeat(64)}'`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['seal', 'state']);
  });

  it('names the first block that comes out otherwise when the scenario does', async () => {
    change(`UPDATE runs SET plan = replace(plan, 'slices: 3', 'slices: 4')`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['seal', 'replay']);
    expect(textOf(result, 'replay')).toMatch(/^block \d+ differs: recorded .*, replayed .*/);
  });

  it('names the first decision that comes out otherwise', async () => {
    change(
      `UPDATE runs SET plan = replace(plan, 'earlyStop: { spreadBps: 50 }', 'earlyStop: { liquidityLevels: off }')`,
    );
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['seal', 'decisions', 'replay']);
    expect(textOf(result, 'decisions')).toMatch(/^block \d+, entry \d+: recorded .*, decided .*/);
  });

  it('reports another build and does not judge it', async () => {
    db = storedAgain(db, (run) => ({
      build: 'another',
      plan: run.plan.replace('slices: 3', 'slices: 4'),
    }));
    const { code, result } = await verify();
    expect(code).toBe(0);
    expect(result.sameBuild).toBe(false);
    expect(different(result)).toEqual(['replay']);
    expect(textOf(result, 'seal')).toMatch(/^15 columns and \d+ rows$/);
  });

  it('does not take the word of a forged build', async () => {
    change(`UPDATE runs SET build = 'another'`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['seal', 'report']);
    expect(textOf(result, 'seal')).toMatch(/^runs\.build: sealed ".*", stored "another"$/);
  });
});

/** Sealed as it is: what only the run itself can say. */
describe('verify of a run that was stored otherwise than it was', () => {
  const parsed = (text: unknown) => JSON.parse(text as string) as Record<string, unknown>;
  const edited = (text: unknown, edit: (report: string) => string) => edit(text as string);

  it.each<[string, (run: StoredRun) => Partial<StoredRun>, RegExp]>([
    ['row', () => ({ seed: 8 }), /^seed: stored 8, again 7$/],
    ['row', () => ({ scenario: 'other' }), /^scenario: stored "other", again "sound"$/],
    ['row', () => ({ status: 'crashed' }), /^status: stored "crashed"/],
    [
      'orders',
      ({ orders }) => ({ orders: [...orders].map((row) => ({ ...row, filledLots: 1 })) }),
      /^\S+, filledLots: stored 1, again \d+$/,
    ],
    ['fills', ({ fills }) => ({ fills: [...fills].slice(1) }), /is not stored$/],
    [
      'fills',
      ({ fills }) => ({ fills: [...fills, { ...[...fills][0]!, execId: 'made-up' }] }),
      /made-up is stored, and is not of this run$/,
    ],
    [
      'report',
      ({ report }) => ({
        report: edited(report, (text) =>
          text.replace(/"filledQuantity":"[^"]*"/, '"filledQuantity":"9"'),
        ),
      }),
      /^parents\.0\.(\w+\.)*filledQuantity: stored "9", again "/,
    ],
    [
      'report',
      ({ report }) => ({ report: JSON.stringify({ ...parsed(report), attribution: [] }) }),
      /^attribution/,
    ],
    [
      'truth',
      ({ truth }) => ({
        truth: edited(truth, (text) => text.replace(/"quantity":\d+/, '"quantity":1')),
      }),
      /quantity: stored 1, again/,
    ],
    ['series', () => ({ series: '{}' }), /stored nothing, again/],
    [
      'series',
      ({ series }) => ({ series: withSpread(series as string) }),
      /^prices\.0\.ask\.\d+: stored \d+(\.\d)?, again \d+(\.\d)?$/,
    ],
    [
      'series',
      ({ series }) => ({ series: `${series as string} ` }),
      /the same values, written otherwise/,
    ],
  ])('sees the %s, and where', async (name, edit, words) => {
    db = storedAgain(db, edit);
    const { code, result } = await verify();
    expect(different(result)).toEqual([name]);
    expect(textOf(result, name)).toMatch(words);
    expect(code).toBe(4);
  });
});

/** Series in which the first spread is another one. */
function withSpread(series: string): string {
  const stored = JSON.parse(series) as StoredSeries;
  const [first, ...others] = stored.prices;
  const [spread = 0, ...more] = unpackIntegers(first!.spread)!;
  const changed = { ...first!, spread: packIntegers([spread + 1, ...more]) };
  return JSON.stringify({ ...stored, prices: [changed, ...others] });
}
