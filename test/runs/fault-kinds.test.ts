/**
 * Kinds of faults over whole runs: whatever a fault of the link or the venue's words does, no invariant breaks and what the
 * engine ends up believing of each order is what the venue's ledger has. A parent that takes, one that
 * rests and one that is mostly canceled, on a generated market, with ids that are unique for ever and ids that may be used again.
 */
import { describe, expect, it } from 'vitest';
import type { TruthExecution } from '../../src/core/order/truth.js';
import type { ScheduledSignal } from '../../src/runs/assembly.js';
import { type SimulationPlan, simulate } from '../../src/runs/simulation.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { EXCLUDED } from '../../src/sim/fault/excluded.js';
import { FAULT_KINDS } from '../../src/sim/fault/registry.js';
import type { FaultValues } from '../../src/sim/fault/parameter.js';
import type { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import { DEFAULT_OPEN_ORDERS_CHECK } from '../../src/core/state/open-orders.js';
import { DEFAULT_POSITION_CHECK } from '../../src/core/state/position.js';
import { plus } from '../../src/core/ground/units.js';
import { isLongRun } from '../support/test-seed.js';
import { signalOf } from '../support/signal-of.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 120, messagesPerSecond: 6 });
const TAKES = order({ idempotencyKey: '0', duration: inSeconds(50), fillTimeout: inSeconds(6) });
const RESTS = order({
  idempotencyKey: '1',
  side: 'sell',
  type: 'limit',
  timeInForce: 'gtc',
  limitPrice: { peg: 'ask', offsetTicks: 0 },
  duration: inSeconds(50),
  fillTimeout: inSeconds(6),
  completion: 'catch-up',
});
/** Mostly canceled. */
const WAITS = order({
  idempotencyKey: '2',
  type: 'limit',
  timeInForce: 'gtc',
  limitPrice: { peg: 'bid', offsetTicks: -20 },
  duration: inSeconds(50),
  slices: 3,
  fillTimeout: inSeconds(6),
});

const HALF = { probability: 0.5 };
const ALWAYS = { probability: 1 };
const CUT = { log: 'cut', mended: inSeconds(5) };
const during = { at: inSeconds(10), for: inSeconds(25) };

/** The stream is gone for a while, so that queries and what they are lied to about matter. */
const SILENT: FaultSpec = {
  kind: 'outage',
  values: { paths: ['stream'], at: inSeconds(20), for: inSeconds(15) },
};
const NO_LAG = inSeconds(0);

const PLAYED: readonly (readonly [ids: string, kind: string, values: FaultValues])[] = [
  ['F:STR1', 'frame-lost', { probability: 0.4 }],
  ['F:STR1', 'frame-lost', { nth: 3, run: 20 }],
  ['F:STR4', 'stream-replay', { at: inSeconds(40), last: 30 }],
  ['F:STR5', 'frame-repeated', { probability: 0.6, times: 3, delay: inSeconds(0.5) }],
  ['F:STR6 F:FIL4', 'frame-reordered', { probability: 0.7, window: inSeconds(12) }],
  ['F:STR7', 'stream-stalled', during],
  ['F:STR2', 'stream-disconnect', during],
  ['F:STR2', 'stream-disconnect', { ...during, noticed: inSeconds(10) }],
  ['F:STR3', 'stream-half-open', during],
  ['F:STR8', 'stream-expired', { at: inSeconds(10) }],
  ['F:STR11', 'stream-unconfirmed', during],
  ['F:STR10', 'stream-displaced', { at: inSeconds(10), times: 4, every: inSeconds(5) }],
  ['F:STR8', 'stream-expired', { at: inSeconds(10), quiet: inSeconds(20), renewal: inSeconds(3) }],
  ['F:MD2', 'outage', during],
  ['F:MD3', 'spread-shift', { ...during, factor: 3 }],
  ['F:MD9', 'halt', during],
  ['F:MD12', 'filters-changed', { ...during, ticks: 3 }],
  ['F:MD12', 'filters-changed', { at: inSeconds(10), lots: 7, least: 20 }],
  ['F:MD8', 'bad-number', { ...during, probability: 0.5 }],
  ['F:MD8', 'bad-number', { ...during, paths: ['submit', 'cancel', 'stream'] }],
  ['F:MD8', 'bad-number', { ...during, paths: ['query', 'feed'] }],
  ['F:MD11', 'volume-missing', {}],
  ['F:MD11', 'volume-missing', { shape: 'stale', factor: 0.001 }],
  ['F:FIL1', 'fill-pieces', { ...ALWAYS, pieces: 7 }],
  ['F:FIL1', 'fill-pieces', { ...HALF, pieces: 5, shape: 'one-lot', pause: inSeconds(1) }],
  ['F:FIL9', 'ended-partly', { ...HALF, part: 0.4 }],
  ['F:FIL7', 'dust-left', ALWAYS],
  ['F:FIL7', 'dust-left', { ...HALF, lots: 3 }],
  ['F:FIL8', 'price-off', { ...HALF, ticks: 3 }],
  ['F:FIL5', 'trade-busted', { ...HALF, delay: inSeconds(0.5) }],
  ['F:FIL5', 'trade-busted', { ...ALWAYS, delay: inSeconds(8), part: 0.4 }],
  ['F:FIL6', 'fee-late', {}],
  ['F:FIL6', 'fee-late', { delay: inSeconds(300), probability: 0.5 }],
  ['F:CLK5', 'venue-stamps', { ahead: inSeconds(60) }],
  ['F:CLK5', 'venue-stamps', { behind: inSeconds(60) }],
  ['F:CLK5', 'venue-stamps', { ...during, behind: inSeconds(60) }],
  ['F:CLK9', 'venue-stamps', { grid: inSeconds(60) }],
  ['F:QRY10', 'venue-stamps', { jitter: inSeconds(30) }],
  ['F:SUB5', 'reject', { probability: 0.3 }],
  ['F:SUB6', 'refused-afterwards', { ...HALF, delay: inSeconds(1) }],
  ['F:SUB7', 'rate-limit', { perMinute: 20, retryAfter: inSeconds(5) }],
  ['F:CLK1', 'clock-skew', { ahead: inSeconds(60) }],
  ['F:CLK1', 'clock-skew', { behind: inSeconds(60) }],
  ['F:CLK1', 'clock-skew', { ahead: inSeconds(0.9) }],
  ['F:CLK2', 'clock-drift', { ppm: 500 }],
  ['F:CLK2', 'clock-drift', { ppm: 50_000, direction: 'slow' }],
  ['F:CLK3', 'clock-jump', { at: inSeconds(20), by: inSeconds(60) }],
  ['F:CLK3', 'clock-jump', { at: inSeconds(20), by: inSeconds(30), direction: 'back' }],
  ['F:CLK6', 'leap-second', { at: inSeconds(20) }],
  ['F:CLK6', 'leap-second', { at: inSeconds(20), client: 'smears', venue: 'repeats' }],
  ['F:CLK6', 'leap-second', { at: inSeconds(20), client: 'none', over: inSeconds(15) }],
  ['F:CLK6', 'leap-second', { at: { after: 'filled', nth: 2 }, client: 'none', venue: 'repeats' }],
  ['F:CLK4', 'machine-asleep', during],
  ['F:PRC5 F:CLK8', 'client-paused', during],
  ['F:PRC5', 'client-paused', { at: { after: 'submit-sent', nth: 3 }, for: inSeconds(4) }],
  ['F:DSK9', 'disk-slow', { ...HALF, from: inSeconds(0.01), to: inSeconds(2) }],
  ['F:DSK9', 'disk-slow', { ...during, from: inSeconds(4), to: inSeconds(5) }],
  ['F:PRC1 F:PRC3', 'client-killed', { at: inSeconds(10), down: inSeconds(12) }],
  ['F:PRC1', 'client-killed', { at: { after: 'accepted', nth: 3 }, down: inSeconds(3) }],
  ['F:DSK4', 'power-lost', { at: inSeconds(10), down: inSeconds(5) }],
  ['F:DSK5', 'power-lost', { at: inSeconds(10), down: inSeconds(5), log: 'torn' }],
  ['F:DSK7 F:DSK10', 'power-lost', { ...CUT, at: inSeconds(10), down: inSeconds(5) }],
  ['F:DSK1 F:DSK11', 'disk-full', { at: inSeconds(10), down: inSeconds(5) }],
  ['F:DSK3', 'disk-error', { at: inSeconds(10), down: inSeconds(5) }],
  ['F:DSK3', 'disk-error', { at: inSeconds(10), down: inSeconds(5), before: 'head' }],
  ['F:PRC6', 'second-instance', { at: inSeconds(10) }],
  ['F:PRC6 S29', 'second-instance', { at: inSeconds(10), lock: 'lost' }],
  ['F:SUB8', 'clock-refused', HALF],
  ['F:SUB8', 'clock-refused', during],
  ['F:SUB2', 'ack-lost', HALF],
  ['F:SUB2', 'ack-lost', { ...HALF, shape: '5xx' }],
  ['F:SUB1 F:CAN1', 'request-lost', HALF],
  ['F:SUB1 F:CAN1', 'request-lost', { ...during, paths: ['submit', 'cancel', 'query'] }],
  ['F:SUB3', 'late-arrival', { ...HALF, delay: inSeconds(4) }],
  ['F:CAN6', 'late-arrival', { ...HALF, delay: inSeconds(2), paths: ['submit', 'cancel'] }],
  // Not submits: where ids may be used again the second can be an order of its own, which no client can prevent.
  ['F:SUB4', 'request-repeated', { ...HALF, delay: inSeconds(0.5), paths: ['cancel', 'query'] }],
  ['F:SUB10 F:FIL2', 'slow-reply', { ...HALF, from: inSeconds(0.1), to: inSeconds(60) }],
  ['F:SUB11', 'garbled-reply', HALF],
  ['F:SUB11', 'garbled-reply', { ...HALF, shape: 'truncated', paths: ['submit'] }],
  ['F:SUB15', 'maintenance', during],
  ['F:FIL3', 'cancel-pretended', { ...ALWAYS, delay: inSeconds(3) }],
  ['F:CAN4', 'cancel-pretended', { ...ALWAYS, delay: inSeconds(3), says: 'pending-cancel' }],
  ['F:CAN2', 'cancel-pretended', { nth: 1 }],
  ['F:QRY1', 'order-hidden', { ...HALF, lag: inSeconds(5) }],
  ['F:QRY11', 'order-archived', { age: inSeconds(0.02) }],
  ['F:QRY11', 'order-archived', { age: inSeconds(0.01), ...during }],
  ['F:QRY3', 'false-not-found', { probability: 0.3 }],
  ['F:SUB12', 'other-order', HALF],
  ['F:QRY2', 'stale-answer', { ...HALF, age: inSeconds(10) }],
  ['F:QRY6', 'blank-answer', HALF],
  ['F:QRY6', 'blank-answer', { ...HALF, lacks: 'quantity' }],
  ['F:QRY6', 'blank-answer', { ...HALF, lacks: 'known-status' }],
  ['F:QRY9', 'quantity-falls', HALF],
  ['F:QRY4', 'lists-disagree', { ...ALWAYS, age: inSeconds(30) }],
  ['F:QRY4', 'lists-disagree', { ...during, age: inSeconds(5) }],
  ['F:QRY5', 'pages-astray', { ...HALF, as: 'skips' }],
  ['F:QRY5', 'pages-astray', { ...ALWAYS, as: 'repeats' }],
  ['F:QRY5', 'pages-astray', { ...HALF, as: 'stuck' }],
  ['F:QRY5', 'pages-astray', { ...ALWAYS, as: 'equal-times', grid: inSeconds(60) }],
  ['F:QRY5', 'pages-astray', { ...HALF, as: 'skips', of: 'history', size: 1 }],
  ['F:QRY5', 'pages-astray', { ...HALF, as: 'stuck', of: 'both', size: 3 }],
  ['F:QRY7', 'positions-off', { ...ALWAYS, age: inSeconds(10) }],
  ['F:QRY7', 'positions-off', { ...during, lots: 50 }],
  ['F:QRY8', 'positions-missing', HALF],
  ['F:QRY8', 'positions-missing', { ...ALWAYS, as: 'not-found' }],
  ['F:QRY8', 'positions-missing', { ...during, as: 'error' }],
  ['F:SUB14', 'terms-rounded', { ...ALWAYS, lots: 7, ticks: 4 }],
  ['F:SUB14', 'terms-rounded', { ...HALF, ticks: 4, price: 'against' }],
  ['F:MD1', 'quote-frozen', during],
  ['F:MD4', 'flash-move', { ...during, percent: 0.3 }],
  ['F:MD4', 'flash-move', { ...during, percent: 20, direction: 'down' }],
  ['F:MD5', 'drought', { ...during, keeps: 0.01 }],
  ['F:MD5', 'drought', { at: inSeconds(10), for: inSeconds(3), side: 'ask' }],
  ['F:MD5', 'drought', during],
  ['F:MD6', 'crossed-book', { ...during, ticks: 5 }],
  ['F:MD6', 'crossed-book', { at: inSeconds(10), for: inSeconds(4), ticks: 0 }],
  ['F:MD7', 'depth-gap', during],
  ['F:MD7', 'depth-gap', { ...during, client: 'misses' }],
  ['F:QRY12 F:FIL10', 'order-by-hand', { at: inSeconds(10), lots: 3, away: 50 }],
  ['F:QRY12 F:FIL10', 'order-by-hand', { at: inSeconds(10), lots: 3, for: inSeconds(5) }],
  ['F:RSK1', 'kill-switch', during],
  ['F:RSK1', 'kill-switch', { ...during, working: 'stay' }],
  ['F:FIL4', 'false-end', { nth: 1, says: 'filled' }],
  ['F:MD10', 'symbol-changed', { at: inSeconds(10) }],
  ['F:MD10', 'symbol-changed', { at: inSeconds(10), ratio: 10 }],
  ['F:RSK2', 'risk-store', during],
  ['F:RSK2', 'risk-store', { ...during, says: 'engaged' }],
  ['F:RSK3', 'breaker-trip', during],
  ['F:RSK4', 'limits-lowered', during],
  [
    'F:RSK6 S21',
    'signal-storm',
    { ...ALWAYS, copies: 20, within: inSeconds(15), priceBps: 20, contrary: 0.2 },
  ],
];

const signalled = ({ start }: SimulationPlan): readonly ScheduledSignal[] =>
  [6, 30].map((second) => ({
    at: plus(start, inSeconds(second)),
    signal: signalOf({ price: '60000', quantity: '0.1' }),
  }));

const ALL = [
  [2, TAKES],
  [3, RESTS],
  [4, WAITS],
] as const;
/**
 * Whether an id may be used again decides what is sent again, and what a look for it proves: that hangs on requests, answers and
 * processes. A fault of another family is played with the one or the other, and with both in a long run.
 */
const isAboutIds = (ids: string): boolean => /F:(SUB|CAN|QRY|PRC|DSK)/.test(ids);

/** Positions are looked at where nothing is under way. */
const positionCheck = DEFAULT_POSITION_CHECK;
const openOrdersCheck = { ...DEFAULT_OPEN_ORDERS_CHECK, every: inSeconds(1), pageSize: 1 };
const reconciliation = { interval: inSeconds(5), window: inSeconds(2), lookUpsMost: 200 };
const OF_LISTS: ReadonlySet<string> = new Set(['lists-disagree', 'pages-astray']);

let venue: L2Venue | undefined;

type Idempotency = 'forever' | 'open-only';

/** `expires`: the venue refuses what is old. */
function played(faults: readonly FaultSpec[], idempotency: Idempotency, expires = true) {
  const looksAtPositions = faults.some(({ kind }) => kind.startsWith('positions-'));
  const planned = planOf({
    tape: TAPE,
    orders: looksAtPositions ? [[2, TAKES]] : ALL,
    faults,
  });
  const { engine } = planned;
  const said = { idempotency, ...(expires ? {} : { validFor: null }) };
  const plan = {
    ...planned,
    ...(faults.some(({ kind }) => kind === 'signal-storm') ? { signals: signalled(planned) } : {}),
    venue: { ...planned.venue, ...said },
    engine: {
      ...engine,
      venue: { ...engine.venue, ...said },
      ...(looksAtPositions ? { positionCheck } : {}),
      ...(faults.some(({ kind }) => OF_LISTS.has(kind)) ? { openOrdersCheck, reconciliation } : {}),
    },
  };
  const result = simulate(plan, venue === undefined ? {} : { venue });
  ({ venue } = result);
  return result;
}

const sumOf = (executions: readonly Pick<TruthExecution, 'quantity'>[]): number =>
  executions.reduce((sum, { quantity }) => sum + quantity, 0);

describe('a run with a fault', () => {
  it('every kind is played', () => {
    const kinds = new Set(PLAYED.map(([, kind]) => kind));
    expect([...FAULT_KINDS.keys()].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  const cases = PLAYED.flatMap(([ids, kind, values], nth) =>
    (['forever', 'open-only'] as const)
      .filter((_, which) => isLongRun || isAboutIds(ids) || which === nth % 2)
      .map((ofIds) => ({ ids, kind, values, ofIds })),
  );

  it.each(cases)(
    '$ids $kind $values, ids $ofIds: belief is the truth in the end',
    ({ kind, values, ofIds }) => {
      // Where a bust is not told, nobody asks for it.
      const beside = kind === 'trade-busted' ? [] : [SILENT];
      const { audit, faultCounts, ledger, state } = played([{ kind, values }, ...beside], ofIds);
      expect(faultCounts.get(kind)).toBeGreaterThan(0);
      expect(audit.violations).toEqual([]);
      expect([audit.phantom, audit.doubled]).toEqual([0, 0]);
      expect(audit.oneSided).toEqual([]);
      expect(
        audit.fills.filter(({ detectedAt, pricedAt }) => (detectedAt ?? pricedAt) === null),
      ).toEqual([]);
      expect(ledger.executions.length).toBeGreaterThan(0);
      for (const [clientOrderId, { belief }] of state.children.entries()) {
        const executions = ledger.executions.filter((one) => one.clientOrderId === clientOrderId);
        const busts = (ledger.busts ?? []).filter((one) => one.clientOrderId === clientOrderId);
        expect([belief.filled, belief.ledger.count]).toEqual([
          sumOf(executions) - sumOf(busts),
          executions.length + busts.length,
        ]);
      }
    },
  );

  /** An order that is there and not found: where no request is too old it is sent again, and "exists". */
  const TAKEN_TWICE: readonly FaultSpec[] = [
    { kind: 'ack-lost', values: { nth: 1 } },
    { kind: 'outage', values: { paths: ['stream'], at: inSeconds(0), for: inSeconds(200) } },
    { kind: 'false-not-found', values: { at: inSeconds(0), for: inSeconds(15) } },
  ];
  const NOTICED: readonly (readonly [
    kind: string,
    values: FaultValues,
    beside: readonly FaultSpec[],
    ids: Idempotency,
  ])[] = [
    ['request-repeated', { ...ALWAYS, delay: inSeconds(0.2) }, [], 'open-only'],
    ['false-end', ALWAYS, [], 'forever'],
    ['order-hidden', { ...ALWAYS, lag: inSeconds(100) }, [], 'open-only'],
    ['stale-answer', { ...ALWAYS, age: inSeconds(6_000) }, [], 'open-only'],
    ['venue-stamps', { behind: inSeconds(60) }, TAKEN_TWICE, 'forever'],
    [
      'trade-busted',
      { ...ALWAYS, delay: inSeconds(0.5) },
      [{ kind: 'venue-stamps', values: { grid: inSeconds(60) } }],
      'forever',
    ],
  ];

  it('what no client survives is listed with the alert that says so', () => {
    const noticed = EXCLUDED.filter((excluded) => excluded.noticed !== null);
    expect(new Set(noticed.map(({ kind }) => kind))).toEqual(
      new Set(NOTICED.map(([kind]) => kind)),
    );
  });

  it.each(NOTICED)(
    '%s beyond what a client can survive is noticed',
    (kind, values, beside, ids) => {
      const spec = { kind, values };
      const excluded = EXCLUDED.find((one) => one.kind === kind)!;
      expect(excluded.applies(spec, { idempotency: ids, visibilityLag: NO_LAG }, beside)).toBe(
        true,
      );
      const { audit, state } = played([spec, SILENT, ...beside], ids, beside.length === 0);
      const known = audit.fills.every(({ pricedAt }) => pricedAt !== null);
      expect(known && audit.violations.length === 0).toBe(false);
      const raised = [...state.alerts.entries()].map(([key]) => key);
      expect(raised.filter((key) => key.startsWith(`${excluded.noticed ?? ''}:`))).not.toEqual([]);
    },
  );
});
