/**
 * The whole adapter through the unmodified ccxt: REST and both sockets against a stub. Goal: connected means that key, rules and streams are
 * right; a stream that ends comes back; nothing printed has the key in it. Its time runs faster than the machine's, so that waits are short.
 */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMicros, seconds } from '../../../src/core/ground/units.js';
import type { ParentId } from '../../../src/core/order/order.js';
import type { BrokerInput, FeedInput } from '../../../src/core/ports.js';
import type { BrokerCommand } from '../../../src/core/state/command.js';
import type { BinanceOptions } from '../../../src/live/binance/binance-options.js';
import {
  type ConnectedBinance,
  connectBinance,
} from '../../../src/live/binance/connect-binance.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import { BTC, ETH, LIMIT, exchangeInfo, idOf, placed, report, traded } from './sample.js';
import {
  type Answer,
  type Frame,
  KEY,
  type Received,
  SECRET,
  StubVenue,
  refused,
  said,
  signatureOf,
} from './stub-venue.js';

const START = epochMicros(1_704_207_600_000_000);
const SPEED = 20;

const ORDERS = '/ws-api/v3';
const QUOTES = '/stream/ws';

/** What a venue answers that is in order. */
const inOrder = ({ path }: Received): Answer => {
  switch (path) {
    case 'time':
      return said({ serverTime: START / 1_000 });
    case 'exchangeInfo':
      return said(exchangeInfo([BTC, ETH]));
    case 'account':
      return said({ balances: [] });
    default:
      return said(placed());
  }
};

let stub: StubVenue;
let clock: SystemClock;
let connected: ConnectedBinance | null;
const problems: string[] = [];
beforeEach(async () => {
  stub = await new StubVenue().listen();
  stub.answer = inOrder;
  clock = new SystemClock({ shows: START, speed: SPEED });
  connected = null;
  problems.length = 0;
});
afterEach(async () => {
  await connected?.close();
  clock.close();
  await stub.close();
});

const optionsOf = (more: Partial<BinanceOptions> = {}): BinanceOptions => ({
  market: 'spot',
  apiKey: KEY,
  secret: SECRET,
  network: 'testnet',
  loopback: stub.url,
  instruments: [BTC, ETH],
  clock,
  requestTimeout: seconds(40),
  onProblem: (text) => problems.push(text),
  ...more,
});

interface Ear {
  readonly connected: ConnectedBinance;
  readonly heard: (BrokerInput | FeedInput)[];
  /** Resolves once something of this kind was heard, by then or from now on. */
  readonly until: (isIt: (input: BrokerInput | FeedInput) => boolean) => Promise<void>;
}

async function connect(more: Partial<BinanceOptions> = {}): Promise<Ear> {
  const made = (connected = await connectBinance(optionsOf(more)));
  const heard: (BrokerInput | FeedInput)[] = [];
  const waiting: (() => void)[] = [];
  const take = (input: BrokerInput | FeedInput): void => {
    heard.push(input);
    for (const look of waiting) look();
  };
  made.broker.reports$.subscribe(take);
  made.feed.events$.subscribe(take);
  const until: Ear['until'] = (isIt) =>
    new Promise((done) => {
      const look = (): void => {
        if (heard.some(isIt)) done();
      };
      waiting.push(look);
      look();
    });
  return { connected: made, heard, until };
}

const submit: BrokerCommand = {
  kind: 'submit',
  clientOrderId: idOf('my-1'),
  parentId: 'p' as ParentId,
  attempt: 1,
  terms: LIMIT,
  validUntil: null,
};

describe('Binance, connected', () => {
  it('LIV-2: asks for the time, the rules and the account, then subscribes to orders, signed, and to best prices', async () => {
    const { connected: made } = await connect();
    expect(made.isUp()).toBe(true);
    expect(stub.received.map(({ path }) => path)).toEqual(['time', 'exchangeInfo', 'account']);
    expect(stub.received[1]?.params).toEqual({ symbols: '["BTCUSDT","ETHUSDT"]' });
    expect(stub.sockets.map(({ path }) => path).sort()).toEqual([`${QUOTES}/0`, ORDERS]);
    const frames = stub.frames.map((text) => JSON.parse(text) as Frame);
    const orders = frames.find(({ method }) => method === 'userDataStream.subscribe.signature');
    const { signature, ...params } = orders?.params as Record<string, string | number>;
    expect(params['apiKey']).toBe(KEY);
    const signed = Object.entries(params).map(([name, value]) => `${name}=${value}`);
    expect(signature).toBe(signatureOf(signed.sort().join('&')));
    const quotes = frames.find(({ method }) => method === 'SUBSCRIBE');
    expect(quotes?.params).toEqual(['btcusdt@bookTicker', 'ethusdt@bookTicker']);
  });

  it('LIV-2: orders go out and come back; each report of the stream is heard, repetitions and old ones too', async () => {
    const { connected: made, heard, until } = await connect();
    made.broker.send(submit, () => null);
    await until(({ kind }) => kind === 'outcome');
    const filled = traded({ t: 9_007_199_254_740_993n, X: 'FILLED', z: '0.12345000' });
    for (const one of [report(), traded(), traded(), filled, traded()])
      stub.tell(ORDERS, exactly({ subscriptionId: 0, event: one }));
    stub.tell(ORDERS, { subscriptionId: 0, event: report({ c: 'last' }) });
    await until(
      (input) => input.kind === 'execution-report' && input.report.clientOrderId === 'last',
    );
    const ids = heard.flatMap((input) =>
      input.kind === 'execution-report'
        ? [input.report.execution?.execId ?? input.report.execType]
        : [],
    );
    expect(ids).toEqual(['accepted', '77', '77', '9007199254740993', '77', 'accepted']);
    expect(heard[0]).toMatchObject({ kind: 'outcome', outcome: { kind: 'accepted' } });
  });

  it('SCH-2: a veto leaves no byte at the venue', async () => {
    const { connected: made, heard, until } = await connect();
    const before = stub.received.length;
    made.broker.send(submit, () => ({ code: 'kill-switch', text: 'engaged' }));
    await until(({ kind }) => kind === 'outcome');
    expect(heard).toMatchObject([{ outcome: { kind: 'not-sent', reason: 'vetoed' } }]);
    expect(stub.received).toHaveLength(before);
  });

  it('LIV-2: best prices are on the board', async () => {
    const { connected: made } = await connect();
    const moved = new Promise<void>((left) => {
      made.feed.watch('BTCUSDT', { low: 0, high: 0 }, left);
    });
    stub.tell(QUOTES, { u: 1, s: 'BTCUSDT', b: '50000.00', B: '1.0', a: '50000.01', A: '2.0' });
    await moved;
    expect(made.feed.quoteOf('BTCUSDT').quote).toMatchObject({ bid: 5_000_000, ask: 5_000_001 });
  });

  it('LIV-2: streams that end are told of, and come back by themselves', async () => {
    const { connected: made, heard, until } = await connect();
    stub.cut(ORDERS);
    stub.cut(QUOTES);
    await until((input) => input.kind === 'stream' && input.status === 'up');
    await until((input) => input.kind === 'feed' && input.status === 'up');
    const told = heard.flatMap((input) =>
      input.kind === 'stream' || input.kind === 'feed' ? [`${input.kind} ${input.status}`] : [],
    );
    expect(told.sort()).toEqual(['feed down', 'feed up', 'stream down', 'stream up']);
    await until(() => made.isUp());
    expect(problems.sort()).toEqual([
      'market stream: the connection ended',
      'order stream: the connection ended',
    ]);
    stub.tell(ORDERS, { subscriptionId: 0, event: report({ c: 'after' }) });
    await until(
      (input) => input.kind === 'execution-report' && input.report.clientOrderId === 'after',
    );
  });

  it('LIV-2: a venue that is gone for a while ends nothing but the streams', async () => {
    const { until } = await connect();
    const { reply } = stub;
    stub.reply = ({ id }) => ({
      id,
      status: 503,
      error: { code: -1008, msg: 'Server is currently overloaded.' },
    });
    stub.cut(ORDERS);
    await stub.until(() => stub.sockets.filter(({ path }) => path === ORDERS).length === 3);
    stub.reply = reply;
    await until((input) => input.kind === 'stream' && input.status === 'up');
    expect(problems).toContain('order stream: refused: -1008 Server is currently overloaded.');
  });

  it('LIV-2: an order that REST has acknowledged and the stream has not told of brings the stream back', async () => {
    stub.answer = (received) => {
      const { newClientOrderId: clientOrderId } = received.params;
      return clientOrderId === undefined ? inOrder(received) : said(placed({ clientOrderId }));
    };
    const { connected: made, until } = await connect();
    made.broker.send(submit, () => null);
    await stub.until(() => stub.received.some(({ path }) => path === 'order'));
    stub.tell(ORDERS, { subscriptionId: 0, event: report() });
    await until(({ kind }) => kind === 'execution-report');
    made.broker.send({ ...submit, clientOrderId: idOf('my-2') }, () => null);
    await until((input) => input.kind === 'stream' && input.status === 'up');
    expect(problems).toEqual([
      'order stream: it told nothing of order my-2, which the venue has accepted',
    ]);
  });
});

/** JSON with numbers that no double holds. */
const exactly = (body: object): string =>
  JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'bigint' ? `#${value}#` : value,
  ).replace(/"#|#"/g, '');

describe('Binance, not connected', () => {
  const failure = async (more: Partial<BinanceOptions> = {}): Promise<Error> => {
    const error = await connect(more).catch((thrown: unknown) => thrown as Error);
    if (!(error instanceof Error)) throw new Error('it was connected');
    return error;
  };

  it('LIV-2: where the rules are others, both are named', async () => {
    const { name, message } = await failure({ instruments: [{ ...BTC, tickSize: '0.1' }] });
    expect([name, message]).toEqual([
      'BinanceError',
      'what is configured is not what Binance trades:\n  tick size of BTCUSDT: 0.1 is configured, the venue says 0.01000000\n  fix: configure the instruments as the venue has them',
    ]);
  });

  it.each([
    [
      'BinanceError',
      'account',
      refused(-2015, 'Invalid API-key, IP, or permissions for action.', 401),
      '-2015 Invalid API-key, IP, or permissions for action.',
    ],
    ['BinanceError', 'exchangeInfo', refused(-1121, 'Invalid symbol.'), '-1121 Invalid symbol.'],
    ['UnreachableError', 'time', refused(-1000, 'No.', 500), 'no answer (5xx)'],
    ['UnreachableError', 'account', 'reset', 'no answer (reset)'],
    [
      'UnreachableError',
      'account',
      refused(-1021, 'Timestamp for this request is outside of the recvWindow.'),
      'refuses the time of our requests: -1021',
    ],
  ] as readonly (readonly [string, string, Answer, string])[])(
    '%s where %s is answered so',
    async (name, broken, answer, text) => {
      stub.answer = (received) => (received.path === broken ? answer : inOrder(received));
      const error = await failure();
      expect(error.name).toBe(name);
      expect(error.message).toContain(text);
      expect(error.message).toContain('fix:');
      expect(stub.sockets).toEqual([]);
    },
  );

  it('LIV-2: where a stream does not come up, it says why', async () => {
    stub.reply = ({ id, method }) =>
      method === 'SUBSCRIBE'
        ? { result: null, id }
        : { id, status: 401, error: { code: -2015, msg: 'Invalid API-key.' } };
    const faster = new SystemClock({ shows: START, speed: 5 * SPEED });
    const error = await failure({ clock: faster });
    faster.close();
    expect(error.name).toBe('UnreachableError');
    expect(error.message).toContain('order stream: refused: -2015 Invalid API-key.');
  });

  it.each([
    [{ apiKey: '' }, 'Binance is asked for with a key and its secret'],
    [{ loopback: 'http://example.com:80' }, 'is no venue on this machine'],
    [{ loopback: 'https://127.0.0.1:80' }, 'is no venue on this machine'],
    [{ instruments: [BTC, { ...BTC, symbol: 'BTCUSDC' }] }, 'BTCUSDT and BTCUSDC both trade BTC'],
  ] as readonly (readonly [Partial<BinanceOptions>, string])[])(
    '%j is refused, and how to put it right is said',
    async (more, text) => {
      const { name, message } = await failure(more);
      expect(name).toBe('BinanceError');
      expect(message).toContain(text);
      expect(message).toContain('fix:');
      expect(stub.received).toEqual([]);
    },
  );
});

describe('key and secret', () => {
  it('are in nothing that is printed, thrown or told', async () => {
    const { connected: made, heard, until } = await connect();
    stub.answer = () => 'reset';
    made.broker.send(submit, () => null);
    await until(({ kind }) => kind === 'outcome');
    stub.cut(ORDERS);
    await until((input) => input.kind === 'stream' && input.status === 'up');
    const thrown = await connectBinance(optionsOf()).catch((error: unknown) => error);
    const printed = [made, heard, problems, thrown].map((one) =>
      inspect(one, { depth: Infinity, showHidden: true, getters: true }),
    );
    expect(printed.join()).not.toContain(SECRET);
    expect(printed.join()).not.toContain(KEY);
    expect(printed.join()).not.toContain('signature=');
  });
});
