/** A venue of Binance's on a port of this machine: a generated market in real time, one account, faults as a test says. */
import { createHmac } from 'node:crypto';
import { type EpochMicros, lots } from '../../../../src/core/ground/units.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import { binanceDialect } from '../../../../src/server/venue/binance/spot.js';
import type { ApiKey } from '../../../../src/server/venue/binance/request/keys.js';
import { withRequestWindows } from '../../../../src/server/venue/binance/request-windows.js';
import { accountTerms } from '../../../../src/server/venue/binance/words/account-terms.js';
import { pacedWire } from '../../../../src/server/venue/wire/paced-wire.js';
import { serveWire } from '../../../../src/server/venue/wire/serve-wire.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../../src/server/venue/wire/wire-venue.js';
import type { FaultSpec } from '../../../../src/sim/fault/fault-set.js';
import { PLAIN_VENUE } from '../../../support/plain-venue.js';
import { INSTRUMENT, type PlanChanges, planOf } from '../../../support/simulation-plan.js';

export const KEY = { keyId: 'squall-key', secret: 'squall-secret' };

export interface Served {
  readonly origin: string;
  readonly sockets: string;
  readonly venue: WireVenue;
  readonly close: () => Promise<void>;
}

export interface ServeChanges extends Omit<PlanChanges, 'faults'> {
  readonly keys?: readonly ApiKey[];
  readonly speed?: number;
  readonly faults?: readonly FaultSpec[];
}

/** Time passes five times as fast as on the wall clock unless it is said otherwise: a round trip takes some 15 ms. */
export async function served({
  keys = [KEY],
  speed = 5,
  ...changes
}: ServeChanges = {}): Promise<Served> {
  const plan = planOf({
    ...changes,
    venue: {
      fees: { makerBps: '1', takerBps: '10', asset: 'received' },
      account: {
        ...PLAIN_VENUE.account,
        ...{ cash: '1000000', shorting: false },
        positions: new Map([[INSTRUMENT.symbol, lots(10_000)]]),
      },
      idempotency: 'open-only',
      ...changes.venue,
    },
  });
  const clock = new SystemClock({ shows: plan.start, speed });
  const wall = wallTime(plan.start, (Date.now() * 1_000) as EpochMicros, speed);
  const venue = pacedWire(withRequestWindows(plan, speed), { clock, speed });
  const terms = accountTerms(plan.venue);
  const dialect = binanceDialect({ wall, accounts: [{ venue, keys, terms }] });
  const { port, close } = await serveWire({ venue, dialect, clock, speed, port: 0 });
  return {
    origin: `http://127.0.0.1:${port}`,
    sockets: `ws://127.0.0.1:${port}`,
    venue,
    close,
  };
}

export type Sent = Readonly<Record<string, string | number>>;

export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> & readonly Readonly<Record<string, unknown>>[];
}

export const hmac = (payload: string, secret = KEY.secret): string =>
  createHmac('sha256', secret).update(payload).digest('hex');

export const textOf = (params: Sent): string =>
  Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

export async function heard(response: Promise<Response>): Promise<Heard> {
  const got = await response;
  return { status: got.status, headers: got.headers, body: (await got.json()) as Heard['body'] };
}

/** Signed, in the query; stamped by the wall clock unless `params` say otherwise. */
export function signed(
  { origin }: Pick<Served, 'origin'>,
  call: `${'GET' | 'POST' | 'PUT' | 'DELETE'} ${string}`,
  params: Sent = {},
): Promise<Heard> {
  const [method = '', path = ''] = call.split(' ');
  const query = textOf({ timestamp: Date.now(), ...params });
  return heard(
    fetch(`${origin}${path}?${query}&signature=${hmac(query)}`, {
      method,
      headers: { 'X-MBX-APIKEY': KEY.keyId },
    }),
  );
}

export const anyone = (
  { origin }: Pick<Served, 'origin'>,
  path: string,
  params: Sent = {},
): Promise<Heard> => heard(fetch(`${origin}${path}?${textOf(params)}`));
