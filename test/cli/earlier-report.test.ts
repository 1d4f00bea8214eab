/** A run stored with the report of an earlier version is listed; who asks for its report is told why there is none. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOUND_SCENARIO } from '../runs/damage.js';
import { storedAgain } from '../runs/stored-edits.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
let db = join(folder.path, 'results.db');

beforeAll(async () => {
  const file = join(folder.path, 'sound.yaml');
  writeFileSync(file, SOUND_SCENARIO);
  await runMain(['run', file, '--db', db]);
  db = storedAgain(db, ({ report }) => {
    const { verdict: _, ...earlier } = JSON.parse(report as string) as Record<string, unknown>;
    return { build: 'an earlier one', report: JSON.stringify({ ...earlier, schemaVersion: 1 }) };
  });
});

describe('a run stored with an earlier report', () => {
  it('is listed', async () => {
    expect(await runMain(['runs', 'ls', '--db', db])).toMatchObject({
      code: 0,
      out: expect.stringContaining('sound') as string,
    });
  });

  it.each([
    ['report', ['report', 'latest']],
    ['compare', ['runs', 'compare', 'latest', 'latest']],
  ])('%s says that another version wrote it, and what to do', async (_, argv) => {
    const ran = await runMain([...argv, '--db', db]);
    expect(ran).toMatchObject({ code: 78, out: '' });
    expect(ran.err).toContain('the stored report has schemaVersion 1, and this version reads 2');
    expect(ran.err).toContain('run it again');
  });

  it('is verified and traced from its journal all the same', async () => {
    expect((await runMain(['verify', 'latest', '--db', db])).code).toBe(0);
    expect((await runMain(['explain', 'latest', 'P1/0', '--db', db])).code).toBe(0);
  });
});
