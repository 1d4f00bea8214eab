/**
 * Run as a process of its own, with `--expose-gc`: prints how many bytes of heap a run keeps of an executed slice while it goes on. What tests
 * before it left in a process of theirs (shapes of objects above all) would be measured with it.
 */
import { setImmediate } from 'node:timers/promises';
import { seconds } from '../../../src/core/ground/units.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';

const ORDERS = 10;

async function aliveAfter(slices: number): Promise<number> {
  const { gc: collect } = globalThis;
  if (collect === undefined) throw new Error('run it with --expose-gc');
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
  // What is weakly held goes in turns, after those that hold it.
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
  const { fills } = run.report.performance;
  if (fills !== ORDERS * slices || alive <= 0) throw new Error(`${fills} fills, ${alive} bytes`);
  return alive;
}

await aliveAfter(100);
const few = await aliveAfter(100);
const many = await aliveAfter(500);
console.log((many - few) / (ORDERS * 400));
