/** As `accounts-apart.test.ts`, at the futures exchange: no route and no stream shows one account what another has. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Book } from '../../../src/server/venue/binance/usdm/book.js';
import { usdmRoutes } from '../../../src/server/venue/binance/usdm/routes.js';
import { lots, ticks } from '../../../src/core/ground/units.js';
import {
  type Answer,
  type Name,
  type Sent,
  type TwoAccounts,
  apart,
  askBinance,
  gets,
  hangUp,
  idIn,
  listening,
  sentIn,
  twoAccounts,
  withQuery,
} from './two-accounts.js';

let two: TwoAccounts | null = null;
afterEach(async () => {
  hangUp();
  await two?.standing.close();
});

const market = { symbol: 'BTCUSDT' };
const rests = { type: 'LIMIT', timeInForce: 'GTC', price: '50077', quantity: '9.077' };

const ask = (name: Name, call: string, params: Sent = {}): Promise<Answer> =>
  askBinance(two!, name, call, params);
const order = (name: Name, id: string, more: Sent): Promise<Answer> =>
  ask(name, 'POST /fapi/v1/order', { ...market, side: 'BUY', newClientOrderId: id, ...more });

/** Alice is long from the beginning; Bob has nothing. */
async function opened(): Promise<void> {
  two = await twoAccounts('binance-usdm', {
    account: { derivatives: new Set(['BTCUSDT']), marginLeverage: 5 },
    own: {
      alice: {
        positions: new Map([['BTCUSDT', lots(9_077)]]),
        entryPrices: new Map([['BTCUSDT', ticks(500_770)]]),
      },
    },
  });
}

interface Known {
  readonly resting: string;
  readonly filled: string;
}

async function traded(): Promise<Known> {
  await opened();
  const resting = idIn(await order('alice', 'alice-rests', rests));
  const filled = idIn(await order('alice', 'alice-fills', { type: 'MARKET', quantity: '9.077' }));
  await ask('alice', 'POST /fapi/v1/algoOrder', {
    ...{ ...market, algoType: 'CONDITIONAL', side: 'SELL', type: 'STOP_MARKET' },
    ...{ triggerPrice: '40000', quantity: '9.077', clientAlgoId: 'alice-waits' },
  });
  return { resting, filled };
}

const NO_QUERY = [
  ...['v1/ping', 'v1/time', 'v1/exchangeInfo', 'v2/account', 'v3/account', 'v2/balance'],
  ...['v3/balance', 'v1/positionSide/dual', 'v1/multiAssetsMargin', 'v1/accountConfig'],
  ...['v1/rateLimit/order'],
];
const OF_MARKET = [
  ...['v1/depth', 'v1/trades', 'v1/historicalTrades', 'v1/aggTrades', 'v1/ticker/24hr'],
  ...['v1/ticker/price', 'v2/ticker/price', 'v1/ticker/bookTicker', 'v1/premiumIndex'],
  ...['v1/fundingRate', 'v2/positionRisk', 'v3/positionRisk', 'v1/commissionRate'],
  ...['v1/leverageBracket', 'v1/symbolConfig', 'v1/openOrders', 'v1/openAlgoOrders'],
  ...['v1/allOrders', 'v1/allAlgoOrders', 'v1/userTrades', 'v1/income'],
];

const routesFor = ({ resting, filled }: Known): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [
      ...NO_QUERY.map((name) => [name, [{}]] as const),
      ...OF_MARKET.map((name) => [name, [market]] as const),
      ['v1/klines', [{ ...market, interval: '1m' }]] as const,
      [
        'v1/order',
        [
          { ...market, orderId: resting },
          { ...market, orderId: filled },
          { ...market, origClientOrderId: 'alice-rests' },
        ],
      ] as const,
      ['v1/openOrder', [{ ...market, origClientOrderId: 'alice-rests' }]] as const,
      ['v1/algoOrder', [{ clientAlgoId: 'alice-waits' }]] as const,
    ].map(([name, queries]) => {
      const path = `/fapi/${name}`;
      return [path, withQuery(path, ...queries)];
    }),
  );

describe('binance-usdm', () => {
  it('no address shows another account’s orders, trades, positions or income', async () => {
    const routes = routesFor(await traded());
    const all = gets(usdmRoutes({ terms: {} } as Book));
    expect(Object.keys(routes).sort()).toEqual([...all].sort());
    const shown = await apart(routes, (name, path) => {
      const [bare, params] = sentIn(path);
      return ask(name, `GET ${bare}`, params);
    });
    expect(shown).toEqual(
      [
        ...['v1/algoOrder', 'v1/allAlgoOrders', 'v1/allOrders', 'v1/openAlgoOrders'],
        ...['v1/openOrder', 'v1/openOrders', 'v1/order', 'v1/userTrades'],
        ...['v2/account', 'v2/positionRisk', 'v3/account', 'v3/positionRisk'],
      ].map((name) => `/fapi/${name}`),
    );
    const risk = JSON.parse((await ask('bob', 'GET /fapi/v3/positionRisk')).text) as unknown[];
    expect(risk).toEqual([]);
    const income = JSON.parse((await ask('bob', 'GET /fapi/v1/income')).text) as unknown[];
    expect(income).toEqual([]);
  });

  it('nobody changes or cancels another account’s orders, and streams tell each of its own', async () => {
    const { resting } = await traded();
    const stream = async (name: Name) => {
      const { text } = await ask(name, 'POST /fapi/v1/listenKey');
      const { listenKey } = JSON.parse(text) as { listenKey: string };
      return listening(`${two!.sockets}/ws/${listenKey}`);
    };
    const [hers, his] = [await stream('alice'), await stream('bob')];
    for (const by of [{ orderId: resting }, { origClientOrderId: 'alice-rests' }]) {
      expect((await ask('bob', 'DELETE /fapi/v1/order', { ...market, ...by })).text).toContain(
        '-2011',
      );
      const changed = { ...market, ...by, side: 'BUY', quantity: '0.01', price: '50077' };
      expect((await ask('bob', 'PUT /fapi/v1/order', changed)).status).toBe(400);
    }
    await ask('bob', 'DELETE /fapi/v1/allOpenOrders', market);
    await ask('bob', 'DELETE /fapi/v1/algoOpenOrders', market);
    const open = (await ask('alice', 'GET /fapi/v1/openOrders')).text;
    expect(JSON.parse(open)).toMatchObject([{ orderId: Number(resting) }]);
    expect((await ask('alice', 'GET /fapi/v1/openAlgoOrders')).text).toContain('alice-waits');
    await order('alice', 'alice-too', rests);
    await order('bob', 'bob-rests', { ...rests, price: '49000', quantity: '0.01' });
    await Promise.all([hers.until('alice-too'), his.until('bob-rests')]);
    expect(his.told.join()).not.toMatch(/alice|50077/);
    expect(hers.told.join()).not.toContain('bob');
  });
});
