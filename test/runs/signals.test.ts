/** A scenario's signals, through the host, the core and the report. */
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/schema/report.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { ScenarioError } from '../../src/runs/scenario/problem.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import { textReport } from '../../src/report/text/text-report.js';

const scenario = (signals: string, more = ''): ReturnType<typeof parseScenario> =>
  parseScenario(
    'signals.yaml',
    `name: signals
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 4, ordersPerSecond: 3 } }
clock: { duration: 60s }
signals:
${signals}${more}
`,
  );

const one = (at: number, more = ''): string =>
  `  - { at: ${at}s, price: '61800', side: buy, quantity: '0.3', algo: direct${more} }\n`;

describe('signals in a scenario', () => {
  it('DED-2 DED-6: of those alike the first makes an order, and the report says what became of each', async () => {
    const report = await runScenario(
      scenario(one(1) + one(5) + one(9, ', strategy: other') + one(11)),
    );
    expect(report.parents.map(({ filledQuantity }) => filledQuantity)).toEqual(['0.3', '0.3']);
    expect(report.signals).toMatchObject({ taken: 2, duplicates: 2, refused: 0 });
    expect(report.signals?.list.map(({ as, parent, ageMs }) => [as, parent, ageMs])).toEqual([
      ['taken', 'P1', null],
      ['duplicate', 'P1', 4_000],
      ['taken', 'P2', null],
      ['duplicate', 'P1', 10_000],
    ]);
    expect(report.invariants.violations).toEqual([]);
    expect(reportSchema.parse(report)).toEqual(report);
    expect(textReport(report)).toContain('4 given: 2 taken, 2 repeated another, 0 refused');
  });

  it('DED-3: execution.dedup sets how they are told apart; a refused one says why', async () => {
    const text = scenario(
      one(1) + one(5, ', symbol: BTCUSDT'),
      `execution: { dedup: { window: 2s, memory: 30s, cap: 1 } }\n`,
    );
    const { signals, parents } = await runScenario(text);
    expect(parents).toHaveLength(1);
    expect(signals).toMatchObject({ taken: 1, duplicates: 0, refused: 1 });
    expect(signals?.list[1]?.why).toContain('1 signals are remembered');
  });

  it('a run without signals has no word of them', async () => {
    const report = await runScenario(
      parseScenario(
        'none.yaml',
        'name: none\nmarket: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 4, ordersPerSecond: 3 } }\nclock: { duration: 5s }\norders: [{ at: 1s, side: buy, quantity: "0.3", algo: direct }]\n',
      ),
    );
    expect('signals' in report).toBe(false);
    expect(textReport(report)).not.toContain('Signals');
  });

  it.each([
    ["  - { at: 1s, price: '0', side: buy, quantity: '1' }\n", 'signals.0.price'],
    [
      "  - { at: 1s, price: '1', side: buy, quantity: '1.0000001', algo: direct }\n",
      'signals.0.quantity',
    ],
    ["  - { at: 61s, price: '1', side: buy, quantity: '1', algo: direct }\n", 'signals.0.at'],
    [
      "  - { at: 1s, price: '1', side: buy, quantity: '1', algo: direct, symbol: NONE }\n",
      'signals.0.symbol',
    ],
    [
      "  - { at: 1s, price: '1', side: buy, quantity: '1', algo: direct, idempotencyKey: a }\n",
      'signals.0.idempotencyKey',
    ],
  ])('a signal that cannot be is named with its place: %s', (signals, path) => {
    const load = (): unknown => scenario(signals);
    expect(load).toThrow(ScenarioError);
    expect(load).toThrow(path);
  });

  it('DED-3: a memory shorter than the window is refused', () => {
    const load = (): unknown => scenario(one(1), 'execution: { dedup: { memory: 10s } }\n');
    expect(load).toThrow('execution.dedup.memory');
  });
});
