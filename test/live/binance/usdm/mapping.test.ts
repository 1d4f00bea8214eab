/** What USD-M futures say of orders, executions, positions and rules, as the core's: payloads written after Binance's documents. */
import { describe, expect, it } from 'vitest';
import type { OrderTerms } from '../../../../src/core/order/order.js';
import { executionOf, reportOf } from '../../../../src/live/binance/execution-mapping.js';
import { gridProblems } from '../../../../src/live/binance/grid-check.js';
import { acceptedOf, canceledOf, snapshotOf } from '../../../../src/live/binance/order-mapping.js';
import { parsed } from '../../../../src/live/binance/parsed.js';
import { usdmOrderParams } from '../../../../src/live/binance/usdm/order-params.js';
import { positionsOf } from '../../../../src/live/binance/usdm/positions.js';
import { USDM } from '../../../../src/live/binance/usdm/usdm.js';
import type { Fields } from '../../../../src/live/rest/fields.js';
import { idOf } from '../sample.js';
import {
  PERP,
  SHORT,
  exchangeInfo,
  order,
  position,
  trade,
  traded,
  update,
} from './sample-usdm.js';

const sent = (body: unknown): unknown => parsed(JSON.stringify(body));
const heard = (event: object) =>
  reportOf(USDM.trades.fieldsOf(sent(event) as Fields), PERP, USDM.trades).report;

describe('an order of futures', () => {
  it('LIV-2 ORD-2: is read whole, its average from what was paid for all of it', () => {
    const row = order({ status: 'PARTIALLY_FILLED', executedQty: '0.040', cumQuote: '1999.99600' });
    expect(snapshotOf(sent(row), PERP, USDM.orders)).toMatchObject({
      ...{ clientOrderId: 'my-1', venueOrderId: '1001', side: 'sell', type: 'limit' },
      ...{ quantity: 500, cumQty: 40, limitPrice: 500_000, status: 'partially_filled' },
      avgPrice: '49999.9',
      ...{ createdAt: 1_704_207_600_000_000, venueTime: '1704207600123000000' },
    });
  });

  it.each([
    ['STOP', '49000.00', 'stop-limit', 490_000],
    ['TAKE_PROFIT_MARKET', '49000.00', 'stop', 490_000],
    ['LIQUIDATION', '0.00', 'market', null],
    ['TRAILING_STOP_MARKET', '0.00', 'market', null],
  ])('ORD-2: %s, which others may have placed, is %s', (type, stopPrice, told, stop) => {
    const row = sent(order({ type, stopPrice }));
    expect(snapshotOf(row, PERP, USDM.orders)).toMatchObject({ type: told, stopPrice: stop });
  });

  it('LIV-2: a reply names its order by its own id, to a cancel, too', () => {
    const about = { instrument: PERP, clientOrderId: idOf('my-1') };
    const venueTime = '1704207600123000000';
    expect(acceptedOf(sent(order()), about, USDM.orders)).toMatchObject({ cumQty: 0, venueTime });
    const canceled = sent(order({ status: 'CANCELED', executedQty: '0.040' }));
    expect(canceledOf(canceled, about, USDM.orders)).toMatchObject({
      ...{ status: 'canceled', cumQty: 40, venueTime },
    });
    const other = { ...about, clientOrderId: idOf('my-9') };
    expect(() => canceledOf(canceled, other, USDM.orders)).toThrow('it is about order my-1');
  });
});

describe('an execution of futures', () => {
  it('LIV-2 FIL-13: is the same in a list and on the stream, to its commission', () => {
    const row = executionOf(sent(trade()), PERP, USDM.trades);
    expect(row).toEqual({
      ...{ execId: '77', price: 500_000, quantity: 40, liquidity: 'taker' },
      fee: { asset: 'USDT', amount: '0.8' },
      venueTime: '1704207600123000000',
    });
    expect(heard(traded())).toMatchObject({
      ...{ execType: 'trade', side: 'sell', cumQty: 40, leaves: 460, execution: row },
    });
    expect(executionOf(sent(trade({ maker: true })), PERP, USDM.trades).liquidity).toBe('maker');
  });

  it('FIL-13: has no commission as long as the venue names no asset', () => {
    expect(heard(traded({ n: undefined, N: undefined })).execution?.fee).toBeNull();
  });
});

describe('what the stream of futures tells of an order', () => {
  const ENDS: readonly (readonly [object, string, string, string])[] = [
    [{ x: 'CANCELED', X: 'CANCELED' }, 'canceled', 'canceled', ''],
    [{ x: 'EXPIRED', X: 'EXPIRED', er: '2' }, 'expired', 'expired', 'immediate-or-cancel'],
    [{ x: 'EXPIRED', X: 'EXPIRED', er: '9' }, 'expired', 'expired', 'expiry reason 9'],
    [
      { x: 'EXPIRED', X: 'EXPIRED_IN_MATCH', er: '1' },
      'expired',
      'expired',
      'would trade with its own account',
    ],
    [{ x: 'AMENDMENT', X: 'NEW', q: '0.400' }, 'accepted', 'accepted', ''],
  ];
  it.each(ENDS)('ORD-2: %j', (more, execType, status, text) => {
    const report = heard(update(more));
    expect(report).toMatchObject({ execType, status, text, clientOrderId: 'my-1' });
    expect(report.liquidation).toBeUndefined();
  });

  it.each(['autoclose-170420760012345', 'adl_autoclose', 'settlement_autoclose-1'])(
    'F19: %s is an order of the venue’s own, which closes a position by force',
    (c) => {
      const o = { c, o: 'LIQUIDATION', x: 'NEW', X: 'NEW' };
      expect(heard(update(o))).toMatchObject({ execType: 'accepted', liquidation: true });
      const made = traded({ c, o: 'LIQUIDATION', x: 'CALCULATED', X: 'FILLED', z: '0.500' });
      expect(heard(made)).toMatchObject({
        ...{ execType: 'trade', liquidation: true, execution: { quantity: 40 } },
      });
    },
  );
});

describe('what is held of contracts', () => {
  it('LIV-2 FIL-7: is signed, and what is not named is flat', () => {
    expect(positionsOf(sent([position()]), [PERP])).toEqual([
      { symbol: 'BTCUSDT', quantity: -500 },
    ]);
    expect(positionsOf(sent([position({ symbol: 'ETHUSDT' })]), [PERP])).toEqual([]);
    expect(positionsOf(sent([position({ positionAmt: '0.000' })]), [PERP])).toEqual([]);
  });

  it('LIV-2: a position of one side is no answer, nor one between the lots', () => {
    const hedged = sent([position({ positionSide: 'SHORT' })]);
    expect(() => positionsOf(hedged, [PERP])).toThrow('is of side SHORT: hedge mode');
    const between = sent([position({ positionAmt: '-0.5005' })]);
    expect(() => positionsOf(between, [PERP])).toThrow('positionAmt -0.5005 is off-grid');
  });
});

describe('the rules of contracts', () => {
  it('LIV-2: are held against what is configured, the margin asset included', () => {
    const problems = (body: object, more: object = {}): readonly string[] =>
      gridProblems(sent(body), [{ ...PERP, ...more }], USDM);
    expect(problems(exchangeInfo())).toEqual([]);
    expect(problems(exchangeInfo(), { minNotional: '5', lotSize: '0.01' })).toEqual([
      'lot size of BTCUSDT: 0.01 is configured, the venue says 0.001',
      'minimum quantity of BTCUSDT: 0.01 is configured, the venue says 0.001',
      'minimum notional of BTCUSDT: 5 is configured, the venue says 50',
    ]);
    expect(problems(exchangeInfo({ marginAsset: 'BNFCR' }))).toEqual([
      'margin asset of BTCUSDT: USDT is configured, the venue says BNFCR',
    ]);
  });
});

describe('an order as futures are asked for it', () => {
  const base = { symbol: 'BTCUSDT', side: 'SELL', quantity: '0.5' };
  const limit = { ...base, type: 'LIMIT', price: '50000' };

  it.each([
    [{}, { ...limit, timeInForce: 'GTC' }],
    [{ timeInForce: 'ioc' }, { ...limit, timeInForce: 'IOC' }],
    [{ timeInForce: 'fok' }, { ...limit, timeInForce: 'FOK' }],
    [{ postOnly: true }, { ...limit, timeInForce: 'GTX' }],
    [{ reduceOnly: true }, { ...limit, timeInForce: 'GTC', reduceOnly: 'true' }],
    [
      { type: 'market', limitPrice: null, timeInForce: 'ioc' },
      { ...base, type: 'MARKET' },
    ],
  ] as readonly (readonly [Partial<OrderTerms>, object])[])('LIV-2: %j', (more, params) => {
    expect(usdmOrderParams({ ...SHORT, ...more }, PERP)).toEqual(params);
  });

  it.each([
    [{ type: 'stop' }, 'Binance USD-M takes stop orders as conditional ones, which are not built'],
    [{ timeInForce: 'day' }, 'Binance never closes and has no day orders'],
    [{ postOnly: true, timeInForce: 'ioc' }, 'Binance has no post-only limit order of ioc'],
  ] as readonly (readonly [Partial<OrderTerms>, string])[])('LIV-2: not %j', (more, text) => {
    expect(usdmOrderParams({ ...SHORT, ...more }, PERP)).toBe(text);
  });
});

describe('levels of a book', () => {
  it('LIV-2: are as many as were asked for, or as few more as there are to be had', () => {
    expect([1, 5, 6, 100, 101, 501, 9_999].map(USDM.depthOf)).toEqual([
      ...[5, 5, 10, 100, 500, 1_000, 1_000],
    ]);
  });
});
