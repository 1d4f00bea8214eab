/** F19: an own order that expires because it met another: the engine ends the child as it was filled, and carries on. */
import { describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

/** 15 BTC a slice go through the recorded bids down to our own, 1.8 below the middle, before they are filled. */
const runWith = async (selfTrade: string) => {
  const loaded = parseScenario(
    'meeting.yaml',
    `
name: meeting
shows: a sale in four slices meets a bid of the same account
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 90s }
venue: { selfTrade: ${selfTrade}, account: { cash: "100000000", positions: { BTCUSDT: "1000" } } }
execution: { earlyStop: { liquidityLevels: off, spreadBps: off, deviationBps: off } }
orders:
  - { at: 10s, side: buy, quantity: "0.5", duration: 70s, type: limit, limitPrice: "61797.5" }
  - { at: 10500ms, side: sell, quantity: "60", duration: 8s, slices: 4 }
`,
  );
  return executeRun(await prepareScenario(loaded)).report;
};

describe('self-trade prevention, seen from the engine', () => {
  it.each([
    // The bid expires and the sale goes on through the book behind it, to its end.
    ['expire-maker', ['expired', 'canceled']],
    // The sale ends where it meets the bid, which stays and fills later.
    ['expire-taker', ['filled', 'expired']],
    ['expire-both', ['expired', 'expired']],
  ])(
    'F19 ORD-2: %s: what expires is over with what it filled, the other slices are sent, the engine knows the truth',
    async (mode, ends) => {
      const { verdict, parents, invariants } = await runWith(mode);
      const [bid, sale] = parents;
      expect([bid?.children[0]?.status, sale?.children[0]?.status]).toEqual(ends);
      expect(sale?.slices).toMatchObject({ planned: 4, sent: 4, failed: 0 });
      expect(Number(sale?.children[0]?.filledQuantity)).toBeGreaterThan(0);
      expect(verdict.engine).toEqual({ knewTruth: true, wrong: [] });
      expect(invariants.violations).toEqual([]);
      expect(verdict.trade.why).toContain('expired at the venue, which prevents self-trades');
    },
  );
});
