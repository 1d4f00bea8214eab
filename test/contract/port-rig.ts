/**
 * Both ends of the socket in one process: the venue of a rig on its virtual clock behind the server, the program's port before it,
 * and one machine's time for both, which moves as the test says. The bytes go over loopback as they will.
 */
import { type EpochMicros, plus } from '../../src/core/ground/units.js';
import type { VenueRequest } from '../../src/core/order/venue-message.js';
import { SystemClock } from '../../src/live/clock/system-clock.js';
import { SYSTEM_TIME } from '../../src/live/clock/system-time.js';
import { type FrameToClient, PORT_PROTOCOL } from '../../src/live/port/frames.js';
import { VenueLine } from '../../src/live/port/venue-line.js';
import { VenuePort } from '../../src/live/port/venue-port.js';
import { LOOPBACK, PortServer } from '../../src/server/venue/port/port-server.js';
import type { ServedVenue } from '../../src/server/venue/port/served-venue.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { FaultSet } from '../../src/sim/fault/fault-set.js';
import type { LinkLatencySpec } from '../../src/sim/link/link-latency.js';
import { SimLink } from '../../src/sim/link/sim-link.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import { FakeTime } from '../live/clock/fake-time.js';
import type { BrokerRig } from './broker-rig.js';
import { type MakeVenue, RigFault, SETTLE, START, TIMEOUT } from './rig-venues.js';
import { SCRIPTED_INSTRUMENT } from './scripted-venue.js';

/** Rounds of the socket after which whatever is of this instant has come. */
const ROUNDS = 2;

export interface PortRig extends BrokerRig {
  readonly port: VenuePort;
  readonly server: PortServer;
  /** Where it listens. */
  readonly listens: number;
  /** Everything of this instant happens, on both sides. */
  instant(): Promise<void>;
  /** The connection ends, as it does when the venue's process is gone for a moment. */
  cut(): Promise<void>;
  /** The line gives up. */
  givenUp(): Promise<void>;
  /** There is one again. */
  connected(): Promise<void>;
  close(): Promise<void>;
}

interface Side {
  readonly venue: ServedVenue;
  readonly virtual: VirtualClock;
  readonly fault: RigFault;
  readonly made: ReturnType<MakeVenue>;
}

function venueSide(makeVenue: MakeVenue, latency: LinkLatencySpec, pace: SystemClock): Side {
  const virtual = new VirtualClock(START);
  const fault = new RigFault();
  const link = new SimLink({
    clock: virtual,
    random: new RandomStreams(7),
    latency,
    faults: new FaultSet([{ kind: 'rig', fault }]),
    instruments: [SCRIPTED_INSTRUMENT],
    requestTimeout: TIMEOUT,
  });
  const made = makeVenue(link.listener);
  const { broker, feed } = link.connect(made.desk);
  const venue: ServedVenue = {
    broker,
    feed,
    symbols: [SCRIPTED_INSTRUMENT.symbol],
    now: () => virtual.now(),
    greeting: () => ({
      kind: 'greeting',
      protocol: PORT_PROTOCOL,
      now: pace.now(),
      speed: 1,
      start: START,
      instruments: [SCRIPTED_INSTRUMENT],
    }),
    catchUp: () => {
      const now = pace.now();
      for (let due = virtual.peekTime(); due !== null && due <= now; due = virtual.peekTime()) {
        made.advance(due);
        virtual.runOne();
      }
      virtual.advanceTo(now);
    },
    clientRestarts: () => link.clientRestarts(),
  };
  return { venue, virtual, fault, made };
}

/** Tells whoever waits for the next thing of a kind. */
class Waiting<K> {
  #waiting: (readonly [K, () => void])[] = [];

  next(kind: K): Promise<void> {
    return new Promise((done) => this.#waiting.push([kind, done]));
  }

  happened(kind: K): void {
    const told = this.#waiting.filter(([awaited]) => awaited === kind);
    this.#waiting = this.#waiting.filter(([awaited]) => awaited !== kind);
    for (const [, done] of told) done();
  }
}

export async function portRig(makeVenue: MakeVenue, latency: LinkLatencySpec): Promise<PortRig> {
  const time = new FakeTime(START);
  const pace = new SystemClock({ shows: START, speed: 1 }, time);
  const clock = new SystemClock({ shows: START, speed: 1 }, time);
  const { venue, virtual, fault, made } = venueSide(makeVenue, latency, pace);
  const server = new PortServer({ venue });
  const listens = await server.listen(0);
  const wire: VenueRequest[] = [];
  const waiting = new Waiting<'up' | 'down' | 'pong' | 'unreachable'>();
  const line = new VenueLine({
    address: { host: LOOPBACK, port: listens },
    time: SYSTEM_TIME,
    retryMs: 10_000,
    ears: {
      up: () => {
        port.connected();
        waiting.happened('up');
      },
      down: () => {
        port.disconnected();
        waiting.happened('down');
      },
      heard: (frame: FrameToClient) => {
        port.heard(frame);
        if (frame.kind === 'pong') waiting.happened('pong');
      },
      unreachable: () => waiting.happened('unreachable'),
    },
  });
  const port = new VenuePort({
    clock,
    wire: {
      get isUp() {
        return line.isUp;
      },
      send: (frame) => {
        if (frame.kind === 'command' && line.isUp)
          wire.push({ kind: frame.command.kind } as VenueRequest);
        return line.send(frame);
      },
    },
    requestTimeout: TIMEOUT,
    symbols: [SCRIPTED_INSTRUMENT.symbol],
  });
  await waiting.next('up');
  const instant = async (): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      time.pass(0);
      server.goOn();
      if (line.send({ kind: 'ping', nth: round })) await waiting.next('pong');
      time.pass(0);
    }
  };
  const due = (end: EpochMicros): number | null => {
    const theirs = virtual.peekTime();
    const next = Math.min(
      theirs ?? Infinity,
      clock.now() + ((time.nextAt ?? Infinity) - time.elapsed()),
    );
    return next < end ? next : null;
  };
  return {
    ...made,
    broker: port.broker,
    port,
    server,
    listens,
    now: () => clock.now(),
    wire,
    instant,
    settle: async () => {
      const end = plus(clock.now(), SETTLE);
      await instant();
      for (let next = due(end); next !== null; next = due(end)) {
        time.pass(Math.max(0, next - clock.now()));
        await instant();
      }
    },
    loseReplies: (on) => (fault.losing = on),
    holdNextSubmit: () => (fault.holding = true),
    cut: async () => {
      const down = waiting.next('down');
      server.dropAll();
      await down;
      time.pass(0);
    },
    givenUp: async () => {
      await waiting.next('unreachable');
      time.pass(0);
    },
    connected: async () => {
      if (!line.isUp) await waiting.next('up');
      time.pass(0);
    },
    close: async () => {
      line.close();
      clock.close();
      await server.close();
    },
  };
}
