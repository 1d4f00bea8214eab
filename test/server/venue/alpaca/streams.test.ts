/**
 * The streams, by Alpaca's own client and by bare frames: who may listen, what is told, and what becomes of a connection when the order
 * stream of the scenario breaks off.
 */
import type { Alpaca } from '@alpacahq/alpaca-trade-api';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { seconds } from '../../../../src/core/ground/units.js';
import { type ServedAlpaca, serveAlpaca } from './served-alpaca.js';

/** Of market time, after the break: a fortieth of that is on the wall clock what a client sees. */
const GONE = seconds(4);

let served: ServedAlpaca;
let client: Alpaca;

beforeAll(async () => {
  // Only the last test cancels twice.
  const at = { after: 'canceled', nth: 2 } as const;
  served = await serveAlpaca({
    faults: [{ kind: 'stream-disconnect', values: { at, for: GONE } }],
  });
  ({ client } = served);
});
afterAll(() => served.close());

type Frame = Readonly<Record<string, unknown>>;

/** A socket without a client: what it hears, in order. */
class Bare {
  readonly socket: WebSocket;
  readonly #heard: Frame[] = [];
  #waiting: (() => void) | null = null;

  constructor(path: string) {
    this.socket = new WebSocket(`${served.ws}${path}`);
    this.socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame | readonly Frame[];
      this.#heard.push(...[frame].flat());
      this.#waiting?.();
    });
  }

  async next(): Promise<Frame> {
    for (;;) {
      const frame = this.#heard.shift();
      if (frame !== undefined) return frame;
      await new Promise<void>((heard) => (this.#waiting = heard));
    }
  }

  /** The next frame of a kind, those of others left out. */
  async nextOf(type: string): Promise<Frame> {
    for (;;) {
      const frame = await this.next();
      if (frame['T'] === type) return frame;
    }
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }
}

const auth = { key_id: 'KEY', secret_key: 'SECRET' };

describe("Alpaca's client: streams", () => {
  it('LIV-3: the order stream tells every event, and fills by the ids of the activities', async () => {
    const stream = client.trading.stream({ url: `${served.ws}/stream` });
    const heard: Frame[] = [];
    const done = new Promise<void>((resolve) => {
      stream.onTradeUpdate((update) => {
        heard.push(update);
        if (update.event === 'canceled') resolve();
      });
    });
    const listening = new Promise<void>((resolve) => {
      stream.on('subscription', () => resolve());
    });
    stream.subscribeTradeUpdates();
    stream.connect();
    expect(await stream.whenAuthenticated()).toMatchObject({ authenticated: true });
    await listening;
    const order = await client.trading.orders.limit({
      ...{ symbol: 'BTC/USD', qty: '1', side: 'buy', limitPrice: '60000.1', timeInForce: 'gtc' },
    });
    await client.trading.orders.deleteOrderByOrderID({ orderId: String(order.id) });
    await done;
    stream.disconnect();
    const [created, partly, ended] = heard;
    expect(heard.map(({ event }) => event)).toEqual(['new', 'partial_fill', 'canceled']);
    expect(created).toMatchObject({
      execution_id: null,
      order: { status: 'new', filled_qty: '0' },
    });
    expect(partly).toMatchObject({
      ...{ price: '60000.1', qty: '0.3', position_qty: '0.3' },
      order: { id: order.id, status: 'partially_filled', filled_avg_price: '60000.1' },
    });
    expect(ended).toMatchObject({ order: { status: 'canceled', filled_qty: '0.3' } });
    const [activity] = await client.trading.accountActivities.getAccountActivities({ pageSize: 1 });
    expect((activity as { id?: string }).id?.split('::')[1]).toBe(partly?.['execution_id']);
  });

  it('LIV-3: the data stream tells quotes and trades, with times to the nanosecond', async () => {
    const stream = client.marketData.cryptoStream({ url: `${served.ws}/v1beta3/crypto/us` });
    const both = Promise.all([
      new Promise((resolve) => {
        stream.onQuote(resolve);
      }),
      new Promise((resolve) => {
        stream.onTrade(resolve);
      }),
    ]);
    stream.subscribeForQuotes(['BTC/USD']);
    stream.subscribeForTrades(['BTC/USD']);
    stream.connect();
    const [quote, trade] = await both;
    stream.disconnect();
    expect(quote).toMatchObject({ symbol: 'BTC/USD', bidPrice: 59_999.9, askPrice: 60_000.1 });
    expect(trade).toMatchObject({ symbol: 'BTC/USD', price: 60_000, size: 0.0001, takerSide: 'B' });
    expect((trade as { timestampRaw: string }).timestampRaw).toMatch(/\.\d{9}Z$/);
  });

  it('LIV-3: wrong keys end a stream for good', async () => {
    const stranger = served.clientWith({ keyId: 'other', secret: 'other' });
    for (const stream of [
      stranger.trading.stream({ url: `${served.ws}/stream` }),
      stranger.marketData.stockStream({ url: `${served.ws}/v2/iex` }),
    ]) {
      stream.connect();
      expect(await stream.whenAuthenticated()).toMatchObject({ authenticated: false });
      stream.disconnect();
    }
  });
});

describe('frames of the order stream', () => {
  it('says who may listen, answers pings, and takes rubbish for what it is', async () => {
    const bare = new Bare('/stream');
    await once(bare.socket, 'open');
    bare.send({ action: 'listen', data: { streams: ['trade_updates'] } });
    expect(await bare.next()).toEqual({
      stream: 'authorization',
      data: { action: 'listen', status: 'unauthorized' },
    });
    bare.send({ action: 'authenticate', data: auth });
    expect(await bare.next()).toEqual({
      stream: 'authorization',
      data: { action: 'authenticate', status: 'authorized' },
    });
    const listen = { action: 'listen', data: { streams: ['trade_updates', 'account_updates'] } };
    for (let times = 0; times < 2; times += 1) {
      bare.send(listen);
      expect(await bare.next()).toEqual({
        stream: 'listening',
        data: { streams: ['trade_updates'] },
      });
    }
    for (const rubbish of ['{', '[]', '{"action":"dance"}', '7']) {
      bare.send(rubbish);
      expect(await bare.next()).toMatchObject({ action: 'error' });
    }
    bare.socket.ping();
    await once(bare.socket, 'pong');
    bare.send({ action: 'listen', data: { streams: [] } });
    expect(await bare.next()).toEqual({ stream: 'listening', data: { streams: [] } });
    bare.socket.close();
  });

  it('takes nobody with it who sends too much', async () => {
    const bare = new Bare('/stream');
    await once(bare.socket, 'open');
    bare.send('x'.repeat(100_000));
    await once(bare.socket, 'close');
    const another = new Bare('/nothing');
    const [error] = (await once(another.socket, 'error')) as [Error];
    expect(error.message).toContain('404');
  });
});

describe('frames of the data streams', () => {
  it('are JSON unless MessagePack was asked for, and tell subscriptions whole', async () => {
    const bare = new Bare('/v2/iex');
    expect(await bare.next()).toEqual({ T: 'success', msg: 'connected' });
    bare.send({ action: 'subscribe', quotes: ['AAPL'] });
    expect(await bare.next()).toEqual({ T: 'error', code: 401, msg: 'not authenticated' });
    bare.send('{');
    expect(await bare.next()).toEqual({ T: 'error', code: 400, msg: 'invalid syntax' });
    bare.send({ action: 'auth', key: 'KEY', secret: 'wrong' });
    expect(await bare.next()).toEqual({ T: 'error', code: 402, msg: 'auth failed' });
    bare.send({ action: 'auth', key: 'KEY', secret: 'SECRET' });
    expect(await bare.next()).toEqual({ T: 'success', msg: 'authenticated' });
    bare.send({ action: 'auth', key: 'KEY', secret: 'SECRET' });
    expect(await bare.next()).toEqual({ T: 'error', code: 403, msg: 'already authenticated' });
    bare.send({ action: 'subscribe', trades: ['NOPE'], statuses: ['*'] });
    expect(await bare.next()).toMatchObject({ T: 'error', code: 410 });
    expect(await bare.nextOf('subscription')).toMatchObject({ trades: ['NOPE'], quotes: [] });
    bare.send({ action: 'subscribe', quotes: ['AAPL'] });
    expect(await bare.nextOf('subscription')).toEqual({
      ...{ T: 'subscription', trades: ['NOPE'], quotes: ['AAPL'], bars: [], updatedBars: [] },
      ...{ dailyBars: [], statuses: [], lulds: [], corrections: ['NOPE'], cancelErrors: ['NOPE'] },
    });
    const quote = await bare.nextOf('q');
    expect(quote).toMatchObject({ S: 'AAPL', bp: 99.99, ap: 100.01, bx: 'V', c: ['R'], z: 'C' });
    expect(quote['t']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    bare.send({ action: 'subscribe', trades: ['AAPL'] });
    expect(await bare.nextOf('t')).toMatchObject({ S: 'AAPL', p: 100, s: 0.001, x: 'V', c: ['@'] });
    bare.send({ action: 'unsubscribe', trades: ['AAPL', 'NOPE'], quotes: ['AAPL'] });
    expect(await bare.nextOf('subscription')).toMatchObject({ trades: [], quotes: [] });
    bare.socket.close();
  });
});

describe('the order stream of the scenario', () => {
  it('LIV-3: breaks off connections and takes none until it is back; the client comes back by itself', async () => {
    const stream = client.trading.stream({
      ...{ url: `${served.ws}/stream`, initialReconnectMs: 20, backoff: false },
      maxReconnectAttempts: -1,
    });
    const heard: string[] = [];
    stream.onTradeUpdate(({ event }) => heard.push(event));
    stream.subscribeTradeUpdates();
    let attempts = 0;
    stream.onReconnecting(() => (attempts += 1));
    const back = new Promise<void>((resolve) => {
      stream.onReconnected(() => resolve());
    });
    stream.connect();
    await stream.whenAuthenticated();
    const { id } = await client.trading.orders.limit({
      ...{ symbol: 'AAPL', qty: '1', side: 'buy', limitPrice: '90', timeInForce: 'gtc' },
    });
    await client.trading.orders.deleteOrderByOrderID({ orderId: String(id) });
    await back;
    // What was said meanwhile is gone; what is said from here on is heard.
    expect(attempts).toBeGreaterThan(1);
    expect(heard).not.toContain('canceled');
    const filled = new Promise<void>((resolve) => {
      stream.onTradeUpdate(({ event }) => {
        if (event === 'fill') resolve();
      });
    });
    await client.trading.orders.market({
      ...{ symbol: 'AAPL', qty: '1', side: 'buy', timeInForce: 'ioc' },
    });
    await filled;
    stream.disconnect();
  });
});
