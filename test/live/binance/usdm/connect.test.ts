/** The whole adapter of USD-M futures through the unmodified ccxt: REST, the key to listen with, and both sockets against a stub. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { epochMicros, seconds } from '../../../../src/core/ground/units.js';
import type { BrokerInput } from '../../../../src/core/ports.js';
import {
  type ConnectedBinance,
  connectBinance,
} from '../../../../src/live/binance/connect-binance.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import {
  type Answer,
  KEY,
  type Received,
  SECRET,
  StubVenue,
  refused,
  said,
} from '../stub-venue.js';
import { PERP, exchangeInfo, traded, update } from './sample-usdm.js';

const START = epochMicros(1_704_207_600_000_000);
const ORDERS = '/private/ws';
const LISTEN_KEY = 'listen-key-of-the-test';

const config = { canTrade: true, dualSidePosition: false, multiAssetsMargin: false };
const inOrder = ({ path }: Received): Answer => {
  switch (path) {
    case 'time':
      return said({ serverTime: START / 1_000 });
    case 'exchangeInfo':
      return said(exchangeInfo());
    case 'accountConfig':
      return said(config);
    case 'listenKey':
      return said({ listenKey: LISTEN_KEY });
    default:
      return said([]);
  }
};

let stub: StubVenue;
let clock: SystemClock;
let connected: ConnectedBinance | null;
const problems: string[] = [];
beforeEach(async () => {
  stub = await new StubVenue().listen();
  stub.answer = inOrder;
  clock = new SystemClock({ shows: START, speed: 20 });
  connected = null;
  problems.length = 0;
});
afterEach(async () => {
  await connected?.close();
  clock.close();
  await stub.close();
});

const connect = async (): Promise<ConnectedBinance> => {
  connected = await connectBinance({
    ...{ market: 'usdm', apiKey: KEY, secret: SECRET, network: 'testnet', clock },
    ...{ loopback: stub.url, instruments: [PERP], requestTimeout: seconds(40) },
    onProblem: (text) => problems.push(text),
  });
  return connected;
};

const heardOf = ({ broker }: ConnectedBinance) => {
  const heard: BrokerInput[] = [];
  const waiting: (() => void)[] = [];
  broker.reports$.subscribe((input) => {
    heard.push(input);
    for (const look of waiting) look();
  });
  const until = (isIt: (input: BrokerInput) => boolean): Promise<void> =>
    new Promise((done) => {
      const look = (): void => {
        if (heard.some(isIt)) done();
      };
      waiting.push(look);
      look();
    });
  return { heard, until };
};
const keysAsked = (): readonly string[] =>
  stub.received.filter(({ path }) => path === 'listenKey').map(({ method }) => method);

describe('Binance USD-M, connected', () => {
  it('LIV-2: asks for time, rules, mode and positions of the account, then listens by a key, and to best prices', async () => {
    const made = await connect();
    expect(made.isUp()).toBe(true);
    expect(stub.received.map(({ path }) => path)).toEqual([
      ...['time', 'exchangeInfo', 'accountConfig', 'positionRisk', 'listenKey'],
    ]);
    expect(stub.sockets.map(({ path }) => path).sort()).toEqual([
      `${ORDERS}?listenKey=${LISTEN_KEY}`,
      '/public/ws/0',
    ]);
    const { until, heard } = heardOf(made);
    stub.tell(ORDERS, update());
    stub.tell(ORDERS, traded());
    stub.tell(ORDERS, traded({ t: 78 }));
    await until((input) => input.kind === 'execution-report' && input.report.execution !== null);
    expect(heard[0]).toMatchObject({ report: { execType: 'accepted', clientOrderId: 'my-1' } });
    const moved = new Promise<void>((left) => {
      made.feed.watch('BTCUSDT', { low: 0, high: 0 }, left);
    });
    const best = {
      e: 'bookTicker',
      u: 1,
      s: 'BTCUSDT',
      b: '50000.0',
      B: '1',
      a: '50000.1',
      A: '2',
    };
    stub.tell('/public/ws', best);
    await moved;
    expect(made.feed.quoteOf('BTCUSDT').quote).toMatchObject({ bid: 500_000, ask: 500_001 });
  });

  it('LIV-2 REC-1: a key that has expired ends the stream, which comes back by another', async () => {
    const { until } = heardOf(await connect());
    stub.tell(ORDERS, { e: 'listenKeyExpired', E: START / 1_000, listenKey: LISTEN_KEY });
    await until((input) => input.kind === 'stream' && input.status === 'down');
    await until((input) => input.kind === 'stream' && input.status === 'up');
    expect(problems).toEqual(['order stream: the key to listen with has expired']);
    expect(keysAsked()).toEqual(['POST', 'POST']);
  });

  it('LIV-2: key, secret and the key to listen with are in nothing that is printed, thrown or told', async () => {
    const made = await connect();
    const { heard, until } = heardOf(made);
    stub.answer = () => 'reset';
    made.broker.send({ kind: 'read-positions', readId: 1 }, () => null);
    await until(({ kind }) => kind === 'answer');
    stub.cut(ORDERS);
    await until((input) => input.kind === 'stream' && input.status === 'down');
    const printed = [made, heard, problems].map((one) =>
      inspect(one, { depth: Infinity, showHidden: true, getters: true }),
    );
    for (const canary of [KEY, SECRET, LISTEN_KEY, 'signature='])
      expect(printed.join()).not.toContain(canary);
  });
});

describe('Binance USD-M, not connected', () => {
  const failure = async (path: string, answer: Answer): Promise<readonly [string, string]> => {
    stub.answer = (received) => (received.path === path ? answer : inOrder(received));
    const error = await connect().catch((thrown: unknown) => thrown);
    if (!(error instanceof Error)) throw new Error('it was connected');
    expect(stub.sockets).toEqual([]);
    return [error.name, error.message];
  };

  it.each([
    ['is in hedge mode', 'accountConfig', said({ ...config, dualSidePosition: true })],
    ['may not trade', 'accountConfig', said({ ...config, canTrade: false })],
    ['BTCUSDT is SETTLING', 'exchangeInfo', said(exchangeInfo({ status: 'SETTLING' }))],
    ['-2015 Invalid API-key.', 'positionRisk', refused(-2015, 'Invalid API-key.', 401)],
    ['is no Binance USD-M', 'time', { status: 404, text: '<html>404</html>' }],
  ] as readonly (readonly [string, string, Answer])[])(
    'LIV-2: "%s" (%s) is put right by hand, and how is said',
    async (text, path, answer) => {
      const [name, message] = await failure(path, answer);
      expect(name).toBe('BinanceError');
      expect(message).toContain(text);
      expect(message).toContain('fix:');
    },
  );
});
