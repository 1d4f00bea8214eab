/** API-6: quarantines and limits of a running engine over HTTP. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../src/core/order/order.js';
import { lots } from '../../src/core/ground/units.js';
import { EngineRig } from '../support/engine-rig.js';
import { limitsWith } from '../support/limits.js';
import { inSeconds } from '../support/simulation-plan.js';
import { EngineWorld, type Heard } from './support/engine-world.js';

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld();
  world.run(1);
});

let key = 0;
const give = (quantity: string, more: object = {}): Promise<Heard> =>
  world.ask('POST', '/api/v1/orders', {
    body: { symbol: 'BTCUSDT', side: 'buy', quantity, source: 'strategy', ...more },
    headers: { 'idempotency-key': `k${(key += 1)}` },
  });
const PLACE = '/api/v1/quarantines';

describe('API-6: quarantine', () => {
  it('ORD-0: is begun for a strategy or for all, is listed, keeps orders out with the reason, and is lifted', async () => {
    expect((await world.ask('GET', PLACE, { role: 'viewer' })).json.items).toEqual([]);
    const body = { symbol: 'BTCUSDT', strategyId: 'demo', reason: 'odd fills' };
    const held = { strategyId: 'demo', symbol: 'BTCUSDT', reason: 'odd fills', by: 'ruling' };
    const begun = await world.ask('POST', PLACE, { role: 'operator', body });
    expect([begun.status, begun.json.items]).toEqual([200, [held]]);
    const kept = await give('0.05', { strategy: 'demo' });
    expect(kept.json).toMatchObject({ status: 409, type: 'urn:squall:problem:quarantined' });
    expect(kept.json.detail).toContain('odd fills');
    expect((await give('0.05')).status).toBe(201);
    await world.ask('POST', PLACE, { body: { symbol: 'BTCUSDT', reason: 'all of them' } });
    expect((await give('0.05')).status).toBe(409);
    const lift = (strategy: string): Promise<Heard> =>
      world.ask('DELETE', `${PLACE}/BTCUSDT?strategy=${strategy}&reason=seen`, {
        role: 'operator',
      });
    expect((await lift('*')).json.items).toEqual([held]);
    expect((await lift('*')).status).toBe(409);
    expect((await lift('demo')).json.items).toEqual([]);
    expect((await give('0.05', { strategy: 'demo' })).status).toBe(201);
    expect(world.desk.book.audit.findLast(({ did }) => did === 'quarantine-off')).toMatchObject({
      about: 'demo BTCUSDT',
      reason: 'seen',
    });
  });

  it('knows no symbol that is not listed, and no strategy that is no name', async () => {
    const on = (body: object): Promise<Heard> => world.ask('POST', PLACE, { body });
    expect((await on({ symbol: 'NOBODY', reason: 'x' })).json).toMatchObject({
      status: 404,
      type: 'urn:squall:problem:no-such-symbol',
    });
    expect((await on({ symbol: 'BTCUSDT', strategyId: 'No Name', reason: 'x' })).status).toBe(422);
    expect((await world.ask('DELETE', `${PLACE}/NOBODY`)).status).toBe(404);
    expect((await world.ask('DELETE', `${PLACE}/BTCUSDT?strategy=No%20Name`)).status).toBe(422);
  });

  it('REC-7: what an orphan holds is listed, and is not lifted but by what becomes of it', async () => {
    const first = new EngineRig().order({
      algo: 'direct',
      quantity: '0.1',
      slices: null,
      duration: null,
    });
    const next = new EngineRig({ after: { rig: first, down: inSeconds(5) } });
    const stranger = {
      ...next.snapshot('v-1' as ClientOrderId),
      quantity: lots(50),
      type: 'limit' as const,
      limitPrice: 600_500 as never,
      venueOrderId: 'v-1' as never,
    };
    next.answer('read-open-orders', { kind: 'open-orders', orders: [stranger], nextCursor: null });
    world = new EngineWorld({ blocks: [...first.blocks, ...next.blocks], silent: true });
    const [held] = (await world.ask('GET', PLACE)).json.items;
    expect(held).toMatchObject({ strategyId: '*', symbol: 'BTCUSDT', by: 'orphan' });
    const lifted = await world.ask('DELETE', `${PLACE}/BTCUSDT`);
    expect(lifted.status).toBe(409);
    expect(lifted.json.detail).toContain('is open at the venue, and nobody here placed it');
    await world.ask('POST', '/api/v1/orphans/v-1/narrow', { body: {} });
    const [narrowed] = (await world.ask('GET', PLACE)).json.items;
    expect(narrowed).toMatchObject({ strategyId: 'external', by: 'orphan' });
  });
});

describe('API-6: limits', () => {
  it('RSK-3: are shown as they hold, set anew by an admin, and hold for the next order', async () => {
    const shown = await world.ask('GET', '/api/v1/limits', { role: 'viewer' });
    expect(shown.json).toMatchObject({
      setBy: 'configuration',
      perSymbol: [{ symbol: 'BTCUSDT', position: '50', orderQuantity: null }],
    });
    const perSymbol = [{ symbol: 'BTCUSDT', position: '1', orderValue: '20000' }];
    const body = { perSymbol, total: { openOrders: 3 }, reason: 'a calm day' };
    const set = await world.ask('PUT', '/api/v1/limits', { body });
    expect(set.json).toMatchObject({
      setBy: 'operator',
      perSymbol: [{ symbol: 'BTCUSDT', position: '1', orderValue: '20000', openValue: null }],
      total: { openOrders: 3, openValue: null },
    });
    const beyond = await give('1.5');
    expect(beyond.json).toMatchObject({ status: 409, type: 'urn:squall:problem:limit-passed' });
    expect(beyond.json.detail).toContain('the limit is 1 BTC');
  });

  it('RSK-3: 422 with every fault; where money is, none are set that an engine would not start with', async () => {
    const set = (perSymbol: readonly object[]): Promise<Heard> =>
      world.ask('PUT', '/api/v1/limits', { body: { perSymbol, reason: 'x' } });
    const wrong = await set([
      { symbol: 'BTCUSDT', position: '0.0001' },
      { symbol: 'NOBODY', position: '1' },
    ]);
    expect(wrong.status).toBe(422);
    expect(wrong.json.problems.map(({ field }) => field)).toEqual([
      'perSymbol.0.position',
      'perSymbol.1.symbol',
    ]);
    world = new EngineWorld({
      engine: { mode: 'paper', limits: limitsWith({ position: lots(1_000), orderValue: '5000' }) },
    });
    const without = await set([{ symbol: 'BTCUSDT', position: '1' }]);
    expect(without.status).toBe(422);
    expect(without.json.detail).toContain('BTCUSDT has no limits');
    expect((await set([{ symbol: 'BTCUSDT', position: '1', orderValue: '5000' }])).status).toBe(
      200,
    );
  });
});
