/**
 * Stored runs of several instruments: verified with all their markets, whichever of them an edit touches; and the same,
 * report for report, whether one worker made them or two.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema/report.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import type { VerifyResult } from '../../../src/runs/verify/verify-stored.js';
import { type Ran, runMain, temporaryFolder } from '../../cli/support/run-main.js';
import { runProcess } from '../../cli/support/run-process.js';
import { editJournal, editStored } from '../stored-edits.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const SCENARIO = join(PACKAGE_ROOT, 'scenarios', 'three-instruments.yaml');
/** All that is looked at. */
const ALL = [
  'file',
  'seal',
  'chain',
  'state',
  'decisions',
  'replay',
  'row',
  'orders',
  'fills',
  'report',
  'truth',
  'series',
];
const SHORT = ['--set', 'clock.duration=2m', '--set', 'faults.0.at=30s'];

describe('verify of a run of three instruments', () => {
  let db = '';
  let count = 0;
  const whole = join(folder.path, 'whole.db');
  beforeAll(() => runMain(['run', SCENARIO, ...SHORT, '--db', whole]));
  beforeEach(() => {
    db = join(folder.path, `${(count += 1)}.db`);
    // The seals of its runs lie beside it.
    for (const beside of ['', '.seals']) copyFileSync(`${whole}${beside}`, `${db}${beside}`);
  });

  const verified = async (): Promise<VerifyResult & { readonly different: readonly string[] }> => {
    const { out } = await runMain(['verify', 'latest', '--json', '--db', db]);
    const result = JSON.parse(out) as VerifyResult;
    const different = result.checks.filter(({ ok }) => ok === false).map(({ name }) => name);
    return { ...result, different };
  };

  it('SIM-4: finds it identical, decided again and replayed over all three markets', async () => {
    const { ok, checks } = await verified();
    expect(checks.map(({ name }) => name)).toEqual(ALL);
    expect(ok).toBe(true);
  });

  it.each(['BTCUSDT', 'ETHUSDT', 'SOLUSDT'])(
    'SIM-4: sees an edit of the journal about %s',
    async (symbol) => {
      editJournal(db, (text) => {
        const lines = text.split('\n');
        const at = lines.findLastIndex((line) => line.includes(`"symbol":"${symbol}"`));
        expect(at).toBeGreaterThan(0);
        lines[at] = (lines[at] ?? '').replace(symbol, 'XRPUSDT');
        return lines.join('\n');
      });
      expect((await verified()).different).toEqual(['seal', 'chain']);
    },
  );

  it.each(['61800', '2400', '140'])(
    'SIM-4: sees that the market that started at %s is another',
    async (price) => {
      const other = `${price}.5`;
      editStored(db, `UPDATE runs SET plan = replace(plan, '''${price}''', '''${other}''')`);
      expect((await verified()).different).toEqual(['seal', 'replay']);
    },
  );

  it('SIM-4: names the instruments whose recordings are others', async () => {
    const price = `replace(plan, '''2400''', '''2401''')`;
    const checksums = `replace(${price}, '"tapeChecksum":null', '"tapeChecksum":"another"')`;
    editStored(db, `UPDATE runs SET plan = ${checksums}`);
    expect((await verified()).checks.at(-1)?.text).toContain(
      'the market data of BTCUSDT, ETHUSDT, SOLUSDT is not what it was',
    );
  });

  it('SIM-4: sees that an instrument trades by another grid', async () => {
    editStored(db, `UPDATE runs SET plan = replace(plan, '''0.0001''', '''0.00001''')`);
    expect((await verified()).different).toEqual(['seal', 'decisions', 'replay']);
  });
});

describe('workers', () => {
  it('SIM-4: two make of three instruments what one makes, report for report', async () => {
    const reportsOf = async (
      workers: string,
      squall: (argv: readonly string[]) => Promise<Ran>,
    ): Promise<readonly Report[]> => {
      const db = join(folder.path, `workers-${workers}.db`);
      const flags = ['--seeds', '1..4', '--workers', workers, '--json', '--db', db];
      const ran = await squall(['run', SCENARIO, ...SHORT, '--set', 'expect=[]', ...flags]);
      expect(ran).toMatchObject({ code: 0, err: '' });
      return (JSON.parse(ran.out) as { readonly runs: readonly Report[] }).runs;
    };
    const [one, two] = await Promise.all([reportsOf('1', runMain), reportsOf('2', runProcess)]);
    expect(one.map(({ seed }) => seed)).toEqual([1, 2, 3, 4]);
    expect(new Set(one.map(({ journalHash }) => journalHash)).size).toBe(4);
    expect(two.map(timeless)).toEqual(one.map(timeless));
  });
});

/** A report without what tells which run it was and how fast it went. */
function timeless({ runId: _, performance, ...report }: Report): unknown {
  return { ...report, performance: { ...performance, wallMs: null, marketEventsPerSecond: null } };
}
