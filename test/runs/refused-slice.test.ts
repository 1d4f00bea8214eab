/** A slice that the account does not carry: the parent stops, and the verdict says in the venue's words what was short. */
import { expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

const verdictOf = async (account: string, side: string) => {
  const loaded = parseScenario(
    'refused.yaml',
    `
name: refused
shows: what the account does not carry
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 60s }
venue: { account: ${account} }
orders: [{ at: 10s, side: ${side}, quantity: "0.2", duration: 40s, slices: 4 }]
`,
  );
  return executeRun(await prepareScenario(loaded)).report.verdict;
};

it.each([
  // Two slices of 0.05 fit, the third does not.
  ['{ positions: { BTCUSDT: "0.12" } }', 'sell', 'position'],
  ['{ cash: "7000" }', 'buy', 'cash'],
])(
  'F19: with %s half of a %s is traded, the engine knows it, and the verdict says %s',
  async (account, side, short) => {
    const { trade, engine } = await verdictOf(account, side);
    expect([trade.complete, trade.missingShare, engine.knewTruth]).toEqual([false, 0.5, true]);
    expect(trade.why).toMatch(
      new RegExp(`1 order rejected \\(insufficient-balance: .*${short}.* does not cover`),
    );
  },
);
