/** A venue with two accounts on a port of this machine, requests signed by either of them, and what one of them must not be shown. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { onlyClient, standInDialect } from '../../../src/cli/stand-in-dialect.js';
import type { StandingVenue } from '../../../src/cli/stand-venue.js';
import { micros } from '../../../src/core/ground/units.js';
import type { Routes } from '../../../src/server/venue/binance/operations/operation.js';
import type { DialectName } from '../../../src/server/venue/dialects.js';
import type { AccountOptions } from '../../../src/sim/exchange/venue-options.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { PLAIN_VENUE } from '../../support/plain-venue.js';
import { planOf } from '../../support/simulation-plan.js';

const NONE = { kind: 'constant', latency: micros(0) } as const;

export const NAMES = ['alice', 'bob'] as const;
export type Name = (typeof NAMES)[number];

export const keysOf = (name: Name) => ({ keyId: `KEY-${name}`, secret: `secret-of-${name}` });

export interface TwoAccounts {
  readonly standing: StandingVenue;
  readonly origin: string;
  readonly sockets: string;
}

export interface TwoChanges {
  readonly account?: Partial<AccountOptions>;
  readonly own?: Partial<Record<Name, Partial<AccountOptions>>>;
  readonly faults?: readonly FaultSpec[];
  readonly isWatched?: boolean;
}

/** Nothing is under way on the wire; ten times as fast as the wall clock. */
export async function twoAccounts(
  dialect: DialectName,
  { account = {}, own = {}, faults = [], isWatched = false }: TwoChanges = {},
): Promise<TwoAccounts> {
  const common = { ...PLAIN_VENUE.account, cash: '100000000', shorting: false, ...account };
  const plan = planOf({
    faults,
    latency: { feed: NONE, submit: NONE, ack: NONE, query: NONE, stream: NONE },
    venue: { account: common },
  });
  const clients = NAMES.flatMap((name, nth) =>
    onlyClient(plan, keysOf(name)).map((one) => ({
      ...{ ...one, name, seed: nth },
      options: { ...common, ...own[name] },
    })),
  );
  const standing = await standInDialect(
    { plan, speed: 10, port: 0, endsAt: null, isWatched, onArrived: () => undefined },
    { dialect, clients },
  );
  const at = `127.0.0.1:${standing.port}`;
  return { standing, origin: `http://${at}`, sockets: `ws://${at}` };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const answerTo = async (asking: Promise<Response>): Promise<Answer> => {
  const response = await asking;
  return { status: response.status, text: await response.text() };
};

export type Sent = Readonly<Record<string, string | number>>;

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

/** As Binance wants it; `call` is method and path. */
export function askBinance(
  { origin }: TwoAccounts,
  name: Name,
  call: string,
  params: Sent = {},
): Promise<Answer> {
  const [method = '', path = ''] = call.split(' ');
  const { keyId, secret } = keysOf(name);
  const values = Object.entries({ ...params, timestamp: Date.now() });
  const query = new URLSearchParams(
    Object.fromEntries(values.map(([key, value]) => [key, String(value)])),
  ).toString();
  return answerTo(
    fetch(`${origin}${path}?${query}&signature=${hmac(secret, query)}`, {
      ...{ method, headers: { 'X-MBX-APIKEY': keyId } },
    }),
  );
}

/** A message of the WebSocket API. */
export function binanceMessage(name: Name, method: string, sent: Sent = {}): string {
  const { keyId: apiKey, secret } = keysOf(name);
  const params: Sent = { ...sent, apiKey, timestamp: Date.now() };
  const payload = Object.keys(params)
    .sort()
    .map((key) => `${key}=${params[key]}`)
    .join('&');
  return JSON.stringify({
    ...{ id: `${name} ${method}`, method },
    params: { ...params, signature: hmac(secret, payload) },
  });
}

/** As Alpaca wants it. */
export function askAlpaca(
  { origin }: TwoAccounts,
  name: Name,
  call: string,
  body?: object,
): Promise<Answer> {
  const [method = '', path = ''] = call.split(' ');
  const { keyId, secret } = keysOf(name);
  return answerTo(
    fetch(`${origin}${path}`, {
      ...{ method, headers: { 'apca-api-key-id': keyId, 'apca-api-secret-key': secret } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

/** What stands in answers about Alice's orders and in nothing else. */
const MARKS = /alice|\b9\.0770*\b|\b18\.1540*\b|\b50077\b|"orderId":/;

const sockets: WebSocket[] = [];

export function hangUp(): void {
  for (const socket of sockets.splice(0)) socket.terminate();
}

/** A socket, what it was told so far, and until it is told words. */
export async function listening(url: string, ...first: readonly string[]) {
  const socket = new WebSocket(url);
  sockets.push(socket);
  const told: string[] = [];
  socket.on('message', (data: Buffer) => told.push(data.toString()));
  await once(socket, 'open');
  for (const message of first) socket.send(message);
  const until = async (words: string): Promise<void> => {
    while (!told.some((text) => text.includes(words))) await once(socket, 'message');
  };
  return { socket, told, until };
}

/** Each route asked by both: Bob is shown nothing of hers, and Alice is, where it is about orders. */
export async function apart(
  routes: Readonly<Record<string, readonly string[]>>,
  ask: (name: Name, path: string) => Promise<Answer>,
): Promise<readonly string[]> {
  const shown: string[] = [];
  for (const [route, paths] of Object.entries(routes))
    for (const path of paths) {
      const [hers, his] = await Promise.all([ask('alice', path), ask('bob', path)]);
      expect(hers.status, `${path}: ${hers.text}`).toBe(200);
      expect(MARKS.exec(withoutAsked(his.text, path))?.[0], path).toBeUndefined();
      if (MARKS.test(hers.text) && !shown.includes(route)) shown.push(route);
    }
  return shown.sort();
}

export const gets = (routes: Routes): readonly string[] =>
  Object.entries(routes).flatMap(([path, { GET }]) => (GET === undefined ? [] : path));

export const withQuery = (path: string, ...queries: readonly Sent[]): readonly string[] =>
  queries.map((query) => {
    const text = Object.entries(query).map(([key, value]) => `${key}=${value}`);
    return text.length === 0 ? path : `${path}?${text.join('&')}`;
  });

export const sentIn = (path: string): readonly [string, Sent] => {
  const [bare = '', query = ''] = path.split('?');
  return [bare, Object.fromEntries(new URLSearchParams(query))];
};

/** An error may repeat what was asked for. */
const withoutAsked = (text: string, path: string): string =>
  Object.values(sentIn(path)[1]).reduce<string>(
    (rest, value) => rest.replaceAll(String(value), ''),
    text,
  );

/** Of an order, in either venue's words. */
export const idIn = ({ text }: Answer): string => {
  const { orderId, id } = JSON.parse(text) as { orderId?: number; id?: string };
  return String(orderId ?? id);
};
