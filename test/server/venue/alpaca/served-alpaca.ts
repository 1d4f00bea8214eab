/**
 * The Alpaca dialect at a port of this machine, and the unmodified client in front of it. Markets that stand still but for a sign of
 * life, two stocks and a pair, each with little at the best price and plenty behind it, and a print a second of market time.
 */
import { Alpaca, type ApiError } from '@alpacahq/alpaca-trade-api';
import { expect } from 'vitest';
import type { Instrument } from '../../../../src/core/ground/instrument.js';
import { type EpochMicros, micros } from '../../../../src/core/ground/units.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import type { SimulationPlan } from '../../../../src/runs/simulation-plan.js';
import { alpacaDialect } from '../../../../src/server/venue/alpaca/alpaca-dialect.js';
import { pacedWire } from '../../../../src/server/venue/wire/paced-wire.js';
import { LOOPBACK, serveWire } from '../../../../src/server/venue/wire/serve-wire.js';
import { type WallTime, wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../../src/server/venue/wire/wire-venue.js';
import type { FaultSpec } from '../../../../src/sim/fault/fault-set.js';
import type { VenueOptions } from '../../../../src/sim/exchange/venue-options.js';
import { ask, bid, bought, snapshotRow, tapeOf } from '../../../oracle/tape-builder.js';
import { PLAIN_VENUE } from '../../../support/plain-venue.js';
import { planOf } from '../../../support/simulation-plan.js';

const KEYS = { keyId: 'KEY', secret: 'SECRET' };
/** Market time in a time of the wall clock. */
const SPEED = 20;
/** A Tuesday, half an hour after the opening in New York. */
const START = Date.parse('2024-01-02T15:00:00Z') * 1_000;
const SECOND = 1_000_000;
/** Of market time. */
const LENGTH_SECONDS = 3_600;

const STOCK: Instrument = {
  symbol: 'AAPL',
  tickSize: '0.01',
  lotSize: '0.001',
  minNotional: '0',
  calendar: 'nyse',
  adv: '50000',
  baseAsset: 'AAPL',
  quoteAsset: 'USD',
};

const PAIR: Instrument = {
  symbol: 'BTCUSD',
  tickSize: '0.1',
  lotSize: '0.0001',
  minNotional: '0',
  calendar: 'always-open',
  adv: '1200',
  baseAsset: 'BTC',
  quoteAsset: 'USD',
};

/** One that nobody has traded before: its best prices have all they had. */
const ANOTHER_STOCK: Instrument = { ...STOCK, symbol: 'MSFT', baseAsset: 'MSFT', adv: null };

/** Best prices `mid` - 1 and `mid` + 1 with 3,000 lots each, a tick further as many as anybody wants; the bid's size changes. */
function standing(mid: number): ReturnType<typeof tapeOf> {
  const book = [bid(mid - 1, 3_000), bid(mid - 2, 1e9), ask(mid + 1, 3_000), ask(mid + 2, 1e9)];
  return tapeOf([
    { time: START - SECOND, rows: [snapshotRow, ...book] },
    ...Array.from({ length: LENGTH_SECONDS }, (_, nth) => ({
      time: START + nth * SECOND,
      rows: [bought(mid, 1), bid(mid - 1, 3_000 + (nth % 2))],
    })),
  ]);
}

const addressOf = (url: string | URL | Request): string =>
  url instanceof Request ? url.url : url.toString();

const NONE = { kind: 'constant', latency: micros(0) } as const;

export interface ServedAlpaca {
  readonly venue: WireVenue;
  readonly wall: WallTime;
  readonly port: number;
  readonly http: string;
  readonly ws: string;
  /** The client as its vendor made it, but for where its requests go. */
  readonly client: Alpaca;
  readonly clientWith: (keys: { keyId: string; secret: string }, timeoutMs?: number) => Alpaca;
  readonly close: () => Promise<void>;
}

export async function serveAlpaca(
  changes: { readonly faults?: readonly FaultSpec[]; readonly venue?: Partial<VenueOptions> } = {},
): Promise<ServedAlpaca> {
  const start = START as EpochMicros;
  const tape = standing(10_000);
  const fill = planOf({ tape }).markets[0]!.fill;
  const plan: SimulationPlan = {
    ...planOf({ tape, venue: { ...PLAIN_VENUE, ...changes.venue } }),
    start,
    markets: [
      { instrument: STOCK, tape, fill },
      { instrument: PAIR, tape: standing(600_000), fill },
      { instrument: ANOTHER_STOCK, tape: standing(20_000), fill },
    ],
    latency: { feed: NONE, submit: NONE, ack: NONE, query: NONE, stream: NONE },
    faults: changes.faults ?? [],
  };
  const clock = new SystemClock({ shows: start, speed: SPEED });
  const venue = pacedWire(plan, { clock, speed: SPEED });
  const wall = wallTime(start, (Date.now() * 1_000) as EpochMicros, SPEED);
  const dialect = alpacaDialect({ wall, accounts: [{ venue, keys: KEYS }] });
  const { port, close } = await serveWire({ venue, dialect, clock, speed: SPEED, port: 0 });
  const http = `http://${LOOPBACK}:${port}`;
  const clientWith: ServedAlpaca['clientWith'] = (keys, timeoutMs = 10_000) =>
    new Alpaca({
      ...{ ...keys, timeoutMs, retry: false, rateLimit: false },
      fetchApi: (url, init) => fetch(addressOf(url).replace(/^https:\/\/[^/]+/, http), init),
    });
  return {
    ...{ venue, wall, port, http, clientWith, close },
    ws: `ws://${LOOPBACK}:${port}`,
    client: clientWith(KEYS),
  };
}

type ClassOf<E> = abstract new (...args: never[]) => E;

export function ofClass<E extends Error>(kind: ClassOf<E>, error: unknown): E {
  expect(error).toBeInstanceOf(kind);
  if (error instanceof kind) return error;
  throw new Error('the check before let it pass');
}

/** What a call fails with; it must be of the class the client has for it. */
export const thrown = async <E extends ApiError>(
  kind: ClassOf<E>,
  call: () => Promise<unknown>,
): Promise<E> => ofClass(kind, await errorOf(call()));

export const errorOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

/** Afterwards nothing is open, nothing is held. */
export async function cleared({ trading }: Alpaca): Promise<void> {
  await trading.positions.deleteAllOpenPositions({ cancelOrders: true });
  expect(await trading.positions.getAllOpenPositions()).toEqual([]);
}
