/** The sockets of market and account: what is subscribed to and how, what is told, and what faults do to the connection. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Heard,
  KEY,
  type Sent,
  type Served,
  anyone,
  heard,
  served,
  signed,
  textOf,
} from './served.js';
import { type Message, Socket } from './socket.js';

let venue: Served;
beforeAll(async () => {
  venue = await served({
    faults: [
      // From the third order on: so the market's streams are looked at before.
      {
        kind: 'outage',
        values: { paths: ['feed'], at: { after: 'accepted', nth: FEED_DOWN }, for: 2_500_000 },
      },
      {
        kind: 'stream-disconnect',
        values: { at: { after: 'accepted', nth: STREAM_DOWN }, for: 1_000_000 },
      },
    ],
  });
});
afterAll(() => venue.close());

const FEED_DOWN = 3;
const STREAM_DOWN = 4;

const to = (path: string): Promise<Socket> => Socket.to(`${venue.sockets}${path}`);
const isDepth = ({ e }: Message): boolean => e === 'depthUpdate';
const resting = (more: Sent = {}): Sent => ({
  ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC' },
  ...{ quantity: '0.010', price: '50000.0' },
  ...more,
});
const place = (more: Sent = {}): Promise<Heard> =>
  signed(venue, 'POST /api/v3/order', resting(more));

describe('market streams', () => {
  it('are subscribed to by message, told raw or combined, and left again', async () => {
    const socket = await to('/stream/ws/0');
    expect(
      await socket.ask({
        method: 'SUBSCRIBE',
        params: ['btcusdt@trade', 'btcusdt@depth@100ms'],
        id: 1,
      }),
    ).toEqual({ result: null, id: 1 });
    const trade = await socket.event('trade');
    expect(Object.keys(trade)).toEqual(['e', 'E', 's', 't', 'p', 'q', 'T', 'm', 'M']);
    expect(trade).toMatchObject({ s: 'BTCUSDT', M: true });
    expect(await socket.ask({ method: 'LIST_SUBSCRIPTIONS', id: 'list' })).toEqual({
      ...{ result: ['btcusdt@trade', 'btcusdt@depth@100ms'], id: 'list' },
    });
    expect(await socket.ask({ method: 'GET_PROPERTY', params: ['combined'], id: 2 })).toEqual({
      ...{ result: false, id: 2 },
    });
    await socket.ask({ method: 'SET_PROPERTY', params: ['combined', true], id: 3 });
    const wrapped = await socket.next(({ stream }) => stream === 'btcusdt@trade');
    expect(wrapped['data']).toMatchObject({ e: 'trade' });
    await socket.ask({ method: 'UNSUBSCRIBE', params: ['btcusdt@trade'], id: 4 });
    expect(await socket.ask({ method: 'LIST_SUBSCRIPTIONS', id: 5 })).toMatchObject({
      result: ['btcusdt@depth@100ms'],
    });
    socket.close();
  });

  it('are subscribed to by address', async () => {
    const raw = await to('/ws/btcusdt@bookTicker/btcusdt@aggTrade');
    expect(Object.keys(await raw.next(({ u }) => u !== undefined))).toEqual([
      'u',
      's',
      'b',
      'B',
      'a',
      'A',
    ]);
    expect(Object.keys(await raw.event('aggTrade'))).toEqual([
      'e',
      'E',
      's',
      'a',
      'p',
      'q',
      'f',
      'l',
      'T',
      'm',
      'M',
    ]);
    raw.close();
    const names = ['depth5@100ms', 'ticker', 'miniTicker', 'kline_1m'];
    const both = await to(`/stream?streams=${names.map((name) => `btcusdt@${name}`).join('/')}`);
    const told = async (name: string): Promise<Message> =>
      (await both.next(({ stream }) => stream === `btcusdt@${name}`))['data'] as Message;
    const top = (await told('depth5@100ms')) as { bids: unknown[]; asks: unknown[] };
    expect([top.bids.length, top.asks.length]).toEqual([5, 5]);
    expect(await told('ticker')).toMatchObject({ e: '24hrTicker', s: 'BTCUSDT' });
    expect(await told('miniTicker')).toMatchObject({ e: '24hrMiniTicker' });
    expect(await told('kline_1m')).toMatchObject({ e: 'kline', k: { i: '1m', x: false } });
    both.close();
  });

  it.each([
    ['{', { error: { code: 3, msg: expect.stringMatching(/^Invalid JSON/) as string }, id: null }],
    ['[]', { error: { code: 2, msg: 'Invalid request: expected an object' }, id: null }],
    [{ id: 1 }, { error: { code: 2, msg: 'Invalid request: missing field `method`' }, id: 1 }],
    [
      { method: 'JOIN', id: 2 },
      { error: { code: 2, msg: expect.stringMatching(/unknown variant `JOIN`/) as string }, id: 2 },
    ],
    [
      { method: 'SUBSCRIBE', params: ['btcusdt@nothing'], id: 3 },
      { error: { code: 2, msg: 'Invalid request: unknown stream btcusdt@nothing' }, id: 3 },
    ],
    [
      { method: 'SUBSCRIBE', params: ['BTCUSDT@trade'], id: 3 },
      { error: { code: 2, msg: 'Invalid request: unknown stream BTCUSDT@trade' }, id: 3 },
    ],
    [
      { method: 'SUBSCRIBE', params: [7], id: 4 },
      { error: { code: 2, msg: 'Invalid request: stream name must be a string' }, id: 4 },
    ],
    [
      { method: 'SUBSCRIBE', params: 'x', id: 5 },
      { error: { code: 2, msg: 'Invalid request: params must be an array' }, id: 5 },
    ],
    [
      { method: 'GET_PROPERTY', params: ['color'], id: 6 },
      { error: { code: 0, msg: 'Unknown property' }, id: 6 },
    ],
    [
      { method: 'SET_PROPERTY', params: ['combined', 1], id: 7 },
      { error: { code: 1, msg: 'Invalid value type: expected Boolean' }, id: 7 },
    ],
    [
      { method: 'LIST_SUBSCRIPTIONS', id: {} },
      { error: { code: 2, msg: expect.stringMatching(/request ID/) as string }, id: null },
    ],
  ])('answer %j', async (message, answer) => {
    const socket = await to('/ws');
    socket.send(message);
    expect(await socket.next(() => true)).toEqual(answer);
    socket.close();
  });

  it('tell a book that goes on from the snapshot', async () => {
    const socket = await to('/ws/btcusdt@depth@100ms');
    const first = await socket.next(isDepth);
    const { body } = await anyone(venue, '/api/v3/depth', { symbol: 'BTCUSDT', limit: 5000 });
    const snapshot = body as unknown as Record<'bids' | 'asks', [string, string][]> & {
      lastUpdateId: number;
    };
    const book = new Map(
      (['bids', 'asks'] as const).flatMap((side) =>
        snapshot[side].map(([price, held]) => [`${side} ${price}`, held] as const),
      ),
    );
    let next = snapshot.lastUpdateId + 1;
    expect(Number(first['U'])).toBeLessThanOrEqual(next);
    for (let told = 0; told < 5;) {
      const { U, u, b, a } = (await socket.next(isDepth)) as unknown as {
        U: number;
        u: number;
        b: [string, string][];
        a: [string, string][];
      };
      if (u < next) continue;
      if (told === 0) expect(U).toBeLessThanOrEqual(next);
      else expect(U).toBe(next);
      for (const [side, levels] of [
        ['bids', b],
        ['asks', a],
      ] as const)
        for (const [price, held] of levels)
          if (Number(held) === 0) book.delete(`${side} ${price}`);
          else book.set(`${side} ${price}`, held);
      next = u + 1;
      told += 1;
    }
    const best = (side: string): number[] =>
      [...book.keys()].flatMap((key) => (key.startsWith(side) ? [Number(key.slice(5))] : []));
    expect(Math.max(...best('bids'))).toBeLessThan(Math.min(...best('asks')));
    socket.close();
  });
});

describe('the account on a socket', () => {
  const key = (method: string, params: Sent = {}): Promise<Heard> =>
    heard(
      fetch(`${venue.origin}/api/v3/userDataStream?${textOf(params)}`, {
        ...{ method, headers: { 'X-MBX-APIKEY': KEY.keyId } },
      }),
    );

  it('is told by a listen key, event by event, in the order and the words of Binance', async () => {
    const { body } = await key('POST');
    const listenKey = String(body['listenKey']);
    expect((await key('POST')).body).toEqual({ listenKey });
    expect((await key('PUT', { listenKey })).body).toEqual({});
    const socket = await to(`/ws/${listenKey}`);
    const placed = await place({ newClientOrderId: 'told' });
    const report = await socket.event('executionReport');
    const { E, T, I, O, W } = report;
    expect(JSON.stringify(report)).toBe(
      JSON.stringify({
        ...{ e: 'executionReport', E, s: 'BTCUSDT', c: 'told', S: 'BUY', o: 'LIMIT', f: 'GTC' },
        ...{ q: '0.01000000', p: '50000.00000000', P: '0.00000000', F: '0.00000000', g: -1 },
        ...{ C: '', x: 'NEW', X: 'NEW', r: 'NONE', i: Number(placed.body['orderId']) },
        ...{ l: '0.00000000', z: '0.00000000', L: '0.00000000', n: '0', N: null, T, t: -1, I },
        ...{ w: true, m: false, M: false, O, Z: '0.00000000', Y: '0.00000000', Q: '0.00000000' },
        ...{ W, V: 'NONE' },
      }),
    );
    expect([T, O, W]).toEqual(Array(3).fill(placed.body['transactTime']));
    const position = await socket.event('outboundAccountPosition');
    expect(position).toMatchObject({
      B: [
        { a: 'BTC', f: '10.00000000', l: '0.00000000' },
        { a: 'USDT', f: '999500.00000000', l: '500.00000000' },
      ],
    });
    await signed(venue, 'DELETE /api/v3/order', {
      ...{ symbol: 'BTCUSDT', origClientOrderId: 'told', newClientOrderId: 'its-cancel' },
    });
    expect(await socket.event('executionReport')).toMatchObject({
      ...{ x: 'CANCELED', X: 'CANCELED', c: 'its-cancel', C: 'told', w: false },
    });
    await signed(venue, 'POST /api/v3/order', {
      ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.002' },
      newClientOrderId: 'fills',
    });
    const events = [await socket.event('executionReport'), await socket.event('executionReport')];
    const [made] = venue.venue.truth.executions;
    expect(events).toMatchObject([
      { x: 'NEW', c: 'fills', o: 'MARKET', w: true },
      {
        ...{ x: 'TRADE', X: 'FILLED', l: '0.00200000', z: '0.00200000', t: Number(made?.execId) },
        ...{ n: '0.00000200', N: 'BTC', m: false },
      },
    ]);
    expect(events[1]?.['Z']).toBe(events[1]?.['Y']);
    expect((await key('DELETE', { listenKey })).body).toEqual({});
    expect((await key('PUT', { listenKey })).body).toEqual({
      ...{ code: -1125, msg: 'This listenKey does not exist.' },
    });
    socket.close();
  });

  it('F:MD2: a feed that is silent leaves a gap in the numbers of the book', async () => {
    const socket = await to('/ws/btcusdt@depth@100ms');
    const numbers = async (): Promise<{ U: number; u: number }> =>
      (await socket.next(isDepth)) as unknown as { U: number; u: number };
    let last = await numbers();
    await place();
    // The test is over where there is a gap, and fails for want of time where there is none.
    for (let next = await numbers(); next.U === last.u + 1; next = await numbers()) last = next;
    socket.close();
  });

  it('LIV-3 F:STR2: is cut off where the order stream breaks, and nobody hears it until it is back', async () => {
    const market = await to('/ws/btcusdt@trade');
    const listenKey = String((await key('POST')).body['listenKey']);
    const socket = await to(`/stream?streams=${listenKey}`);
    await place({ newClientOrderId: 'last' });
    expect(await socket.closed).toBe(1006);
    const again = await to(`/ws/${listenKey}`);
    expect(await again.closed).toBe(1006);
    // The market's streams go on.
    await market.event('trade');
    market.close();
    for (;;) {
      const later = await to(`/ws/${listenKey}`);
      const told = later.event('executionReport');
      await place({ quantity: '0.020' });
      const first = await Promise.race([told, later.closed]);
      later.close();
      if (typeof first === 'object') break;
    }
  });
});
