/** FIL-13 on whole runs: commissions in an asset that the market of the run trades, and in one that it does not. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import type { ParentReport } from '../../src/report/schema/parent-report.js';
import { costRows } from '../../src/report/text/cost-rows.js';

const loaded = (others: string) =>
  parseScenario(
    'fees.yaml',
    `
name: fees
shows: commissions in BNB
seed: 3
instruments:
  - symbol: BTCUSDT
    tickSize: '0.1'
    lotSize: '0.001'
    minNotional: '5'
    market: { synthetic: { model: random-walk, startPrice: '61800' } }
${others}
clock: { duration: 60s }
venue: { fees: { takerBps: '5', asset: { named: BNB, quotePrice: '600' } } }
orders: [{ at: 10s, symbol: BTCUSDT, side: buy, quantity: '0.1', algo: direct }]
`,
  );

const BNB = `
  - symbol: BNBUSDT
    tickSize: '0.01'
    lotSize: '0.001'
    minNotional: '5'
    market: { synthetic: { model: random-walk, startPrice: '660' } }
`;

const reportOf = async (others: string) => executeRun(await prepareScenario(loaded(others))).report;

const codesOf = ({ warnings }: ParentReport): readonly string[] => warnings.map(({ code }) => code);

/** Five basis points of some 6,180 USDT, in BNB at 600. */
const CHARGED = (6_180 * 5) / 10_000 / 600;

describe('commissions in a third asset', () => {
  it('FIL-13: are worth what the market showed of it as the fill was heard of, and the report names the asset', async () => {
    const report = await reportOf(BNB);
    const [parent] = report.parents;
    expect(Number(parent!.feesCharged!['BNB'])).toBeCloseTo(CHARGED, 4);
    expect(Object.keys(parent!.feesCharged!)).toEqual(['BNB']);
    expect(parent!.feesEstimated).toBe(false);
    expect(Number(parent!.feesQuote) / Number(parent!.feesCharged!['BNB'])).toBeCloseTo(660, -1);
    expect(parent!.cost.feesBps).toBeCloseTo(5.5, 1);
    const row = costRows(parent!).find(({ part }) => part === 'fees')!;
    expect(row.hint).toMatch(/^commissions of 0\.005\d+ BNB, at the price when it filled$/);
    expect(codesOf(parent!)).not.toContain('fees-estimated');
  });

  it('FIL-13: are estimated where nothing shows what it is worth, and say so', async () => {
    const report = await reportOf('');
    const [parent] = report.parents;
    expect(Number(parent!.feesCharged!['BNB'])).toBeCloseTo(CHARGED, 4);
    expect(parent!.feesEstimated).toBe(true);
    expect(parent!.cost.feesBps).toBeCloseTo(10, 1);
    expect(costRows(parent!).find(({ part }) => part === 'fees')!.hint).toMatch(/no price known$/);
    expect(codesOf(parent!)).toContain('fees-estimated');
  });
});
