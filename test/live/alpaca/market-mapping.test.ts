/** Positions, time, quotes, books, volumes and grids in Alpaca's words → ours, and the texts they come in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMicros } from '../../../src/core/ground/units.js';
import { parseDecimal } from '../../../src/core/ground/decimal.js';
import { positionsOf, venueTimeOf } from '../../../src/live/alpaca/account-mapping.js';
import { gridDifferences } from '../../../src/live/alpaca/asset-grid.js';
import {
  averageVolume,
  depthOfBook,
  depthOfQuote,
  entryOf,
  topOf,
} from '../../../src/live/alpaca/market-mapping.js';
import { cursorOf, pageOf, placeOf } from '../../../src/live/alpaca/order-pages.js';
import { numbersAsText, plainDecimal } from '../../../src/live/rest/exact-json.js';
import { microsOf, nanosOf, textBefore, textOfMicros } from '../../../src/live/rest/rfc3339.js';
import { INSTRUMENTS, PAIR, STOCK, assetJson, orderJson } from './wire-samples.js';

describe('JSON with its numbers as text', () => {
  it('keeps every digit, and leaves strings alone', () => {
    const json = '{"a":0.10000000000000000001,"b":[1e-7,-2.50],"c":"1.5 \\"2\\"","3":"x"}';
    expect(numbersAsText(json)).toEqual({
      a: '0.10000000000000000001',
      b: ['1e-7', '-2.50'],
      c: '1.5 "2"',
      3: 'x',
    });
    expect(() => numbersAsText('{"a":01}')).toThrow(SyntaxError);
    expect(() => numbersAsText('<html>502</html>')).toThrow(SyntaxError);
  });

  it('any number of JSON is a plain decimal of the same value', () => {
    const finest = 1e-12;
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e20, max: 1e20 }), (number) => {
        const drawn = Math.abs(number) < finest ? 0 : number;
        const text = plainDecimal(JSON.stringify(drawn));
        expect(Number(text)).toBe(drawn);
        expect(parseDecimal(text ?? '')).not.toBeNull();
      }),
    );
    expect(['1.5e-7', '12e3', '0.50', 'ten', '1.', ''].map(plainDecimal)).toEqual([
      '0.00000015',
      '12000',
      '0.50',
      null,
      null,
      null,
    ]);
  });
});

describe('times', () => {
  it.each([
    ['2024-01-02T15:00:00.123456789Z', '1704207600123456789'],
    ['2024-01-02T15:00:00.12Z', '1704207600120000000'],
    ['2024-01-02T15:00:00Z', '1704207600000000000'],
    ['2024-01-02T10:00:00.5-05:00', '1704207600500000000'],
  ])('%s', (text, nanos) => expect(nanosOf(text)).toBe(nanos));

  it('what is none is null', () => {
    const texts = ['2024-01-02', 'yesterday', '', '2024-13-02T15:00:00Z', '1969-12-31T23:59:59Z'];
    expect(texts.map(nanosOf)).toEqual(texts.map(() => null));
  });

  it('are written as they are read', () => {
    const at = epochMicros(1_704_207_600_000_001);
    expect(textOfMicros(at)).toBe('2024-01-02T15:00:00.000001Z');
    expect(microsOf(textOfMicros(at))).toBe(at);
    const stamp = nanosOf('2024-01-02T15:00:00Z');
    expect(stamp === null ? null : textBefore(stamp)).toBe('2024-01-02T14:59:59.999999999Z');
  });
});

describe('the account', () => {
  it('positions have a sign, by whichever of their names, and what is not traded here is left out', () => {
    const rows = [
      { symbol: 'AAPL', qty: '-5', side: 'short' },
      { symbol: 'BTCUSD', qty: '0.5', side: 'long' },
      { symbol: 'MSFT', qty: '1.25', side: 'long' },
    ];
    expect(positionsOf(rows, INSTRUMENTS)).toEqual([
      { symbol: 'AAPL', quantity: -5 },
      { symbol: 'BTCUSD', quantity: 50_000 },
    ]);
    expect(positionsOf([{ symbol: 'AAPL', qty: '5', side: 'short' }], INSTRUMENTS)).toEqual([
      { symbol: 'AAPL', quantity: -5 },
    ]);
  });

  it('a fraction of a share, and a side nobody knows, are said', () => {
    const row = (changed: object): unknown => [
      { symbol: 'AAPL', qty: '5', side: 'long', ...changed },
    ];
    expect(() => positionsOf(row({ qty: '0.5' }), INSTRUMENTS)).toThrow('off the grid');
    expect(() => positionsOf(row({ side: 'flat' }), INSTRUMENTS)).toThrow('said to be "flat"');
    expect(() => positionsOf({ code: 1 }, INSTRUMENTS)).toThrow('no list');
  });

  it('the clock', () => {
    expect(venueTimeOf({ timestamp: '2024-01-02T10:00:00.25-05:00' })).toBe(1_704_207_600_250_000);
    expect(() => venueTimeOf({ timestamp: 'now' })).toThrow('no time');
  });
});

describe('the market', () => {
  const at = epochMicros(7);
  const quote = { bidPrice: '185.64', bidSize: '2', askPrice: '185.66', askSize: '1' };

  it('a quote of one side is none, and one off the grid is said', () => {
    expect(topOf(quote, at, STOCK)).toEqual({
      bid: 18_564,
      bidQuantity: 2,
      ask: 18_566,
      askQuantity: 1,
      venueTime: 7,
    });
    expect(topOf({ ...quote, askPrice: '0', askSize: '0' }, at, STOCK)).toBeNull();
    expect(() => topOf({ ...quote, bidPrice: '185.6401' }, at, STOCK)).toThrow('off the grid');
  });

  it('depth is a book, or of a stock its latest quote', () => {
    const book = {
      t: 'x',
      b: [
        { p: '2', s: '0.5' },
        { p: '1', s: '0.25' },
      ],
      a: [],
    };
    expect(depthOfBook(book, PAIR, 1)).toEqual({
      bids: [{ price: 200, quantity: 50_000 }],
      asks: [],
    });
    const latest = { t: 'x', bp: '185.64', bs: '2', ap: '0', as: '0' };
    expect(depthOfQuote(latest, STOCK)).toEqual({
      bids: [{ price: 18_564, quantity: 2 }],
      asks: [],
    });
    expect(depthOfQuote(entryOf({ quotes: {} }, 'quotes', 'AAPL'), STOCK)).toEqual({
      bids: [],
      asks: [],
    });
  });

  it('volume is the mean of the last days that are over, in whole lots', () => {
    const bar = (day: number, v: string): object => ({
      t: `2024-01-${String(day).padStart(2, '0')}T05:00:00Z`,
      v,
    });
    const days = Array.from({ length: 22 }, (_, nth) => bar(nth + 1, nth === 0 ? '9000' : '100'));
    // The last one is today's, and the first one is too old.
    expect(averageVolume([...days.slice(0, 21), bar(22, '7')], STOCK, 20)).toBe(100);
    expect(averageVolume([bar(1, '100'), bar(2, '101'), bar(3, '7')], STOCK, 20)).toBe(100);
    expect(averageVolume([bar(1, '100')], STOCK, 20)).toBeNull();
    expect(averageVolume(null, STOCK, 20)).toBeNull();
    expect(() => averageVolume([bar(1, '1e17'), bar(2, '1')], PAIR, 20)).toThrow('out of range');
  });
});

describe('the grid', () => {
  it('of a stock is cents and shares, or fractions of them', () => {
    expect(gridDifferences(assetJson(), STOCK)).toEqual([]);
    expect(gridDifferences(assetJson(), { ...STOCK, lotSize: '0.001' })).toEqual([]);
    expect(
      gridDifferences(assetJson({ fractionable: false }), { ...STOCK, lotSize: '0.001' }),
    ).toEqual(["AAPL: lot 0.001 is configured, Alpaca's is 1"]);
    expect(gridDifferences(assetJson(), { ...STOCK, lotSize: '0.3' })).toHaveLength(1);
  });

  it('of a pair is what is listed, however it is written', () => {
    const listed = assetJson({
      class: 'crypto',
      symbol: 'BTC/USD',
      price_increment: '0.010',
      min_trade_increment: '1e-5',
    });
    expect(gridDifferences(listed, PAIR)).toEqual([]);
    expect(gridDifferences(listed, { ...PAIR, tickSize: '0.1', lotSize: '0.0001' })).toEqual([
      "BTCUSD: tick 0.1 is configured, Alpaca's is 0.010",
      "BTCUSD: lot 0.0001 is configured, Alpaca's is 0.00001",
    ]);
    expect(gridDifferences(assetJson({ class: 'crypto' }), PAIR)).toEqual([
      "BTCUSD: tick 0.01 is configured, Alpaca's is not listed",
      "BTCUSD: lot 0.00001 is configured, Alpaca's is not listed",
    ]);
  });

  it('what cannot be traded, or is of another kind, is said', () => {
    expect(gridDifferences(assetJson({ tradable: false }), STOCK)[0]).toContain('cannot be traded');
    expect(gridDifferences(assetJson({ status: 'inactive' }), STOCK)[0]).toContain('inactive');
    expect(() => gridDifferences(assetJson({ class: 'us_option' }), STOCK)).toThrow('us_option');
  });
});

describe('pages of orders', () => {
  const order = (id: string, second: number): Readonly<Record<string, unknown>> =>
    orderJson({ id, submitted_at: `2024-01-02T15:00:0${second}Z` });

  it('REC-5: lose none of one instant at the edge of a page, and repeat none', () => {
    const all = [order('a', 0), order('b', 1), order('c', 1), order('d', 1), order('e', 2)];
    const first = pageOf(all.slice(0, 3), { after: null, seen: [] }, 3);
    expect(first.orders).toHaveLength(3);
    expect(first.next).toEqual({ after: '2024-01-02T15:00:00.999999999Z', seen: ['b', 'c'] });
    const place = placeOf(cursorOf(first.next ?? { after: null, seen: [] }));
    const second = pageOf(all.slice(1, 5), place, 5);
    expect(second.orders.map(({ id }) => id)).toEqual(['d', 'e']);
    expect(second.next).toBeNull();
  });

  it('a list that does not get on is not read for ever', () => {
    const listed = [order('a', 0), order('b', 0)];
    const place = pageOf(listed, { after: null, seen: [] }, 2).next;
    expect(() => pageOf(listed, place ?? { after: null, seen: [] }, 2)).toThrow('does not get on');
  });
});
