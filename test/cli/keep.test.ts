/** `--keep`: figures always, series, ledger and journal as asked; what was not kept says so and how to have it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOUND_SCENARIO, edit } from '../runs/damage.js';
import { type Ran, runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const sound = join(folder.path, 'sound.yaml');
const failing = join(folder.path, 'failing.yaml');
beforeAll(() => {
  writeFileSync(sound, SOUND_SCENARIO);
  writeFileSync(failing, edit('filledShare > 0', 'filledShare > 2'));
});

interface Exported {
  readonly report: { readonly scenario: string } | null;
  readonly orders: readonly object[];
  readonly fills: readonly object[];
  readonly series: object | null;
  readonly truth: object | null;
  readonly journal: readonly object[];
}

let count = 0;
/** What is stored after a run of `file`, newest run first in `latest`. */
async function kept(file: string, flags: readonly string[]): Promise<Exported & { db: string }> {
  const db = join(folder.path, `${(count += 1)}.db`);
  await runMain(['run', file, '--no-attribute', ...flags, '--db', db]);
  const { out } = await runMain(['runs', 'export', 'latest', '--db', db]);
  return { ...(JSON.parse(out) as Exported), db };
}

const isWhole = ({ series, truth, journal }: Exported): boolean =>
  series !== null && truth !== null && journal.length > 0;
const isBare = ({ series, truth, journal }: Exported): boolean =>
  series === null && truth === null && journal.length === 0;

describe.each([
  ['one seed', []],
  ['many seeds', ['--seeds', '1..3']],
  ['many seeds in workers', ['--seeds', '1..3', '--workers', '2']],
])('--keep with %s', (_, many) => {
  it('keeps all by default', async () => {
    expect(isWhole(await kept(sound, many))).toBe(true);
  });

  it('keeps figures, orders and fills of what went well, and all of what failed', async () => {
    const well = await kept(sound, [...many, '--keep', 'failures']);
    expect(isBare(well)).toBe(true);
    expect(well.report?.scenario).toBe('sound');
    expect(well.orders.length).toBeGreaterThan(1);
    expect(well.fills.length).toBeGreaterThan(0);
    expect(isWhole(await kept(failing, [...many, '--keep', 'failures']))).toBe(true);
  });

  it('takes what --fail-on names for a failure', async () => {
    const flags = [...many, '--keep', 'failures', '--fail-on', 'filledShare > 0'];
    expect(isWhole(await kept(sound, flags))).toBe(true);
  });

  it('keeps figures only, also of failures', async () => {
    expect(isBare(await kept(failing, [...many, '--keep', 'figures']))).toBe(true);
  });
});

describe('a run without its journal', () => {
  it.each([
    ['verify', 'latest'],
    ['explain', 'latest', 'P1'],
    ['report', 'latest', '--trace'],
  ])('%s says so and how to have it', async (...argv) => {
    const { db } = await kept(sound, ['--keep', 'figures']);
    const ran: Ran = await runMain([...argv, '--db', db]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(
      /stored without its journal \(--keep\)\n {2}fix: run seed \d+ of sound again/,
    );
  });

  it('still has its report', async () => {
    const { db } = await kept(sound, ['--keep', 'figures']);
    expect((await runMain(['report', 'latest', '--db', db])).code).toBe(0);
  });
});

it('a word that --keep does not know is refused with those it does', async () => {
  const ran = await runMain(['run', sound, '--keep', 'some', '--db', join(folder.path, 'x.db')]);
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.err).toContain('--keep some: one of all, failures, figures');
});
