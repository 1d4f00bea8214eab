/** What tells stored runs apart: in their list, and two of them side by side. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const db = join(folder.path, 'r.db');
const squall = (...argv: readonly string[]) => runMain([...argv, '--db', db]);
const scenario = (name: string): string =>
  join(import.meta.dirname, `../../scenarios/${name}.yaml`);

const run = async (...argv: readonly string[]): Promise<string> => {
  const { out } = await squall('run', ...argv, '--json');
  return (JSON.parse(out) as Report).runId;
};

let calm: string;
let changed: string;
let other: string;
beforeAll(async () => {
  calm = await run(scenario('calm'));
  const set = ['orders.0.side=sell', 'orders.0.quantity=1234.5'];
  changed = await run(scenario('calm'), ...set.flatMap((one) => ['--set', one]), '--seed', '9');
  other = await run(scenario('spread-shift'));
});

describe('squall runs ls', () => {
  it('shows verdict, side, quantity, what filled, the cost and what was put over the file', async () => {
    const { out } = await squall('runs', 'ls');
    const [head, ...rows] = out.trimEnd().split('\n');
    expect(head).toMatch(/^run +scenario +seed +asked +filled +cost bps +journal +changed$/);
    const row = (id: string): string => rows.find((line) => line.startsWith(id))!;
    expect(row(calm)).toMatch(/ ✓ calm +7 +buy 2\.4 BTCUSDT +100 % +4\.09 +[0-9a-f]{12}$/);
    expect(row(other)).toMatch(/ ! spread-shift +7 +buy 2\.4 BTCUSDT +50 % +7\.53 /);
    expect(row(changed)).toMatch(
      / ✗ calm +9 +sell 1,234\.5 BTCUSDT .+ orders\.0\.side=sell orders/,
    );
  });

  it('tells programs the same', async () => {
    const { items } = JSON.parse((await squall('runs', 'ls', '--json')).out) as {
      readonly items: readonly Record<string, unknown>[];
    };
    expect(items.find(({ runId }) => runId === changed)).toMatchObject({
      asked: 'sell 1,234.5 BTCUSDT',
      sign: '✗',
      overrides: ['orders.0.side=sell', 'orders.0.quantity=1234.5'],
    });
    expect(items.find(({ runId }) => runId === calm)).toMatchObject({
      filledShare: 1,
      filledCostBps: 4.0851,
      overrides: [],
    });
  });
});

describe('squall runs compare', () => {
  it('names the keys that differ, and no other, before the figures', async () => {
    const { out } = await squall('runs', 'compare', calm, changed);
    expect(out).toMatch(/^seed +7 +9$/m);
    expect(out).toMatch(/^orders\.0\.side +"buy" +"sell"$/m);
    expect(out).toMatch(/^orders\.0\.quantity +"2\.4" +"1234\.5"$/m);
    expect(out).toMatch(/^asked +buy 2\.4 BTCUSDT +sell 1,234\.5 BTCUSDT$/m);
    expect(out).not.toMatch(/^orders\.0\.slices/m);
    expect(out.indexOf('orders.0.side')).toBeLessThan(out.indexOf('shortfall, bps'));
  });

  it('says what became of each', async () => {
    const { out } = await squall('runs', 'compare', calm, other);
    expect(out).toMatch(/^trade +complete +50 % missing$/m);
    expect(out).toMatch(/^faults\.0\.kind +- +"spread-shift"$/m);
  });

  it('takes what holds anyway, and the same in other words, for the same', async () => {
    const set = ['orders.0.postOnly=false', 'orders.0.at=10000ms', 'orders.0.completion=catch-up'];
    const plain = await run(scenario('calm'), '--set', 'orders.0.at=10s');
    const same = await run(scenario('calm'), ...set.flatMap((one) => ['--set', one]));
    const { out } = await squall('runs', 'compare', plain, same, '--json');
    const { asked } = JSON.parse(out) as { readonly asked: readonly unknown[] };
    expect(asked).toEqual([{ key: 'orders.0.completion', first: null, second: '"catch-up"' }]);
  });

  it('of the same run says that it was asked alike', async () => {
    const { out } = await squall('runs', 'compare', calm, calm);
    expect(out).toContain('asked alike: the same scenario, values and seed');
    const told = JSON.parse((await squall('runs', 'compare', calm, changed, '--json')).out) as {
      readonly asked: readonly { readonly key: string }[];
    };
    expect(told.asked.map(({ key }) => key)).toEqual([
      'seed',
      'orders.0.side',
      'orders.0.quantity',
    ]);
  });
});
