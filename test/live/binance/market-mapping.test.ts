/** What Binance says of its market, the account and its rules, as the core's; what is off the grid is told and not rounded. */
import { describe, expect, it } from 'vitest';
import { epochMicros } from '../../../src/core/ground/units.js';
import { positionsOf } from '../../../src/live/binance/account-mapping.js';
import type { Fields } from '../../../src/live/rest/fields.js';
import { gridProblems } from '../../../src/live/binance/grid-check.js';
import { bestOf, dailyVolumeOf, depthOf } from '../../../src/live/binance/market-mapping.js';
import { parsed } from '../../../src/live/binance/parsed.js';
import { SPOT } from '../../../src/live/binance/spot.js';
import { BTC, ETH, exchangeInfo } from './sample.js';

/** As it comes off the wire. */
const sent = (body: object): unknown => parsed(JSON.stringify(body));

describe('the market and the account', () => {
  it('LIV-2: a book is levels on the grid', () => {
    const body = {
      lastUpdateId: 160,
      bids: [['50000.00000000', '1.00000000']],
      asks: [['50000.01', '0.00001']],
    };
    expect(depthOf(sent(body), BTC)).toEqual({
      bids: [{ price: 5_000_000, quantity: 100_000 }],
      asks: [{ price: 5_000_001, quantity: 1 }],
    });
  });

  it('LIV-2: what rests between our ticks and lots is no better and no more than it is', () => {
    const bids = [
      ['50000.009', '1.000019'],
      ['49999.00', '0.000009'],
    ];
    const asks = [['50000.011', '1']];
    expect(depthOf(sent({ bids, asks }), BTC)).toEqual({
      bids: [{ price: 5_000_000, quantity: 100_001 }],
      asks: [{ price: 5_000_002, quantity: 100_000 }],
    });
    expect(() => depthOf(sent({ bids: [['much', '1']], asks }), BTC)).toThrow('bids is no number');
  });

  it('the best prices', () => {
    const event = {
      u: 400_900_217,
      s: 'BTCUSDT',
      b: '50000.00',
      B: '31.2100001',
      a: '50000.01',
      A: '40.66',
    };
    expect(bestOf(sent(event) as Fields, BTC)).toEqual({
      bid: 5_000_000,
      bidQuantity: 3_121_000,
      ask: 5_000_001,
      askQuantity: 4_066_000,
    });
  });

  it('daily volume is the mean of the days that are over, rounded down', () => {
    const day = (volume: string, closed: number): readonly unknown[] => [
      0,
      '1',
      '1',
      '1',
      '1',
      volume,
      closed,
      '1',
      1,
      '1',
      '1',
      '0',
    ];
    const days = sent([day('1.00001', 999), day('2.00000', 1_999), day('50.0', 2_999)]);
    expect(dailyVolumeOf(days, BTC, epochMicros(2_000_000))).toBe(150_000);
    expect(dailyVolumeOf(sent([]), BTC, epochMicros(0))).toBeNull();
    expect(() => dailyVolumeOf(sent([[1]]), BTC, epochMicros(0))).toThrow('without volume');
  });

  it('a position is the balance of the base asset, free and locked, in whole lots', () => {
    const balances = [
      { asset: 'BTC', free: '0.10000999', locked: '0.40000000' },
      { asset: 'USDT', free: '1000.00000000', locked: '0.00000000' },
      { asset: 'ETH', free: '0.00000000', locked: '0.00000000' },
    ];
    const rows = positionsOf(sent({ balances }), [BTC, ETH]);
    expect(rows).toEqual([{ symbol: 'BTCUSDT', quantity: 50_000 }]);
    const broken = { balances: [{ asset: 'BTC', free: 'some', locked: '0' }] };
    expect(() => positionsOf(sent(broken), [BTC])).toThrow('free some of BTC is no amount');
  });
});

describe('the venue’s rules', () => {
  const problems = (instrument: typeof BTC, more: object = {}): readonly string[] =>
    gridProblems(sent(exchangeInfo([BTC, ETH], more)), [instrument], SPOT);

  it('that are those of the configuration, whatever zeros stand behind them', () => {
    expect(gridProblems(sent(exchangeInfo([BTC, ETH])), [BTC, ETH], SPOT)).toEqual([]);
  });

  it.each([
    [{ tickSize: '0.1' }, 'tick size of BTCUSDT: 0.1 is configured, the venue says 0.01000000'],
    [
      { lotSize: '0.0001', minQuantity: '0.00001' },
      'lot size of BTCUSDT: 0.0001 is configured, the venue says 0.00001000',
    ],
    [
      { minQuantity: '0.001' },
      'minimum quantity of BTCUSDT: 0.001 is configured, the venue says 0.00001000',
    ],
    [
      { minNotional: '10' },
      'minimum notional of BTCUSDT: 10 is configured, the venue says 5.00000000',
    ],
    [{ baseAsset: 'XBT' }, 'base asset of BTCUSDT: XBT is configured, the venue says BTC'],
    [{ symbol: 'XRPUSDT' }, 'XRPUSDT is not traded there'],
  ])('LIV-2: %j is told with both', (more, text) => {
    expect(problems({ ...BTC, ...more })).toEqual([text]);
  });

  it('a market that is closed is told, and a filter that is missing', () => {
    expect(problems(BTC, { status: 'BREAK' })).toEqual(['BTCUSDT is BREAK there']);
    expect(problems({ ...BTC, minNotional: '0' }, { filters: [] })).toEqual([
      'tick size of BTCUSDT: 0.01 is configured, the venue says nothing',
      'lot size of BTCUSDT: 0.00001 is configured, the venue says nothing',
      'minimum quantity of BTCUSDT: 0.00001 is configured, the venue says nothing',
    ]);
  });
});
