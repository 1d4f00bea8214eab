/**
 * Binance's words, as the core's. Goal: exact decimals, ids to their last digit, words that nobody knows as null, and what is off the grid
 * told and not rounded.
 */
import { describe, expect, it } from 'vitest';
import { executionOf, reportOf } from '../../../src/live/binance/execution-mapping.js';
import { type Fields, UnreadableError } from '../../../src/live/rest/fields.js';
import { parsed } from '../../../src/live/binance/parsed.js';
import { acceptedOf, canceledOf, snapshotOf } from '../../../src/live/binance/order-mapping.js';
import { SPOT } from '../../../src/live/binance/spot.js';
import { BTC, ETH, canceled, idOf, order, placed, report, trade, traded } from './sample.js';

/** As it comes off the wire. */
const sent = (body: object): unknown => parsed(JSON.stringify(body));
const heard = (event: object): ReturnType<typeof reportOf> =>
  reportOf(sent(event) as Fields, BTC, SPOT.trades);
const reported = (event: object): ReturnType<typeof reportOf>['report'] => heard(event).report;

describe('numbers of the wire', () => {
  it.each([
    ['{"i":9007199254740993}', { i: '9007199254740993' }],
    [
      '{"a":-1,"b":[0.10,1e-7],"c":null,"d":true}',
      { a: '-1', b: ['0.10', '1e-7'], c: null, d: true },
    ],
    ['{"m":"a \\"1\\" 2","n":{"3":4}}', { m: 'a "1" 2', n: { '3': '4' } }],
  ])('%s keeps each digit', (json, value) => {
    expect(parsed(json)).toEqual(value);
  });

  it.each(['', '{"a":1', '<html>1</html>', '{"a":01}', '{"a":1.}', '{"a":--1}'])(
    '%s is no JSON',
    (text) => {
      expect(parsed(text)).toBeNull();
    },
  );
});

describe('an order that was asked for', () => {
  it('LIV-2: has its terms on the grid, its place in time, and an id beyond 2^53 to the last digit', () => {
    const body = {
      orderId: '9223372036854775807',
      executedQty: '0.10000000',
      cummulativeQuoteQty: '4999.00000000',
      status: 'PARTIALLY_FILLED',
    };
    const json = JSON.stringify(order(body)).replace(
      '"9223372036854775807"',
      '9223372036854775807',
    );
    expect(snapshotOf(parsed(json), BTC, SPOT.orders)).toEqual({
      clientOrderId: 'my-1',
      venueOrderId: '9223372036854775807',
      symbol: 'BTCUSDT',
      side: 'buy',
      quantity: 12_345,
      type: 'limit',
      limitPrice: 5_000_000,
      stopPrice: null,
      status: 'partially_filled',
      venueWord: 'PARTIALLY_FILLED',
      cumQty: 10_000,
      avgPrice: '49990',
      filledAt: null,
      createdAt: 1_704_207_600_000_000,
      venueTime: '1704207600123000000',
    });
  });

  it.each([
    ['NEW', 'accepted'],
    ['PENDING_NEW', 'accepted'],
    ['PARTIALLY_FILLED', 'partially_filled'],
    ['FILLED', 'filled'],
    ['CANCELED', 'canceled'],
    ['PENDING_CANCEL', 'pending_cancel'],
    ['REJECTED', 'rejected'],
    ['EXPIRED', 'expired'],
    ['EXPIRED_IN_MATCH', 'expired'],
    ['HALTED_BY_NOBODY_KNOWS', null],
  ])('ORD-2: %s is %s, and the word is kept', (venueWord, status) => {
    expect(snapshotOf(sent(order({ status: venueWord })), BTC, SPOT.orders)).toMatchObject({
      status,
      venueWord,
    });
  });

  it.each([
    ['MARKET', 'market', null, null],
    ['LIMIT_MAKER', 'limit', 5_000_000, null],
    ['STOP_LOSS', 'stop', null, 4_900_050],
    ['STOP_LOSS_LIMIT', 'stop-limit', 5_000_000, 4_900_050],
    ['TAKE_PROFIT_LIMIT', 'stop-limit', 5_000_000, 4_900_050],
  ])('%s has the prices of its kind', (word, type, limitPrice, stopPrice) => {
    const row = order({ type: word, stopPrice: '49000.50000000' });
    expect(snapshotOf(sent(row), BTC, SPOT.orders)).toMatchObject({ type, limitPrice, stopPrice });
  });

  it.each([
    ['below zero, of an old order', { executedQty: '1.00000000', cummulativeQuoteQty: '-1' }, null],
    ['nothing executed', {}, null],
    [
      'a third',
      { executedQty: '0.00003000', cummulativeQuoteQty: '1.00000000' },
      '33333.3333333333',
    ],
  ])('average price: %s', (_, more, avgPrice) => {
    expect(snapshotOf(sent(order(more)), BTC, SPOT.orders).avgPrice).toBe(avgPrice);
  });

  it.each([
    [
      { price: '50000.00500000' },
      'order 1001 of BTCUSDT: price 50000.00500000 is off-grid (the tick of BTCUSDT, 0.01)',
    ],
    [
      { origQty: '0.123456' },
      'order 1001 of BTCUSDT: origQty 0.123456 is off-grid (the lot of BTCUSDT, 0.00001)',
    ],
    [
      { executedQty: '1e-6' },
      'order 1001 of BTCUSDT: executedQty 0.000001 is off-grid (the lot of BTCUSDT, 0.00001)',
    ],
    [{ type: 'PEGGED' }, 'order 1001 of BTCUSDT: type PEGGED is none that is known'],
    [{ side: 'SHORT' }, 'order 1001 of BTCUSDT: side SHORT is none that is known'],
    [{ symbol: 'ETHUSDT' }, 'order 1001 of BTCUSDT: it is of ETHUSDT'],
    [{ updateTime: 'soon' }, 'order 1001 of BTCUSDT: updateTime soon is no time'],
    [{ clientOrderId: undefined }, 'order 1001 of BTCUSDT: clientOrderId is missing'],
    [{ orderId: 'abc' }, 'orderId abc is no number'],
  ])('%j is told, not rounded or guessed', (more, text) => {
    expect(() => snapshotOf(sent(order(more)), BTC, SPOT.orders)).toThrow(
      new UnreadableError(text),
    );
  });

  it('FIL-3: what it leaves out of the order’s state is not applicable', () => {
    const gone = { status: undefined, executedQty: null, time: undefined, updateTime: undefined };
    expect(snapshotOf(sent(order(gone)), BTC, SPOT.orders)).toMatchObject({
      status: null,
      venueWord: '',
      cumQty: null,
      avgPrice: null,
      createdAt: null,
      venueTime: null,
    });
    const event = report({ x: 'CANCELED', X: 'CANCELED', z: undefined });
    expect(reported(event)).toMatchObject({ status: 'canceled', cumQty: null, leaves: 0 });
    expect(reported(report({ X: undefined, z: undefined }))).toMatchObject({
      status: null,
      leaves: 12_345,
    });
  });
});

describe('the reply to an effect', () => {
  const asked = { clientOrderId: idOf('my-1') };

  it('LIV-2: a new order tells its number, what has executed, and when', () => {
    expect(acceptedOf(sent(placed()), { instrument: BTC, ...asked }, SPOT.orders)).toEqual({
      kind: 'accepted',
      venueOrderId: '1001',
      status: 'partially_filled',
      cumQty: 10_000,
      venueTime: '1704207600123000000',
    });
  });

  it('a short reply leaves open what it does not say', () => {
    const short = { symbol: 'BTCUSDT', orderId: 1001, orderListId: -1, clientOrderId: 'my-1' };
    expect(acceptedOf(sent(short), { instrument: BTC, ...asked }, SPOT.orders)).toEqual({
      kind: 'accepted',
      venueOrderId: '1001',
      status: null,
      cumQty: null,
      venueTime: null,
    });
  });

  it('a cancel names the order by its original id, and what had filled by then', () => {
    const reply = canceledOf(
      sent(canceled({ executedQty: '0.10000000' })),
      { instrument: BTC, ...asked },
      SPOT.orders,
    );
    expect(reply).toMatchObject({ venueOrderId: '1001', status: 'canceled', cumQty: 10_000 });
  });

  it('about another order, it says nothing', () => {
    const other = { clientOrderId: idOf('my-2') };
    expect(() => acceptedOf(sent(placed()), { instrument: BTC, ...other }, SPOT.orders)).toThrow(
      'it is about order my-1',
    );
    expect(() => canceledOf(sent(canceled()), { instrument: BTC, ...other }, SPOT.orders)).toThrow(
      'it is about order my-1',
    );
    expect(() => acceptedOf(sent(placed()), { instrument: ETH, ...asked }, SPOT.orders)).toThrow(
      'it is of BTCUSDT',
    );
  });
});

describe('an execution', () => {
  it('LIV-2: is the same by either path: trade id, price, quantity, commission and side of the book', () => {
    const row = executionOf(sent(trade()), BTC, SPOT.trades);
    expect(row).toEqual({
      execId: '77',
      price: 5_000_000,
      quantity: 4_000,
      liquidity: 'taker',
      fee: { asset: 'BNB', amount: '0.0015' },
      venueTime: '1704207600123000000',
    });
    expect(reported(traded()).execution).toEqual(row);
    expect(reported(traded({ n: '0.0015', m: true })).execution).toEqual({
      ...row,
      liquidity: 'maker',
    });
  });

  it('a commission that is not told is none that is known, and a rebate keeps its sign', () => {
    expect(reported(traded({ n: '0', N: null })).execution?.fee).toBeNull();
    const rebate = executionOf(sent(trade({ commission: '-0.10000000' })), BTC, SPOT.trades);
    expect(rebate.fee).toEqual({ asset: 'BNB', amount: '-0.1' });
  });

  it.each([
    [{ l: '0.00000000' }, 'report of order 1001 of BTCUSDT: l 0 is not above zero'],
    [
      { L: '50000.001' },
      'report of order 1001 of BTCUSDT: L 50000.001 is off-grid (the tick of BTCUSDT, 0.01)',
    ],
    [{ t: -1 }, 'report of order 1001 of BTCUSDT: t -1 is no number'],
    [{ n: 'much' }, 'report of order 1001 of BTCUSDT: n much is no decimal'],
  ])('%j is told, and what was filled in all goes on', (more, unread) => {
    const { report: told, unread: why } = heard(traded(more));
    expect(told).toMatchObject({ execType: 'trade', execution: null, cumQty: 4_000 });
    expect(why).toBe(unread);
    const blind = { ...more, z: undefined };
    expect(() => reported(traded(blind))).toThrow(new UnreadableError(unread));
  });

  it('off the grid in the trade history it is told, and none of it is believed', () => {
    expect(() => executionOf(sent(trade({ price: '50000.005' })), BTC, SPOT.trades)).toThrow(
      'trade 77 of BTCUSDT: price 50000.005 is off-grid (the tick of BTCUSDT, 0.01)',
    );
  });
});

describe('a report of the order stream', () => {
  it('LIV-2: is told in the core’s words', () => {
    expect(reported(report())).toEqual({
      execType: 'accepted',
      clientOrderId: 'my-1',
      venueOrderId: '1001',
      symbol: 'BTCUSDT',
      side: 'buy',
      status: 'accepted',
      quantity: 12_345,
      cumQty: 0,
      leaves: 12_345,
      execution: null,
      bustOf: null,
      venueTime: '1704207600123000000',
      text: '',
    });
  });

  it('on a cancel the order’s own name is the original one', () => {
    const event = report({
      x: 'CANCELED',
      X: 'CANCELED',
      c: 'cancel-1',
      C: 'my-1',
      z: '0.00005000',
    });
    expect(reported(event)).toMatchObject({
      execType: 'canceled',
      clientOrderId: 'my-1',
      status: 'canceled',
      cumQty: 5,
      leaves: 0,
    });
    // An order that replaces another is named by itself.
    expect(reported(report({ C: 'my-0' })).clientOrderId).toBe('my-1');
  });

  it.each([
    [{ x: 'NEW' }, 'accepted', 'accepted'],
    [{ x: 'NEW', o: 'STOP_LOSS_LIMIT', w: false }, 'accepted', 'accepted'],
    [{ x: 'NEW', o: 'STOP_LOSS_LIMIT', w: true }, 'triggered', 'accepted'],
    [{ x: 'REJECTED', X: 'REJECTED' }, 'rejected', 'rejected'],
    [{ x: 'EXPIRED', X: 'EXPIRED' }, 'expired', 'expired'],
    [{ x: 'REPLACED' }, 'replaced', 'accepted'],
    [{ x: 'TRADE_PREVENTION', X: 'EXPIRED_IN_MATCH' }, 'expired', 'expired'],
    [{ x: 'TRADE_PREVENTION', X: 'PARTIALLY_FILLED' }, 'accepted', 'partially_filled'],
    [{ x: 'SOMETHING', X: 'ELSE' }, 'accepted', null],
  ])('%j is %s', (more, execType, status) => {
    expect(reported(report(more))).toMatchObject({ execType, status, execution: null });
  });

  it('gives the venue’s reason', () => {
    expect(reported(report({ r: 'INSUFFICIENT_BALANCES' })).text).toBe('INSUFFICIENT_BALANCES');
  });
});
