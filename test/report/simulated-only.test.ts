/** Which figures a session without the venue's truth has: those that come out the same without it, and no others. */
import { describe, expect, it } from 'vitest';
import { NO_FAULT_RECORD } from '../../src/core/order/fault-record.js';
import { buildReport } from '../../src/report/figures/build-report.js';
import { AGGREGATE_NAMES, metricOf, numbersOf } from '../../src/report/many/metric.js';
import { isSimulatedOnly } from '../../src/report/many/simulated-only.js';
import type { Report } from '../../src/report/schema/report.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

const SCENARIO = `name: known
shows: orders of all kinds, with faults
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 12m }
venue: { account: { cash: '1000000' } }
faults: [{ kind: ack-lost, probability: 0.5 }]
orders:
  - { at: 1s, side: buy, quantity: '0.5', duration: 10s, slices: 4 }
  - { at: 2s, algo: direct, side: buy, quantity: '0.1', type: stop, stopPrice: '61801', timeInForce: gtc, fillTimeout: 60s }
`;

const figures = (report: Report): ReadonlyMap<string, number | null> =>
  new Map<string, number | null>([
    ...numbersOf(report),
    ...AGGREGATE_NAMES.map((name) => [name, metricOf(report, name)] as const),
  ]);

describe('what a session without the venue’s truth can say', () => {
  it('a figure is judged there exactly where the truth takes no part in it', async () => {
    const { finished } = executeRun(await prepareScenario(parseScenario('known.yaml', SCENARIO)));
    const known = figures(buildReport(finished));
    const alone = figures(
      buildReport({
        ...finished,
        seed: null,
        ledger: null,
        audit: null,
        markets: new Map(),
        fidelity: { ...finished.fidelity, counts: {}, fills: null },
        faults: new Map(),
        faultRecord: NO_FAULT_RECORD,
        calls: { submit: 0, cancel: 0, query: 0, openOrders: 0, positions: 0 },
        performance: { marketEvents: null, wallMs: null },
      }),
    );
    const differ = [...known].filter(([name, value]) => value !== (alone.get(name) ?? null));
    expect(differ.map(([name]) => name).filter((name) => !isSimulatedOnly(name))).toEqual([]);
    for (const name of ['filledShare', 'shortfallBps', 'filledCostBps', 'timeouts', 'alerts'])
      expect([name, isSimulatedOnly(name), alone.get(name) === null]).toEqual([name, false, false]);
  });

  it.each([
    ['fillsMissed', true],
    ['truth.executions', true],
    ['detection.orders', false],
    ['detection.p99Ms', true],
    ['parents.0.executedShare', true],
    ['parents.12.children.3.participationShare', true],
    ['parents.0.children.0.polls', false],
    ['parents.0.markoutBps.5s', true],
    ['monitor.detectionRate', false],
  ])('%s: simulated only %s', (name, only) => {
    expect(isSimulatedOnly(name)).toBe(only);
  });
});
