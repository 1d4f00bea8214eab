/** docs/strategies.md and its three examples: each runs, is as expected, and is the same in every run. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { runScenario } from '../../src/runs/run-scenario.js';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/examples/strategies');
const page = readFileSync(join(root, 'docs/strategies.md'), 'utf8');
const NAMES = ['buy-the-dip', 'rest-then-take', 'follow-the-flow'] as const;
type Name = (typeof NAMES)[number];
const run = (name: Name): Promise<Report> => runScenario(join(folder, `${name}.yaml`));
const first = new Map<Name, Promise<Report>>();
/** What it came to when it was first run. */
function reportOf(name: Name): Promise<Report> {
  const report = first.get(name) ?? run(name);
  first.set(name, report);
  return report;
}

const held = ({ parents }: Report): number =>
  parents.reduce(
    (sum, { side, filledQuantity }) => sum + (side === 'buy' ? 1 : -1) * Number(filledQuantity),
    0,
  );

describe('docs/strategies.md', () => {
  it('SIM-4: names every example, and there are no others', () => {
    const files = readdirSync(folder);
    expect(files.filter((file) => file.endsWith('.yaml'))).toHaveLength(NAMES.length);
    for (const name of NAMES) {
      expect(page).toContain(`examples/strategies/${name}.strategy.ts`);
      expect(existsSync(join(folder, `${name}.strategy.ts`))).toBe(true);
    }
  });

  it.each(NAMES)('SIM-4: %s runs as its scenario expects, the same every time', async (name) => {
    const report = await reportOf(name);
    expect(report.warnings.filter(({ code }) => code === 'strategy-failed')).toEqual([]);
    expect(report.expectations.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.parents.length).toBeGreaterThan(0);
    expect((await run(name)).journalHash).toBe(report.journalHash);
  });

  it('buy-the-dip buys as often as it was told', async () => {
    const report = await reportOf('buy-the-dip');
    expect(report.parents.map(({ filledQuantity }) => filledQuantity)).toEqual([
      '0.05',
      '0.05',
      '0.05',
    ]);
  });

  it('rest-then-take: what rested is called off in part, what was left is taken', async () => {
    const report = await reportOf('rest-then-take');
    const [resting, taking] = report.parents;
    expect(resting?.status).toBe('canceled');
    expect(Number(resting?.filledQuantity)).toBeGreaterThan(0);
    expect(taking?.status).toBe('filled');
    expect(held(report)).toBeCloseTo(0.4, 9);
  });

  it('follow-the-flow trades both sides and stays within its limit', async () => {
    const report = await reportOf('follow-the-flow');
    expect(new Set(report.parents.map(({ side }) => side)).size).toBe(2);
    expect(Math.abs(held(report))).toBeLessThanOrEqual(0.2);
  });
});
