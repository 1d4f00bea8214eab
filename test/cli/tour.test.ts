/** `npm start`: six scenarios in a line each and one story, on one screen, true of the runs it has just made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tourTable } from '../../src/cli/tour-table.js';
import type { Report } from '../../src/report/schema/report.js';
import { untoned } from '../../src/report/text/toned.js';
import { type Ran, runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const db = join(folder.path, 'r.db');

let text: Ran;
let reports: readonly Report[];
beforeAll(async () => {
  text = await runMain(['tour', '--db', db]);
  const json = await runMain(['tour', '--json', '--db', db]);
  reports = (JSON.parse(json.out) as { readonly runs: readonly Report[] }).runs;
});

const NAMES = ['calm', 'outage', 'lost-acknowledgements', 'rate-limit', 'halt', 'spread-shift'];

describe('the tour', () => {
  it('is what npm start runs', () => {
    const file = join(import.meta.dirname, '../../package.json');
    const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly scripts: Record<string, string>;
    };
    expect(scripts['start']).toBe('node bin/squall.mjs tour');
  });

  it('ends well in fewer than 40 lines with what npm says, none longer than 100', () => {
    expect(text).toMatchObject({ code: 0, err: '' });
    const lines = text.out.trimEnd().split('\n');
    // npm names the two scripts it runs in four lines each.
    expect(lines.length).toBeLessThan(40 - 8);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it('has a line for each scenario: what it showed, both verdicts, the cost', () => {
    expect(reports.map(({ scenario }) => scenario)).toEqual(NAMES);
    for (const { scenario, parents } of reports) {
      const line = text.out.split('\n').find((one) => one.slice(2).startsWith(`${scenario} `));
      expect(line, scenario).toContain((parents[0]?.filledCostBps ?? 0).toFixed(2));
      expect(line).toMatch(/^[✓!] \S+ +\S.+ (complete|50 % missing) +(knew|wrong 56\.8 s) +-?\d/);
    }
    expect(text.out).toContain('All 53 expectations of the 6 scenarios held.');
  });

  it('says so where an expectation failed', () => {
    const [first, ...others] = reports;
    const verdict = { ...first!.verdict, expectations: { held: 1, failed: 2 } };
    const told = untoned(tourTable([{ ...first!, verdict }, ...others]));
    expect(told).toContain('✗ calm');
    expect(told).toMatch(/2 of \d+ expectations FAILED/);
  });

  it('tells the story of the order that was known the latest, with the times of its run', () => {
    const outage = reports.find(({ scenario }) => scenario === 'outage')!;
    const [window] = outage.faultWindows;
    expect(window?.toMicros).toBe(outage.virtual.startMicros + 215_085_000);
    expect(text.out).toContain('00:03:35.085  The venue is back after 45 s.');
    expect(text.out).toContain('00:02:50.060  P1/8 is sent: buy 0.1 BTCUSDT at market.');
    expect(text.out).toContain('56.6 s after it happened');
  });

  it('ends with what to type next, and keeps its runs', async () => {
    const [, stored] = /squall (report \S+)/.exec(text.out) ?? [];
    const shown = await runMain([...stored!.split(' '), '--db', db]);
    expect(shown.out).toContain('outage (sim, seed 7)');
    expect(text.out).toContain('squall serve');
  });
});
