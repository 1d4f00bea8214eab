/**
 * What changes something at Binance, through the unmodified ccxt, against a stub that keeps every byte it was sent. Goal: what leaves is what
 * was meant, and leaves once.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPrice, formatQuantity } from '../../../src/core/ground/instrument.js';
import { epochMicros, lots, micros, ticks } from '../../../src/core/ground/units.js';
import type { OrderTerms } from '../../../src/core/order/order.js';
import { CANCEL, NOW, OPEN, REPLACE, RestRig, SUBMIT } from './rest-rig.js';
import { BTC, LIMIT, canceled, idOf, placed } from './sample.js';
import { type Answer, refused, said } from './stub-venue.js';

const rig = RestRig.ofFile();

describe('what leaves for an effect', () => {
  it('LIV-2: an order goes to the byte as it was meant, signed, stamped and under our id', async () => {
    rig.answers(said(placed({ executedQty: '0.00000000', status: 'NEW' })));
    const validUntil = epochMicros(NOW + 3_200_000);
    const clockOffset = micros(1_500_999);
    const reply = await rig.enter({ ...SUBMIT, validUntil, clockOffset });
    expect(reply).toMatchObject({ kind: 'accepted', venueOrderId: '1001' });
    const { method, path, sent } = rig.sentOnce();
    expect(`${method} ${path} ${sent.replace(/signature=[0-9a-f]{64}$/, 'signature')}`).toBe(
      'POST order timestamp=1704207601500&symbol=BTCUSDT&side=BUY&quantity=0.12345&type=LIMIT&price=50000&timeInForce=GTC' +
        '&newClientOrderId=my-1&newOrderRespType=FULL&recvWindow=1700&signature',
    );
  });

  it('LIV-2: any price and quantity on the grid leaves as its own text, whatever ccxt would round', async () => {
    rig.answers(said(placed()));
    const price = fc.integer({ min: 1, max: 10 ** 12 });
    const quantity = fc.integer({ min: 1, max: 10 ** 13 });
    const side = fc.constantFrom<OrderTerms['side']>('buy', 'sell');
    await fc.assert(
      fc.asyncProperty(price, quantity, side, async (limit, amount, of) => {
        rig.stub.received.length = 0;
        const grid = { limitPrice: ticks(limit), quantity: lots(amount) };
        await rig.enter({ ...SUBMIT, terms: { ...LIMIT, side: of, ...grid } });
        expect(rig.sentOnce().params).toMatchObject({
          side: of.toUpperCase(),
          price: formatPrice(BTC, grid.limitPrice),
          quantity: formatQuantity(BTC, grid.quantity),
        });
      }),
      { numRuns: 50 },
    );
  });

  it('a validity is never longer than it was meant, nor than the venue takes', () => {
    const windowFor = (length: number): string | undefined =>
      rig.time.paramsOf({ ...SUBMIT, validUntil: epochMicros(NOW + length) })['recvWindow'];
    expect([1_999, 2_000, 600_000_000].map(windowFor)).toEqual(['1', '2', '60000']);
    // Whether it may leave at all is asked of the core as it does.
    expect(windowFor(-5)).toBe('1');
    expect(rig.time.paramsOf(SUBMIT)['recvWindow']).toBe('5000');
  });

  it('LIV-2: a cancel and a replace name the order by our id, and a replace spares what has executed', async () => {
    rig.answers(said(placed()));
    await rig.enter(SUBMIT);
    await rig.enter(CANCEL);
    await rig.enter(REPLACE);
    const [, cancel, replace] = rig.stub.received;
    expect(cancel).toMatchObject({ method: 'DELETE', path: 'order' });
    expect(cancel?.params).toMatchObject({ symbol: 'BTCUSDT', origClientOrderId: 'my-1' });
    expect(replace).toMatchObject({ method: 'POST', path: 'order/cancelReplace' });
    expect(replace?.params).toMatchObject({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.2',
      price: '51000',
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelRestrictions: 'ONLY_NEW',
      cancelOrigClientOrderId: 'my-1',
      newClientOrderId: 'my-2',
    });
  });

  it('SCH-2: the guard is asked in the tick of the send, once, and a veto leaves no byte', async () => {
    rig.answers(said(placed()));
    rig.known.noteSent(idOf('my-1'), LIMIT);
    const veto = { code: 'kill-switch', text: 'engaged' } as const;
    for (const command of [SUBMIT, REPLACE]) {
      const reply = await rig.venue.enter(command, { mayLeave: () => veto, signal: OPEN });
      expect(reply).toEqual({ kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto });
    }
    expect(rig.stub.received).toEqual([]);
    let asked = 0;
    const mayLeave = (): null => {
      asked += 1;
      return null;
    };
    await rig.venue.enter(SUBMIT, { mayLeave, signal: OPEN });
    expect([asked, rig.stub.received.length]).toEqual([1, 1]);
  });

  it.each([
    ['a day order', { ...SUBMIT, terms: { ...LIMIT, timeInForce: 'day' } }],
    ['an instrument that is not ours', { ...SUBMIT, terms: { ...LIMIT, symbol: 'XRPUSDT' } }],
    ['a cancel of it', { ...CANCEL, symbol: 'XRPUSDT' }],
    ['a replace of an order that another process sent', REPLACE],
    ['a replace by a day order', { ...REPLACE, clientOrderId: idOf('day') }],
  ] as const)('LIV-2: %s is refused here, by name, and nothing leaves', async (_, command) => {
    rig.known.noteSent(idOf('day'), { ...LIMIT, timeInForce: 'day' });
    const refusedHere = { kind: 'rejected', code: 'not-at-venue' };
    expect(await rig.outcomeOf(command)).toMatchObject(refusedHere);
    expect(rig.stub.received).toEqual([]);
  });
});

const UNKNOWN = { kind: 'unknown', shape: 'unparsable' } as const;

describe('a replace, whose two halves are answered one by one', () => {
  const error = (code: number, msg: string): object => ({ code, msg });
  const next = placed({ clientOrderId: 'my-2', orderId: 1002, status: 'NEW', executedQty: '0' });
  const NOT_THERE = error(-2011, 'Unknown order sent.');
  const DONE = { cancelResult: 'SUCCESS', cancelResponse: canceled() };
  const NOT_CANCELED = { cancelResult: 'FAILURE', cancelResponse: NOT_THERE };
  const PLACED = { newOrderResult: 'SUCCESS', newOrderResponse: next };
  const NOT_TRIED = { newOrderResult: 'NOT_ATTEMPTED', newOrderResponse: null };
  const notPlaced = (code: number, msg: string): object => ({
    newOrderResult: 'FAILURE',
    newOrderResponse: error(code, msg),
  });
  const neither = (halves: object): Answer => ({
    status: 400,
    body: { code: -2022, msg: 'Order cancel-replace failed.', data: halves },
  });
  const half = (halves: object): Answer => ({
    status: 409,
    body: { code: -2021, msg: 'Order cancel-replace partially failed.', data: halves },
  });
  const RESTRICTED = 'Order was not canceled due to cancel restrictions.';
  const TAKES = 'Order would immediately match and take.';

  it.each([
    ['both done', said({ ...DONE, ...PLACED }), { kind: 'accepted', venueOrderId: '1002' }],
    [
      'neither, the order is over',
      neither({ ...NOT_CANCELED, ...NOT_TRIED }),
      { kind: 'rejected', code: '-2011', text: 'Unknown order sent.' },
    ],
    [
      'neither, it has executed in part',
      neither({ ...NOT_CANCELED, cancelResponse: error(-2011, RESTRICTED), ...NOT_TRIED }),
      { kind: 'rejected', code: '-2011', text: RESTRICTED },
    ],
    [
      'half: canceled, and nothing in its stead',
      half({ ...DONE, ...notPlaced(-2010, TAKES) }),
      {
        kind: 'rejected',
        code: '-2010',
        text: `${TAKES} (the order that it should replace was canceled)`,
      },
    ],
    [
      'half: canceled, and the id is taken',
      half({ ...DONE, ...notPlaced(-2010, 'Duplicate order sent.') }),
      { kind: 'exists' },
    ],
    ['half: both live', half({ ...NOT_CANCELED, ...PLACED }), UNKNOWN],
    [
      'half: both live, whatever stands beside it',
      half({ cancelResult: 'FAILURE', cancelResponse: canceled(), ...PLACED }),
      UNKNOWN,
    ],
    [
      'half, and nobody knows of the other',
      half({ ...DONE, ...notPlaced(-1007, 'Unknown.') }),
      UNKNOWN,
    ],
    [
      'neither, by a code that proves nothing',
      neither({ ...NOT_CANCELED, cancelResponse: error(-1006, 'Unknown.'), ...NOT_TRIED }),
      UNKNOWN,
    ],
    [
      'words nobody knows',
      half({ ...DONE, newOrderResult: 'MAYBE', newOrderResponse: null }),
      UNKNOWN,
    ],
    [
      'done to another order',
      said({ ...DONE, cancelResponse: canceled({ origClientOrderId: 'my-7' }), ...PLACED }),
      UNKNOWN,
    ],
    [
      '409 without its halves',
      refused(-2021, 'Order cancel-replace partially failed.', 409),
      UNKNOWN,
    ],
    [
      'refused before either',
      refused(-1013, 'Filter failure: PRICE_FILTER'),
      { kind: 'rejected', code: '-1013' },
    ],
  ])('LIV-2, FIL-4: %s', async (_, answer, outcome) => {
    rig.known.noteSent(idOf('my-1'), LIMIT);
    rig.answers(answer);
    expect(await rig.outcomeOf(REPLACE)).toMatchObject(outcome);
  });

  it('its successor can be replaced in turn, and keeps its price where none is named', async () => {
    rig.known.noteSent(idOf('my-1'), LIMIT);
    rig.answers(said({ ...DONE, ...PLACED }));
    await rig.enter(REPLACE);
    const ids = { clientOrderId: idOf('my-2'), newClientOrderId: idOf('my-3') };
    await rig.enter({ ...REPLACE, ...ids, limitPrice: null });
    const sent = { cancelOrigClientOrderId: 'my-2', price: '51000', quantity: '0.2' };
    expect(rig.stub.received[1]?.params).toMatchObject(sent);
  });
});
