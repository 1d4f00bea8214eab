/** Whatever a strategy emits, the run ends with a report: what it asks for is refused, or worked, and nothing of it is our bug. */
import fc from 'fast-check';
import { of } from 'rxjs';
import { expect, it } from 'vitest';
import type { StrategyOutput } from '../../src/core/host/strategy.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { draws } from '../support/test-seed.js';

const RUNS = draws(300);

const NUMBERS = [1, 2, 1_000, 1_000_000, 4_000_000, 2 ** 31, 946_080_000_000_000, 2 ** 53 - 1];
const ODD_NUMBERS = [0, -1, 1.5, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY];
const DECIMALS = ['0.1', '1', '0.001', '300', '61800', '61800.5', '9007199254740.991', '0.0001'];
const ODD_DECIMALS = ['0', '-1', '9'.repeat(40), `0.${'0'.repeat(29)}1`, '1e9', '', 'NaN'];

/** Mostly what is taken; a key that is not drawn is left out. */
const drawn = (odd: number) => {
  const mostly = <T>(fine: readonly T[], rest: readonly T[]): fc.Arbitrary<T> =>
    fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...fine) },
      { weight: odd, arbitrary: fc.constantFrom(...rest) },
    );
  const number = mostly(NUMBERS, ODD_NUMBERS);
  const decimal = mostly(DECIMALS, ODD_DECIMALS);
  const peg = fc.record({ peg: fc.constantFrom('bid', 'ask', 'mid'), offsetTicks: number });
  return fc.record(
    {
      side: fc.constantFrom('buy', 'sell'),
      quantity: decimal,
      algo: fc.constantFrom('twap', 'direct', 'auto'),
      type: fc.constantFrom('market', 'market', 'limit', 'stop', 'stop-limit'),
      limitPrice: fc.oneof(decimal, peg),
      stopPrice: decimal,
      timeInForce: fc.constantFrom('day', 'gtc', 'ioc', 'fok'),
      duration: number,
      slices: mostly([1, 2, 5, 50], [20_000_000, ...ODD_NUMBERS]),
      interval: number,
      start: number,
      fillTimeout: number,
      completion: fc.constantFrom('leave', 'catch-up'),
      symbol: mostly(['BTCUSDT'], ['NOPE', '']),
      acrossSessions: fc.boolean(),
      postOnly: fc.boolean(),
    },
    { requiredKeys: ['side', 'quantity'] },
  );
};

type Fields = Record<string, unknown>;

/** Without what the core refuses beside each other, so that values and not their company decide. */
function agreeing(fields: Fields): Fields {
  const { type = 'market', algo = 'direct', limitPrice, stopPrice, postOnly: _, ...rest } = fields;
  const left: Fields = { ...rest, type, algo };
  if (type === 'limit' || type === 'stop-limit') left['limitPrice'] = limitPrice ?? '61800.5';
  if (type === 'stop' || type === 'stop-limit') left['stopPrice'] = stopPrice ?? '61801';
  const timing = algo === 'direct' ? ['duration', 'slices', 'interval'] : ['interval'];
  return Object.fromEntries(Object.entries(left).filter(([key]) => !timing.includes(key)));
}

const output = fc
  .record({
    fields: fc.oneof(drawn(0), drawn(2)),
    agree: fc.constantFrom(true, true, true, false),
    signal: fc.constantFrom(false, false, true),
    other: fc.constantFrom<unknown>(
      ...Array.from({ length: 18 }, () => null),
      { kind: 'cancel', key: 's1' },
      { kind: 'cancel', key: 'wild-0' },
    ),
    id: fc.nat(3),
  })
  .map(({ fields, agree, signal, id, other }): unknown => {
    if (other !== null) return other;
    const { side, ...order } = agree ? agreeing(fields) : fields;
    return signal
      ? { kind: 'signal', signalId: `s${id}`, side, order }
      : { kind: 'order', side, ...order };
  });

const scenario = (calendar: string, start: string): string => `name: wild-strategies
shows: what strategies may emit
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", adv: "25000", calendar: ${calendar} }
market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 5, ordersPerSecond: 1 } }
clock: { start: "${start}", duration: 8s }
orders: [{ at: 1s, side: buy, quantity: "0.1", algo: direct }]
`;

it.each([
  ['a market that never closes', 'always-open', '2024-07-05T19:59:50Z'],
  ['the last seconds of a session', 'nyse', '2024-07-05T19:59:55Z'],
])('a run on %s ends with a report, whatever is emitted', async (_, calendar, start) => {
  const prepared = await prepareScenario(parseScenario('wild.yaml', scenario(calendar, start)));
  let parents = 0;
  fc.assert(
    fc.property(fc.array(output, { minLength: 1, maxLength: 3 }), (outputs) => {
      const strategy = () => of(...(outputs as StrategyOutput[]));
      const run = executeRun({ ...prepared, strategies: [{ id: 'wild', strategy, params: {} }] });
      run.close();
      parents += run.report.parents.length;
      expect(run.report.invariants.violations).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  // Some of them became orders.
  expect(parents).toBeGreaterThan(1.3 * RUNS);
});
