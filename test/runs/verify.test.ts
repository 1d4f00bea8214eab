/** `verify` finds what was changed in a stored run, says where, and judges only its own build. */
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import type { VerifyResult } from '../../src/runs/verify-run.js';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';
import { SOUND_SCENARIO } from './damage.js';
import { editJournal, editStored } from './stored-edits.js';

const folder = temporaryFolder();
afterAll(folder.remove);

let db = '';
let count = 0;
beforeEach(async () => {
  db = join(folder.path, `${(count += 1)}.db`);
  const file = join(folder.path, 'sound.yaml');
  writeFileSync(file, SOUND_SCENARIO);
  expect((await runMain(['run', file, '--db', db])).code).toBe(0);
});

const change = (sql: string): void => editStored(db, sql);
const changeText = (edit: (text: string) => string): void => editJournal(db, edit);

const verify = async (): Promise<{ readonly code: number; readonly result: VerifyResult }> => {
  const { code, out } = await runMain(['verify', 'latest', '--json', '--db', db]);
  return { code, result: JSON.parse(out) as VerifyResult };
};

const different = ({ checks }: VerifyResult) =>
  checks.filter(({ ok }) => !ok).map(({ name }) => name);

describe('verify', () => {
  it('SIM-4: finds a run identical to what this build makes of it', async () => {
    const { code, result } = await verify();
    expect(code).toBe(0);
    expect(result.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ['chain', true],
      ['state', true],
      ['decisions', true],
      ['replay', true],
    ]);
    const text = await runMain(['verify', 'latest', '--db', db]);
    expect(text.out).toMatch(/identical\n$/);
  });

  it('names the block that was changed, whatever the build', async () => {
    changeText((text) => text.replace('"buy"', '"sell"'));
    change(`UPDATE runs SET build = 'another'`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['chain']);
    expect(result.checks[0]?.text).toContain('block 0 is not');
  });

  it('names a block in the middle, and bytes that cannot be inflated by the first of their blocks', async () => {
    changeText((text) => {
      const lines = text.split('\n');
      lines[7] = (lines[7] ?? '').replace(/"at":\d/, '"at":9');
      return lines.join('\n');
    });
    expect((await verify()).result.checks[0]?.text).toContain('block 7 is not');
    change(`UPDATE journal_parts SET bytes = x'ff00'`);
    expect((await verify()).result.checks[0]?.text).toContain('block 0 is not');
  });

  it('sees that the last blocks are gone', async () => {
    change(
      'UPDATE journal_parts SET blocks = blocks - 1, marks = substr(marks, 1, length(marks) - 4)',
    );
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(result.checks[0]?.text).toContain('the last ones are missing');
  });

  it('sees another state', async () => {
    change(`UPDATE runs SET state_hash = '${'0'.repeat(64)}'`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['state']);
  });

  it('names the first block that comes out otherwise when the scenario does', async () => {
    change(`UPDATE runs SET plan = replace(plan, 'slices: 3', 'slices: 4')`);
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['replay']);
    expect(result.checks[3]?.text).toMatch(/^block \d+ differs: recorded .*, replayed .*/);
  });

  it('names the first decision that comes out otherwise', async () => {
    change(
      `UPDATE runs SET plan = replace(plan, 'earlyStop: { spreadBps: 50 }', 'earlyStop: { liquidityLevels: off }')`,
    );
    const { code, result } = await verify();
    expect(code).toBe(4);
    expect(different(result)).toEqual(['decisions', 'replay']);
    expect(result.checks[2]?.text).toMatch(/^block \d+, entry \d+: recorded .*, decided .*/);
  });

  it('reports another build and does not judge it', async () => {
    change(`UPDATE runs SET build = 'another', plan = replace(plan, 'slices: 3', 'slices: 4')`);
    const { code, result } = await verify();
    expect(code).toBe(0);
    expect(result.sameBuild).toBe(false);
    expect(different(result)).toEqual(['replay']);
  });
});
