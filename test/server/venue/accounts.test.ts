/** Two accounts at one venue by the unmodified clients, at once: cash, positions, orders and trades are each one's own, and so is the judgement. */
import { Alpaca } from '@alpacahq/alpaca-trade-api';
import { afterEach, describe, expect, it } from 'vitest';
import { lots } from '../../../src/core/ground/units.js';
import { ccxtClient } from './binance/ccxt-client.js';
import { usdmClient } from './binance/usdm/served-usdm.js';
import {
  NAMES,
  type Name,
  type TwoAccounts,
  type TwoChanges,
  askAlpaca,
  keysOf,
  twoAccounts,
} from './two-accounts.js';

let two: TwoAccounts | null = null;
afterEach(() => two?.standing.close());

const SPOT = 'BTC/USDT';
const FUTURE = 'BTC/USDT:USDT';

const both = <T>(each: (name: Name) => Promise<T>): Promise<readonly [T, T]> =>
  Promise.all([each('alice'), each('bob')]);

/** Bob begins with less, and with something. */
const OWN: TwoChanges = {
  own: { bob: { cash: '500000', positions: new Map([['BTCUSDT', lots(100)]]) } },
};

describe('two accounts', () => {
  it('LIV-3: by Alpaca’s own client', async () => {
    two = await twoAccounts('alpaca', OWN);
    const { origin } = two;
    const clients = Object.fromEntries(
      NAMES.map((name) => [
        name,
        new Alpaca({
          ...{ ...keysOf(name), timeoutMs: 5_000, retry: false, rateLimit: false },
          fetchApi: (url, init) => fetch(url.replace(/^https:\/\/[^/]+/, origin), init),
        }),
      ]),
    ) as Record<Name, Alpaca>;
    const order = { symbol: SPOT, qty: '0.5', timeInForce: 'ioc', side: 'buy' } as const;
    await both((name) =>
      clients[name].trading.orders.market({ ...order, clientOrderId: 'the-same' }),
    );
    await clients.bob.trading.orders.limit({
      ...{ ...order, timeInForce: 'gtc', limitPrice: '50000', clientOrderId: 'of-bob' },
    });
    const listed = await both((name) =>
      clients[name].trading.orders.getAllOrders({ status: 'all' }),
    );
    expect(listed.map((orders) => orders.map((one) => one['client_order_id']))).toEqual([
      ['the-same'],
      ['of-bob', 'the-same'],
    ]);
    const held = await both((name) => clients[name].trading.positions.getAllOpenPositions());
    expect(held.map(([position]) => position?.qty)).toEqual(['0.5', '0.6']);
    const accounts = await both((name) => clients[name].trading.account.getAccount());
    expect(accounts.map(({ account_number: number }) => number)).toEqual([
      'SQUALL001',
      'SQUALL002',
    ]);
    const [hers, his] = accounts.map(({ cash }) => Number(cash));
    expect(100_000_000 - hers!).toBeGreaterThan(30_000);
    expect(500_000 - his!).toBeGreaterThan(30_000);
    expect(500_000 - his!).toBeLessThan(32_000);
  });

  it('LIV-3: by the client of ccxt, at the spot exchange', async () => {
    two = await twoAccounts('binance', OWN);
    const at = two;
    const [alice, bob] = await both((name) => {
      const { keyId: apiKey, secret } = keysOf(name);
      return ccxtClient(at, { apiKey, secret });
    });
    const [hers, his] = await Promise.all([
      alice.createOrder(SPOT, 'market', 'buy', 0.5),
      bob.createOrder(SPOT, 'market', 'sell', 0.05),
    ]);
    expect(hers.id).not.toBe(his.id);
    await bob.createOrder(SPOT, 'limit', 'buy', 0.1, 50_000);
    const open = await Promise.all([alice.fetchOpenOrders(SPOT), bob.fetchOpenOrders(SPOT)]);
    expect(open.map(({ length }) => length)).toEqual([0, 1]);
    await expect(bob.fetchOrder(hers.id as string, SPOT)).rejects.toThrow('Order does not exist');
    const trades = await Promise.all([alice.fetchMyTrades(SPOT), bob.fetchMyTrades(SPOT)]);
    expect(trades.map((all) => [...new Set(all.map(({ order }) => order))])).toEqual([
      [hers.id],
      [his.id],
    ]);
    const ids = trades.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const balances = await Promise.all([alice.fetchBalance(), bob.fetchBalance()]);
    expect(balances.map((balance) => balance['BTC']?.total)).toEqual([0.5, 0.05]);
    expect(balances[1]['USDT']?.used).toBeCloseTo(5_000, -2);
  });

  it('LIV-3: by the client of ccxt, at the futures exchange', async () => {
    two = await twoAccounts('binance-usdm', {
      account: { derivatives: new Set(['BTCUSDT']), marginLeverage: 5 },
    });
    const at = two;
    const [alice, bob] = await both((name) => {
      const { keyId: apiKey, secret } = keysOf(name);
      return usdmClient(at, { apiKey, secret });
    });
    await Promise.all([
      alice.createOrder(FUTURE, 'market', 'buy', 0.5),
      bob.createOrder(FUTURE, 'market', 'sell', 0.2),
    ]);
    const held = await Promise.all([alice.fetchPositions(), bob.fetchPositions()]);
    expect(held.map((all) => all.map(({ side, contracts }) => `${side} ${contracts}`))).toEqual([
      ['long 0.5'],
      ['short 0.2'],
    ]);
  });
});

describe('what stands beside two accounts', () => {
  const buys = (name: Name, id: string): Promise<number | null> =>
    askAlpaca(two!, name, 'POST /v2/orders', {
      ...{ symbol: 'BTCUSDT', side: 'buy', type: 'limit', limit_price: '50000' },
      ...{ qty: '0.01', time_in_force: 'gtc', client_order_id: id },
    }).then(
      ({ status }) => status,
      () => null,
    );
  const sim = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${two!.origin}/__sim${path}`, { ...init, headers: { 'x-squall-sim': '1' } });

  it('LIV-3: each meets the faults of the scenario by itself, and is judged by itself', async () => {
    const faults = [{ kind: 'ack-lost', values: { nth: 1, shape: 'reset' } }];
    two = await twoAccounts('alpaca', { faults, isWatched: true });
    expect(await both((name) => buys(name, 'a'))).toEqual([null, null]);
    await askAlpaca(two, 'alice', 'GET /v2/orders');
    expect(await both((name) => buys(name, 'b'))).toEqual([200, 200]);
    const { accounts } = two.standing;
    const judged = accounts.map(({ name, judge }) => [
      name,
      judge!().findings.map(({ rule, orders }) => `${rule} ${orders.join(' ')}`),
      judge!().counts.orders,
    ]);
    expect(judged).toEqual([
      ['alice', [], 2],
      ['bob', ['sent-twice a b'], 2],
    ]);
    const told = (await (await sim('/judgement')).json()) as { accounts: object[] };
    expect(told.accounts).toMatchObject([
      { name: 'alice', findings: [] },
      { name: 'bob', findings: [{ rule: 'sent-twice' }] },
    ]);
    const page = await (await fetch(`${two.origin}/__sim?judged`)).text();
    expect(page).toContain('Wrong, if it ended now of bob');
    expect(page).toContain('4 orders taken');
  });

  it('LIV-3: the page shows all of them by account; a switch is of all, a count over all', async () => {
    const faults = [{ kind: 'ack-lost', values: { probability: 1, shape: 'reset' } }];
    two = await twoAccounts('alpaca', { faults });
    expect(await both((name) => buys(name, `of-${name}`))).toEqual([null, null]);
    const off = await sim('/faults/1', { method: 'PUT', body: '{"on":false}' });
    expect(await off.json()).toMatchObject({ isOn: false, acts: 2 });
    expect(await both((name) => buys(name, 'more'))).toEqual([200, 200]);
    expect(await (await sim('/state')).json()).toMatchObject({
      accounts: NAMES.map((name) => ({
        ...{ name, ordersTaken: 2 },
        openOrders: [{ clientOrderId: `of-${name}` }, { clientOrderId: 'more' }],
      })),
    });
    const page = await (await fetch(`${two.origin}/__sim`)).text();
    for (const shown of ['Account of alice', 'Open orders of bob']) expect(page).toContain(shown);
  });

  it('LIV-3: what nobody signs is nobody’s: it uses up no account’s limit, and has nothing', async () => {
    const faults = [{ kind: 'rate-limit', values: { perMinute: 2, retryAfter: 60_000_000 } }];
    two = await twoAccounts('binance', { faults, isWatched: true });
    const { origin, standing } = two;
    const depth = async (): Promise<number> =>
      (await fetch(`${origin}/api/v3/depth?symbol=BTCUSDT&limit=5`)).status;
    expect([await depth(), await depth(), await depth()]).toEqual([200, 200, 429]);
    const strange = await fetch(`${origin}/api/v3/account?timestamp=1&signature=0`, {
      headers: { 'x-mbx-apikey': 'nobody' },
    });
    expect(await strange.text()).toContain('-2015');
    for (const { judge, truth } of standing.accounts) {
      expect(judge!().counts).toMatchObject({ requests: 0, refusedForLimit: 0 });
      expect(truth.arrivals).toEqual([]);
    }
  });
});
