/** Bad input, part two: damaged market data, replayed by a scenario, through the command line as a user would. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Report } from '../../src/report/schema/report.js';
import { STACK_LINE, runMain, temporaryFolder } from '../cli/support/run-main.js';
import {
  DAMAGED_FILES_MIN,
  DAMAGE_INSTRUMENT,
  type FileSet,
  damagedFiles,
} from '../data/damage.js';

const SEED = 20_240_809;
const IN_TIME_MS = 5_000;

const folder = temporaryFolder();
afterAll(folder.remove);
const db = join(folder.path, 'results.db');

let folders = 0;

/** A scenario over these files, in a folder of its own; the path to it. */
function scenarioOver(files: FileSet): string {
  const place = join(folder.path, String((folders += 1)));
  mkdirSync(place);
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes);
  const scenario = join(place, 'scenario.yaml');
  const text = stringify({
    name: 'over-files',
    shows: 'whether a market file is taken',
    instrument: DAMAGE_INSTRUMENT,
    market: { replay: { files: [...files.keys()] } },
    orders: [{ at: '1s', side: 'buy', quantity: '1.2', duration: '8s', slices: 3 }],
  });
  writeFileSync(scenario, text);
  return scenario;
}

const runOver = (files: FileSet) => runMain(['run', scenarioOver(files), '--json', '--db', db]);

describe('damaged market data', () => {
  const cases = damagedFiles(SEED);

  it('there are a hundred files', () => {
    expect(cases.length).toBeGreaterThanOrEqual(DAMAGED_FILES_MIN);
  });

  it.each(cases.filter(({ label }) => label === 'must-reject'))(
    'is refused with its file and a reason: $name',
    async ({ files }) => {
      const started = performance.now();
      const { code, out, err } = await runOver(files);
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).not.toMatch(STACK_LINE);
      const names = [...files.keys()];
      expect(names.some((name) => err.includes(`/${name}`))).toBe(true);
      expect(err).toMatch(/: .{5,}/);
      expect(performance.now() - started).toBeLessThan(IN_TIME_MS);
    },
  );

  it.each(cases.filter(({ label }) => label === 'must-equal'))(
    'gives the journal of the undamaged file: $name',
    async ({ files, baseline }) => {
      const [expected, found] = [await runOver(baseline), await runOver(files)];
      expect({ code: found.code, err: found.err }).toEqual({ code: 0, err: '' });
      const [a, b] = [expected, found].map(({ out }) => JSON.parse(out) as Report);
      expect(b?.performance.fills).toBeGreaterThan(0);
      expect(b?.journalHash).toBe(a?.journalHash);
    },
  );
});
