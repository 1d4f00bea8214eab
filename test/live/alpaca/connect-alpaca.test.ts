/**
 * Alpaca connected whole, before a stub: when trading may begin, what is heard of its streams, and what becomes of a stream that goes, says
 * what cannot be read, or keeps silent. The clock's time passes as the test says; sockets and the library's own timers are real.
 */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Instrument } from '../../../src/core/ground/instrument.js';
import { epochMicros, seconds } from '../../../src/core/ground/units.js';
import type { BrokerInput, FeedInput } from '../../../src/core/ports.js';
import { connectAlpaca } from '../../../src/live/alpaca/connect-alpaca.js';
import { addressesOf } from '../../../src/live/alpaca/addresses.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import { type Connection, LiveError } from '../../../src/live/connection.js';
import { UnreachableError } from '../../../src/live/port/connected-venue.js';
import { FakeTime } from '../clock/fake-time.js';
import { StubAlpaca } from './stub-alpaca.js';
import { DAYS, PAIR, STOCK, assetJson, clockJson, updateJson } from './wire-samples.js';

const KEYS = { keyId: 'KEY-OF-A-TEST', secret: 'SECRET-OF-A-TEST' };
const START = epochMicros(1_704_207_600_000_000);

let stub: StubAlpaca;
let time: FakeTime;
let notices: string[];
let connection: Connection | null;

beforeEach(async () => {
  stub = await StubAlpaca.listen();
  stub.on('GET /v2/assets/BTCUSD', () => ({ status: 200, body: PAIR_JSON }));
  time = new FakeTime(START);
  notices = [];
  connection = null;
});
afterEach(async () => {
  connection?.close();
  await stub.close();
});

const PAIR_JSON = assetJson({
  class: 'crypto',
  symbol: 'BTC/USD',
  price_increment: '0.01',
  min_trade_increment: '0.00001',
});

interface Heard {
  readonly broker: BrokerInput[];
  readonly feed: FeedInput[];
}

const begin = (instruments: readonly Instrument[] = [STOCK], url = stub.url): Promise<Connection> =>
  connectAlpaca({
    keys: KEYS,
    mode: 'paper',
    url,
    instruments,
    clock: new SystemClock({ shows: START, speed: 1 }, time),
    requestTimeout: seconds(5),
    onNotice: (text) => notices.push(text),
  });

async function connected(instruments?: readonly Instrument[]): Promise<Heard> {
  connection = await begin(instruments);
  const heard: Heard = { broker: [], feed: [] };
  connection.broker.reports$.subscribe((input) => heard.broker.push(input));
  connection.feed.events$.subscribe((input) => heard.feed.push(input));
  time.pass(0);
  return heard;
}

/** Lets what has come in on the sockets be heard. */
async function until(is: () => boolean): Promise<void> {
  while (!is()) {
    await new Promise((done) => setImmediate(done));
    time.pass(0);
  }
}

const streamOf = ({ broker }: Heard): readonly string[] =>
  broker.flatMap((input) => (input.kind === 'stream' ? [input.status] : []));
const reportsIn = ({ broker }: Heard): readonly string[] =>
  broker.flatMap((input) => (input.kind === 'execution-report' ? [input.report.execType] : []));

const filled = updateJson(
  'fill',
  { status: 'filled', filled_qty: '10' },
  { execution_id: 'x-1', price: '185.5', qty: '10', position_qty: '10' },
);
const message = (data: unknown): object => ({ stream: 'trade_updates', data });

describe('trading at Alpaca begins', () => {
  it('LIV-2: once both streams are confirmed, each asked for once', async () => {
    const heard = await connected([STOCK, PAIR]);
    expect(connection?.isUp()).toBe(true);
    expect(streamOf(heard)).toEqual(['up']);
    expect(heard.feed).toEqual([{ kind: 'feed', status: 'up' }]);
    expect(stub.frames).toHaveLength(6);
    expect(stub.frames).toContainEqual({
      action: 'authenticate',
      data: { key_id: KEYS.keyId, secret_key: KEYS.secret },
    });
    expect(stub.frames).toContainEqual({ action: 'listen', data: { streams: ['trade_updates'] } });
    expect(stub.frames).toContainEqual({ action: 'subscribe', quotes: ['AAPL'] });
    expect(stub.frames).toContainEqual({ action: 'subscribe', quotes: ['BTC/USD'] });
  });

  it.each([
    [
      'another grid',
      { symbol: 'AAPL', price_increment: '0.05', fractionable: false },
      "AAPL: tick 0.01 is configured, Alpaca's is 0.05",
    ],
    ['what is not tradable', { tradable: false }, 'cannot be traded'],
    ['another kind of asset', { class: 'us_option' }, 'us_option'],
  ])('not with %s', async (_, changed, why) => {
    stub.on('GET /v2/assets/AAPL', { status: 200, body: assetJson(changed) });
    await expect(begin()).rejects.toThrow(LiveError);
    await expect(begin()).rejects.toThrow(why);
    expect(stub.frames).toEqual([]);
  });

  it.each([
    [{ status: 401, body: { message: 'request is not authorized' } }, 'refuses the keys'],
    [{ status: 404, body: { code: 40410000, message: 'asset not found' } }, 'is not listed'],
    [{ status: 200, body: '<html>' }, 'is not Alpaca'],
    [{ status: 422, body: { code: 1, message: KEYS.secret } }, '[key]'],
  ] as const)('not with %j in place of an asset', async (how, why) => {
    stub.on('GET /v2/assets/AAPL', how);
    const begun = begin();
    await expect(begun).rejects.toThrow(LiveError);
    await expect(begun).rejects.toThrow(why);
  });

  it.each([
    ['reset', 'no answer (reset)'],
    [{ status: 503, body: '' }, 'no answer (5xx)'],
    [{ status: 200, body: '{"id":"904837e3' }, 'half an answer'],
    [{ status: 429, body: '' }, 'takes no further request'],
  ] as const)('F:SUB7 F:SUB15: not yet with %j, which is worth another try', async (how, why) => {
    stub.on('GET /v2/assets/AAPL', how);
    const begun = begin();
    await expect(begun).rejects.toThrow(UnreachableError);
    await expect(begun).rejects.toThrow(why);
  });

  it('F:SUB7 S22: not before the time that it says', async () => {
    stub.on('GET /v2/assets/AAPL', { status: 429, body: '', headers: { 'retry-after': '17' } });
    await expect(begin()).rejects.toMatchObject({ retryAfter: seconds(17) });
  });

  it('not where nobody answers, or nobody is', async () => {
    stub.on('GET /v2/assets/AAPL', 'hang');
    const begun = begin();
    await stub.until(() => stub.asked.length === 1);
    time.pass(seconds(5));
    await expect(begun).rejects.toThrow('no answer (timeout)');
    await stub.close();
    await expect(begin()).rejects.toThrow('connection-refused');
    stub = await StubAlpaca.listen();
  });

  it('F:STR8: not while the order stream refuses the keys', async () => {
    stub.authorizes = false;
    const begun = begin();
    await until(() => notices.length > 0);
    time.pass(seconds(20));
    await expect(begun).rejects.toThrow('not up: order stream: auth failed');
  });

  it.each([false, 'nothing'] as const)('not while the streams confirm %s', async (confirms) => {
    stub.confirms = confirms;
    const begun = begin();
    await stub.until(() => stub.frames.length === 4);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    time.pass(seconds(20));
    await expect(begun).rejects.toThrow(UnreachableError);
    await expect(begun).rejects.toThrow('not up: no answer');
  });
});

describe('the hours of the exchange', () => {
  const said = (...days: readonly unknown[]): void =>
    stub.on('GET /v2/calendar', { status: 200, body: days });
  const [today, ...later] = DAYS;

  it('F:RSK7: are asked for ten days ahead before anything is traded, and are those of the calendar here', async () => {
    await connected();
    expect(connection?.venueDays).toEqual([]);
    const asked = stub.paths.find((path) => path.startsWith('GET /v2/calendar'));
    expect(asked).toMatch(/start=2024-01-02T.*end=2024-01-12T/);
  });

  it('F:RSK7: are Alpaca’s where it says others: closed, shorter, open where nobody expected it', async () => {
    const [tuesday, wednesday, ...others] = later;
    said({ ...today, close: '13:00' }, tuesday, ...others, { ...wednesday, date: '2024-01-06' });
    await connected();
    expect(connection?.venueDays).toEqual([
      {
        date: '2024-01-02',
        session: { open: 1_704_205_800_000_000, close: 1_704_218_400_000_000 },
      },
      { date: '2024-01-04', session: null },
      {
        date: '2024-01-06',
        session: { open: 1_704_551_400_000_000, close: 1_704_574_800_000_000 },
      },
    ]);
  });

  it('F:RSK7: of pairs alone are nobody’s concern', async () => {
    await connected([PAIR]);
    expect(connection?.venueDays).toBeUndefined();
    expect(stub.paths.filter((path) => path.includes('calendar'))).toEqual([]);
  });

  it.each([
    ['no day at all', { status: 200, body: [] }, LiveError, 'no session from 2024-01-02 to'],
    ['no calendar', { status: 200, body: '<html>' }, LiveError, 'is not Alpaca'],
    [
      'days that cannot be read',
      { status: 200, body: [{ date: '2024-01-02' }] },
      UnreachableError,
      'half',
    ],
    ['nothing for now', { status: 503, body: '' }, UnreachableError, 'no answer (5xx)'],
  ] as const)('F:RSK7: nothing is traded with %s', async (_, how, Kind, why) => {
    stub.on('GET /v2/calendar', how);
    const begun = begin();
    await expect(begun).rejects.toThrow(Kind);
    await expect(begun).rejects.toThrow(why);
  });

  it('F:RSK7: a market that is closed in the middle of its session shows no quote, and says when it is open again', async () => {
    await connected();
    const seen = (): unknown => connection?.feed.quoteOf('AAPL').quote ?? null;
    const quote = {
      T: 'q',
      S: 'AAPL',
      bp: 185.64,
      bs: 2,
      ap: 185.66,
      as: 1,
      t: '2024-01-02T15:00:00.5Z',
    };
    stub.tellQuotes([quote]);
    await until(() => seen() !== null);
    stub.on('GET /v2/clock', { status: 200, body: clockJson(false) });
    time.pass(seconds(61));
    await until(() => seen() === null);
    expect(notices.join()).toContain('its market is closed, and by its calendar it is open');
    stub.on('GET /v2/clock', { status: 200, body: clockJson(true) });
    time.pass(seconds(61));
    await until(() => notices.join().includes('is open again'));
  });
});

describe('the order stream', () => {
  it('LIV-2: tells what happens, and leaves out what is not traded here', async () => {
    const heard = await connected();
    stub.tellOrders(message(updateJson('new', { symbol: 'MSFT' })));
    stub.tellOrders(message(updateJson('new', { status: 'new' })));
    stub.tellOrders(message(filled));
    await until(() => reportsIn(heard).length === 2);
    expect(reportsIn(heard)).toEqual(['accepted', 'trade']);
    expect(streamOf(heard)).toEqual(['up']);
  });

  it.each([
    ['no JSON', '{"stream":'],
    ['no order', message({ event: 'fill' })],
    ['a quantity off the grid', message(updateJson('new', { qty: '0.5' }))],
    ['a price off the grid', message({ ...filled, price: '185.5001' })],
  ])('F:STR1: that says what cannot be read (%s) counts as gone for a moment', async (_, said) => {
    const heard = await connected();
    stub.tellOrders(said);
    await until(() => streamOf(heard).length === 3);
    expect(streamOf(heard)).toEqual(['up', 'down', 'up']);
    expect(notices.join()).toContain('cannot be read');
  });

  it('F:STR2: is down while it is gone, and comes back by itself', async () => {
    const heard = await connected();
    const [orders] = stub.orderListeners;
    orders?.terminate();
    await until(() => streamOf(heard).length === 2);
    expect(connection?.isUp()).toBe(false);
    await until(() => streamOf(heard).length === 3);
    expect(streamOf(heard)).toEqual(['up', 'down', 'up']);
    expect(connection?.isUp()).toBe(true);
  });

  it('F:STR2: is not up again before it is confirmed, and tried anew when it keeps silent', async () => {
    const heard = await connected();
    const before = stub.orderListeners.length;
    stub.confirms = false;
    stub.orderListeners[0]?.terminate();
    await until(() => stub.orderListeners.length > before && stub.frames.length >= 6);
    expect(streamOf(heard)).toEqual(['up', 'down']);
    stub.confirms = true;
    time.pass(seconds(29));
    expect(notices).toEqual([]);
    // What is not up is not kept alive by what it says.
    stub.tellOrders('{');
    await until(() => notices.length > 0);
    time.pass(seconds(2));
    await until(() => streamOf(heard).length === 3);
    expect(notices).toContain('order stream: no sign of life: connecting anew');
    expect(streamOf(heard)).toEqual(['up', 'down', 'up']);
  });

  it('F:STR3: of a connection that is dead without a word is connected anew', async () => {
    const heard = await connected();
    time.pass(seconds(31));
    await until(() => streamOf(heard).length === 3);
    expect(streamOf(heard)).toEqual(['up', 'down', 'up']);
    stub.tellOrders(message(filled));
    await until(() => reportsIn(heard).length === 1);
    expect(reportsIn(heard)).toEqual(['trade']);
  });
});

describe('the market data stream', () => {
  const quote = {
    T: 'q',
    S: 'AAPL',
    bp: 185.64,
    bs: 2,
    ap: 185.66,
    as: 1,
    t: '2024-01-02T15:00:00.5Z',
  };
  const seen = (): unknown => connection?.feed.quoteOf('AAPL').quote;
  const TOP = {
    bid: 18_564,
    bidQuantity: 2,
    ask: 18_566,
    askQuantity: 1,
    venueTime: 1_704_207_600_500_000,
  };

  it('LIV-2: puts quotes on the board; one of one side, or off the grid, is none', async () => {
    await connected();
    stub.tellQuotes([{ ...quote, S: 'MSFT' }, quote]);
    await until(() => (seen() ?? null) !== null);
    expect(seen()).toMatchObject(TOP);
    stub.tellQuotes([{ ...quote, ap: 0, as: 0 }]);
    await until(() => seen() === null);
    stub.tellQuotes([quote]);
    await until(() => (seen() ?? null) !== null);
    stub.tellQuotes([
      { ...quote, bp: 185.6401 },
      { ...quote, bp: 185.6401 },
    ]);
    await until(() => seen() === null);
    expect(notices).toEqual(['no quote of AAPL: bid 185.6401 of AAPL is off the grid of 0.01']);
  });

  it('tells the feed down while it is gone', async () => {
    const heard = await connected();
    stub.quoteListeners[0]?.terminate();
    await until(() => heard.feed.length === 3);
    expect(heard.feed.map((input) => (input.kind === 'feed' ? input.status : ''))).toEqual([
      'up',
      'down',
      'up',
    ]);
  });
});

describe('what is connected', () => {
  it('shows no key, however deep one looks', async () => {
    await connected();
    const shown = inspect(connection, { depth: 20, showHidden: true });
    expect(shown).not.toContain(KEYS.keyId);
    expect(shown).not.toContain(KEYS.secret);
  });

  it('is Alpaca’s own where no other address is given', () => {
    expect(addressesOf({ mode: 'paper', url: null })).toEqual({
      trading: 'https://paper-api.alpaca.markets',
      market: 'https://data.alpaca.markets',
      orderStream: 'wss://paper-api.alpaca.markets/stream',
      stockStream: 'wss://stream.data.alpaca.markets/v2/iex',
      cryptoStream: 'wss://stream.data.alpaca.markets/v1beta3/crypto/us',
    });
    expect(addressesOf({ mode: 'live', url: null }).trading).toBe('https://api.alpaca.markets');
  });
});
