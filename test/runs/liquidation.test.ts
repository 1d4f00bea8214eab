/** A whole run whose futures lose their margin on the way (F19): the venue closes them, and the engine learns it by its stream. */
import { describe, expect, it } from 'vitest';
import { NO_FAULT_RECORD } from '../../src/core/order/fault-record.js';
import { alertKey } from '../../src/core/state/state.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { simulate } from '../../src/runs/simulation.js';
import { decodeTruth, storedTruth } from '../../src/runs/stored-truth.js';
import { planOf } from '../../src/runs/to-plan.js';

/** Six slices from half a minute before midnight, when funding takes what was the margin of those that filled. */
const scenario = (fundingBps: number): string => `
name: liquidation
shows: a funding that takes the margin
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { start: '2023-12-31T23:59:30Z', duration: 120s }
orders: [{ side: buy, quantity: '0.6', duration: 60s, slices: 6 }]
venue: { fundingBps: ${fundingBps}, account: { cash: '1950', leverage: 20, futures: true } }`;

const run = async (fundingBps: number) => {
  const loaded = parseScenario('a.yaml', scenario(fundingBps));
  const tapes = (await prepareScenario(loaded)).tapesOf(1);
  return simulate(planOf(loaded, { tapes, seed: 1, strategies: [] }));
};

describe('a run that is liquidated', () => {
  it('F19: ends its parent, alerts, holds nothing at the end, and breaks no invariant', async () => {
    const { state, ledger, audit, venue } = await run(800);
    expect(ledger.liquidations).toHaveLength(1);
    const [made] = ledger.liquidations!;
    const stored = JSON.stringify(storedTruth(ledger, NO_FAULT_RECORD));
    expect(decodeTruth(stored).ledger.liquidations).toEqual(ledger.liquidations);
    const bought = ledger.executions.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(made).toMatchObject({ side: 'sell', quantity: bought });
    expect(venue.positions()).toEqual([]);
    const [parent] = [...state.parents.entries()].map(([, one]) => one);
    expect(parent).toMatchObject({ stop: { code: 'LIQUIDATED' }, filled: bought });
    expect(bought).toBeLessThan(600);
    expect([...state.alerts.entries()].map(([key]) => key)).toEqual([
      alertKey('liquidation', 'autoclose-1'),
    ]);
    expect(audit.violations).toEqual([]);
    // What the engine knows of its own orders is all there is to know of them.
    expect(audit.fills.every(({ detectedAt }) => detectedAt !== null)).toBe(true);
  });

  it('F19: goes on to its end where the margin suffices', async () => {
    const { state, ledger } = await run(5);
    expect(ledger.liquidations).toBeUndefined();
    expect([...state.parents.entries()][0]![1]).toMatchObject({ stop: null, filled: 600 });
  });
});
