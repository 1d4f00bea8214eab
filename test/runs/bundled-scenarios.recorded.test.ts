/**
 * The recorded scenarios show what they say: each passes as it is, and has expectations that fail when what it shows is
 * taken away.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import { dataRoot } from '../support/what-is-here.js';

const run = (name: string, ...set: string[]): Promise<Report> =>
  runScenario(join(PACKAGE_ROOT, 'scenarios/recorded', `${name}.yaml`), { set, dataDir: dataRoot });

const failed = ({ expectations }: Report): readonly string[] =>
  expectations.filter(({ ok }) => !ok).map(({ text, actual }) => `${text} (${actual ?? 'null'})`);

/** Scenario -> edits each of which must break an expectation. */
const RECORDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'spot-taker': [['orders.0.quantity=0.12'], ['venue.fees.takerBps=100']],
  'spot-passive': [['orders.0.limitPrice.peg=ask'], ['orders.0.limitPrice.offsetTicks=-5000']],
  'usdm-taker': [['orders.0.quantity=2400'], ['orders.0.type=limit', 'orders.0.limitPrice=90000']],
  'three-instruments': [
    ['faults=[]'],
    ['faults.0.symbol=BTCUSDT.PERP', 'orders.0.completion=leave', 'orders.1.completion=leave'],
  ],
  'usdm-faults': [['faults=[]'], ['faults.0.probability=0'], ['faults.3.probability=0']],
};

const EDITS = Object.entries(RECORDED).flatMap(([name, all]) => all.map((set) => ({ name, set })));

it.each(Object.keys(RECORDED))('%s is as expected', async (name) => {
  expect(failed(await run(name))).toEqual([]);
});

it.each(EDITS)('$name no longer is with $set', async ({ name, set }) => {
  expect(failed(await run(name, ...set))).not.toEqual([]);
});
