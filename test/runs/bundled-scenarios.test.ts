/**
 * The bundled scenarios show what they say: each passes as it is, and each has expectations that fail when what it shows is
 * taken away.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandGlob } from '../../src/cli/glob.js';
import { DEFAULT_DATA_DIR, PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import type { Report } from '../../src/report/schema/report.js';

const dataDir = resolve(process.env['SQUALL_DATA_DIR'] ?? DEFAULT_DATA_DIR);
const hasData = existsSync(join(dataDir, 'binance-raw'));

const run = (name: string, ...set: string[]): Promise<Report> =>
  runScenario(join(PACKAGE_ROOT, 'scenarios', `${name}.yaml`), { set, dataDir });

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
  'rate-limit': [['faults=[]'], ['faults.0.at=211s'], ['faults.0.retryAfter=5m']],
};

const RECORDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'recorded/spot-taker': [['orders.0.quantity=0.12'], ['venue.fees.takerBps=100']],
  'recorded/spot-passive': [
    ['orders.0.limitPrice.peg=ask'],
    ['orders.0.limitPrice.offsetTicks=-5000'],
  ],
  'recorded/usdm-taker': [
    ['orders.0.quantity=2400'],
    ['orders.0.type=limit', 'orders.0.limitPrice=90000'],
  ],
  'recorded/usdm-faults': [['faults=[]'], ['faults.0.probability=0'], ['faults.3.probability=0']],
};

const edits = (table: typeof BUNDLED) =>
  Object.entries(table).flatMap(([name, all]) => all.map((set) => ({ name, set })));

describe('bundled scenarios', () => {
  it('are all in this test', () => {
    const files = [
      ...expandGlob('scenarios/*.yaml', PACKAGE_ROOT),
      ...expandGlob('scenarios/recorded/*.yaml', PACKAGE_ROOT),
    ];
    const names = files.map((file) => file.replace(/^scenarios\/|\.yaml$/g, ''));
    expect(names.toSorted()).toEqual(
      [...Object.keys(BUNDLED), ...Object.keys(RECORDED)].toSorted(),
    );
  });

  it.each(Object.keys(BUNDLED))('%s is as expected', async (name) => {
    expect(failed(await run(name))).toEqual([]);
  });

  it.each(edits(BUNDLED))('$name no longer is with $set', async ({ name, set }) => {
    expect(failed(await run(name, ...set))).not.toEqual([]);
  });
});

describe.skipIf(!hasData)(`recorded scenarios (data: ${dataDir})`, () => {
  it.each(Object.keys(RECORDED))('%s is as expected', async (name) => {
    expect(failed(await run(name))).toEqual([]);
  });

  it.each(edits(RECORDED))('$name no longer is with $set', async ({ name, set }) => {
    expect(failed(await run(name, ...set))).not.toEqual([]);
  });
});
