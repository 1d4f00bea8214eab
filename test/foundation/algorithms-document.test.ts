/** docs/execution-algorithms.md: its scenarios come to what they say, and its tables to what their formulas say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { ROOT } from './checkout.js';

const TEXT = readFileSync(join(ROOT, 'docs', 'execution-algorithms.md'), 'utf8');
const scenarios = [...TEXT.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => ({
  name: /^name: (.+)$/m.exec(text)?.[1] ?? '',
  text,
}));
/** Cells of the rows of tables whose first cell is a number and `unit`. */
const rows = (unit: RegExp): readonly (readonly string[])[] =>
  TEXT.split('\n')
    .filter((line) => unit.test(line))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .filter((cell) => cell !== ''),
    );

const DAILY_BPS = 300;
const DAY_MINUTES = 24 * 60;
const bps = (value: number): string => `${value.toFixed(1)} bps`;

describe('docs/execution-algorithms.md', () => {
  it.each(scenarios)('DOC-1: $name does what it says', async ({ text }) => {
    const run = executeRun(await prepareScenario(parseScenario('document.yaml', text)));
    expect(run.report.expectations.length).toBeGreaterThan(1);
    expect(run.report.expectations.filter(({ ok }) => !ok)).toEqual([]);
    run.close();
  });

  it('DOC-1: impact by the square-root law is what the table says', () => {
    const table = rows(/^\| [\d.]+ BTC /);
    expect(table).toHaveLength(3);
    for (const [quantity = '', , impact] of table)
      expect(impact).toBe(bps(DAILY_BPS * Math.sqrt(Number.parseFloat(quantity) / 25_000)));
  });

  it('DOC-1: so is what waiting costs', () => {
    const table = rows(/^\| \d+ (?:min|h) /);
    expect(table).toHaveLength(3);
    for (const [time = '', moves, risk] of table) {
      const minutes = Number.parseFloat(time) * (time.endsWith('h') ? 60 : 1);
      expect(moves).toBe(bps(DAILY_BPS * Math.sqrt(minutes / DAY_MINUTES)));
      expect(risk).toBe(bps(DAILY_BPS * Math.sqrt(minutes / DAY_MINUTES / 3)));
    }
  });
});
