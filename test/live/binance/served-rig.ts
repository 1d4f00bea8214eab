/**
 * The whole adapter before the simulated venue that speaks Binance, over loopback, in real time: nothing is waited for but events. One venue
 * and one connection for all tests of a file; each test sees what happened since it began.
 *
 * Where a rig in virtual time lets a while pass, this one waits until every command has been answered and every report that the venue's
 * ledger stands for has been heard.
 */
import { vi } from 'vitest';
import { type EpochMicros, lots, millis, seconds, ticks } from '../../../src/core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../../src/core/order/order.js';
import type { TruthEntry } from '../../../src/core/order/truth.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../../src/core/order/venue-message.js';
import type { Broker, BrokerInput } from '../../../src/core/ports.js';
import {
  type ConnectedBinance,
  connectBinance,
} from '../../../src/live/binance/connect-binance.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import { SYSTEM_TIME, type SystemTime } from '../../../src/live/clock/system-time.js';
import type { BinanceMarketName } from '../../../src/live/binance/binance-options.js';
import { DIALECTS } from '../../../src/server/venue/dialects.js';
import { pacedWire } from '../../../src/server/venue/wire/paced-wire.js';
import { serveWire } from '../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../src/server/venue/wire/wire-venue.js';
import { type BrokerRig, cancelOf } from '../../contract/broker-rig.js';
import { PLAIN_VENUE } from '../../support/plain-venue.js';
import { INSTRUMENT, planOf } from '../../support/simulation-plan.js';
import { KEY, SECRET } from './stub-venue.js';

/** The machine's time, standing still within a turn of its loop: what happens in one tick happens at one time. */
function timeOfTurns(): SystemTime {
  let read: number | null = null;
  return {
    ...SYSTEM_TIME,
    elapsed: () => {
      if (read === null) {
        read = SYSTEM_TIME.elapsed();
        setImmediate(() => {
          read = null;
        });
      }
      return read;
    },
  };
}

const MARKETABLE: OrderTerms = {
  symbol: INSTRUMENT.symbol,
  side: 'buy',
  quantity: lots(2),
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
};
/** A third below the market. */
const RESTING: OrderTerms = {
  ...MARKETABLE,
  type: 'limit',
  limitPrice: ticks(400_000),
  timeInForce: 'gtc',
};

type Heard = (reply: VenueReply | ReplyLoss) => void;

/** The venue with what a test may do to its line: lose replies, and keep an order back until a cancel has been answered. */
class Line {
  losing = false;
  holding = false;
  #held: (() => void) | null = null;
  readonly #venue: WireVenue;

  constructor(venue: WireVenue) {
    this.#venue = venue;
  }

  get venue(): WireVenue {
    return { ...this.#venue, ask: (request, heard) => this.#ask(request, heard) };
  }

  #ask(request: VenueRequest, heard: Heard): void {
    const isLost = this.losing;
    const told: Heard = (reply) => {
      heard(isLost ? { kind: 'lost', shape: 'reset' } : reply);
      if (request.kind === 'cancel') this.#release();
    };
    if (request.kind === 'submit' && this.holding) {
      this.holding = false;
      this.#held = () => this.#venue.ask(request, told);
    } else this.#venue.ask(request, told);
  }

  #release(): void {
    // Overtaken already: the order has not come so far.
    this.holding = false;
    const held = this.#held;
    this.#held = null;
    // As any other request: when the venue has come up to now.
    if (held === null) return;
    setImmediate(() => {
      this.#venue.catchUp();
      held();
    });
  }
}

/** What the order stream tells of. */
const TOLD: ReadonlySet<TruthEntry['kind']> = new Set([
  'accepted',
  'executed',
  'canceled',
  'expired',
  'triggered',
]);

export class ServedRig implements BrokerRig {
  readonly marketable = MARKETABLE;
  readonly resting = RESTING;
  readonly wire: VenueRequest[] = [];
  readonly broker: Broker;
  readonly #venue: WireVenue;
  readonly #line: Line;
  readonly #clock: SystemClock;
  readonly #connected: ConnectedBinance;
  readonly #end: () => Promise<void>;
  /** Commands that were not answered yet. */
  #open = 0;
  #reports = 0;
  readonly #waiting: (() => void)[] = [];
  /** Of the venue's ledger, when this test began. */
  #arrivalsBefore = 0;

  private constructor(
    parts: {
      readonly venue: WireVenue;
      readonly line: Line;
      readonly clock: SystemClock;
      readonly connected: ConnectedBinance;
    },
    end: () => Promise<void>,
  ) {
    this.#venue = parts.venue;
    this.#line = parts.line;
    this.#clock = parts.clock;
    this.#connected = parts.connected;
    this.#end = end;
    const { broker } = parts.connected;
    broker.reports$.subscribe((input) => this.#heard(input));
    this.broker = {
      reports$: broker.reports$,
      send: (command, gate) => {
        this.#open += 1;
        broker.send(command, gate);
      },
    };
    this.#watchWire();
  }

  static async open(market: BinanceMarketName = 'spot'): Promise<ServedRig> {
    const positions = new Map([[INSTRUMENT.symbol, lots(10_000)]]);
    const isSpot = market === 'spot';
    const derivatives = new Set(isSpot ? [] : [INSTRUMENT.symbol]);
    const account = { ...PLAIN_VENUE.account, shorting: false, positions, derivatives };
    const near = { kind: 'constant', latency: millis(1) } as const;
    const latency = { feed: near, submit: near, ack: near, query: near, stream: near };
    const { planned, make } = DIALECTS[isSpot ? 'binance' : 'binance-usdm'];
    const plan = planned(planOf({ latency, venue: { account } }), 1);
    const pace = new SystemClock({ shows: plan.start, speed: 1 });
    const venue = pacedWire(plan, { clock: pace, speed: 1 });
    const line = new Line(venue);
    const keys = { keyId: KEY, secret: SECRET };
    const wall = wallTime(plan.start, SYSTEM_TIME.wall() as EpochMicros, 1);
    const keyed = { venue: line.venue, keys, options: plan.venue, onTold: undefined };
    const dialect = make({ wall, accounts: [keyed] });
    const served = await serveWire({ venue: line.venue, dialect, clock: pace, speed: 1, port: 0 });
    const clock = SystemClock.ofWall(timeOfTurns());
    const connected = await connectBinance({
      market,
      apiKey: KEY,
      secret: SECRET,
      network: 'testnet',
      loopback: `http://127.0.0.1:${served.port}`,
      instruments: [INSTRUMENT],
      clock,
      requestTimeout: seconds(5),
    });
    const end = async (): Promise<void> => {
      await connected.close();
      clock.close();
      await served.close();
    };
    return new ServedRig({ venue, line, clock, connected }, end);
  }

  /** For one test: what happened before it is not its own. */
  begin(): this {
    this.wire.length = 0;
    this.#arrivalsBefore = this.#venue.truth.arrivals.length;
    return this;
  }

  /** All of it is over. */
  async end(): Promise<void> {
    vi.restoreAllMocks();
    await this.#end();
  }

  now(): EpochMicros {
    return this.#clock.now();
  }

  arrivals(): ReturnType<BrokerRig['arrivals']> {
    return this.#venue.truth.arrivals.slice(this.#arrivalsBefore);
  }

  loseReplies(on: boolean): void {
    this.#line.losing = on;
  }

  holdNextSubmit(): void {
    this.#line.holding = true;
  }

  settle(): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push(done);
      this.#look();
    });
  }

  /** What rests is of no use to the next test. */
  async close(): Promise<void> {
    this.loseReplies(false);
    for (const id of this.#resting()) this.broker.send(cancelOf(id, INSTRUMENT.symbol), () => null);
    await this.settle();
  }

  /** Lots that all tests so far have bought. */
  executed(): number {
    return this.#venue.truth.executions.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  get connected(): ConnectedBinance {
    return this.#connected;
  }

  #resting(): readonly ClientOrderId[] {
    const { entries } = this.#venue.truth;
    const resting = new Set<ClientOrderId>();
    for (const entry of entries) {
      if (entry.kind === 'accepted') resting.add(entry.clientOrderId);
      else if (entry.kind === 'canceled' || entry.kind === 'expired')
        resting.delete(entry.clientOrderId);
      else if (entry.kind === 'executed' && entry.leaves === 0) resting.delete(entry.clientOrderId);
    }
    return [...resting];
  }

  #heard(input: BrokerInput): void {
    if (input.kind === 'execution-report') this.#reports += 1;
    else if (input.kind !== 'stream') this.#open -= 1;
    this.#look();
  }

  #look(): void {
    const told = this.#venue.truth.entries.filter(({ kind }) => TOLD.has(kind)).length;
    if (this.#open > 0 || this.#reports < told) return;
    for (const done of this.#waiting.splice(0)) done();
  }

  /** Where the library's requests leave. */
  #watchWire(): void {
    const { fetch } = globalThis;
    vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
      this.wire.push({
        kind: kindOf(new URL(input).pathname, init?.method),
      } as VenueRequest);
      return fetch(input, init);
    });
  }
}

function kindOf(path: string, method = 'GET'): VenueRequest['kind'] {
  if (path.endsWith('/cancelReplace')) return 'replace';
  if (method === 'POST') return 'submit';
  return method === 'DELETE' ? 'cancel' : 'query-order';
}
