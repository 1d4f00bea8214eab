/**
 * Every damaged file of the generator comes out as it is labelled: refused with a place and a reason, or equal.
 */
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/data/data-error.js';
import { loadTape } from '../../src/data/open.js';
import { tapeChecksum } from '../../src/sim/tape/tape-checksum.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import { DAMAGED_FILES_MIN, DAMAGE_INSTRUMENT, type FileSet, damagedFiles } from './damage.js';
import { testSeed } from '../support/test-seed.js';
import { temporaryFiles } from './temporary-files.js';

const SEED = testSeed;
const cases = damagedFiles(SEED);
const files = temporaryFiles();

const load = (set: FileSet): Promise<Tape> =>
  loadTape(files.write(set), { instrument: DAMAGE_INSTRUMENT });

describe('damaged data files', () => {
  it('are a hundred and more, of both labels, under names of their own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(DAMAGED_FILES_MIN);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.filter(({ label }) => label === 'must-equal').length).toBeGreaterThanOrEqual(30);
  });

  it('are the same bytes for the same seed', () => {
    const again = damagedFiles(SEED);
    const bytes = (set: FileSet) =>
      [...set].map(([name, content]) => [name, Buffer.from(content).toString('base64')]);
    expect(again.map((each) => bytes(each.files))).toEqual(cases.map((each) => bytes(each.files)));
  });

  it.each(cases.filter(({ label }) => label === 'must-reject'))(
    'are refused with a file, a place and a reason: $name',
    async ({ files: damaged, baseline }) => {
      expect((await load(baseline)).rows).toBeGreaterThan(100);
      const error = await load(damaged).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(DataError);
      const { file, message, fault } = error as DataError;
      expect(damaged.has(file.slice(file.lastIndexOf('/') + 1))).toBe(true);
      expect(fault.what.length).toBeGreaterThan(5);
      expect(message).not.toMatch(/undefined|\[object|InvariantError/);
      expect(message.length).toBeLessThan(500);
    },
    5_000,
  );

  it.each(cases.filter(({ label }) => label === 'must-equal'))(
    'give the tape of the undamaged ones: $name',
    async ({ files: damaged, baseline }) => {
      const [expected, found] = [await load(baseline), await load(damaged)];
      expect(found.rows).toBeGreaterThan(100);
      expect(tapeChecksum(found)).toBe(tapeChecksum(expected));
      expect([found.tickSize, found.lotSize]).toEqual([expected.tickSize, expected.lotSize]);
    },
    5_000,
  );
});
