/** A market as Binance's clients see it: its trades, candlesticks, figures of a day, and how far its streams have come. */
import { describe, expect, it } from 'vitest';
import type { EpochMicros, Lots, Ticks } from '../../../../src/core/ground/units.js';
import type { QuoteView } from '../../../../src/core/order/outcome.js';
import {
  type CandleSource,
  candleAt,
  candles,
  days,
} from '../../../../src/server/venue/binance/market/candles.js';
import { MarketFeed, isSilent } from '../../../../src/server/venue/binance/market/feed.js';
import { INTERVALS } from '../../../../src/server/venue/binance/market/intervals.js';
import { Market } from '../../../../src/server/venue/binance/market/market.js';
import { dayFigures } from '../../../../src/server/venue/binance/market/tickers.js';
import { candleWords } from '../../../../src/server/venue/binance/words/market-words.js';
import { NO_PRICE, NOTHING, TapeBuilder } from '../../../../src/sim/tape/tape-builder.js';
import {
  ROW_INELIGIBLE,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
} from '../../../../src/sim/tape/tape.js';
import { INSTRUMENT } from '../../../support/simulation-plan.js';

/** 2024-01-02T15:00:00Z. */
const START = 1_704_207_600_000_000;
const SECOND = 1_000_000;
const after = (seconds: number): EpochMicros => (START + seconds * SECOND) as EpochMicros;

type Row = readonly [seconds: number, kind: number, price: number, quantity: number];

/** Prices in ticks of 0.1, quantities in lots of 0.001. */
function tapeWith(rows: readonly Row[]): Tape {
  const builder = new TapeBuilder();
  builder.push(START, ROW_SNAPSHOT, NO_PRICE, NOTHING, 0);
  for (const [seconds, kind, price, quantity] of rows)
    builder.push(after(seconds), kind, price as never, quantity as never, 0);
  return builder.finish({
    ...{ symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001', format: 'generated' },
    ...{ venueKind: 'generated', hasReceiveClock: false, receivedOffsetMs: null },
    ...{ quantaPerTick: 1, quantaPerLot: 1, dustRows: 0, subTickPrints: 0 },
    ...{ skipped: new Map(), snapshotWorst: null },
  });
}

const TAPE = tapeWith([
  [0, ROW_LEVEL, 1_000, 5],
  [0, ROW_LEVEL | ROW_SELL, 1_010, 5],
  [10, ROW_TRADE, 1_010, 2],
  [20, ROW_TRADE | ROW_SELL, 1_000, 3],
  [30, ROW_TRADE | ROW_INELIGIBLE, 5_000, 1],
  [61, ROW_TRADE, 1_030, 1],
  [200, ROW_LEVEL, 1_000, 0],
]);
const MARKET = new Market(INSTRUMENT, TAPE);
const wallMs = (at: EpochMicros): number => Math.floor(at / 1_000);
const source = (now: EpochMicros): CandleSource => ({ market: MARKET, wallMs, now });

describe('trades', () => {
  it('are numbered in order, but for those that are none', () => {
    expect(MARKET.tradesBy(after(9))).toBe(0);
    expect(MARKET.tradesBy(after(10))).toBe(1);
    expect(MARKET.tradesBy(after(300))).toBe(3);
    expect(MARKET.trade(2)).toEqual({
      ...{ id: 2, at: after(20), price: 1_000, quantity: 3, isBuyerMaker: true },
    });
    expect([MARKET.lastPrice(after(5)), MARKET.lastPrice(after(25))]).toEqual([null, 1_000]);
  });

  it('and updates are numbered by what has happened by then', () => {
    expect([MARKET.rowsBy((START - 1) as EpochMicros), MARKET.rowsBy(after(0))]).toEqual([0, 3]);
    expect([MARKET.rowsBy(after(10)), MARKET.tradesIn(4)]).toEqual([4, 1]);
  });
});

describe('candlesticks', () => {
  it('have open, high, low, close, what was traded, and what of it buyers took', () => {
    const [first] = candles(source(after(59)), INTERVALS['1m']!, {
      ...{ startMs: null, endMs: null, limit: 10 },
    });
    const openMs = START / 1_000;
    expect(candleWords(MARKET, first!)).toEqual([
      openMs,
      '101.00000000',
      '101.00000000',
      '100.00000000',
      '100.00000000',
      '0.00500000',
      openMs + 59_999,
      '0.50200000',
      2,
      '0.00200000',
      '0.20200000',
      '0',
    ]);
  });

  it('go on where nothing is traded, from the first trade to now', () => {
    const all = candles(source(after(250)), INTERVALS['1m']!, {
      ...{ startMs: null, endMs: null, limit: 10 },
    });
    expect(all.map(({ close, trades }) => [close, trades])).toEqual([
      [1_000, 2],
      [1_030, 1],
      [1_030, 0],
      [1_030, 0],
      [1_030, 0],
    ]);
    expect(candleAt(source(after(5)), INTERVALS['1m']!, START / 1_000)).toBeNull();
  });

  it('are the first from a time, or the last up to one', () => {
    const opens = (asked: { startMs: number | null; endMs: number | null; limit: number }) =>
      candles(source(after(250)), INTERVALS['1m']!, asked).map(
        ({ openMs }) => (openMs - START / 1_000) / 60_000,
      );
    const at = (minutes: number): number => START / 1_000 + minutes * 60_000;
    expect(opens({ startMs: at(0) + 1, endMs: null, limit: 2 })).toEqual([1, 2]);
    expect(opens({ startMs: null, endMs: null, limit: 2 })).toEqual([3, 4]);
    expect(opens({ startMs: null, endMs: at(2), limit: 2 })).toEqual([1, 2]);
    expect(opens({ startMs: at(9), endMs: null, limit: 2 })).toEqual([]);
  });

  it('of days that are over have the volume that the venue says a day has', () => {
    const asked = { startMs: null, endMs: null, limit: 3 };
    const day = INTERVALS['1d']!;
    const rows = (now: EpochMicros) =>
      days(source(now), day, asked, 7_000n).map(({ openMs, volume, open }) => [
        new Date(openMs).toISOString().slice(0, 10),
        Number(volume),
        open,
      ]);
    expect(rows(after(250))).toEqual([
      ['2023-12-31', 7_000, 1_010],
      ['2024-01-01', 7_000, 1_010],
      ['2024-01-02', 6, 1_010],
    ]);
    expect(rows(after(86_400)).slice(1)).toEqual([
      ['2024-01-02', 7_000, 1_010],
      ['2024-01-03', 0, 1_030],
    ]);
    const from = { ...asked, startMs: Date.parse('2023-12-24T01:00:00Z') };
    const first = days(source(after(250)), day, from, 1n).map(({ openMs }) => openMs);
    expect(first.map((ms) => new Date(ms).getUTCDate())).toEqual([25, 26, 27]);
    expect(days(source(after(5)), day, asked, 1n)).toEqual([]);
    expect(days(source(after(250)), day, { ...from, startMs: 0 }, 1n)).toHaveLength(3);
  });

  it.each([
    ['1w', '2024-01-03T15:00:00Z', '2024-01-01', '2024-01-08'],
    ['1M', '2024-02-29T23:59:59Z', '2024-02-01', '2024-03-01'],
    ['3d', '2024-01-02T15:00:00Z', '2023-12-31', '2024-01-03'],
  ])('of %s begin as the calendar does', (name, at, open, next) => {
    const interval = INTERVALS[name]!;
    const openMs = interval.openOf(Date.parse(at));
    const dates = [openMs, interval.nextAfter(openMs)].map((ms) => new Date(ms).toISOString());
    expect(dates.map((text) => text.slice(0, 10))).toEqual([open, next]);
  });
});

describe('the figures of a day', () => {
  it('are of the trades within it', () => {
    expect(dayFigures(MARKET, after(10), after(100))).toEqual({
      priceChange: '3.00000000',
      priceChangePercent: '3.000',
      weightedAvgPrice: '100.75000000',
      prevClosePrice: '101.00000000',
      lastPrice: '103.00000000',
      lastQty: '0.00100000',
      openPrice: '100.00000000',
      highPrice: '103.00000000',
      lowPrice: '100.00000000',
      volume: '0.00400000',
      quoteVolume: '0.40300000',
      firstId: 2,
      lastId: 3,
      count: 2,
    });
  });

  it('without a trade stand at the last price there was', () => {
    expect(dayFigures(MARKET, after(100), after(200))).toMatchObject({
      ...{ lastPrice: '103.00000000', volume: '0.00000000', count: 0, firstId: -1 },
    });
    expect(dayFigures(MARKET, after(-10), after(5))).toMatchObject({ lastPrice: '0.00000000' });
  });
});

describe('the streams of a market', () => {
  const quiet = tapeWith(
    Array.from({ length: 10 }, (_, index): Row => [index, ROW_LEVEL, 1_000, index + 1]),
  );
  const market = new Market(INSTRUMENT, quiet);
  const seen = (aliveAt: EpochMicros | null, isShown = true): QuoteView => {
    if (aliveAt === null) return { symbol: 'BTCUSDT', quote: null, aliveAt };
    const top = {
      bid: 1 as Ticks,
      bidQuantity: 1 as Lots,
      ask: 2 as Ticks,
      askQuantity: 1 as Lots,
    };
    const quote = isShown ? { ...top, venueTime: aliveAt, deliveredAt: aliveAt } : null;
    return { symbol: 'BTCUSDT', quote, aliveAt };
  };

  it('have come as far as the feed', () => {
    const feed = new MarketFeed(market, seen(after(0)), after(0));
    feed.goOn(seen(after(1.5)), after(1.6));
    expect([feed.rows, feed.resumedAt]).toEqual([3, 2]);
  });

  it('F:MD2: stand still while it is silent, and have lost what it did not bring', () => {
    const feed = new MarketFeed(market, seen(after(0)), after(0));
    feed.goOn(seen(after(0.5)), after(5));
    expect([feed.rows, feed.resumedAt]).toEqual([2, 2]);
    feed.goOn(seen(after(6.5)), after(6.5));
    expect([feed.rows, feed.resumedAt]).toEqual([8, 8]);
    feed.goOn(seen(after(7.5)), after(7.5));
    expect([feed.rows, feed.resumedAt]).toEqual([9, 8]);
  });

  it('F:MD7: have lost what happened while there was no book to see', () => {
    const feed = new MarketFeed(market, seen(after(0)), after(0));
    feed.goOn(seen(after(1), false), after(1));
    feed.goOn(seen(after(2)), after(2));
    expect([feed.rows, feed.resumedAt]).toEqual([4, 4]);
    feed.goOn(seen(after(3)), after(3));
    expect([feed.rows, feed.resumedAt]).toEqual([5, 4]);
  });

  it('F:MD2: are silent where what happened has not come, and quiet where nothing happened', () => {
    expect(isSilent(market, seen(after(4.9)), after(5))).toBe(false);
    expect(isSilent(market, seen(after(3.5)), after(5))).toBe(true);
    expect(isSilent(market, seen(after(9)), after(60))).toBe(false);
    expect(isSilent(market, seen(null), after(60))).toBe(false);
  });

  it('have not begun where the feed has brought nothing yet', () => {
    const feed = new MarketFeed(market, seen(null), after(0));
    feed.goOn(seen(null), after(9));
    expect(feed.rows).toBe(2);
  });
});
