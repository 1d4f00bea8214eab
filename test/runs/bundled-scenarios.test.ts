/**
 * The bundled scenarios show what they say: each passes as it is, and each has expectations that fail when what it shows is
 * taken away. The recorded ones have a file of their own.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../src/cli/verdict.js';
import { expandGlob } from '../../src/cli/glob.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import type { Report } from '../../src/report/schema/report.js';

const run = (name: string, ...set: string[]): Promise<Report> =>
  runScenario(join(PACKAGE_ROOT, 'scenarios', `${name}.yaml`), { set });

const failed = ({ expectations }: Report): readonly string[] =>
  expectations.filter(({ ok }) => !ok).map(({ text, actual }) => `${text} (${actual ?? 'null'})`);

/** Scenario -> edits each of which must break an expectation. */
const BUNDLED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  calm: [
    ['venue.latency.stream=200ms'],
    ['venue.fees.takerBps=80'],
    ['orders.0.type=limit', 'orders.0.limitPrice=50000'],
  ],
  outage: [['faults=[]'], ['faults.0.at=400ms'], ['orders.0.completion=leave']],
  'lost-acknowledgements': [['faults=[]'], ['faults.0.probability=0'], ['faults.3.for=1ms']],
  'spread-shift': [['faults=[]'], ['execution.earlyStop.spreadBps=off'], ['faults.0.at=500s']],
  halt: [
    ['faults=[]'],
    ['execution.earlyStop.onSliceFailure=stop'],
    ['orders.0.type=market', 'orders.0.limitPrice=null'],
  ],
  'three-instruments': [['faults=[]'], ['faults.0.symbol=BTCUSDT'], ['orders.2.completion=leave']],
  'rate-limit': [['faults=[]'], ['faults.0.at=211s'], ['faults.0.retryAfter=5m']],
};

const RECORDED = ['spot-taker', 'spot-passive', 'usdm-taker', 'usdm-faults', 'three-instruments'];

const EDITS = Object.entries(BUNDLED).flatMap(([name, all]) => all.map((set) => ({ name, set })));

describe('bundled scenarios', () => {
  it('are all in this test', () => {
    const files = [
      ...expandGlob('scenarios/*.yaml', PACKAGE_ROOT),
      ...expandGlob('scenarios/recorded/*.yaml', PACKAGE_ROOT),
    ];
    const names = files.map((file) => file.replace(/^scenarios\/|\.yaml$/g, ''));
    expect(names.toSorted()).toEqual(
      [...Object.keys(BUNDLED), ...RECORDED.map((name) => `recorded/${name}`)].toSorted(),
    );
  });

  it.each(Object.keys(BUNDLED))('%s is as expected', async (name) => {
    const report = await run(name);
    expect(failed(report)).toEqual([]);
    expect(failuresOf(report, [])).toEqual([]);
  });

  it.each(EDITS)('$name no longer is with $set', async ({ name, set }) => {
    expect(failed(await run(name, ...set))).not.toEqual([]);
  });
});
