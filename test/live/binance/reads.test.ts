/** What is asked of Binance, to its last page. Goal: not found is an answer, failed is none, and nothing gets lost between two pages. */
import { describe, expect, it } from 'vitest';
import { epochMicros } from '../../../src/core/ground/units.js';
import { answerOf, queryOf } from '../../../src/core/state/client-words.js';
import type { BrokerRead } from '../../../src/core/state/command.js';
import { SPOT_ERRORS } from '../../../src/live/binance/error-words.js';
import { NOW, OPEN, RestRig } from './rest-rig.js';
import { idOf, order, trade } from './sample.js';
import { type Answer, type Received, refused, said } from './stub-venue.js';

const rig = RestRig.ofFile();

const NOW_MS = NOW / 1_000;
const DAY_MS = 86_400_000;
const readId = 1;
const ABOUT = { readId, clientOrderId: idOf('my-1'), symbol: 'BTCUSDT' };
const READ_ORDER: BrokerRead = { kind: 'read-order', ...ABOUT };
const READ_EXECUTIONS: BrokerRead = { kind: 'read-executions', ...ABOUT };
const NOT_FOUND = refused(-2013, 'Order does not exist.');

const answered = async (read: BrokerRead): Promise<ReturnType<typeof answerOf>> =>
  answerOf(queryOf(read), await rig.ask(read), SPOT_ERRORS);

describe('one order', () => {
  it('LIV-2: is asked for by our id', async () => {
    rig.answers(said(order()));
    expect(await answered(READ_ORDER)).toMatchObject({
      kind: 'order',
      order: { venueOrderId: '1001' },
    });
    expect(rig.asked('symbol', 'origClientOrderId', 'recvWindow', 'timestamp')).toEqual([
      `order symbol=BTCUSDT origClientOrderId=my-1 recvWindow=5000 timestamp=${NOW_MS}`,
    ]);
  });

  it.each([
    ['not found', NOT_FOUND, { kind: 'order', order: null }],
    [
      'its time refused',
      refused(-1021, 'Outside of the recvWindow.'),
      { kind: 'failed', failure: 'clock-refused' },
    ],
    [
      'its key refused',
      refused(-2015, 'Invalid API-key.', 401),
      { kind: 'failed', failure: 'permanent' },
    ],
    ['long over', refused(-2026, 'Order was canceled or expired.'), { kind: 'archived' }],
    [
      'too much asked',
      refused(-1003, 'Too many requests.', 429),
      { kind: 'failed', failure: 'rate-limited' },
    ],
    [
      'overloaded',
      refused(-1008, 'Server is currently overloaded.', 503),
      { kind: 'failed', failure: 'ambiguous' },
    ],
    ['a code nobody knows', refused(-9999, 'No.'), { kind: 'failed', failure: 'ambiguous' }],
    [
      'off the grid',
      said(order({ price: '1.001' })),
      {
        kind: 'failed',
        failure: 'ambiguous',
        text: 'order 1001 of BTCUSDT: price 1.001 is off-grid (the tick of BTCUSDT, 0.01)',
      },
    ],
  ] as readonly (readonly [string, Answer, object])[])('FIL-4: %s', async (_, answer, expected) => {
    rig.answers(answer);
    expect(await answered(READ_ORDER)).toMatchObject(expected);
  });

  it('LIV-2: a clock that is off is put right by what the venue says, for what only looks', async () => {
    rig.answers(said({ serverTime: NOW_MS + 90_000 }));
    const time = await answered({ kind: 'read-time', readId });
    expect(time).toEqual({ kind: 'time', venueTime: NOW + 90_000_000 });
    rig.answers(said(order()));
    await answered(READ_ORDER);
    expect(rig.stub.received[1]?.params['timestamp']).toBe(String(NOW_MS + 90_000));
  });
});

describe('the executions of one order', () => {
  const trades = (ids: readonly number[], more: object = {}): readonly object[] =>
    ids.map((id) => trade({ id, ...more }));
  const from = (first: number, count: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => first + index);

  it('LIV-2: are asked for by its number, to the last page', async () => {
    rig.answers(({ path, params }) => {
      if (path === 'order') return said(order());
      return said(trades(params['fromId'] === undefined ? from(1, 1_000) : from(1_001, 3)));
    });
    const answer = await answered(READ_EXECUTIONS);
    const ids = answer.kind === 'executions' ? answer.executions.map(({ execId }) => execId) : [];
    expect(ids).toEqual(from(1, 1_003).map(String));
    expect(rig.asked('orderId', 'fromId')).toEqual([
      'order',
      'myTrades orderId=1001',
      'myTrades orderId=1001 fromId=1001',
    ]);
  });

  it('whose number is known need no question for it', async () => {
    rig.answers(({ path }) => said(path === 'order' ? order() : []));
    await answered(READ_ORDER);
    expect(await answered(READ_EXECUTIONS)).toEqual({ kind: 'executions', executions: [] });
    expect(rig.asked()).toEqual(['order', 'myTrades']);
  });

  it('SCH-4: of an order that is not found are looked for among the newest, whoever they belong to', async () => {
    rig.answers(({ path, params }) => {
      if (path === 'myTrades') return said([...trades([5], { orderId: 1_000 }), ...trades([6, 7])]);
      if (params['orderId'] === undefined) return NOT_FOUND;
      return said(
        order({
          orderId: params['orderId'],
          clientOrderId: params['orderId'] === '1001' ? 'my-1' : 'other',
        }),
      );
    });
    expect(await answered(READ_EXECUTIONS)).toMatchObject({
      kind: 'executions',
      executions: [{ execId: '6' }, { execId: '7' }],
    });
    expect(rig.asked('orderId', 'origClientOrderId')).toEqual([
      'order origClientOrderId=my-1',
      'myTrades',
      'order orderId=1001',
      'order orderId=1000',
    ]);
  });

  it('SCH-4: nothing found is no answer until it is known whose all the newest are', async () => {
    rig.answers(({ path, params }) => {
      if (path === 'myTrades')
        return said(from(1, 25).flatMap((id) => trades([id], { orderId: id })));
      if (params['orderId'] === undefined) return NOT_FOUND;
      return said(order({ orderId: params['orderId'], clientOrderId: 'other' }));
    });
    expect(await answered(READ_EXECUTIONS)).toMatchObject({
      kind: 'failed',
      failure: 'ambiguous',
      text: 'whose trades of BTCUSDT they are is not known of 5 orders yet',
    });
    expect(await answered(READ_EXECUTIONS)).toEqual({ kind: 'executions', executions: [] });
    // What was learned is not asked for again.
    const lookUps = rig.stub.received.filter(
      ({ path, params }) => path === 'order' && params['orderId'] !== undefined,
    );
    expect(lookUps).toHaveLength(25);
  });

  it.each(['order', 'myTrades', 'the name of an order'])(
    'FIL-4: a failure of %s is none of them found',
    async (broken) => {
      rig.answers(({ path, params }): Answer => {
        const isName = path === 'order' && params['orderId'] !== undefined;
        if (isName ? broken === 'the name of an order' : broken === path) return 'reset';
        return path === 'myTrades' ? said(trades([1])) : NOT_FOUND;
      });
      expect(await answered(READ_EXECUTIONS)).toMatchObject({
        kind: 'failed',
        failure: 'ambiguous',
      });
    },
  );
});

describe('the open orders', () => {
  const open = (symbol: string, ...numbers: readonly number[]): readonly object[] =>
    numbers.map((orderId) =>
      order({ symbol, orderId, clientOrderId: `o-${orderId}`, origQty: '1', executedQty: '0' }),
    );
  const page = (limit: number, cursor: string | null): BrokerRead => ({
    kind: 'read-open-orders',
    readId,
    limit,
    cursor,
  });
  const numbersIn = (answer: ReturnType<typeof answerOf>): readonly string[] =>
    answer.kind === 'open-orders' ? answer.orders.map(({ venueOrderId }) => venueOrderId) : [];

  it('LIV-2: are those of all our symbols, in pages by symbol and number', async () => {
    rig.answers(({ params }) =>
      said(params['symbol'] === 'BTCUSDT' ? open('BTCUSDT', 9, 10, 2) : open('ETHUSDT', 1, 5)),
    );
    const first = await answered(page(2, null));
    expect(first).toMatchObject({ nextCursor: 'BTCUSDT 9' });
    const second = await answered(page(2, 'BTCUSDT 9'));
    expect(second).toMatchObject({ nextCursor: 'ETHUSDT 1' });
    const third = await answered(page(2, 'ETHUSDT 1'));
    expect(third).toMatchObject({ nextCursor: null });
    expect([first, second, third].map(numbersIn)).toEqual([['2', '9'], ['10', '1'], ['5']]);
    expect(numbersIn(await answered(page(500, null)))).toEqual(['2', '9', '10', '1', '5']);
  });

  it('what went or came between two pages shifts nothing', async () => {
    rig.answers(({ params }) =>
      said(params['symbol'] === 'BTCUSDT' ? open('BTCUSDT', 10, 11) : []),
    );
    expect(numbersIn(await answered(page(2, 'BTCUSDT 9')))).toEqual(['10', '11']);
  });

  it('FIL-4: one list that failed, or an order that cannot be read, fails them all', async () => {
    rig.answers(({ params }) =>
      params['symbol'] === 'BTCUSDT' ? said([]) : refused(-1000, 'No.', 500),
    );
    expect(await answered(page(500, null))).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    rig.answers(said([order({ type: 'PEGGED' })]));
    expect(await answered(page(500, null))).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    expect(await answered(page(500, 'nowhere'))).toMatchObject({
      kind: 'failed',
      failure: 'ambiguous',
    });
  });
});

describe('the history', () => {
  interface Past {
    readonly symbol: string;
    readonly orderId: number;
    readonly time: number;
  }
  const page = (after: number, cursor: string | null): BrokerRead => ({
    kind: 'read-history',
    readId,
    after: epochMicros(after),
    cursor,
  });

  /** As the venue documents it: by number, or by time within a day; oldest first; so many at most. */
  const answering =
    (past: readonly Past[], most: number) =>
    ({ params }: Received): Answer => {
      const { symbol, orderId, startTime, endTime } = params;
      if (startTime !== undefined && Number(endTime) - Number(startTime) >= DAY_MS)
        return refused(-1127, 'More than 24 hours between startTime and endTime.');
      const rows = past.filter(
        (one) =>
          one.symbol === symbol &&
          (orderId === undefined || one.orderId >= Number(orderId)) &&
          (startTime === undefined ||
            (one.time >= Number(startTime) && one.time <= Number(endTime))),
      );
      const sorted = [...rows].sort((a, b) => a.orderId - b.orderId).slice(0, most);
      return said(
        sorted.map(({ time, ...row }) =>
          order({ ...row, clientOrderId: `o-${row.orderId}`, time, origQty: '1' }),
        ),
      );
    };

  async function all(
    after: number,
  ): Promise<{ readonly orders: readonly string[]; readonly cursors: readonly string[] }> {
    const orders: string[] = [];
    const cursors: string[] = [];
    for (let cursor: string | null = null; ;) {
      const answer = await answered(page(after, cursor));
      if (answer.kind !== 'history') throw new Error(JSON.stringify(answer));
      orders.push(...answer.orders.map(({ symbol, venueOrderId }) => `${symbol} ${venueOrderId}`));
      cursor = answer.nextCursor;
      if (cursor === null) return { orders, cursors };
      cursors.push(cursor);
    }
  }

  const past = (
    symbol: string,
    count: number,
    first: number,
    at: (index: number) => number,
  ): readonly Past[] =>
    Array.from({ length: count }, (_, index) => ({
      symbol,
      orderId: first + index,
      time: at(index),
    }));
  const names = (symbol: string, count: number, first: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `${symbol} ${first + index}`);

  it('LIV-2: of thousands of orders of one millisecond none is lost at the end of a page', async () => {
    const at = (): number => NOW_MS - 5_000;
    rig.answers(
      answering([...past('BTCUSDT', 2_500, 100, at), ...past('ETHUSDT', 2, 7, at)], 1_000),
    );
    const { orders, cursors } = await all(NOW - 10_000_000);
    expect(orders).toEqual([...names('BTCUSDT', 2_500, 100), ...names('ETHUSDT', 2, 7)]);
    expect(cursors.slice(0, 3)).toEqual([
      'BTCUSDT number 1100',
      'BTCUSDT number 2100',
      `ETHUSDT since ${NOW_MS - 10_000}`,
    ]);
    expect(new Set(cursors).size).toBe(cursors.length);
  });

  it('LIV-2: of days without an order it goes on to the next, a day at a time', async () => {
    const at = (): number => NOW_MS - 60_000;
    rig.answers(answering(past('ETHUSDT', 3, 7, at), 1_000));
    const after = NOW_MS - 3.5 * DAY_MS;
    const { orders, cursors } = await all(after * 1_000);
    expect(orders).toEqual(names('ETHUSDT', 3, 7));
    const days = (symbol: string): readonly string[] =>
      [0, 1, 2, 3].map((day) => `${symbol} since ${after + day * DAY_MS}`);
    // Behind the first order it goes by number.
    const [, ...ofBtc] = days('BTCUSDT');
    expect(cursors).toEqual([...ofBtc, ...days('ETHUSDT'), 'ETHUSDT number 10']);
  });

  it('LIV-2: further back it begins with the first number, and leaves out what is older', async () => {
    const at = (index: number): number => NOW_MS - (60 - index * 20) * DAY_MS;
    rig.answers(answering(past('BTCUSDT', 4, 1, at), 1_000));
    const { orders, cursors } = await all(NOW - 45 * DAY_MS * 1_000);
    expect(orders).toEqual(names('BTCUSDT', 3, 2));
    expect(cursors).toEqual(['ETHUSDT number 1']);
  });

  it('FIL-4: a page that failed is none, and a cursor of nobody’s is said to be none', async () => {
    rig.answers('reset');
    expect(await answered(page(NOW, null))).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    expect(await answered(page(NOW, 'nowhere'))).toMatchObject({
      kind: 'failed',
      failure: 'ambiguous',
    });
    expect(rig.stub.received).toHaveLength(1);
  });
});

describe('positions and the market', () => {
  it('LIV-2: positions are the balances', async () => {
    rig.answers(said({ balances: [{ asset: 'ETH', free: '1.50000000', locked: '0.50000000' }] }));
    expect(await answered({ kind: 'read-positions', readId })).toEqual({
      kind: 'positions',
      positions: [{ symbol: 'ETHUSDT', quantity: 20_000 }],
    });
  });

  it('LIV-2: the book has as many levels as were asked for, and daily volume is the mean of 20 days', async () => {
    const about = { readId, symbol: 'BTCUSDT' };
    rig.answers(said({ lastUpdateId: 1, bids: [['50000.00', '1.0']], asks: [] }));
    const depth = await rig.market().ask({ kind: 'read-depth', ...about, levels: 20 }, OPEN);
    expect(depth).toEqual({
      kind: 'depth',
      bids: [{ price: 5_000_000, quantity: 100_000 }],
      asks: [],
    });
    rig.answers(said([[0, '1', '1', '1', '1', '3.0', NOW_MS - 1, '1', 1, '1', '1', '0']]));
    const volume = await rig.market().ask({ kind: 'read-volume', ...about }, OPEN);
    expect(volume).toEqual({ kind: 'volume', averageDailyVolume: 300_000 });
    expect(rig.asked('symbol', 'limit', 'interval')).toEqual([
      'depth symbol=BTCUSDT limit=20',
      'klines symbol=BTCUSDT limit=21 interval=1d',
    ]);
  });

  it('FIL-4: of a market that is not ours, or that does not answer, nothing is known', async () => {
    const strange = await rig
      .market()
      .ask({ kind: 'read-volume', readId, symbol: 'XRPUSDT' }, OPEN);
    expect(strange).toMatchObject({ kind: 'failed', failure: 'permanent' });
    rig.answers(refused(-1000, 'No.', 500));
    const failed = await rig.market().ask({ kind: 'read-volume', readId, symbol: 'BTCUSDT' }, OPEN);
    expect(failed).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
  });
});
