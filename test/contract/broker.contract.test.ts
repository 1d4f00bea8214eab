/**
 * The broker contract on the two brokers in process: the simulated one on the virtual clock, with replies lost and
 * requests held by a fault on its link, and the asynchronous one that shuffles whatever may be shuffled.
 */
import { describe, expect, it } from 'vitest';
import { type VenueRequest } from '../../src/core/order/venue-message.js';
import { plus } from '../../src/core/ground/units.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { FaultSet } from '../../src/sim/fault/fault-set.js';
import type { LinkLatencySpec } from '../../src/sim/link/link-latency.js';
import { SimLink } from '../../src/sim/link/sim-link.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import { AsyncBroker } from './async-broker.js';
import { brokerContract } from './broker-contract.js';
import { type BrokerRig, Heard, submitOf } from './broker-rig.js';
import {
  LATENCIES,
  type MakeVenue,
  RigFault,
  SETTLE,
  START,
  TIMEOUT,
  scripted,
  simulated,
} from './rig-venues.js';
import { SCRIPTED_INSTRUMENT } from './scripted-venue.js';

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
