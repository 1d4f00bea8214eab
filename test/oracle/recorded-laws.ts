/**
 * The venue against the oracle on imported markets, execution for execution: the recorded scenarios as they are, the same
 * with options, halts and orders that bring every rule into play on imported rows, and drawn requests of every kind.
 * Stated once, for the recordings and for their generated twins.
 */
import { expect, it } from 'vitest';
import { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import { checkAgainstOracle, explainDifference } from './check.js';
import { recordedCase } from './recorded-case.js';
import { type CheckedRun, checkRecorded, onlyMarketOf, planOfRecorded } from './recorded-run.js';
import { RULE_CODES, ledgerOf, oracleOptionsOf } from './run-venue.js';
import { joinedRequests } from './several-own.js';

const TIMEOUT = 60_000;

/** Nothing but the rules stops an order. */
const UNHINDERED = [
  'venue.account.cash=1000000000',
  ...['spreadBps', 'deviationBps', 'liquidityLevels'].map(
    (key) => `execution.earlyStop.${key}=off`,
  ),
  'execution.earlyStop.onSliceFailure=continue',
];

/** Resting orders on both sides at once, from the n-th order on; every slice is canceled half a minute later. */
const bothSides = (from: number): string[] => [
  `orders.${from}={ at: 5s, side: buy, quantity: '8', type: limit, limitPrice: { peg: bid, offsetTicks: -3 }, duration: 4m, slices: 40, fillTimeout: 30s }`,
  `orders.${from + 1}={ at: 7s, side: sell, quantity: '8', type: limit, limitPrice: { peg: ask }, duration: 4m, slices: 60, fillTimeout: 30s }`,
];

/** Prices that both sessions of a folder pass through in their first four minutes. */
export interface StopPrices {
  readonly buyAbove: string;
  readonly sellBelow: string;
  readonly limitBelow: readonly [stop: string, limit: string];
  readonly buyThrough: string;
}

const stopsAt =
  ({ buyAbove, sellBelow, limitBelow, buyThrough }: StopPrices) =>
  (from: number): string[] => {
    const direct = 'at: 1s, algo: direct, quantity: "0.7", fillTimeout: 5m';
    const [stop, limit] = limitBelow;
    return [
      `orders.${from}={ ${direct}, side: buy, type: stop, stopPrice: '${buyAbove}' }`,
      `orders.${from + 1}={ ${direct}, side: sell, type: stop, stopPrice: '${sellBelow}' }`,
      `orders.${from + 2}={ ${direct}, side: sell, type: stop-limit, stopPrice: '${stop}', limitPrice: '${limit}' }`,
      `orders.${from + 3}={ ${direct}, side: buy, type: stop, stopPrice: '${buyThrough}' }`,
    ];
  };

const heavy = ['orders.0.quantity=400', 'orders.0.slices=400'];
const halt = (newOrders: string): string =>
  `faults=[{ kind: halt, at: 60s, for: 45s, newOrders: ${newOrders} }]`;
const fill = (options: Record<string, string | number>): string[] =>
  Object.entries(options).map(([key, value]) => `venue.fill.${key}=${value}`);

type Variant = readonly [name: string, scenario: string, set: readonly string[]];

const variants = (stops: (from: number) => string[]): readonly Variant[] => [
  ['a taker 400 times over', 'spot-taker', heavy],
  ['refill fresh-row', 'spot-taker', [...heavy, ...fill({ refill: 'fresh-row' })]],
  [
    'refill half-life',
    'usdm-taker',
    [...heavy, ...fill({ refill: 'half-life', halfLife: '300ms' })],
  ],
  [
    'a queue of probability 1, stops',
    'spot-passive',
    [...bothSides(1), ...stops(3), ...fill({ queue: 'probabilistic', power: 1 })],
  ],
  [
    'a queue of probability 3, through full',
    'usdm-taker',
    [...bothSides(1), ...fill({ queue: 'probabilistic', power: 3, through: 'full' })],
  ],
  [
    'a queue of probability 2 on a broken link, the operator kills',
    'usdm-faults',
    [
      ...bothSides(2),
      ...fill({ queue: 'probabilistic', power: 2 }),
      'operator=[{ at: 90s, do: kill-on }]',
    ],
  ],
  [
    'no queue, literal diffs, no settling, the operator cancels half way',
    'spot-passive',
    [
      ...bothSides(1),
      ...fill({ queue: 'none', lateDiffs: 'literal', settleMs: 0 }),
      'operator=[{ at: 90s, do: cancel-parent, order: 1 }, { at: 120s, do: cancel-parent, order: 0 }]',
    ],
  ],
  [
    'hidden observed, pegged to the mid',
    'spot-passive',
    [...bothSides(1), 'orders.0.limitPrice.peg=mid', ...fill({ hidden: 'observed', top: 'diffs' })],
  ],
  [
    'a halt that queues, stops on quotes, refused when through',
    'spot-passive',
    [
      ...bothSides(1),
      ...stops(3),
      halt('queue'),
      ...fill({ stopTrigger: 'quote' }),
      'venue.stopAlreadyThrough=reject',
    ],
  ],
  [
    'a halt that queues, stops, hidden observed',
    'usdm-taker',
    [...bothSides(1), ...stops(3), halt('queue'), ...fill({ hidden: 'observed', top: 'diffs' })],
  ],
  ['a halt that refuses', 'usdm-taker', [...bothSides(1), ...stops(3), halt('refuse')]],
];

const SCRIPTS = 4;

/** `dataDir` is asked for once tests run: a twin is written only then. */
export function venueMatchesOracle(dataDir: () => string, stopPrices: StopPrices): void {
  const seen = new Set<string>();
  const noted = (run: CheckedRun): CheckedRun => {
    for (const what of run.seen) seen.add(what);
    return run;
  };

  it.each(['spot-taker', 'spot-passive', 'usdm-taker', 'usdm-faults'])(
    'SIM-5, F3-F9: %s gives the executions of the text of the rules',
    async (scenario) => {
      const run = noted(await checkRecorded(dataDir(), scenario));
      expect(run.difference).toBe('');
      expect(run.ledger.executions.length).toBeGreaterThan(0);
    },
    TIMEOUT,
  );

  it.each(variants(stopsAt(stopPrices)))(
    'SIM-5, F3-F9, F13: %s (%s)',
    async (_name, scenario, set) => {
      const run = noted(await checkRecorded(dataDir(), scenario, [...UNHINDERED, ...set]));
      expect(run.difference).toBe('');
      expect(run.ledger.executions.length).toBeGreaterThan(20);
    },
    TIMEOUT,
  );

  it.each([
    ['spot-taker', { ticks: 40, lots: 4_000 }],
    ['usdm-taker', { ticks: 4, lots: 300 }],
  ] as const)(
    `SIM-5, F3-F9, F13: ${SCRIPTS} times 600 drawn requests on the market of %s`,
    async (scenario, aim) => {
      const { tape } = onlyMarketOf(await planOfRecorded(dataDir(), scenario));
      let joined = 0;
      for (let seed = 1; seed <= SCRIPTS; seed += 1) {
        const one = recordedCase(tape, seed, aim);
        const ledger = ledgerOf((setup) => new L2Venue(setup), one);
        const [first] = checkAgainstOracle(tape, oracleOptionsOf(one), ledger);
        expect(first === undefined ? '' : explainDifference(tape, ledger, first)).toBe('');
        joined += joinedRequests(ledger) / one.arrivals.length / SCRIPTS;
        for (const { kind } of ledger.entries) seen.add(kind);
        for (const { cause } of ledger.executions) seen.add(cause);
      }
      expect(joined, 'requests behind an own order').toBeGreaterThanOrEqual(0.2);
    },
    TIMEOUT,
  );

  it('SIM-5: every cause of an execution and every end of an order came up', () => {
    const wanted = ['taker', 'queue', 'through', 'crossed', 'hidden', 'triggered', 'canceled'];
    expect([...seen]).toEqual(expect.arrayContaining([...wanted, 'rejected', 'replaced']));
  });

  it('SIM-5: one lot more in one of the executions is noticed', async () => {
    const plan = await planOfRecorded(dataDir(), 'spot-passive');
    const { tape, fill: rulesOfFills } = onlyMarketOf(plan);
    const { end } = plan;
    const { profile } = plan.venue;
    const { ledger } = await checkRecorded(dataDir(), 'spot-passive');
    const wrong = ledger.executions[ledger.executions.length >> 1]!;
    const entries = ledger.entries.map((entry) =>
      entry === wrong ? { ...wrong, quantity: (wrong.quantity + 1) as never } : entry,
    );
    const rules = { profile, fill: rulesOfFills, halts: [], until: end, ruleCodes: RULE_CODES };
    const found = checkAgainstOracle(tape, rules, { ...ledger, entries });
    expect(found.map(({ clientOrderId }) => clientOrderId)).toEqual([wrong.clientOrderId]);
  });
}
