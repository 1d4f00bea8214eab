/** API-5: orders and signals over HTTP, against an engine on the simulated venue. */
import { beforeEach, describe, expect, it } from 'vitest';
import { EngineWorld, type Heard, type Said } from './support/engine-world.js';

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld();
  world.run(1);
});

const SMALL = { symbol: 'BTCUSDT', side: 'buy', quantity: '0.05' } as const;
const SLICED = { ...SMALL, quantity: '0.06', duration: '30s', slices: 6 } as const;
const RESTING = {
  ...SMALL,
  type: 'limit',
  limitPrice: '10000',
  timeInForce: 'gtc',
  fillTimeout: '1h',
} as const;

const give = (body: object, key = 'a', said: Said = {}): Promise<Heard> =>
  world.ask('POST', '/api/v1/orders', {
    role: 'trader',
    ...said,
    body,
    headers: { 'idempotency-key': key },
  });
const slice = (body: object, key = 'a'): Promise<Heard> =>
  world.ask('POST', '/api/v1/orders/slice', {
    role: 'trader',
    body,
    headers: { 'idempotency-key': key },
  });

describe('API-5: POST /api/v1/orders', () => {
  it('TWAP-5: 201 with its plan, 200 for the same again while it lives, 409 once it is over', async () => {
    const given = await give(RESTING);
    expect(given.status).toBe(201);
    expect(given.json).toMatchObject({
      status: 'scheduled',
      plan: { slices: 1 },
      source: 'manual',
    });
    const again = await give(RESTING);
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({ duplicateOf: given.json.parentId, status: 'scheduled' });
    expect([...world.state.parents.entries()]).toHaveLength(1);
    world.run(1);
    const { parentId, clientOrderId } = given.json;
    const canceled = await world.ask('POST', `/api/v1/orders/${clientOrderId}/cancel`);
    expect(canceled.status).toBe(202);
    world.run(5);
    const over = await give(RESTING);
    expect(over.status).toBe(409);
    expect(over.json).toMatchObject({
      type: 'urn:squall:problem:duplicate-of-terminal',
      duplicateOf: parentId,
      orderStatus: 'canceled',
    });
    expect((await give(RESTING, 'b')).status).toBe(201);
  });

  it('TWAP-4: 422 names every fault, also of a symbol nobody lists', async () => {
    const faulty = await give({ ...SMALL, quantity: '0.0001', limitPrice: '5', postOnly: true });
    expect(faulty.status).toBe(422);
    expect(faulty.json.problems.map(({ field }) => field)).toEqual([
      'quantity',
      'limitPrice',
      'postOnly',
      'postOnly',
    ]);
    const strange = await give({ ...SMALL, symbol: 'NOBODY' });
    expect(strange.status).toBe(422);
    expect(strange.json.detail).toContain('known: BTCUSDT');
    const shapeless = await give({ ...SMALL, side: 'hold', quantity: 1, surprise: true });
    expect(shapeless.status).toBe(422);
    expect(shapeless.json.problems).toHaveLength(3);
  });

  it('RSK-1 RSK-2 RSK-3: 503 while killed or tripped, 409 past a limit, each with its cause', async () => {
    const beyond = await give({ ...SMALL, quantity: '60', source: 'strategy' });
    expect(beyond.status).toBe(409);
    expect(beyond.json.detail).toContain('the limit is 50 BTC');
    await world.ask('POST', '/api/v1/kill-switch', { body: { reason: 'odd prices' } });
    const killed = await give(SMALL);
    expect(killed.status).toBe(503);
    expect(killed.json.detail).toContain('odd prices');
    await world.ask('DELETE', '/api/v1/kill-switch');
    await world.ask('POST', '/api/v1/breaker', { body: { reason: 'to see' } });
    expect((await give(SMALL)).json).toMatchObject({
      status: 503,
      type: 'urn:squall:problem:tripped',
    });
    await world.ask('DELETE', '/api/v1/breaker?reason=seen');
    expect((await give(SMALL)).status).toBe(201);
  });

  it('ORD-6: a large order by hand is asked back about, once; a larger one needs a second factor', async () => {
    const large = { ...SMALL, quantity: '0.1' };
    const asked = await give(large);
    expect(asked.status).toBe(409);
    expect(asked.json).toMatchObject({ type: 'urn:squall:problem:confirmation-required' });
    expect(asked.json.detail).toMatch(/buy 0\.1 BTC, worth 6\d{3}/);
    const { confirmation } = asked.json;
    expect((await give({ ...large, quantity: '0.101', confirmation })).status).toBe(409);
    expect((await give({ ...large, confirmation })).status).toBe(201);
    expect((await give({ ...large, confirmation }, 'b')).status).toBe(409);
    const huge = await give({ ...SMALL, quantity: '0.2' }, 'c');
    const { confirmation: token } = huge.json;
    const refused = await give({ ...SMALL, quantity: '0.2', confirmation: token }, 'c');
    expect(refused.json).toMatchObject({ type: 'urn:squall:problem:second-factor-required' });
    expect((await give({ ...large, source: 'strategy' }, 'd')).status).toBe(201);
  });

  it('API-2: 400 without an Idempotency-Key, and for what is no JSON with its place; 415 for another type', async () => {
    const keyless = await world.ask('POST', '/api/v1/orders', { body: SMALL });
    expect(keyless.json).toMatchObject({ status: 400 });
    const broken = await world.ask('POST', '/api/v1/orders', { text: '{\n  "a": ,\n}' });
    expect(broken.json).toMatchObject({
      status: 400,
      detail: 'It is not JSON at line 2, column 8.',
    });
    const headers = { 'content-type': 'text/plain' };
    expect((await world.ask('POST', '/api/v1/orders', { body: SMALL, headers })).status).toBe(415);
  });

  it('REC-1 REC-2: while gated slices are 503; one order is looked at, and 202 until the venue has answered', async () => {
    world.run(1);
    const gated = new EngineWorld({ blocks: world.blocks, silent: true });
    gated.run(1);
    const key = { 'idempotency-key': 'g' };
    const sliced = await gated.ask('POST', '/api/v1/orders/slice', { body: SLICED, headers: key });
    expect(sliced.json).toMatchObject({ status: 503, type: 'urn:squall:problem:gate-closed' });
    const single = await gated.ask('POST', '/api/v1/orders', { body: SMALL, headers: key });
    expect(single.status).toBe(202);
    expect(single.json.plan).toBeNull();
    expect((await gated.ask('GET', '/ready')).status).toBe(503);
  });
});

describe('API-5: slices', () => {
  it('are listed as planned, and called off: what works goes on', async () => {
    const given = await slice(SLICED);
    expect(given.status).toBe(201);
    const { parentId } = given.json;
    world.run(12);
    const listed = await world.ask('GET', `/api/v1/orders/${parentId}/slices?limit=4`);
    expect(listed.json.items.map(({ status }) => status)).toEqual([
      'filled',
      'filled',
      'filled',
      'scheduled',
    ]);
    expect(listed.json.nextCursor).toBe('4');
    const rest = await world.ask('GET', `/api/v1/orders/${parentId}/slices?cursor=4`);
    expect(rest.json).toMatchObject({ nextCursor: null });
    expect(rest.json.items).toHaveLength(2);
    const off = await world.ask('DELETE', `/api/v1/orders/${parentId}/slices?reason=enough`, {
      role: 'trader',
    });
    expect(off.json).toEqual({ parentId, canceled: 3, working: 0, alreadyDone: 3 });
    const again = await world.ask('DELETE', `/api/v1/orders/${parentId}/slices`);
    expect(again.json).toEqual({ parentId, canceled: 0, working: 0, alreadyDone: 6 });
    const nobody = await world.ask('DELETE', `/api/v1/orders/nobody/slices`);
    expect(nobody.status).toBe(404);
    expect((await world.ask('GET', '/api/v1/orders/nobody/slices')).status).toBe(404);
  });

  it('SCH-5: one order at the venue is called off by its client order id, and its parent goes on', async () => {
    const given = await slice({ ...SLICED, ...RESTING, quantity: '0.06' });
    const { parentId } = given.json;
    world.run(6);
    const [first] = (await world.ask('GET', `/api/v1/orders/${parentId}/slices`)).json.items;
    const off = await world.ask('POST', `/api/v1/orders/${first!.clientOrderId}/cancel`, {
      body: { reason: 'this one' },
    });
    expect(off.json).toMatchObject({ slice: 0, cancelWanted: 'operator' });
    const twice = await world.ask('POST', `/api/v1/orders/${first!.clientOrderId}/cancel`);
    expect(twice.status).toBe(409);
    world.run(7);
    const after = await world.ask('GET', `/api/v1/orders/${parentId}`);
    expect(after.json).toMatchObject({ status: 'working' });
    expect(after.json.children.map(({ status }) => status)).toEqual([
      'canceled',
      'accepted',
      'accepted',
    ]);
  });
});

describe('API-5: orders', () => {
  it('are listed the newest first, each once, and found by either id', async () => {
    for (const key of ['a', 'b', 'c']) await give(RESTING, key);
    world.run(1);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await world.ask('GET', `/api/v1/orders?limit=2${query}`, { role: 'viewer' });
      seen.push(...page.json.items.map(({ parentId }) => parentId));
      cursor = page.json.nextCursor;
    }
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
    const whole = await world.ask('GET', `/api/v1/orders/${seen[0]}`);
    expect(whole.json).toMatchObject({
      quantity: '0.05',
      filledQuantity: '0',
      limitPrice: '10000',
    });
    const [child] = whole.json.children;
    const one = await world.ask('GET', `/api/v1/orders/${child!.clientOrderId}`);
    expect(one.json).toEqual(child);
    expect((await world.ask('GET', '/api/v1/orders/nobody')).status).toBe(404);
    expect((await world.ask('GET', '/api/v1/orders?limit=0')).status).toBe(400);
  });

  it('tell what filled, at which average, and why not more', async () => {
    const given = await give(SMALL);
    world.run(3);
    const after = await world.ask('GET', `/api/v1/orders/${given.json.parentId}`);
    expect(after.json).toMatchObject({ status: 'filled', filledQuantity: '0.05', why: '' });
    expect(Number(after.json.averagePrice)).toBeGreaterThan(60_000);
  });
});

describe('API-5: POST /api/v1/signals', () => {
  const signal = (more: object = {}): Promise<Heard> =>
    world.ask('POST', '/api/v1/signals', {
      role: 'trader',
      body: { ...SMALL, price: '61800', ...more },
    });

  it('DED-2: 202, and 200 for one that repeats it, which makes no order', async () => {
    const first = await signal();
    expect(first.status).toBe(202);
    world.run(2);
    const second = await signal({ price: '61801' });
    expect(second.status).toBe(200);
    expect(second.json).toMatchObject({ duplicateOf: first.json.parentId });
    expect((await signal({ signalId: 'mine' })).status).toBe(202);
    expect((await signal({ signalId: 'mine', price: '1' })).status).toBe(200);
    expect([...world.state.parents.entries()]).toHaveLength(2);
  });

  it('DED-4: one that is refused says why, and is not remembered', async () => {
    expect((await signal({ quantity: '60' })).status).toBe(409);
    expect((await signal({ quantity: '0.0001' })).status).toBe(422);
    await world.ask('POST', '/api/v1/kill-switch', { body: { reason: 'x' } });
    expect((await signal()).status).toBe(503);
    await world.ask('DELETE', '/api/v1/kill-switch');
    expect((await signal()).status).toBe(202);
  });
});
