/**
 * Effects at Alpaca through its own client library, before a stub that answers as it is told: what is sent, and what is made of each way
 * in which an answer can come or stay away.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lots, millis, ticks } from '../../../src/core/ground/units.js';
import type { VenueOrderId } from '../../../src/core/order/order.js';
import type { Veto } from '../../../src/core/order/outcome.js';
import type { LeaveGate } from '../../../src/core/ports.js';
import { cancelOf, replaceOf } from '../../contract/broker-rig.js';
import { BY_CLIENT_ID, ID, KEYS, RestRig, ok, refusal, submit } from './rest-rig.js';
import { StubAlpaca } from './stub-alpaca.js';
import { type Json, ORDER_ID, OTHER_ID, orderJson } from './wire-samples.js';

let rig: RestRig;
let stub: StubAlpaca;

beforeEach(async () => {
  rig = await RestRig.before();
  ({ stub } = rig);
});
afterEach(() => rig.close());

describe('a submit', () => {
  it('LIV-2: is sent as the client library writes it, signed, once', async () => {
    stub.on('POST /v2/orders', ok(orderJson()));
    expect(await rig.outcomeOf(submit())).toEqual({
      kind: 'accepted',
      venueOrderId: ORDER_ID,
      status: 'accepted',
      cumQty: 0,
      venueTime: '1704207600140012345',
    });
    const [asked] = stub.asked;
    expect(asked).toMatchObject({ method: 'POST', path: '/v2/orders' });
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      client_order_id: ID,
      limit_price: '185.5',
      qty: '10',
      side: 'buy',
      symbol: 'AAPL',
      time_in_force: 'day',
      type: 'limit',
    });
    expect(asked?.headers['apca-api-secret-key']).toBe(KEYS.secret);
  });

  it('LIV-2: of a stop-limit pair has both prices, and small quantities have no exponent', async () => {
    stub.on('POST /v2/orders', ok(orderJson({ symbol: 'BTC/USD' })));
    const terms = { symbol: 'BTCUSD', type: 'stop-limit', stopPrice: ticks(18_000) } as const;
    await rig.outcomeOf(submit({ ...terms, quantity: lots(1), timeInForce: 'gtc', side: 'sell' }));
    expect(JSON.parse(stub.asked[0]?.body ?? '')).toMatchObject({
      symbol: 'BTC/USD',
      qty: '0.00001',
      type: 'stop_limit',
      stop_price: '180',
      limit_price: '185.5',
      time_in_force: 'gtc',
    });
  });

  it('SCH-4: that comes back as another order, or as none, is unknown', async () => {
    for (const body of [orderJson({ client_order_id: 'c-2' }), [], 'null', { id: ORDER_ID }]) {
      stub.on('POST /v2/orders', ok(body));
      expect(await rig.outcomeOf(submit())).toEqual({ kind: 'unknown', shape: 'unparsable' });
    }
  });

  it.each([
    ['reset', 'reset'],
    ['truncated', 'truncated'],
    ['garbage', 'unparsable'],
    [{ status: 504, body: '<html>' }, '5xx'],
    [{ status: 500, body: { code: 42210000, message: 'order is not cancelable' } }, '5xx'],
    [{ status: 200, body: '' }, 'unparsable'],
    [{ status: 301, body: '', headers: { location: 'http://127.0.0.1:1/' } }, 'reset'],
  ] as const)(
    'SCH-4: whose reply is lost (%s) is unknown, and is not sent again',
    async (how, shape) => {
      stub.on('POST /v2/orders', how);
      expect(await rig.outcomeOf(submit())).toEqual({ kind: 'unknown', shape });
      expect(stub.paths).toEqual(['POST /v2/orders']);
    },
  );

  it('SCH-4: that nobody answers is unknown once its time is over', async () => {
    await rig.close();
    rig = await RestRig.before(StubAlpaca.listen(), millis(30));
    rig.stub.on('POST /v2/orders', 'hang');
    expect(await rig.outcomeOf(submit())).toEqual({ kind: 'unknown', shape: 'timeout' });
  });

  it('SCH-4: to where nobody listens is proven not sent', async () => {
    await stub.close();
    expect(await rig.outcomeOf(submit())).toMatchObject({
      kind: 'not-sent',
      reason: 'connection-refused',
    });
  });

  it('FIL-4: 429 is not sent, until the venue says', async () => {
    const headers = { 'retry-after': '7' };
    stub.on('POST /v2/orders', refusal(429, 42910000, 'rate limit exceeded', headers));
    expect(await rig.outcomeOf(submit())).toMatchObject({
      kind: 'not-sent',
      reason: 'rate-limited',
      retryAfter: 7_000_000,
    });
  });

  it('FIL-4: 429 with the time at which the window ends, and none to come back', async () => {
    const date = 'Tue, 02 Jan 2024 15:00:00 GMT';
    const headers = { date, 'x-ratelimit-reset': '1704207612' };
    stub.on('POST /v2/orders', refusal(429, 42910000, 'rate limit exceeded', headers));
    expect(await rig.outcomeOf(submit())).toMatchObject({ retryAfter: 12_000_000 });
  });

  it('FIL-4: refused in words that are known is rejected, with them', async () => {
    stub.on('POST /v2/orders', refusal(403, 40310000, 'insufficient buying power'));
    expect(await rig.outcomeOf(submit())).toEqual({
      kind: 'rejected',
      code: '40310000/forbidden',
      text: 'insufficient buying power',
    });
    stub.on('POST /v2/orders', refusal(422, 40010001, 'client_order_id must be unique'));
    expect(await rig.outcomeOf(submit())).toMatchObject({ kind: 'exists' });
    stub.on('POST /v2/orders', refusal(422, 42210000, 'never seen'));
    expect(await rig.outcomeOf(submit())).toEqual({ kind: 'unknown', shape: 'unparsable' });
  });

  it('that Alpaca has no words for is refused here, and nothing leaves', async () => {
    expect(await rig.outcomeOf(submit({ postOnly: true }))).toMatchObject({ kind: 'rejected' });
    expect(await rig.outcomeOf(submit({ symbol: 'NOSUCH' }))).toMatchObject({ kind: 'rejected' });
    expect(stub.asked).toEqual([]);
  });

  it('a key in what the venue says is not handed on', async () => {
    stub.on('POST /v2/orders', refusal(403, 40310000, `no such key: ${KEYS.keyId} ${KEYS.secret}`));
    expect(await rig.outcomeOf(submit())).toMatchObject({ text: 'no such key: [key] [key]' });
  });
});

describe('the last guard', () => {
  const VETO: Veto = { code: 'kill-switch', text: 'engaged' };
  const vetoed = { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto: VETO };

  it('SCH-2: a veto leaves no byte at the venue, of a submit or a replace', async () => {
    expect(await rig.outcomeOf(submit(), () => VETO)).toEqual(vetoed);
    const replace = replaceOf(submit(), 11);
    expect(await rig.outcomeOf(replace, () => VETO)).toEqual(vetoed);
    const known = { ...replace, venueOrderId: ORDER_ID as VenueOrderId };
    expect(await rig.outcomeOf(known, () => VETO)).toEqual(vetoed);
    expect(stub.asked).toEqual([]);
  });

  it('SCH-2: is asked as the request itself leaves, after a look-up that went before', async () => {
    stub.on(BY_CLIENT_ID, ok(orderJson()));
    let isEngaged = false;
    const gate: LeaveGate = () => (isEngaged ? VETO : null);
    const outcome = rig.outcomeOf(replaceOf(submit(), 11), gate);
    await stub.until(() => stub.asked.length === 1);
    isEngaged = true;
    expect(await outcome).toEqual(vetoed);
    expect(stub.paths).toEqual([BY_CLIENT_ID]);
  });
});

describe('a cancel', () => {
  const known = { ...cancelOf(ID, 'AAPL'), venueOrderId: ORDER_ID as VenueOrderId };

  it('F:CAN2: taken (204) proves no end', async () => {
    stub.on(`DELETE /v2/orders/${ORDER_ID}`, { status: 204, body: null });
    expect(await rig.outcomeOf(known)).toEqual({
      kind: 'accepted',
      venueOrderId: ORDER_ID,
      status: null,
      cumQty: null,
      venueTime: null,
    });
  });

  it('of an order whose id is not known yet asks for it first', async () => {
    stub.on(BY_CLIENT_ID, ok(orderJson()));
    stub.on(`DELETE /v2/orders/${ORDER_ID}`, { status: 204, body: null });
    expect(await rig.outcomeOf(cancelOf(ID, 'AAPL'))).toMatchObject({ kind: 'accepted' });
    expect(stub.paths).toEqual([BY_CLIENT_ID, `DELETE /v2/orders/${ORDER_ID}`]);
  });

  it('F:CAN3, F:CAN6: refused where it is too late, and where there is no such order', async () => {
    stub.on('DELETE', refusal(422, 42210000, 'order is already in "filled" state'));
    expect(await rig.outcomeOf(known)).toMatchObject({ kind: 'rejected', code: '42210000/over' });
    stub.on(BY_CLIENT_ID, refusal(404, 40410000, `order not found for ${ID}`));
    expect(await rig.outcomeOf(cancelOf(ID, 'AAPL'))).toMatchObject({
      kind: 'rejected',
      code: '40410000/order-not-found',
    });
  });

  it('SCH-4: any other good answer, and a look-up that is lost, is unknown', async () => {
    stub.on('DELETE', ok([]));
    expect(await rig.outcomeOf(known)).toMatchObject({ kind: 'unknown' });
    stub.on(BY_CLIENT_ID, 'reset');
    expect(await rig.outcomeOf(cancelOf(ID, 'AAPL'))).toEqual({ kind: 'unknown', shape: 'reset' });
  });
});

describe('a replace', () => {
  const replace = { ...replaceOf(submit(), 12), venueOrderId: ORDER_ID as VenueOrderId };
  const next = (changed: Json = {}): Json =>
    orderJson({
      id: OTHER_ID,
      client_order_id: replace.newClientOrderId,
      replaces: ORDER_ID,
      qty: '12',
      ...changed,
    });

  it('LIV-2: makes a new order under its own client id', async () => {
    stub.on(`PATCH /v2/orders/${ORDER_ID}`, ok(next()));
    expect(await rig.outcomeOf(replace)).toMatchObject({
      kind: 'accepted',
      venueOrderId: OTHER_ID,
    });
    expect(JSON.parse(stub.asked[0]?.body ?? '')).toEqual({
      client_order_id: replace.newClientOrderId,
      limit_price: '185.5',
      qty: '12',
    });
  });

  it('SCH-4: answered with an order that replaces another one is unknown', async () => {
    stub.on('PATCH', ok(next({ replaces: null })));
    expect(await rig.outcomeOf(replace)).toMatchObject({ kind: 'unknown' });
    stub.on('PATCH', refusal(422, 42210000, 'order already replaced'));
    expect(await rig.outcomeOf(replace)).toMatchObject({ kind: 'unknown' });
    stub.on('PATCH', refusal(422, 42210000, 'cannot replace order in accepted status'));
    expect(await rig.outcomeOf(replace)).toMatchObject({ kind: 'rejected' });
  });

  it('ORD-3: the new order is told without what the old one had filled', async () => {
    stub.on(
      BY_CLIENT_ID,
      ok(next({ client_order_id: ID, filled_qty: '5', status: 'partially_filled' })),
    );
    stub.on(`GET /v2/orders/${ORDER_ID}`, ok(orderJson({ status: 'replaced', filled_qty: '4' })));
    const order = { quantity: 8, cumQty: 1 };
    const question = { kind: 'read-order', clientOrderId: ID, symbol: 'AAPL' } as const;
    expect(await rig.answerTo(question)).toMatchObject({ kind: 'order', order });
    expect(await rig.answerTo(question)).toMatchObject({ kind: 'order', order });
    // What was handed on does not change: it is asked for once.
    expect(stub.paths.filter((path) => path === `GET /v2/orders/${ORDER_ID}`)).toHaveLength(1);
  });

  it('ORD-3: nothing is told of it while the old one may still fill, or is not found', async () => {
    stub.on(BY_CLIENT_ID, ok(next({ client_order_id: ID })));
    const question = { kind: 'read-order', clientOrderId: ID, symbol: 'AAPL' } as const;
    stub.on(`GET /v2/orders/${ORDER_ID}`, ok(orderJson({ status: 'pending_replace' })));
    expect(await rig.answerTo(question)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    stub.on(`GET /v2/orders/${ORDER_ID}`, refusal(404, 40410000, 'order not found'));
    expect(await rig.answerTo(question)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
  });
});
