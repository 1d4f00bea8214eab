/** What the data stream tells and when, by a clock set by hand: the wall clock goes at half the speed of the market. */
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { decimal } from '../../../../src/core/ground/decimal.js';
import type { Instrument } from '../../../../src/core/ground/instrument.js';
import type { EpochMicros, Lots, Ticks } from '../../../../src/core/ground/units.js';
import type { TopOfBook } from '../../../../src/core/order/outcome.js';
import { AlpacaDesk } from '../../../../src/server/venue/alpaca/alpaca-desk.js';
import { MarketStream } from '../../../../src/server/venue/alpaca/market-stream.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';
import type { WireVenue } from '../../../../src/server/venue/wire/wire-venue.js';
import { bought, ineligible, sold, tapeOf } from '../../../oracle/tape-builder.js';

const SECOND = 1_000_000;
const MARKET = Date.parse('2024-01-02T15:00:00Z') * 1_000;
/** 10 seconds before a minute. */
const WALL = Date.parse('2031-05-06T07:08:50Z') * 1_000;
const SPEED = 2;

const STOCK: Instrument = {
  symbol: 'AAPL',
  tickSize: '0.01',
  lotSize: '1',
  minNotional: '0',
  calendar: 'nyse',
  adv: null,
  baseAsset: 'AAPL',
  quoteAsset: 'USD',
};

const TAPE = tapeOf([
  { time: MARKET + 2 * SECOND, rows: [bought(100, 30)] },
  { time: MARKET + 4 * SECOND, rows: [sold(104, 10), ineligible(bought(999, 5))] },
  { time: MARKET + 30 * SECOND, rows: [sold(102, 10)] },
]);

let now: EpochMicros;
let quote: TopOfBook | null;
let aliveAt: EpochMicros | null;
let stream: MarketStream;
let heard: Record<string, unknown>[];

const at = (seconds: number): EpochMicros => (MARKET + seconds * SECOND) as EpochMicros;

const top = (bid: number, venueTime: EpochMicros): TopOfBook => ({
  bid: bid as Ticks,
  bidQuantity: 3 as Lots,
  ask: (bid + 2) as Ticks,
  askQuantity: 4 as Lots,
  venueTime,
  deliveredAt: venueTime,
});

const VENUE = {
  instruments: [STOCK],
  now: () => now,
  quoteOf: (symbol: string) => ({ symbol, quote, aliveAt }),
  tapeOf: () => TAPE,
  positions: () => [],
  cash: () => decimal('0'),
  truth: { arrivals: [], entries: [], executions: [] },
} as unknown as WireVenue;

class Socket extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly bufferedAmount = 0;

  send(frame: string): void {
    heard.push(...(JSON.parse(frame) as Record<string, unknown>[]));
  }
}

/** The market has come so far; what was told on the way. */
function goOn(seconds: number): readonly Record<string, unknown>[] {
  now = at(seconds);
  heard = [];
  stream.goOn();
  return heard;
}

function subscribe(channels: object): readonly Record<string, unknown>[] {
  const socket = new Socket();
  stream.take(socket as unknown as WebSocket, { assetClass: 'us_equity', isPacked: false });
  const say = (message: object): void => {
    socket.emit('message', Buffer.from(JSON.stringify(message)));
  };
  say({ action: 'auth', key: 'KEY', secret: 'SECRET' });
  heard = [];
  say({ action: 'subscribe', ...channels });
  return heard;
}

beforeEach(() => {
  now = at(0);
  quote = null;
  aliveAt = null;
  heard = [];
  const wall = wallTime(now, WALL as EpochMicros, SPEED);
  const keys = { keyId: 'KEY', secret: 'SECRET' };
  const desk = new AlpacaDesk({ venue: VENUE, keys }, wall);
  stream = new MarketStream(desk, (keyId, secret) => desk.isKey(keyId, secret));
});

describe('quotes', () => {
  const QUOTE = { T: 'q', S: 'AAPL', bx: 'V', bp: 1, bs: 3, ax: 'V', ap: 1.02, as: 4 };

  it('are told when they change, stamped on the wall clock, in the order of fields of the vendor', () => {
    subscribe({ quotes: ['AAPL'] });
    quote = top(100, at(1));
    aliveAt = at(1);
    const [told, ...more] = goOn(2);
    expect(more).toEqual([]);
    expect(JSON.stringify(told)).toBe(
      JSON.stringify({ ...QUOTE, c: ['R'], z: 'C', t: '2031-05-06T07:08:50.500Z' }),
    );
    quote = top(101, at(2.5));
    expect(goOn(3)).toMatchObject([{ bp: 1.01, ap: 1.03, t: '2031-05-06T07:08:51.250Z' }]);
  });

  it('are told to a new subscription, and only of what it asked for', () => {
    quote = top(100, at(1));
    goOn(2);
    expect(subscribe({ quotes: ['AAPL'] })).toMatchObject([{ T: 'subscription' }, QUOTE]);
    expect(subscribe({ quotes: ['MSFT'] })).toMatchObject([{ T: 'subscription' }]);
  });

  it('are said again each second of the wall clock while the feed is alive, and never by a dead one', () => {
    quote = top(100, at(1));
    aliveAt = at(1);
    goOn(1);
    subscribe({ quotes: ['*'] });
    aliveAt = at(2);
    expect(goOn(2.9)).toEqual([]);
    expect(goOn(3)).toMatchObject([QUOTE]);
    expect(goOn(60)).toEqual([]);
    aliveAt = at(60);
    expect(goOn(61)).toMatchObject([QUOTE]);
  });

  it('that are gone are told once, with prices of 0', () => {
    quote = top(100, at(1));
    goOn(1);
    subscribe({ quotes: ['AAPL'] });
    quote = null;
    expect(goOn(2)).toMatchObject([{ T: 'q', bp: 0, bs: 0, ap: 0, as: 0 }]);
    expect(goOn(20)).toEqual([]);
  });
});

it('prints are told once each, those that count, with their number', () => {
  subscribe({ trades: ['AAPL'] });
  const rest = { x: 'V', c: ['@'], z: 'C' };
  expect(goOn(3)).toEqual([
    { T: 't', S: 'AAPL', i: 1, p: 1, s: 30, ...rest, t: '2031-05-06T07:08:51Z' },
  ]);
  expect(goOn(40)).toMatchObject([
    { i: 2, p: 1.04, s: 10 },
    { i: 3, p: 1.02, s: 10 },
  ]);
  expect(goOn(50)).toEqual([]);
});

it('a minute of the wall clock in which there were prints ends with a bar', () => {
  subscribe({ bars: ['AAPL'] });
  expect(goOn(19)).toEqual([]);
  const bar = { o: 1, h: 1.04, l: 1, c: 1.04, v: 40, n: 2, vw: 1.01 };
  expect(goOn(20)).toEqual([{ T: 'b', S: 'AAPL', ...bar, t: '2031-05-06T07:08:00Z' }]);
  expect(goOn(139)).toEqual([]);
  expect(goOn(140)).toMatchObject([{ o: 1.02, n: 1, t: '2031-05-06T07:09:00Z' }]);
  expect(goOn(260)).toEqual([]);
});
