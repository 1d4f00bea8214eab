/**
 * The broker contract on the two brokers in process: the simulated one on the virtual clock, with replies lost and
 * requests held by a fault on its link, and the asynchronous one that shuffles whatever may be shuffled.
 */
import { describe, expect, it } from 'vitest';
import { type VenueRequest } from '../../src/core/order/venue-message.js';
import type { OrderTerms } from '../../src/core/order/order.js';
import {
  type EpochMicros,
  type Micros,
  epochMicros,
  micros,
  millis,
  plus,
  seconds,
} from '../../src/core/ground/units.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { FaultSet } from '../../src/sim/fault/fault-set.js';
import type { LinkFault } from '../../src/sim/fault/link-fault.js';
import type { LinkLatencySpec } from '../../src/sim/link/link-latency.js';
import { SimLink } from '../../src/sim/link/sim-link.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import type { VenueOptions } from '../../src/sim/exchange/venue-options.js';
import type { ReportListener } from '../../src/sim/exchange/venue-port.js';
import { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import type { DeskVenue } from '../../src/sim/link/venue-desk.js';
import { ask, bid, snapshotRow, tapeOf } from '../oracle/tape-builder.js';
import { FILL } from '../sim/exchange/venue-rig.js';
import { AsyncBroker } from './async-broker.js';
import { brokerContract } from './broker-contract.js';
import { type BrokerRig, Heard, submitOf } from './broker-rig.js';
import { MARKETABLE, RESTING, SCRIPTED_INSTRUMENT, ScriptedVenue } from './scripted-venue.js';

const START = epochMicros(1_700_000_000_000_000);
const TIMEOUT = seconds(5);
/** Longer than the timeout: what was held has happened, and what was lost has been given up. */
const SETTLE = seconds(6);

const PLAIN_VENUE: VenueOptions = {
  profile: { stopAlreadyThrough: 'trigger', selfTrade: 'none' },
  fees: { makerBps: '0', takerBps: '0', asset: 'quote' },
  account: {
    cash: '1000000',
    positions: new Map(),
    shorting: true,
    leverage: 1,
    derivatives: new Set(),
    marginLeverage: 1,
    entryPrices: new Map(),
    funding: { bps: null, times: [] },
  },
  idempotency: 'forever',
  validFor: null,
  visibilityLag: micros(0),
};

const constant = (latency: Micros): { readonly kind: 'constant'; readonly latency: Micros } => ({
  kind: 'constant',
  latency,
});

const latencyOf = (ack: Micros, stream: Micros): LinkLatencySpec => ({
  feed: constant(millis(5)),
  submit: constant(millis(20)),
  ack: constant(ack),
  query: constant(millis(30)),
  stream: constant(stream),
});

/** What a rig can ask of a link, as a fault like any other. */
class RigFault implements LinkFault {
  readonly wire: VenueRequest[] = [];
  losing = false;
  holding = false;
  readonly #lost = new Set<unknown>();

  activations(): number {
    return this.#lost.size;
  }

  spans(): readonly [] {
    return [];
  }

  readonly requestLeaves: NonNullable<LinkFault['requestLeaves']> = ({ request }) => {
    this.wire.push(request);
    if (this.losing) this.#lost.add(request);
    if (!this.holding || request.kind !== 'submit') return null;
    this.holding = false;
    return { kind: 'forward', copies: [{ request, delay: seconds(1) }] };
  };

  readonly replyLeaves: NonNullable<LinkFault['replyLeaves']> = ({ request }) =>
    this.#lost.has(request) ? { kind: 'lost', shape: 'timeout' } : null;
}

/** A venue for a rig, and what the rig needs of it. */
interface RigVenue {
  readonly desk: DeskVenue;
  readonly marketable: OrderTerms;
  readonly resting: OrderTerms;
  arrivals(): BrokerRigArrivals;
  /** The venue's market goes on to `at`. */
  advance(at: EpochMicros): void;
}
type BrokerRigArrivals = ReturnType<BrokerRig['arrivals']>;
type MakeVenue = (listener: ReportListener) => RigVenue;

const scripted: MakeVenue = (listener) => {
  const desk = new ScriptedVenue(listener);
  return {
    desk,
    marketable: MARKETABLE,
    resting: RESTING,
    arrivals: () => desk.arrivals,
    advance: () => undefined,
  };
};

/** The venue of the simulator, on a market that stands still. */
const simulated: MakeVenue = (listener) => {
  const rows = [snapshotRow, bid(9_999, 1_000), ask(10_000, 1_000)];
  const desk = new L2Venue({
    listings: [
      {
        instrument: { ...SCRIPTED_INSTRUMENT, symbol: 'TEST' },
        tape: tapeOf([{ time: START - 1, rows }]),
        fill: FILL,
        halts: [],
        quotes: [],
      },
    ],
    listener,
    options: PLAIN_VENUE,
  });
  return {
    desk,
    marketable: { ...MARKETABLE, symbol: 'TEST' },
    resting: { ...RESTING, symbol: 'TEST' },
    arrivals: () => desk.truth.arrivals,
    advance: (at) => {
      while (desk.advance(at) < at);
    },
  };
};

function simRig(makeVenue: MakeVenue, latency: LinkLatencySpec): BrokerRig {
  const clock = new VirtualClock(START);
  const fault = new RigFault();
  const link = new SimLink({
    clock,
    random: new RandomStreams(7),
    latency,
    faults: new FaultSet([{ kind: 'rig', fault }]),
    instruments: [SCRIPTED_INSTRUMENT],
    requestTimeout: TIMEOUT,
  });
  const { desk, advance, ...venue } = makeVenue(link.listener);
  return {
    ...venue,
    broker: link.connect(desk).broker,
    now: () => clock.now(),
    settle: async () => {
      const end = plus(clock.now(), SETTLE);
      for (let due = clock.peekTime(); due !== null && due < end; due = clock.peekTime()) {
        advance(due);
        clock.runOne();
        // Step by step, so that the promises of one action are done before the next.
        await Promise.resolve();
      }
    },
    wire: fault.wire,
    loseReplies: (on) => (fault.losing = on),
    holdNextSubmit: () => (fault.holding = true),
  };
}

function asyncRig(makeVenue: MakeVenue, seed: number): BrokerRig {
  const clock = new VirtualClock(START);
  const wire: VenueRequest[] = [];
  let losing = false;
  let holding = false;
  const broker = new AsyncBroker({
    clock,
    random: new RandomStreams(seed).of('async-broker'),
    timeout: TIMEOUT,
    fateOf: (command) => {
      const held = holding && command.kind === 'submit';
      if (held) holding = false;
      return { heldTurns: held ? 100 : 0, replyLost: losing };
    },
    onWire: (request) => wire.push(request),
  });
  const { desk, advance, ...venue } = makeVenue(broker);
  advance(START);
  broker.connect(desk);
  return {
    ...venue,
    broker,
    now: () => clock.now(),
    settle: async () => {
      const end = plus(clock.now(), SETTLE);
      await broker.settled();
      for (let due = clock.peekTime(); due !== null && due < end; due = clock.peekTime()) {
        advance(due);
        clock.runOne();
        await broker.settled();
      }
    },
    wire,
    loseReplies: (on) => (losing = on),
    holdNextSubmit: () => (holding = true),
  };
}

const NONE = constant(micros(0));
const DRAWN = { kind: 'lognormal', median: millis(20), sigma: 1 } as const;
const LATENCIES: readonly (readonly [string, LinkLatencySpec])[] = [
  ['answer before report', latencyOf(millis(5), millis(40))],
  ['report before answer', latencyOf(millis(40), millis(5))],
  ['no latency', { feed: NONE, submit: NONE, ack: NONE, query: NONE, stream: NONE }],
  ['drawn', { feed: DRAWN, submit: DRAWN, cancel: DRAWN, ack: DRAWN, query: DRAWN, stream: DRAWN }],
];
for (const [venueName, makeVenue] of [
  ['scripted venue', scripted],
  ['simulated venue', simulated],
] as const) {
  for (const [title, latency] of LATENCIES) {
    brokerContract(`SimBroker, ${venueName}, ${title}`, () => simRig(makeVenue, latency));
  }
  for (const seed of [1, 2, 3]) {
    brokerContract(`AsyncBroker, ${venueName}, seed ${seed}`, () => asyncRig(makeVenue, seed));
  }
}

describe('the asynchronous broker', () => {
  it('answers before and after the report of the same order, and lets requests overtake', async () => {
    const orders = new Set<string>();
    const arrivals = new Set<boolean>();
    for (let seed = 0; seed < 50; seed += 1) {
      const rig = asyncRig(scripted, seed);
      const heard = new Heard(rig.broker);
      const submits = [submitOf(rig.marketable), submitOf(rig.marketable)];
      for (const submit of submits) rig.broker.send(submit, () => null);
      await rig.settle();
      const first = heard.inputs.filter(
        (input) =>
          (input.kind === 'outcome' ? input.clientOrderId : null) === submits[0]!.clientOrderId ||
          (input.kind === 'execution-report' ? input.report.clientOrderId : null) ===
            submits[0]!.clientOrderId,
      );
      orders.add(first[0]!.kind);
      arrivals.add(rig.arrivals()[0]!.clientOrderId === submits[0]!.clientOrderId);
    }
    expect([...orders].sort()).toEqual(['execution-report', 'outcome']);
    expect(arrivals.size).toBe(2);
  });
});
