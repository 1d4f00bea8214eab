/** The venue an engine trades at, reached: the simulated one in another process, or a real one (or what speaks as it does) over its own API. */
import type { EngineConfig } from '../core/state/config.js';
import type { Instrument } from '../core/ground/instrument.js';
import type { EpochMicros, Micros } from '../core/ground/units.js';
import { SystemClock } from '../live/clock/system-clock.js';
import type { BinanceMarketName } from '../live/binance/binance-options.js';
import type { ConnectLive, Connection } from '../live/connection.js';
import {
  type ConnectedVenue,
  type UnreachableError,
  isBehind,
  reachVenue,
} from '../live/port/connected-venue.js';
import { type RealVenue, TRADES_FUTURES } from '../runs/paper/venue-policy.js';
import { listingsOf } from '../runs/scenario/listings.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import { ConfigurationError } from './failure.js';
import { type LiveMode, accessTo } from './live-keys.js';
import type { PaperAsked } from './paper-asked.js';
import { reachedAfter } from './reached-after.js';
import type { Stop } from './stop.js';
import type { World } from './world.js';

export interface OpenVenue {
  readonly world: World;
  readonly mode: LiveMode;
  readonly asked: PaperAsked;
  readonly stop: Stop;
  readonly loaded: LoadedScenario;
  readonly engine: EngineConfig;
  /** Lost, and not reached again. */
  readonly onUnreachable: (error: UnreachableError) => void;
}

export interface OpenedVenue {
  readonly connection: Connection;
  /** What a scenario's times are counted from; null = from when the engine began. */
  readonly start: EpochMicros | null;
  /** Where it is, for people. */
  readonly at: string;
  /** Errors: `ConfigurationError` for a venue that cannot be the one an engine has traded at that ended then. */
  readonly checkEnd: (endedAt: EpochMicros) => void;
}

/** Null where somebody asked to stop before it was reached. Errors: `UnreachableError`, `LiveError`, `ConfigurationError`. */
export function openVenue(open: OpenVenue): Promise<OpenedVenue | null> {
  const { with: counterparty } = open.asked;
  return counterparty.broker === 'sim'
    ? openSimulated(open, counterparty)
    : openReal(open, counterparty);
}

type Simulated = Extract<PaperAsked['with'], { readonly broker: 'sim' }>;
type Real = Exclude<PaperAsked['with'], Simulated>;

async function openSimulated(
  { asked, stop, loaded, onUnreachable }: OpenVenue,
  { address }: Simulated,
): Promise<OpenedVenue | null> {
  const { retryMs } = asked;
  const { requestTimeout } = loaded.scenario.venue;
  const { signal } = stop;
  const venue = await reachVenue({ address, retryMs, requestTimeout, signal, onUnreachable });
  if (venue === null) return null;
  try {
    checkListed(venue, { asked, loaded });
  } catch (error) {
    venue.close();
    throw error;
  }
  const { greeting, clock } = venue;
  return {
    connection: venue,
    start: greeting.start,
    at: `${address.host}:${address.port}, time passes ${greeting.speed} times as fast`,
    checkEnd: (endedAt) => {
      if (!isBehind(greeting, endedAt)) return;
      throw new ConfigurationError(
        `${asked.state} ends at ${textOf(endedAt)}, and at the venue it is ${textOf(clock.now())}: it has begun anew\n  fix: name another file with --state`,
      );
    },
  };
}

function checkListed(
  { greeting }: ConnectedVenue,
  { asked, loaded }: Pick<OpenVenue, 'asked' | 'loaded'>,
): void {
  const ours = listingsOf(loaded.scenario).map(({ instrument }) => instrument);
  const named = ({ symbol, tickSize, lotSize }: (typeof ours)[number]): string =>
    `${symbol} (tick ${tickSize}, lot ${lotSize})`;
  const theirs = new Set(greeting.instruments.map(named));
  const strange = ours.map(named).find((instrument) => !theirs.has(instrument));
  if (strange !== undefined)
    throw new ConfigurationError(
      `${loaded.file}: the venue does not list ${strange}\n  fix: start "squall venue" with the same scenario`,
    );
  if (asked.speed !== null && asked.speed !== greeting.speed)
    throw new ConfigurationError(
      `--speed ${asked.speed}: time passes ${greeting.speed} times as fast at the venue\n  fix: leave --speed out`,
    );
}

/** Client libraries are large: only the one that is asked for is loaded. */
const CONNECT: Readonly<Record<RealVenue, ConnectLive>> = {
  alpaca: async (options) => {
    const { connectAlpaca } = await import('../live/alpaca/connect-alpaca.js');
    return connectAlpaca(options);
  },
  binance: binanceBy('spot'),
  'binance-usdm': binanceBy('usdm'),
};

function binanceBy(market: BinanceMarketName): ConnectLive {
  return async ({ keys, mode, url, ...options }) => {
    const { connectBinance } = await import('../live/binance/connect-binance.js');
    const { broker, feed, isUp, close } = await connectBinance({
      ...options,
      market,
      apiKey: keys.keyId,
      secret: keys.secret,
      network: mode === 'live' ? 'live' : 'testnet',
      ...(url === null ? {} : { loopback: url }),
    });
    const { clock, instruments } = options;
    return { clock, speed: 1, instruments, broker, feed, isUp, close: () => void close() };
  };
}

/** LIV-1: what a scenario says that it trades has to be what the broker trades. Errors: `ConfigurationError`. */
export function checkFutures({ file, scenario }: LoadedScenario, broker: RealVenue): void {
  const { futures } = scenario.venue.account;
  const trades = TRADES_FUTURES[broker];
  if (futures === undefined || futures === trades) return;
  throw new ConfigurationError(
    trades
      ? `${file}: venue.account.futures is false, and broker ${broker} trades futures alone\n  fix: leave it out or set it to true, or --broker binance for spot`
      : `${file}: venue.account.futures is true, and broker ${broker} trades no futures\n  fix: --broker binance-usdm, or leave venue.account.futures out`,
  );
}

export interface RealAsked {
  readonly world: Pick<World, 'env'>;
  readonly mode: LiveMode;
  readonly broker: RealVenue;
  /** Given by hand, of this machine. */
  readonly url: string | null;
  readonly instruments: readonly Instrument[];
  readonly requestTimeout: Micros;
}

/** Errors: `ConfigurationError`, `LiveError`, `BinanceError`, `UnreachableError`. */
export async function connectReal({
  world,
  mode,
  broker,
  url: given,
  instruments,
  requestTimeout,
}: RealAsked): Promise<{ readonly connection: Connection; readonly where: string }> {
  const { keys, url } = accessTo(world, broker, { mode, url: given });
  const clock = SystemClock.ofWall();
  const connection = await CONNECT[broker]({
    ...{ keys, mode, url, instruments, clock, requestTimeout },
  }).catch((error: unknown) => {
    clock.close();
    throw error;
  });
  return {
    connection: {
      ...connection,
      isUp: () => connection.isUp(),
      close: () => {
        clock.close();
        connection.close();
      },
    },
    where: `${broker} ${url ?? mode}`,
  };
}

async function openReal(
  { world, mode, loaded, engine, asked, stop }: OpenVenue,
  { broker, url }: Real,
): Promise<OpenedVenue | null> {
  checkFutures(loaded, broker);
  const instruments = [...engine.instruments.values()];
  const { requestTimeout } = loaded.scenario.venue;
  const real = { world, mode, broker, url, instruments, requestTimeout };
  const reached = await reachedAfter(() => connectReal(real), {
    retryMs: asked.retryMs,
    signal: stop.signal,
  });
  if (reached === null) return null;
  const { connection, where } = reached;
  const fast = asked.speed === null || asked.speed === 1 ? '' : `, ${asked.speed} times as fast`;
  return { connection, start: null, at: `${where}${fast}`, checkEnd: () => undefined };
}

const textOf = (at: EpochMicros): string => new Date(at / 1_000).toISOString();
