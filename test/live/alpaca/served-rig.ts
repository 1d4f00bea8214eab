/**
 * The adapter before the simulated venue's own Alpaca, over the sockets of this machine, as a rig of the broker contract. The client's time
 * stands still; the venue's goes on by itself. Everything has happened once every command was answered and every report was heard.
 */
import type { Observable } from 'rxjs';
import { type EpochMicros, type Micros, micros, seconds } from '../../../src/core/ground/units.js';
import type { ClientOrderId, OrderTerms, VenueOrderId } from '../../../src/core/order/order.js';
import type { VenueRequest } from '../../../src/core/order/venue-message.js';
import type { Broker, BrokerInput, LeaveGate } from '../../../src/core/ports.js';
import type { BrokerCommand } from '../../../src/core/state/command.js';
import { connectAlpaca } from '../../../src/live/alpaca/connect-alpaca.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import type { Connection } from '../../../src/live/connection.js';
import type { SimulationPlan } from '../../../src/runs/simulation-plan.js';
import { alpacaDialect } from '../../../src/server/venue/alpaca/alpaca-dialect.js';
import { pacedWire } from '../../../src/server/venue/wire/paced-wire.js';
import { LOOPBACK, type WireOnPort, serveWire } from '../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../src/server/venue/wire/wire-venue.js';
import type { BrokerRig } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING, SCRIPTED_INSTRUMENT } from '../../contract/scripted-venue.js';
import { ask, bid, snapshotRow, tapeOf } from '../../oracle/tape-builder.js';
import { planOf } from '../../support/simulation-plan.js';
import { FakeTime } from '../clock/fake-time.js';

const KEYS = { keyId: 'KEY-OF-A-TEST', secret: 'SECRET-OF-A-TEST' };
const START = 1_700_000_000_000_000 as EpochMicros;
const SECOND: Micros = seconds(1);
const TAPE_SECONDS = 600;

const NONE = { kind: 'constant', latency: micros(0) } as const;

/** Best prices 99.99 and 100, and a sign of life every second. */
function plan(): SimulationPlan {
  const book = [bid(9_999, 1_000), ask(10_000, 1_000), ask(10_001, 1_000)];
  const tape = tapeOf([
    { time: START - SECOND, rows: [snapshotRow, ...book] },
    ...Array.from({ length: TAPE_SECONDS }, (_, nth) => ({
      time: START + nth * SECOND,
      rows: [bid(9_999, 1_000 + (nth % 2))],
    })),
  ]);
  const made = planOf({ tape });
  return {
    ...made,
    start: START,
    markets: [{ ...made.markets[0]!, instrument: SCRIPTED_INSTRUMENT, tape }],
    latency: { feed: NONE, submit: NONE, ack: NONE, query: NONE, stream: NONE },
  };
}

/** What a rig asks of the way to the venue. */
class Tampered {
  losing = false;
  holding = false;
  #held: (() => void) | null = null;

  over(venue: WireVenue): WireVenue {
    return {
      ...venue,
      ask: (request, heard) => {
        const isLost = this.losing;
        const go = (): void => {
          venue.catchUp();
          venue.ask(request, (reply) => heard(isLost ? { kind: 'lost', shape: 'reset' } : reply));
        };
        if (this.holding && request.kind === 'submit') {
          this.holding = false;
          this.#held = go;
          return;
        }
        go();
        // Behind what overtook it.
        const held = this.#held;
        this.#held = null;
        if (held !== null) setImmediate(held);
      },
    };
  }
}

const KIND_OF: Readonly<Record<string, VenueRequest['kind']>> = {
  POST: 'submit',
  DELETE: 'cancel',
  PATCH: 'replace',
};

export interface ServedRig extends BrokerRig {
  readonly connection: Connection;
  /** Lets what comes in be heard until it holds. */
  until(is: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function servedRig(): Promise<ServedRig> {
  const pace = { clock: new SystemClock({ shows: START, speed: 1 }), speed: 1 };
  const venue = pacedWire(plan(), pace);
  const tampered = new Tampered();
  let told = 0;
  venue.reports$.subscribe((input) => (told += input.kind === 'execution-report' ? 1 : 0));
  const served = await serve(tampered.over(venue), pace);
  const time = new FakeTime(Date.now() * 1_000);
  const clock = SystemClock.ofWall(time);
  const { wire, restore } = watchedFetches();
  const connection = await connectAlpaca({
    keys: KEYS,
    mode: 'paper',
    url: `http://${LOOPBACK}:${served.port}`,
    instruments: [SCRIPTED_INSTRUMENT],
    clock,
    requestTimeout: seconds(5),
  });
  wire.length = 0;
  const broker = new KnowingBroker(connection.broker);
  const until = async (is: () => boolean): Promise<void> => {
    do {
      await new Promise((done) => setImmediate(done));
      time.pass(0);
    } while (!is());
  };
  const settle = (): Promise<void> => until(() => broker.open === 0 && broker.reports >= told);
  await settle();
  return {
    connection,
    until,
    broker,
    marketable: onGrid(MARKETABLE),
    resting: onGrid(RESTING),
    now: () => clock.now(),
    settle,
    wire,
    arrivals: () => venue.truth.arrivals,
    loseReplies: (on) => (tampered.losing = on),
    holdNextSubmit: () => (tampered.holding = true),
    close: async () => {
      restore();
      connection.close();
      clock.close();
      await served.close();
    },
  };
}

function serve(
  venue: WireVenue,
  { clock, speed }: { readonly clock: SystemClock; readonly speed: number },
): Promise<WireOnPort> {
  const wall = wallTime(START, (Date.now() * 1_000) as EpochMicros, speed);
  const dialect = alpacaDialect({ wall, accounts: [{ venue, keys: KEYS }] });
  return serveWire({ venue, dialect, clock, speed, port: 0 });
}

const onGrid = (terms: OrderTerms): OrderTerms => ({
  ...terms,
  symbol: SCRIPTED_INSTRUMENT.symbol,
});

/** Requests as they are handed to the network. */
function watchedFetches(): { readonly wire: VenueRequest[]; readonly restore: () => void } {
  const wire: VenueRequest[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    wire.push({ kind: KIND_OF[init?.method ?? 'GET'] ?? 'query-order' } as VenueRequest);
    return fetch(input, init);
  };
  return { wire, restore: () => (globalThis.fetch = fetch) };
}

/** Names orders by the venue's id once it was told, as the core does, and counts what is open. */
class KnowingBroker implements Broker {
  readonly reports$: Observable<BrokerInput>;
  readonly #broker: Broker;
  readonly #ids = new Map<ClientOrderId, VenueOrderId>();
  open = 0;
  reports = 0;

  constructor(broker: Broker) {
    this.#broker = broker;
    this.reports$ = broker.reports$;
    broker.reports$.subscribe((input) => {
      if (input.kind === 'execution-report') {
        this.reports += 1;
        this.#ids.set(input.report.clientOrderId, input.report.venueOrderId);
      } else if (input.kind !== 'stream') this.open -= 1;
    });
  }

  send(command: BrokerCommand, mayLeave: LeaveGate): void {
    this.open += 1;
    const isOfOrder = command.kind === 'cancel' || command.kind === 'replace';
    const venueOrderId = isOfOrder ? (this.#ids.get(command.clientOrderId) ?? null) : null;
    this.#broker.send(isOfOrder ? { ...command, venueOrderId } : command, mayLeave);
  }
}
