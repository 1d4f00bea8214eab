/** Fees of a scenario by a venue's schedule: rates, the sheet, and what is refused. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { FEE_SCHEDULES } from '../../src/runs/scenario/fee-schedules.js';

const loaded = (fees: string) =>
  parseScenario(
    'fees.yaml',
    `
name: fees
shows: what a schedule charges
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 30s }
venue: { fees: ${fees} }
orders: [{ at: 10s, side: buy, quantity: "0.1", algo: direct }]
`,
  );

const reportOf = async (fees: string) => executeRun(await prepareScenario(loaded(fees))).report;

describe('fee schedules', () => {
  it('F19: charge the rates of their tier, and the sheet names schedule, tier, day and page', async () => {
    const named = await reportOf('{ schedule: binance-usdm, tier: vip3 }');
    const written = await reportOf('{ makerBps: "1.2", takerBps: "3.2" }');
    const other = await reportOf('{ schedule: binance-usdm }');
    const feesOf = ({ parents }: typeof named): number | undefined =>
      parents[0]?.cost.feesBps ?? undefined;
    expect(feesOf(named)).toBeCloseTo(3.2, 1);
    expect(feesOf(named)).toBe(feesOf(written));
    expect(feesOf(other)).toBeCloseTo(5, 1);
    const { source, date } = FEE_SCHEDULES['binance-usdm'];
    expect(named.fidelity.options['fees.schedule']).toBe(
      `binance-usdm vip3 of ${date} (${source})`,
    );
    expect(named.fidelity.options['fees.takerBps']).toBe('3.2');
    expect(written.fidelity.options['fees.schedule']).toBe('none');
  });

  it.each([
    [
      '{ schedule: binance-spot, tier: vip7 }',
      'venue.fees.tier: there is no tier "vip7" in binance-spot',
    ],
    ['{ tier: vip0 }', 'venue.fees.tier: is a tier of no schedule'],
    [
      '{ schedule: binance-spot, takerBps: 5 }',
      'venue.fees.takerBps: the schedule binance-spot says it already',
    ],
    ['{ schedule: nowhere }', 'venue.fees.schedule'],
  ])('F19: %s is refused', (fees, words) => {
    expect(() => loaded(fees)).toThrow(words);
  });

  it('F19: each has a page, a day, and rates that fall from tier to tier', () => {
    for (const { source, date, tiers } of Object.values(FEE_SCHEDULES)) {
      expect(source).toMatch(/^[a-z.]+\/\S+/);
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      const rates = [...tiers.values()].map(([maker, taker]) => [Number(maker), Number(taker)]);
      for (const [index, [maker, taker]] of rates.entries()) {
        expect(maker).toBeLessThanOrEqual(taker!);
        if (index === 0) continue;
        expect(maker).toBeLessThan(rates[index - 1]![0]!);
        expect(taker).toBeLessThanOrEqual(rates[index - 1]![1]!);
      }
    }
  });
});
