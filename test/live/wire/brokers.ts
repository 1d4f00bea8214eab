/**
 * A simulated venue on a port of this machine and a client of it, by the name that a configuration gives the broker: the venue in the core's own
 * words, or in a vendor's with that vendor's unmodified client. What comes out of its sockets is written down.
 */
import type { EpochMicros, Micros } from '../../../src/core/ground/units.js';
import type { VenueRequest } from '../../../src/core/order/venue-message.js';
import type { TruthLedger } from '../../../src/core/order/truth.js';
import { connectAlpaca } from '../../../src/live/alpaca/connect-alpaca.js';
import { connectBinance } from '../../../src/live/binance/connect-binance.js';
import type { BinanceMarketName } from '../../../src/live/binance/binance-options.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import type { SystemTime } from '../../../src/live/clock/system-time.js';
import type { Connection, LiveOptions } from '../../../src/live/connection.js';
import { reachVenue } from '../../../src/live/port/connected-venue.js';
import type { RealVenue } from '../../../src/runs/paper/venue-policy.js';
import type { SimulationPlan } from '../../../src/runs/simulation-plan.js';
import { PacedVenue } from '../../../src/runs/venue/paced-venue.js';
import { DIALECTS } from '../../../src/server/venue/dialects.js';
import { serveVenue } from '../../../src/server/venue/port/serve-venue.js';
import { pacedWire } from '../../../src/server/venue/wire/paced-wire.js';
import {
  LOOPBACK,
  type WireDialect,
  serveWire,
} from '../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../src/server/venue/wire/wire-venue.js';

export type BrokerName = 'sim' | RealVenue;

const KEYS = { keyId: 'KEY-OF-A-TEST', secret: 'SECRET-OF-A-TEST' };
/** The venue looks by itself whether anything is due each tenth of a second. */
const TICKS = 20;

/** A question or an order, and when it came out of a socket. */
export type Asked = VenueRequest & { readonly at: EpochMicros };

export interface Exchanged {
  readonly at: EpochMicros;
  readonly method: string;
  readonly url: URL;
  readonly status: number;
}

/** All times are the venue's. */
export interface Written {
  readonly asked: Asked[];
  readonly http: Exchanged[];
  /** What the adapter tells of its streams. */
  readonly notices: string[];
}

export interface Stood {
  readonly truth: TruthLedger;
  readonly catchUp: () => void;
  readonly executionInside: (told: string) => string;
  /** Errors: as those of the adapter. */
  readonly connect: () => Promise<Connection>;
  readonly close: () => Promise<void>;
}

export interface StandOptions {
  readonly plan: SimulationPlan;
  readonly time: SystemTime;
  readonly requestTimeout: Micros;
  readonly written: Written;
  /** Told of each answer as it is given. */
  readonly onAnswer: (answered: Exchanged) => void;
}

export const stand = (broker: BrokerName, options: StandOptions): Promise<Stood> =>
  broker === 'sim' ? standPlain(options) : standInDialect(broker, options);

async function standPlain({ plan, time, requestTimeout }: StandOptions): Promise<Stood> {
  const clock = new SystemClock({ shows: plan.start, speed: 1 }, time);
  const venue = new PacedVenue(plan, { clock, speed: 1 });
  const { port, close } = await serveVenue({
    ...{ venue, clock, speed: TICKS, port: 0 },
    onArrived: () => undefined,
  });
  return {
    ...{ truth: venue.truth, close },
    catchUp: () => venue.catchUp(),
    executionInside: (told) => told,
    connect: async () => {
      const reached = await reachVenue({
        ...{ address: { host: LOOPBACK, port }, retryMs: 1_000, requestTimeout, time },
        signal: new AbortController().signal,
        onUnreachable: () => undefined,
      });
      if (reached === null) throw new Error('nobody has called it off');
      return reached;
    },
  };
}

type Connect = (options: LiveOptions, onNotice: (text: string) => void) => Promise<Connection>;

const CONNECT: Readonly<Record<RealVenue, Connect>> = {
  alpaca: (options, onNotice) => connectAlpaca({ ...options, onNotice }),
  binance: binanceBy('spot'),
  'binance-usdm': binanceBy('usdm'),
};

function binanceBy(market: BinanceMarketName): Connect {
  return async ({ keys, url, ...options }, onProblem) => {
    const { clock, instruments } = options;
    const { broker, feed, isUp, close } = await connectBinance({
      ...options,
      ...{ market, apiKey: keys.keyId, secret: keys.secret, network: 'testnet', onProblem },
      loopback: url ?? '',
    });
    return { clock, speed: 1, instruments, broker, feed, isUp, close: () => void close() };
  };
}

async function standInDialect(dialect: RealVenue, options: StandOptions): Promise<Stood> {
  // It takes a while to load, which is not to be a while of the session.
  if (dialect !== 'alpaca') await import('ccxt');
  const { time, requestTimeout, written } = options;
  const { planned, make, executionInside } = DIALECTS[dialect];
  const plan = planned(options.plan, 1);
  const pace = new SystemClock({ shows: plan.start, speed: 1 }, time);
  const venue = askedOf(pacedWire(plan, { clock: pace, speed: 1 }), written);
  const wall = wallTime(plan.start, time.wall() as EpochMicros, 1);
  const account = { venue, keys: KEYS, options: plan.venue, onTold: undefined };
  const made = make({ wall, accounts: [account] });
  const { port, close } = await serveWire({
    ...{ venue, clock: pace, speed: TICKS, port: 0 },
    dialect: answering(made, { venue, ...options }),
  });
  const clock = SystemClock.ofWall(time);
  return {
    ...{ truth: venue.truth, executionInside },
    catchUp: () => venue.catchUp(),
    connect: () =>
      CONNECT[dialect](
        {
          ...{ keys: KEYS, mode: 'paper', url: `http://${LOOPBACK}:${port}`, clock },
          instruments: plan.markets.map(({ instrument }) => instrument),
          requestTimeout,
        },
        (notice) => written.notices.push(notice),
      ),
    close: async () => {
      clock.close();
      await close();
    },
  };
}

const askedOf = (inside: WireVenue, { asked }: Written): WireVenue => ({
  ...inside,
  ask: (request, heard) => {
    asked.push({ ...request, at: inside.now() });
    inside.ask(request, heard);
  },
});

function answering(
  dialect: WireDialect,
  { venue, written, onAnswer }: StandOptions & { readonly venue: WireVenue },
): WireDialect {
  const answer = dialect.app.fetch.bind(dialect.app);
  dialect.app.fetch = async (request, ...more) => {
    const at = venue.now();
    const response = await answer(request, ...more);
    const { method, url } = request;
    const answered = { at, method, url: new URL(url), status: response.status };
    written.http.push(answered);
    onAnswer(answered);
    return response;
  };
  return dialect;
}
