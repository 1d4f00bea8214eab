/** Requests on one connection (F20): in sending order whatever the latencies, paths and instruments, or each on its own. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import type { VenueRequest } from '../../../src/core/order/venue-message.js';
import { type EpochMicros, type Micros, micros, millis } from '../../../src/core/ground/units.js';
import { prepareScenario } from '../../../src/runs/execute-run.js';
import { loadScenario } from '../../../src/runs/scenario/load.js';
import { simulate } from '../../../src/runs/simulation.js';
import { planOf } from '../../../src/runs/to-plan.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { FaultSet } from '../../../src/sim/fault/fault-set.js';
import type { LinkFault } from '../../../src/sim/fault/link-fault.js';
import { latencyBySymbol } from '../../../src/sim/link/link-latency.js';
import { type ConnectionOrder, RequestLine } from '../../../src/sim/link/request-line.js';
import type { LatencySpec } from '../../../src/sim/random/latency-model.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { RESTING } from '../../contract/scripted-venue.js';
import { START } from './link-rig.js';

const KINDS = ['submit', 'cancel', 'query-order', 'query-depth'] as const;

interface Sent {
  /** Since the request before it. */
  readonly after: Micros;
  readonly kind: (typeof KINDS)[number];
  readonly symbol: string;
  /** Lost, or held up by a fault, as it leaves. */
  readonly fate: 'none' | 'lost' | Micros;
}

interface Drawn {
  readonly seed: number;
  readonly bySymbol: boolean;
  readonly submit: LatencySpec;
  readonly cancel: LatencySpec;
  readonly query: LatencySpec;
  readonly sent: readonly Sent[];
}

const length = fc.integer({ min: 0, max: 500_000 }).map(micros);
const latency: fc.Arbitrary<LatencySpec> = fc.oneof(
  length.map((one) => ({ kind: 'constant', latency: one }) as const),
  fc
    .record({ median: length, sigma: fc.constantFrom(0, 0.5, 2) })
    .map((one) => ({ kind: 'lognormal', ...one }) as const),
  fc
    .array(length, { minLength: 1, maxLength: 5 })
    .map((samples) => ({ kind: 'empirical', samples }) as const),
);
const drawn: fc.Arbitrary<Drawn> = fc.record({
  seed: fc.nat(),
  bySymbol: fc.boolean(),
  submit: latency,
  cancel: latency,
  query: latency,
  sent: fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 50_000 }).map(micros),
      kind: fc.constantFrom(...KINDS),
      symbol: fc.constantFrom('BTCUSDT', 'ETHUSDT'),
      fate: fc.oneof(
        { weight: 8, arbitrary: fc.constant('none' as const) },
        length,
        fc.constant('lost' as const),
      ),
    }),
    { maxLength: 40 },
  ),
});

function requestOf({ kind, symbol }: Sent, index: number): VenueRequest {
  const clientOrderId = index.toString(16).padStart(24, '0') as ClientOrderId;
  switch (kind) {
    case 'submit':
      return {
        kind,
        clientOrderId,
        terms: { ...RESTING, symbol },
        sentAt: START,
        validUntil: null,
      };
    case 'cancel':
      return { kind, clientOrderId, sentAt: START };
    case 'query-order':
      return { kind, clientOrderId };
    case 'query-depth':
      return { kind, symbol, levels: 5 };
  }
}

interface Arrival {
  /** Place in the order of sending. */
  readonly nth: number;
  readonly at: EpochMicros;
}

function arrivalsOf(given: Drawn, connection: ConnectionOrder): readonly Arrival[] {
  const requests = given.sent.map(requestOf);
  const clock = new VirtualClock(START);
  const arrivals: Arrival[] = [];
  const fault: LinkFault = {
    activations: () => 0,
    spans: () => [],
    requestLeaves: ({ request }) => {
      const { fate } = given.sent[requests.indexOf(request)]!;
      if (fate === 'none') return null;
      if (fate === 'lost') return { kind: 'lose' };
      return { kind: 'forward', copies: [{ request, delay: fate }] };
    },
  };
  const { submit, cancel, query } = given;
  const quick: LatencySpec = { kind: 'constant', latency: millis(1) };
  const spec = { feed: quick, submit, cancel, ack: quick, query, stream: quick };
  const line = new RequestLine({
    clock,
    latency: latencyBySymbol(spec, new RandomStreams(given.seed), given.bySymbol),
    faults: new FaultSet([{ kind: 'test', fault }]),
    timeout: millis(5_000),
    latencyBySymbol: given.bySymbol,
    connection,
    desk: (request, at) => {
      arrivals.push({ nth: requests.indexOf(request), at });
      return { kind: 'positions', positions: [] };
    },
  });
  let at: number = START;
  for (const [index, { after }] of given.sent.entries()) {
    at += after;
    clock.schedule(at as EpochMicros, 2, () => line.send(requests[index]!, () => undefined));
  }
  clock.runUntil((START + 1e12) as EpochMicros);
  return arrivals;
}

const inTurn = (arrivals: readonly Arrival[]): boolean =>
  arrivals.every(({ nth }, index) => index === 0 || arrivals[index - 1]!.nth < nth);

const SCENARIO = join(import.meta.dirname, '../../../scenarios/calm.yaml');

describe('the connection of the account', () => {
  it('F20: ordered: requests arrive in the order they left, for any latencies, each once', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const arrivals = arrivalsOf(given, 'ordered');
        expect(inTurn(arrivals)).toBe(true);
        expect(arrivals).toHaveLength(given.sent.filter(({ fate }) => fate !== 'lost').length);
      }),
    );
  });

  it('F20: ordered: nothing arrives sooner than on its own, nor later than the slowest before it', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const alone = new Map(arrivalsOf(given, 'independent').map(({ nth, at }) => [nth, at]));
        let slowest = 0;
        for (const { nth, at } of arrivalsOf(given, 'ordered')) {
          slowest = Math.max(slowest, alone.get(nth)!);
          expect(at).toBe(slowest);
        }
      }),
    );
  });

  it('F20: independent: a quick cancel overtakes a slow submit, also one of another instrument', () => {
    const slow = { kind: 'constant', latency: millis(50) } as const;
    const quick = { kind: 'constant', latency: millis(5) } as const;
    const one = { after: micros(0), fate: 'none' } as const;
    const given: Drawn = {
      seed: 1,
      bySymbol: true,
      submit: slow,
      cancel: quick,
      query: quick,
      sent: [
        { ...one, kind: 'submit', symbol: 'BTCUSDT' },
        { ...one, kind: 'cancel', symbol: 'BTCUSDT' },
        { ...one, kind: 'query-depth', symbol: 'ETHUSDT' },
      ],
    };
    const order = (connection: ConnectionOrder) =>
      arrivalsOf(given, connection).map(({ nth }) => nth);
    expect(order('independent')).toEqual([1, 2, 0]);
    expect(order('ordered')).toEqual([0, 1, 2]);
  });

  it('F20: independent: drawn latencies overtake, whatever the seed', () => {
    const wide: LatencySpec = {
      kind: 'empirical',
      samples: [millis(1), millis(50), millis(400)],
    };
    const one: Sent = { after: millis(1), kind: 'submit', symbol: 'BTCUSDT', fate: 'none' };
    const sent = Array.from({ length: 60 }, () => one);
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, bySymbol) => {
        const given: Drawn = { seed, bySymbol, submit: wide, cancel: wide, query: wide, sent };
        expect(inTurn(arrivalsOf(given, 'independent'))).toBe(false);
        expect(arrivalsOf(given, 'ordered')).toEqual(arrivalsOf(given, 'ordered'));
      }),
    );
  });

  it('F20: the scenario decides; the same seed gives the same journal', async () => {
    const hashOf = async (...words: readonly string[]): Promise<string> => {
      const loaded = loadScenario(SCENARIO, {
        set: [
          'venue.latency.submit={ lognormal: { median: 200ms, sigma: 2 } }',
          'venue.latency.query={ lognormal: { median: 200ms, sigma: 2 } }',
          ...words,
        ],
      });
      const tapes = (await prepareScenario(loaded)).tapesOf(1);
      return simulate(planOf(loaded, { tapes, seed: 1, strategies: [] })).journalHash;
    };
    const ordered = await hashOf('venue.connection=ordered');
    expect(await hashOf('venue.connection=ordered')).toBe(ordered);
    const independent = await hashOf('venue.connection=independent');
    expect(independent).not.toBe(ordered);
    expect(await hashOf()).toBe(independent);
  });
});
