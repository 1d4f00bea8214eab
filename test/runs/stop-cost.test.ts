/** A stop order that runs to its end: what the market moved until it triggered is a part of its cost, and no impact. */
import { expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

const SCENARIO = `
name: stop
shows: a stop that the market reaches
seed: 7
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.00001", minNotional: "5", adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800.0" } }
clock: { duration: 60s }
orders:
  - { at: 10s, side: buy, quantity: "0.01", algo: direct, type: stop, stopPrice: "61806.0", timeInForce: gtc, fillTimeout: 45s }
`;

it('SCH-7, F9: a stop order costs from the mid it was sent at to the mid at which it triggered, and the parts sum up', async () => {
  const run = executeRun(await prepareScenario(parseScenario('stop.yaml', SCENARIO)));
  const [parent] = run.report.parents;
  const { ledger, markets } = run.finished;
  const triggered = ledger!.entries.find(({ kind }) => kind === 'triggered')!;
  const mid = markets.get('BTCUSDT')!.midTwiceAt(triggered.at)! / 2 / 10;
  const drift = (mid - Number(parent!.children[0]!.expectedPrice)) * 0.01;
  expect(drift).toBeGreaterThan(0);
  expect(Number(parent!.costQuote.trigger)).toBeCloseTo(drift, 9);
  const sum = Object.values(parent!.cost).reduce<number>((total, bps) => total + bps!, 0);
  expect(sum).toBeCloseTo(parent!.shortfallBps!, 9);
  expect(parent!.cost.triggerBps).toBeGreaterThan(parent!.cost.impactBps!);
  expect(run.report.verdict.trade.complete).toBe(true);
  run.close();
});
