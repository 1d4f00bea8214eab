/** What the account of futures hears: by the unmodified client of ccxt, and in the venue's own words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lots, ticks } from '../../../../../src/core/ground/units.js';
import { INSTRUMENT, secondsIn, tapeOf } from '../../../../support/simulation-plan.js';
import { type CcxtOrder, withIds } from '../ccxt-client.js';
import { KEY, type Heard, type Sent, type Served, signed } from '../served.js';
import { type Message, Socket } from '../socket.js';
import { SYMBOL, type UsdmClient, servedUsdm, usdmClient } from './served-usdm.js';

const LOW = 50_000;

let venue: Served;
let client: UsdmClient;
let socket: Socket;
beforeAll(async () => {
  // Two minutes of the machine: a market that is over never comes to a price.
  venue = await servedUsdm({ tape: tapeOf(1, { durationSeconds: 600 }) });
  client = await usdmClient(venue);
  socket = await Socket.to(`${venue.sockets}/ws/${await listenKey()}`);
});
afterAll(async () => {
  socket.close();
  await client.close();
  await venue.close();
});

const key = (method: string, of: Served = venue): Promise<Response> =>
  fetch(`${of.origin}/fapi/v1/listenKey`, { method, headers: { 'X-MBX-APIKEY': KEY.keyId } });
async function listenKey(of: Served = venue): Promise<string> {
  const got = (await (await key('POST', of)).json()) as { listenKey: string };
  return got.listenKey;
}
const place = (more: Sent): Promise<Heard> =>
  signed(venue, 'POST /fapi/v1/order', { symbol: 'BTCUSDT', side: 'BUY', ...more });
const orderIn = (message: Message): Message => message['o'] as Message;
const accountIn = (message: Message): Record<'B' | 'P', Message[]> & Message =>
  message['a'] as Record<'B' | 'P', Message[]> & Message;

describe('the account of futures on a stream', () => {
  it('LIV-3: ccxt hears of orders, executions, positions and the balance', async () => {
    await client.authenticate({ type: 'future' });
    const orders = client.watchOrders(SYMBOL);
    const trades = client.watchMyTrades(SYMBOL);
    const balance = client.watchBalance();
    const positions = client.watchPositions([SYMBOL]);
    await connected(client);
    const placed = (await client.createOrder(SYMBOL, 'market', 'buy', 0.01, undefined, {
      clientOrderId: 'heard',
    })) as CcxtOrder;
    expect((await trades).at(-1)).toMatchObject({ order: placed.id, takerOrMaker: 'taker' });
    expect(withIds(await orders).at(-1)).toMatchObject({ id: placed.id, clientOrderId: 'heard' });
    expect(Number((await balance)['USDT']?.total)).toBeGreaterThan(9_000);
    expect((await positions).at(-1)).toMatchObject({ symbol: SYMBOL, side: 'long' });
  });

  it('LIV-3: an execution changes balance and position before the order', async () => {
    await place({ type: 'MARKET', quantity: '0.010', newClientOrderId: 'by-hand' });
    const account = await socket.next(
      ({ e, a }) => e === 'ACCOUNT_UPDATE' && (a as Message)['m'] === 'ORDER',
    );
    const { B, P } = accountIn(account);
    expect(B[0]).toMatchObject({ a: 'USDT', bc: '0.00000000' });
    expect(P[0]).toMatchObject({ s: 'BTCUSDT', ps: 'BOTH', mt: 'cross' });
    const trade = await socket.next(
      ({ e, o }) =>
        e === 'ORDER_TRADE_UPDATE' &&
        (o as Message)['x'] === 'TRADE' &&
        (o as Message)['c'] === 'by-hand',
    );
    expect(orderIn(trade)).toMatchObject({
      ...{ c: 'by-hand', s: 'BTCUSDT', o: 'MARKET', ot: 'MARKET', N: 'USDT', rp: '0.00000000' },
      ...{ q: '0.01000000', m: false, R: false, ps: 'BOTH' },
    });
  });

  it('LIV-3: an order that is modified is amended, and calls itself as before', async () => {
    const terms = { type: 'LIMIT', timeInForce: 'GTC', quantity: '0.010', price: `${LOW}` };
    const { body } = await place({ ...terms, newClientOrderId: 'amended' });
    await signed(venue, 'PUT /fapi/v1/order', {
      ...{ symbol: 'BTCUSDT', side: 'BUY', orderId: Number(body['orderId']) },
      ...{ quantity: '0.020', price: `${LOW}` },
    });
    const amended = await socket.next(({ o }) => (o as Message | undefined)?.['x'] === 'AMENDMENT');
    expect(orderIn(amended)).toMatchObject({
      ...{ i: body['orderId'], c: 'amended', X: 'NEW', q: '0.02000000' },
    });
    await signed(venue, 'DELETE /fapi/v1/order', {
      ...{ symbol: 'BTCUSDT', origClientOrderId: 'amended' },
    });
    const over = await socket.next(({ o }) => (o as Message | undefined)?.['x'] === 'CANCELED');
    expect(orderIn(over)).toMatchObject({ i: body['orderId'], c: 'amended', X: 'CANCELED' });
  });

  it('LIV-3: a conditional order waits, and is an order once its price is reached', async () => {
    await place({ type: 'MARKET', quantity: '0.010' });
    await stopOneTickBelow('waits');
    const states = async (...X: string[]): Promise<Message> =>
      socket.next(({ e, o }) => e === 'ALGO_UPDATE' && X.includes(String((o as Message)['X'])));
    expect(orderIn(await states('NEW'))).toMatchObject({ caid: 'waits', ai: '', R: true });
    const triggered = orderIn(await states('TRIGGERED'));
    const filled = await socket.next(
      ({ o }) => (o as Message | undefined)?.['c'] === 'waits' && orderIn({ o })['X'] === 'FILLED',
    );
    expect(orderIn(filled)).toMatchObject({
      ...{ o: 'MARKET', ot: 'STOP_MARKET', i: Number(triggered['ai']), R: true },
    });
    expect(orderIn(await states('FINISHED'))).toMatchObject({ caid: 'waits' });
  });

  it('LIV-3: a listen key is renewed by whoever has it, and of no use once it is closed', async () => {
    const mine = await listenKey();
    expect(await (await key('PUT')).json()).toEqual({ listenKey: mine });
    expect(await (await key('DELETE')).json()).toEqual({});
    const gone = await key('PUT');
    expect([gone.status, await gone.json()]).toEqual([
      ...[400, { code: -1125, msg: 'This listenKey does not exist.' }],
    ]);
  });
});

describe('what happens to an account by itself', () => {
  it('LIV-3 F19: funding is told with what it moved, a liquidation as an order of the venue', async () => {
    const tape = tapeOf(1);
    const poor = await servedUsdm({
      // Three seconds until the funding: a client on a busy machine is connected by then.
      speed: 20,
      account: {
        // A long of 1 BTC at 5 times leaves some 6,000 of margin: funding of 15 % takes it.
        cash: '13000',
        positions: new Map([[INSTRUMENT.symbol, lots(1_000)]]),
        entryPrices: new Map([[INSTRUMENT.symbol, ticks(618_000)]]),
        funding: { bps: '1500', times: [secondsIn(tape, 60)] },
      },
    });
    const told = await Socket.to(`${poor.sockets}/private/ws?listenKey=${await listenKey(poor)}`);
    const funding = await told.next(
      ({ e, a }) => e === 'ACCOUNT_UPDATE' && (a as Message)['m'] === 'FUNDING_FEE',
    );
    expect(Number(accountIn(funding).B[0]?.['bc'])).toBeLessThan(-9_000);
    const { body } = await signed(poor, 'GET /fapi/v1/income', { incomeType: 'FUNDING_FEE' });
    expect(body).toMatchObject([{ asset: 'USDT', income: accountIn(funding).B[0]?.['bc'] }]);
    const closed = await told.next(
      ({ e, o }) => e === 'ORDER_TRADE_UPDATE' && (o as Message)['x'] === 'TRADE',
    );
    expect(orderIn(closed)).toMatchObject({ c: 'autoclose-1', o: 'LIQUIDATION', S: 'SELL' });
    told.close();
    await poor.close();
  });
});

/** The market reaches it with its next print or so; one that it had passed as the order came is refused, and asked for again. */
async function stopOneTickBelow(clientAlgoId: string): Promise<void> {
  for (;;) {
    const asked = await fetch(`${venue.origin}/fapi/v1/premiumIndex?symbol=BTCUSDT`);
    const { markPrice } = (await asked.json()) as { markPrice: string };
    const { status } = await signed(venue, 'POST /fapi/v1/algoOrder', {
      ...{ algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET' },
      ...{ quantity: '0.001', triggerPrice: (Number(markPrice) - 0.1).toFixed(1) },
      ...{ clientAlgoId, reduceOnly: 'true' },
    });
    if (status === 200) return;
  }
}

/** Its own socket is open: what is asked for behind that is heard. */
async function connected(of: UsdmClient): Promise<void> {
  await of.fetchBalance();
  const sockets = Object.values(of.clients) as { url: string; connected?: Promise<unknown> }[];
  await sockets.find(({ url }) => url.includes('/private/'))?.connected;
}
