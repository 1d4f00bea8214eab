/** The WebSocket API: requests and answers, sessions of keys, the account's events, and how a lost reply looks on a socket. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, type Sent, type Served, anyone, hmac, served } from './served.js';
import { type Message, Socket } from './socket.js';

const pair = generateKeyPairSync('ed25519');
const ED_KEY = 'ed-key';

const lost = (shape: 'timeout' | '5xx' | 'reset') => ({
  ...{ kind: 'ack-lost', values: { nth: 1, shape } },
});
const garbled = (shape: 'truncated' | 'unparsable') => ({
  ...{ kind: 'garbled-reply', values: { nth: 1, shape, paths: ['submit'] } },
});

let venue: Served;
beforeAll(async () => {
  venue = await served({
    keys: [
      KEY,
      {
        keyId: ED_KEY,
        publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    ],
    faults: [
      lost('5xx'),
      garbled('truncated'),
      garbled('unparsable'),
      lost('timeout'),
      lost('reset'),
    ],
  });
});
afterAll(() => venue.close());

const open = (query = ''): Promise<Socket> => Socket.to(`${venue.sockets}/ws-api/v3${query}`);

const sorted = (params: Sent): string =>
  Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const byHmac = (more: Sent): Sent => {
  const params = { apiKey: KEY.keyId, timestamp: Date.now(), recvWindow: 10_000, ...more };
  return { ...params, signature: hmac(sorted(params)) };
};
const byEd25519 = (more: Sent = {}): Sent => {
  const params = { apiKey: ED_KEY, timestamp: Date.now(), ...more };
  const signature = sign(null, Buffer.from(sorted(params)), pair.privateKey).toString('base64');
  return { ...params, signature };
};
const resting = (more: Sent = {}): Sent => ({
  ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
  ...{ quantity: '0.010', price: '50000.0' },
  ...more,
});
const errorOf = ({ status, error }: Message): readonly unknown[] => {
  const { code, msg } = error as { readonly code: number; readonly msg: string };
  return [status, code, msg];
};

describe('a submit on a socket whose reply is lost', () => {
  const place = (socket: Socket, id: string): void =>
    socket.send({ id, method: 'order.place', params: byHmac(resting({ newClientOrderId: id })) });
  const isThere = async (id: string): Promise<boolean> => {
    const socket = await open();
    const params = byHmac({ symbol: 'BTCUSDT', origClientOrderId: id });
    const { result } = await socket.ask({ id, method: 'order.status', params });
    socket.close();
    return (result as Message)['status'] === 'NEW';
  };

  it('LIV-3 F:SUB2 F:SUB11: 504 with -1007, half a frame, rubbish, silence, the end of the connection; the order exists', async () => {
    const socket = await open();
    place(socket, '5xx');
    expect(errorOf(await socket.next(({ id }) => id === '5xx'))).toEqual([
      ...[504, -1007],
      'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
    ]);
    place(socket, 'half');
    expect(await socket.text((text) => text.startsWith('{"id":"half"'))).not.toMatch(/\}$/);
    place(socket, 'rubbish');
    await socket.text((text) => text.startsWith('<html>'));
    place(socket, 'silence');
    place(socket, 'reset');
    expect(await socket.closed).toBe(1006);
    expect(socket.texts.some((text) => text.includes('silence'))).toBe(false);
    for (const id of ['5xx', 'half', 'rubbish', 'silence', 'reset'])
      expect(await isThere(id)).toBe(true);
  });
});

describe('a request on a socket', () => {
  it('is answered under its id with how far the limits are used, or without', async () => {
    const socket = await open();
    const time = await socket.ask({ id: 7, method: 'time' });
    expect(Object.keys(time)).toEqual(['id', 'status', 'result', 'rateLimits']);
    expect(time['rateLimits']).toMatchObject([{ rateLimitType: 'REQUEST_WEIGHT', limit: 6000 }]);
    const params = byHmac(resting({ newClientOrderId: 'limits' }));
    const placed = await socket.ask({ id: 'a', method: 'v3/order.place', params });
    expect(placed['rateLimits']).toMatchObject([
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10 },
      { rateLimitType: 'ORDERS', interval: 'DAY' },
      { rateLimitType: 'REQUEST_WEIGHT' },
    ]);
    const without = { returnRateLimits: 'false' };
    const quiet = await socket.ask({ id: 8, method: 'ping', params: without });
    expect(quiet).toEqual({ id: 8, status: 200, result: {} });
    socket.close();
    const silent = await open('?returnRateLimits=false');
    expect(await silent.ask({ id: 9, method: 'ping' })).not.toHaveProperty('rateLimits');
    silent.close();
  });

  it('LIV-3: is signed over its parameters by name, those that nobody knows included', async () => {
    const socket = await open();
    const params = byHmac(resting({ clientOrderId: 'stray', newClientOrderId: 'stray' }));
    const taken = await socket.ask({ id: 1, method: 'order.test', params });
    expect(taken).toMatchObject({ status: 200, result: {} });
    const changed = { ...params, price: '49999.0' };
    expect(errorOf(await socket.ask({ id: 2, method: 'order.test', params: changed }))).toEqual([
      ...[400, -1022, 'Signature for this request is not valid.'],
    ]);
    const symbols = { symbols: ['BTCUSDT'] };
    expect(await socket.ask({ id: 3, method: 'ticker.price', params: symbols })).toMatchObject({
      result: [{ symbol: 'BTCUSDT' }],
    });
    socket.close();
  });

  it.each<[string, unknown, readonly [number, number, string]]>([
    ['no JSON', '{', [400, -1135, 'Invalid JSON Request']],
    ['a list', [], [400, -1135, 'Invalid JSON Request']],
    ['no method', { id: 1 }, [400, -1135, 'Invalid JSON Request']],
    ['an odd id', { id: {}, method: 'ping' }, [400, -1135, 'Invalid JSON Request']],
    ['odd parameters', { id: 1, method: 'ping', params: [] }, [400, -1135, 'Invalid JSON Request']],
    [
      'another method',
      { id: 1, method: 'order.amend' },
      [400, -1020, 'This operation is not supported.'],
    ],
    [
      'a name of every object',
      { id: 1, method: 'toString' },
      [400, -1020, 'This operation is not supported.'],
    ],
    [
      'an odd value',
      { id: 1, method: 'depth', params: { symbol: {} } },
      [400, -1130, "Data sent for parameter 'symbol' is not valid."],
    ],
    ['no key', { id: 1, method: 'account.status' }, [401, -2014, 'API-key format invalid.']],
    [
      'no signature',
      { id: 1, method: 'account.status', params: { apiKey: KEY.keyId, timestamp: 1 } },
      [
        ...([400, -1102] as const),
        "Mandatory parameter 'signature' was not sent, was empty/null, or malformed.",
      ],
    ],
  ])('is refused: %s', async (_, message, words) => {
    const socket = await open();
    socket.send(message);
    const answer = await socket.next(() => true);
    expect(errorOf(answer)).toEqual(words);
    socket.close();
  });
});

describe('a session of a key', () => {
  it('LIV-3: is logged on to with Ed25519, and needs no signature then', async () => {
    const socket = await open();
    const before = await socket.ask({ id: 1, method: 'session.status' });
    expect(before['result']).toMatchObject({ apiKey: null, userDataStream: false });
    const hmacLogon = { id: 2, method: 'session.logon', params: byHmac({}) };
    expect(errorOf(await socket.ask(hmacLogon)).slice(0, 2)).toEqual([400, -4056]);
    const early = await socket.ask({ id: 3, method: 'userDataStream.subscribe' });
    expect(errorOf(early).slice(0, 2)).toEqual([400, -1102]);
    const logon = await socket.ask({ id: 4, method: 'session.logon', params: byEd25519() });
    expect(logon['result']).toMatchObject({ apiKey: ED_KEY, userDataStream: false });
    const subscribed = await socket.ask({ id: 5, method: 'userDataStream.subscribe' });
    expect(subscribed['result']).toEqual({ subscriptionId: 0 });
    const params = resting({ timestamp: Date.now(), newClientOrderId: 'session' });
    const placed = await socket.ask({ id: 6, method: 'order.place', params });
    expect(placed['result']).toMatchObject({ clientOrderId: 'session', status: 'NEW' });
    const told = await socket.next(({ subscriptionId }) => subscriptionId === 0);
    expect(told['event']).toMatchObject({ e: 'executionReport', c: 'session', x: 'NEW' });
    expect((await socket.ask({ id: 7, method: 'session.subscriptions' }))['result']).toEqual([
      { subscriptionId: 0 },
    ]);
    await socket.ask({ id: 8, method: 'userDataStream.unsubscribe' });
    expect((await socket.ask({ id: 9, method: 'session.logout' }))['result']).toMatchObject({
      ...{ apiKey: null, userDataStream: false },
    });
    const after = { id: 10, method: 'account.status', params: { timestamp: Date.now() } };
    expect(errorOf(await socket.ask(after)).slice(0, 2)).toEqual([401, -2014]);
    socket.close();
  });

  it('LIV-3: hears the account by a signature, without one', async () => {
    const socket = await open();
    const method = 'userDataStream.subscribe.signature';
    const { result } = await socket.ask({ id: 1, method, params: byHmac({}) });
    expect(result).toEqual({ subscriptionId: 0 });
    const params = byHmac({ symbol: 'BTCUSDT' });
    const canceled = await socket.ask({ id: 2, method: 'openOrders.cancelAll', params });
    expect(canceled['status']).toBe(200);
    const told = await socket.next(({ event }) => (event as Message)['x'] === 'CANCELED');
    expect(told).toMatchObject({ subscriptionId: 0, event: { X: 'CANCELED' } });
    socket.close();
  });
});

describe('somebody who speaks rubbish', () => {
  it('takes nobody else with him', async () => {
    const polite = await open();
    const rude = await open();
    rude.send('x'.repeat(70_000));
    expect([1006, 1009]).toContain(await rude.closed);
    for (const path of ['/nowhere', '//', '/ws%', '/stream?streams=%zz'])
      await Socket.to(`${venue.sockets}${path}`).then(
        (socket) => socket.close(),
        () => undefined,
      );
    expect(await polite.ask({ id: 1, method: 'ping' })).toMatchObject({ status: 200 });
    expect((await anyone(venue, '/api/v3/ping')).status).toBe(200);
    polite.close();
  });
});
