/**
 * How much a run keeps of an executed slice while it goes on: the state, the judge, the venue's ledger, the rows of the
 * report. `bench/scale.ts` holds the peak of 100,000 of them; this holds what it is made of, on few.
 */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { seconds } from '../../src/core/ground/units.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

const ORDERS = 10;

async function aliveAfter(slices: number): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const loaded = parseScenario(
    'room.yaml',
    `
name: room
shows: what is kept of a slice
seed: 1
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '0', adv: '1000000000' }
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 4, ordersPerSecond: 1 } }
clock: { duration: ${slices + 20}s }
venue: { account: { cash: '1000000000000' } }
execution: { slicing: { minSliceValue: '0' } }
orders:
  - { at: 5s, side: buy, quantity: '${slices / 1_000}', duration: ${slices}s, slices: ${slices} }
`,
  );
  const [order] = loaded.scenario.orders;
  const orders = Array.from({ length: ORDERS }, () => ({ ...order!, at: seconds(5) }));
  const prepared = await prepareScenario({ ...loaded, scenario: { ...loaded.scenario, orders } });
  prepared.tapesOf(1);
  // What tests before this one left in their process goes in turns: what is weakly held, after those that hold it.
  for (let turn = 0; turn < 8; turn += 1) {
    collect();
    await setImmediate();
  }
  collect();
  const before = process.memoryUsage().heapUsed;
  let alive = 0;
  const run = executeRun(prepared, {
    onProgress: (share) => {
      if (alive > 0 || share * (slices + 20) < slices + 4) return;
      collect();
      alive = process.memoryUsage().heapUsed - before;
    },
  });
  expect(run.report.performance.fills).toBe(ORDERS * slices);
  expect(alive).toBeGreaterThan(0);
  return alive;
}

it('SCH-8: an executed slice takes no more than 3.5 kB of heap while its run goes on', async () => {
  await aliveAfter(100);
  const few = await aliveAfter(100);
  const many = await aliveAfter(500);
  expect((many - few) / (ORDERS * 400)).toBeLessThan(3_500);
}, 60_000);
