/** Simulation plans for tests: generated markets, the defaults of a scenario, and everything overridable. */
import { PLAIN_VENUE } from './plain-venue.js';
import {
  DEFAULT_EARLY_STOP,
  DEFAULT_FILL_DETECTION,
  DEFAULT_ROUTING,
  DEFAULT_SLICING,
  DEFAULT_SUBMIT,
  DEFAULT_VENUE_POLICY,
  type EngineConfig,
} from '../../src/core/state/config.js';
import type { Instrument } from '../../src/core/ground/instrument.js';
import type { RawOrderRequest } from '../../src/core/order/order-request.js';
import {
  type EpochMicros,
  type Micros,
  micros,
  millis,
  seconds,
} from '../../src/core/ground/units.js';
import type { SimulationPlan } from '../../src/runs/simulation.js';
import {
  RANDOM_WALK_DEFAULTS,
  type RandomWalkOptions,
  randomWalkTape,
} from '../../src/sim/market/random-walk.js';
import type { LatencySpec } from '../../src/sim/random/latency-model.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { VenueOptions } from '../../src/sim/exchange/venue-options.js';

export const INSTRUMENT: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: RANDOM_WALK_DEFAULTS.tickSize,
  lotSize: RANDOM_WALK_DEFAULTS.lotSize,
  minNotional: '5',
  calendar: 'always-open',
  adv: '25000',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

const constant = (latency: Micros): LatencySpec => ({ kind: 'constant', latency });

const FILL: FillOptions = {
  queue: { kind: 'back' },
  through: 'pool',
  refill: { kind: 'remember' },
  lateDiffs: 'guard',
  settle: millis(1),
  hidden: 'ignore',
  top: 'ticker',
  stopTrigger: 'last',
};

const VENUE: VenueOptions = {
  ...PLAIN_VENUE,
  fees: { makerBps: '1', takerBps: '5', asset: 'quote' },
  account: { ...PLAIN_VENUE.account, cash: '10000000' },
  validFor: seconds(5),
};

const ENGINE: EngineConfig = {
  mode: 'sim',
  dryRun: false,
  seed: 7,
  engine: 'robust',
  instruments: new Map([[INSTRUMENT.symbol, INSTRUMENT]]),
  venue: DEFAULT_VENUE_POLICY,
  fillDetection: DEFAULT_FILL_DETECTION,
  earlyStop: DEFAULT_EARLY_STOP,
  submit: DEFAULT_SUBMIT,
  slicing: DEFAULT_SLICING,
  routing: DEFAULT_ROUTING,
};

/** A taker TWAP of 0.6 BTC in 6 slices over a minute; everything may be said otherwise. */
export const order = (changes: Partial<RawOrderRequest> = {}): RawOrderRequest => ({
  strategyId: 'demo',
  symbol: INSTRUMENT.symbol,
  side: 'buy',
  quantity: '0.6',
  algo: 'twap',
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
  duration: seconds(60),
  slices: 6,
  interval: null,
  start: null,
  acrossSessions: false,
  completion: 'leave',
  fillTimeout: null,
  idempotencyKey: '0',
  source: 'scenario',
  ...changes,
});

const tapes = new Map<string, Tape>();

/** Generated once per seed and options; shared by tests, never changed. */
export function tapeOf(seed: number, options: Partial<RandomWalkOptions> = {}): Tape {
  const key = JSON.stringify([seed, options]);
  const known = tapes.get(key);
  if (known !== undefined) return known;
  const tape = randomWalkTape(new RandomStreams(seed).of('market'), {
    durationSeconds: 120,
    ...options,
  });
  tapes.set(key, tape);
  return tape;
}

export interface PlanChanges extends Partial<
  Omit<SimulationPlan, 'venue' | 'engine' | 'orders' | 'markets'>
> {
  /** Of the only market. */
  readonly tape?: Tape;
  readonly venue?: Partial<VenueOptions>;
  readonly engine?: Partial<EngineConfig>;
  /** At seconds from the start. */
  readonly orders?: readonly (readonly [number, RawOrderRequest])[];
}

export const secondsIn = (tape: Tape, value: number): EpochMicros =>
  ((tape.time[0] ?? 0) + value * 1_000_000) as EpochMicros;

/** A plan with one market, which is at hand as `tape`. */
export interface OneMarketPlan extends SimulationPlan {
  readonly tape: Tape;
}

/** Venue and engine always agree on what the venue promises. */
export function planOf(changes: PlanChanges = {}): OneMarketPlan {
  const seed = changes.seed ?? 7;
  const tape = changes.tape ?? tapeOf(1);
  const venue = { ...VENUE, ...changes.venue };
  const { idempotency, validFor, visibilityLag } = venue;
  return {
    seed,
    tape,
    markets: [{ instrument: INSTRUMENT, tape, fill: FILL }],
    start: secondsIn(tape, 0),
    end: (tape.time[tape.rows - 1] ?? 0) as EpochMicros,
    latency: {
      feed: constant(millis(5)),
      submit: constant(millis(20)),
      ack: constant(millis(20)),
      query: constant(millis(30)),
      stream: constant(millis(10)),
    },
    faults: [],
    operator: [],
    accountOrigin: { cashFrom: 'scenario', positionsFrom: 'scenario' },
    ...changes,
    venue,
    engine: {
      ...ENGINE,
      seed,
      ...changes.engine,
      venue: { ...DEFAULT_VENUE_POLICY, idempotency, validFor, visibilityLag },
    },
    orders: (changes.orders ?? [[5, order()]]).map(([at, request]) => ({
      at: secondsIn(tape, at),
      request,
    })),
  };
}

/** A fault's values with durations in seconds turned into microseconds. */
export const inSeconds = (value: number): Micros => micros(Math.round(value * 1_000_000));
