/**
 * A scenario drawn by fast-check for the simulator: a few orders on a generated market, a venue that shows orders late
 * and tells little, a wire that loses acknowledgements and goes silent. After a minute everything heals.
 */
import fc from 'fast-check';
import { DEFAULT_EARLY_STOP, DEFAULT_SLICING } from '../../src/core/state/config.js';
import { type Micros, plus, seconds } from '../../src/core/ground/units.js';
import type { SimulationPlan } from '../../src/runs/simulation.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { type Habits, PoorTeller } from './poor-teller.js';
import { inSeconds, order, planOf, tapeOf } from './simulation-plan.js';

const HEALS_AFTER = seconds(60);
/** Long enough after healing for the largest lag, a backoff, a cancel and a catch-up. */
const LASTS = 240;

const quiet = { durationSeconds: LASTS, messagesPerSecond: 4, ordersPerSecond: 1 };

const drawnOrder = fc.record({
  at: fc.integer({ min: 3, max: 25 }),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  lots: fc.integer({ min: 20, max: 6_000 }),
  slices: fc.integer({ min: 1, max: 4 }),
  spacing: fc.integer({ min: 3, max: 9 }),
  kind: fc.constantFrom('market', 'market', 'at-best', 'cross', 'passive'),
  completion: fc.constantFrom('leave' as const, 'catch-up' as const, 'catch-up' as const),
  fillTimeout: fc.option(fc.integer({ min: 2, max: 15 })),
});
type DrawnOrder = typeof drawnOrder extends fc.Arbitrary<infer T> ? T : never;

/** Seconds from the start, and how long, in milliseconds. */
const gap = fc.record({
  at: fc.integer({ min: 3, max: 55 }),
  ms: fc.constantFrom(200, 1_000, 1_000, 4_000, 12_000),
});

const often = fc.constantFrom(
  'never' as const,
  'never' as const,
  'sometimes' as const,
  'always' as const,
);
const share = fc.constantFrom(0, 0, 0.1, 0.3, 0.7);

export const drawnScenario = fc.record({
  seed: fc.nat(1_000_000),
  tape: fc.nat(2),
  lag: fc.oneof(fc.constantFrom(0, 1, 10, 30), fc.integer({ min: 0, max: 30 })),
  idempotency: fc.constantFrom('forever' as const, 'open-only' as const),
  expires: fc.constantFrom(true, true, false),
  limited: fc.boolean(),
  orders: fc.array(drawnOrder, { minLength: 1, maxLength: 3 }),
  ackLost: share,
  /** Seconds from the start, and for how long requests are refused then; twice as long for who does not wait. */
  limit: fc.option(
    fc.record({ at: fc.integer({ min: 3, max: 50 }), seconds: fc.constantFrom(1, 5, 20) }),
  ),
  gaps: fc.record({
    stream: fc.array(gap, { maxLength: 3 }),
    query: fc.array(gap, { maxLength: 2 }),
    submit: fc.array(gap, { maxLength: 1 }),
    cancel: fc.array(gap, { maxLength: 1 }),
  }),
  habits: fc.record({
    seed: fc.nat(1_000_000),
    queryQuantity: often,
    queryStatus: fc.constantFrom('never' as const, 'sometimes' as const),
    venueTime: often,
    receipt: often,
    streamQuantity: often,
    streamFee: often,
    feeAfterAsks: fc.constantFrom(0, 0, 1, 3),
    framesLost: share,
    framesHeld: share,
    holdFor: fc.integer({ min: 1, max: 20 }),
    readsFailed: fc.constantFrom(0, 0, 0.2, 0.5),
  }),
});
export type DrawnScenario = typeof drawnScenario extends fc.Arbitrary<infer T> ? T : never;

export function planOfDrawn(drawn: DrawnScenario): {
  readonly plan: SimulationPlan;
  readonly teller: PoorTeller;
} {
  const { seed, tape, lag, idempotency, expires, limited, orders } = drawn;
  const earlyStop = {
    ...DEFAULT_EARLY_STOP,
    liquidityLevels: null,
    onSliceFailure: 'continue' as const,
  };
  const plan = planOf({
    seed,
    tape: tapeOf(31 + tape, quiet),
    venue: {
      idempotency,
      validFor: expires ? seconds(5) : null,
      visibilityLag: inSeconds(lag),
    },
    engine: {
      earlyStop,
      // One per cent of a volume that is drawn small: catch-ups then have to be cut.
      slicing: { ...DEFAULT_SLICING, maxSliceOfAdvBps: limited ? 1 : 100 },
    },
    orders: orders.map((one, n) => [one.at, requestOf(one, n)] as const),
    faults: faultsOf(drawn),
  });
  const habits: Habits = { ...drawn.habits, visibilityLag: inSeconds(lag) };
  return { plan, teller: new PoorTeller(habits, plus(plan.start, HEALS_AFTER)) };
}

function requestOf(drawn: DrawnOrder, n: number) {
  const { side, lots, slices, spacing, kind, completion, fillTimeout } = drawn;
  const market = kind === 'market';
  const offset = kind === 'passive' ? -15 : 0;
  const peg = kind === 'cross' ? 'opposite' : 'same';
  const best = (side === 'buy') === (peg === 'same') ? 'bid' : 'ask';
  return order({
    idempotencyKey: String(n),
    side,
    quantity: (lots / 1_000).toFixed(3),
    slices,
    duration: inSeconds(slices * spacing),
    type: market ? 'market' : 'limit',
    limitPrice: market ? null : { peg: best, offsetTicks: side === 'buy' ? offset : -offset },
    timeInForce: market ? 'ioc' : 'gtc',
    completion,
    fillTimeout: fillTimeout === null ? null : inSeconds(fillTimeout),
  });
}

function faultsOf({ ackLost, gaps, limit }: DrawnScenario): readonly FaultSpec[] {
  const limits = limit === null ? [] : [rateLimit(limit)];
  const outages = Object.entries(gaps).flatMap(([path, all]) =>
    all.map(({ at, ms }) => ({
      kind: 'outage',
      values: { paths: [path], at: inSeconds(at), for: (ms * 1_000) as Micros },
    })),
  );
  const shape = 'timeout';
  const lost = ackLost === 0 ? [] : [{ kind: 'ack-lost', values: { probability: ackLost, shape } }];
  return [...outages, ...lost, ...limits];
}

const rateLimit = ({ at, seconds: length }: { at: number; seconds: number }): FaultSpec => ({
  kind: 'rate-limit',
  values: {
    perMinute: null,
    at: inSeconds(at),
    retryAfter: inSeconds(length),
    ban: inSeconds(2 * length),
  },
});
