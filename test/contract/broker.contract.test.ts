/**
 * The broker contract on the two brokers in process: the simulated one on the virtual clock, with replies lost and
 * requests held by a fault on its link, and the asynchronous one that shuffles whatever may be shuffled.
 */
import { describe, expect, it } from 'vitest';
import type { BrokerCommand } from '../../src/core/engine/command.js';
import { type Micros, epochMicros, micros, millis, plus, seconds } from '../../src/core/units.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { FaultSet } from '../../src/sim/fault/fault-set.js';
import type { LinkFault } from '../../src/sim/fault/link-fault.js';
import type { LinkLatencySpec } from '../../src/sim/link/link-latency.js';
import { SimLink } from '../../src/sim/link/sim-link.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import { AsyncBroker } from './async-broker.js';
import { brokerContract } from './broker-contract.js';
import { type BrokerRig, Heard, submitOf } from './broker-rig.js';
import { MARKETABLE, RESTING, SCRIPTED_INSTRUMENT, ScriptedVenue } from './scripted-venue.js';

const START = epochMicros(1_700_000_000_000_000);
const TIMEOUT = seconds(5);
/** Longer than the timeout: what was held has happened, and what was lost has been given up. */
const SETTLE = seconds(6);

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
  readonly wire: BrokerCommand[] = [];
  losing = false;
  holding = false;
  readonly #lost = new Set<unknown>();

  activations(): number {
    return this.#lost.size;
  }

  readonly requestLeaves: NonNullable<LinkFault['requestLeaves']> = ({ command }) => {
    if (command.kind === 'read-depth') return null;
    this.wire.push(command);
    if (this.losing) this.#lost.add(command);
    if (!this.holding || command.kind !== 'submit') return null;
    this.holding = false;
    return { kind: 'forward', copies: [{ command, delay: seconds(1) }] };
  };

  readonly answerLeaves: NonNullable<LinkFault['answerLeaves']> = ({ command }) =>
    this.#lost.has(command) ? { kind: 'lose', shape: 'timeout' } : null;
}

function simRig(latency: LinkLatencySpec): BrokerRig {
  const clock = new VirtualClock(START);
  const fault = new RigFault();
  const link = new SimLink({
    clock,
    random: new RandomStreams(7),
    latency,
    faults: new FaultSet([{ kind: 'rig', fault }]),
    instrument: SCRIPTED_INSTRUMENT,
    requestTimeout: TIMEOUT,
  });
  const venue = new ScriptedVenue(link.listener);
  return {
    broker: link.connect(venue).broker,
    marketable: MARKETABLE,
    resting: RESTING,
    now: () => clock.now(),
    settle: async () => {
      // Step by step, so that promises of one action are done before the next.
      for (const end = plus(clock.now(), SETTLE); (clock.peekTime() ?? end) < end;) {
        clock.runOne();
        await Promise.resolve();
      }
    },
    wire: fault.wire,
    arrivals: () => venue.arrivals,
    loseReplies: (on) => (fault.losing = on),
    holdNextSubmit: () => (fault.holding = true),
  };
}

function asyncRig(seed: number): BrokerRig {
  const clock = new VirtualClock(START);
  const wire: BrokerCommand[] = [];
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
    onWire: (command) => wire.push(command),
  });
  const venue = new ScriptedVenue(broker);
  broker.connect(venue);
  return {
    broker,
    marketable: MARKETABLE,
    resting: RESTING,
    now: () => clock.now(),
    settle: async () => {
      const end = plus(clock.now(), SETTLE);
      await broker.settled();
      while ((clock.peekTime() ?? end) < end) {
        clock.runOne();
        await broker.settled();
      }
    },
    wire,
    arrivals: () => venue.arrivals,
    loseReplies: (on) => (losing = on),
    holdNextSubmit: () => (holding = true),
  };
}

brokerContract('simulated, answer before report', () => simRig(latencyOf(millis(5), millis(40))));
brokerContract('simulated, report before answer', () => simRig(latencyOf(millis(40), millis(5))));
brokerContract('simulated, no latency', () => {
  const none = constant(micros(0));
  return simRig({ feed: none, submit: none, ack: none, query: none, stream: none });
});
brokerContract('simulated, drawn latency', () => {
  const drawn = { kind: 'lognormal', median: millis(20), sigma: 1 } as const;
  return simRig({
    feed: drawn,
    submit: drawn,
    cancel: drawn,
    ack: drawn,
    query: drawn,
    stream: drawn,
  });
});
for (const seed of [1, 2, 3]) brokerContract(`asynchronous, seed ${seed}`, () => asyncRig(seed));

describe('the asynchronous broker', () => {
  it('answers before and after the report of the same order, and lets requests overtake', async () => {
    const orders = new Set<string>();
    const arrivals = new Set<boolean>();
    for (let seed = 0; seed < 50; seed += 1) {
      const rig = asyncRig(seed);
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
