/** API-4, API-6, API-7: operating a running engine over HTTP, who may, what is written down of it, and how it is. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/core/state/input.js';
import type { ClientOrderId } from '../../src/core/order/order.js';
import { lots } from '../../src/core/ground/units.js';
import { ENGINE_ROUTES } from '../../src/server/engine/engine-app.js';
import { addToken, readTokens, removeToken, tokensIn } from '../../src/server/engine/tokens.js';
import { EngineRig } from '../support/engine-rig.js';
import { inSeconds } from '../support/simulation-plan.js';
import { EngineWorld, tokenOf } from './support/engine-world.js';

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld();
  world.run(1);
});

const folder = mkdtempSync(join(tmpdir(), 'squall-tokens-'));
afterAll(() => rmSync(folder, { recursive: true }));

const because = { body: { reason: 'because' } };
const ROLES: readonly Role[] = ['viewer', 'trader', 'operator', 'admin'];

/** Every write of the table, the least role it takes, and a body it takes. */
const WRITES = [
  ['POST', '/api/v1/orders', 'trader', { symbol: 'BTCUSDT', side: 'buy', quantity: '0.05' }],
  [
    'POST',
    '/api/v1/orders/slice',
    'trader',
    { symbol: 'BTCUSDT', side: 'buy', quantity: '0.05', duration: '30s', slices: 5 },
  ],
  [
    'POST',
    '/api/v1/signals',
    'trader',
    { symbol: 'BTCUSDT', side: 'buy', quantity: '0.05', price: '1' },
  ],
  ['POST', '/api/v1/orders/nobody/cancel', 'trader', {}],
  ['DELETE', '/api/v1/orders/nobody/slices', 'trader', undefined],
  ['POST', '/api/v1/kill-switch', 'operator', because.body],
  ['DELETE', '/api/v1/kill-switch', 'operator', undefined],
  ['POST', '/api/v1/breaker', 'operator', because.body],
  ['DELETE', '/api/v1/breaker', 'operator', undefined],
  ['POST', '/api/v1/reconciliation/run', 'operator', because.body],
  ['POST', '/api/v1/orphans/v/adopt', 'operator', { strategyId: 'demo' }],
  ['POST', '/api/v1/orphans/v/cancel', 'operator', {}],
  ['POST', '/api/v1/orphans/v/narrow', 'operator', {}],
  ['POST', '/api/v1/alerts/acknowledge', 'operator', { code: 'x', reason: 'y' }],
  ['POST', '/api/v1/stop', 'operator', because.body],
  ['POST', '/api/v1/reconciliation/force-complete', 'admin', because.body],
  ['PUT', '/api/v1/config/fill-engine', 'admin', { engine: 'plain', reason: 'x' }],
  ['POST', '/api/v1/quarantines', 'operator', { symbol: 'BTCUSDT', reason: 'x' }],
  ['DELETE', '/api/v1/quarantines/BTCUSDT', 'operator', undefined],
  ['PUT', '/api/v1/limits', 'admin', because.body],
] as const;

describe('API-7: tokens and roles', () => {
  it('401 without a token, with another, in another scheme; the description and the files of the page need none', async () => {
    for (const { method, path } of ENGINE_ROUTES) {
      const address = path.replaceAll(/\{\w+\}/g, 'x');
      const heard = await world.ask(method, address, { role: null });
      expect([heard.status, path]).toEqual([401, path]);
      expect(heard.headers.get('www-authenticate')).toContain('Bearer');
    }
    for (const authorization of [
      'Bearer nobody',
      'Bearer',
      `Basic ${tokenOf('admin')}`,
      tokenOf('admin'),
    ])
      expect((await world.ask('GET', '/health', { headers: { authorization } })).status).toBe(401);
    for (const path of ['/openapi.json', '/assets/squall.css'])
      expect((await world.ask('GET', path, { role: null })).status).toBe(200);
  });

  it.each(WRITES)(
    '%s %s takes %s: 403 below it, and each try is in the journal',
    async (method, path, least, body) => {
      for (const role of ROLES) {
        const headers = { 'idempotency-key': role };
        const heard = await world.ask(method, path, {
          role,
          headers,
          ...(body === undefined ? {} : { body }),
        });
        const may = ROLES.indexOf(role) >= ROLES.indexOf(least);
        expect([role, heard.status === 403]).toEqual([role, !may]);
        const line = world.desk.book.audit.at(-1)!;
        expect(line).toMatchObject({ operator: `the-${role}`, role });
        expect(line.outcome === 'denied').toBe(!may);
      }
      const written = world.blocks.map(({ text }) => text).join('');
      expect(written).toContain('"operator":"the-viewer"');
      for (const role of ROLES) expect(written).not.toContain(tokenOf(role));
    },
  );

  it('every address that changes anything is one of these', () => {
    const asked = WRITES.map(([method, path]) => `${method} ${path}`);
    for (const { method, path } of ENGINE_ROUTES) {
      if (method === 'GET') continue;
      const like = new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      expect(
        asked.some((one) => like.test(one)),
        `${method} ${path}`,
      ).toBe(true);
    }
  });

  it('are kept as hashes in a file of their owner’s alone, and end when they are taken away', () => {
    const path = join(folder, 'e.tokens');
    expect(readTokens(path)).toEqual([]);
    const whoHas = tokensIn(path);
    expect(whoHas('anything')).toBeNull();
    const token = addToken(path, { name: 'alice', role: 'operator' }, new Date(0));
    expect(readFileSync(path, 'utf8')).not.toContain(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(whoHas(token)).toEqual({ operator: 'alice', role: 'operator' });
    expect(whoHas(`${token}x`)).toBeNull();
    expect(() => addToken(path, { name: 'alice', role: 'viewer' }, new Date(0))).toThrow('already');
    expect(() => addToken(path, { name: 'bob', role: 'king' }, new Date(0))).toThrow('--role king');
    expect(() => addToken(path, { name: 'Bob!', role: 'viewer' }, new Date(0))).toThrow('--name');
    expect(() => removeToken(path, 'carol')).toThrow('no token of carol');
    removeToken(path, 'alice');
    expect(whoHas(token)).toBeNull();
    writeFileSync(path, 'nonsense');
    expect(whoHas(token)).toBeNull();
    expect(() => readTokens(path)).toThrow('not a file of tokens');
  });
});

describe('API-6: switches', () => {
  it('RSK-1: the kill switch is engaged with a reason, and orders at the venue are canceled', async () => {
    const order = {
      symbol: 'BTCUSDT',
      side: 'buy',
      quantity: '0.05',
      type: 'limit',
      limitPrice: '10000',
      timeInForce: 'gtc',
      fillTimeout: '1h',
    };
    const headers = { 'idempotency-key': 'a' };
    const given = await world.ask('POST', '/api/v1/orders', { body: order, headers });
    world.run(1);
    expect((await world.ask('POST', '/api/v1/kill-switch', { body: {} })).status).toBe(422);
    const on = await world.ask('POST', '/api/v1/kill-switch', { role: 'operator', ...because });
    expect(on.json).toEqual({ engaged: true, reason: 'because' });
    world.run(3);
    const [child] = (await world.ask('GET', `/api/v1/orders/${given.json.parentId}`)).json.children;
    expect(child).toMatchObject({ status: 'canceled', cancelWanted: 'kill-switch' });
    expect((await world.ask('GET', '/api/v1/kill-switch')).json.engaged).toBe(true);
    expect((await world.ask('DELETE', '/api/v1/kill-switch?reason=fine')).json.engaged).toBe(false);
  });

  it('FIL-12: who follows the orders to come', async () => {
    const body = { engine: 'plain', reason: 'to compare' };
    expect((await world.ask('PUT', '/api/v1/config/fill-engine', { body })).json).toEqual({
      engine: 'plain',
    });
    expect(world.state.engine).toBe('plain');
    const naive = { engine: 'naive', reason: 'x' };
    expect((await world.ask('PUT', '/api/v1/config/fill-engine', { body: naive })).status).toBe(
      422,
    );
  });

  it('ALR-1: alerts with their words and times, acknowledged by who knows of them', async () => {
    await world.ask('POST', '/api/v1/kill-switch', { ...because });
    const [alert] = (await world.ask('GET', '/api/v1/alerts?raised=1')).json.items;
    expect(alert).toMatchObject({
      code: 'kill-switch',
      level: 'critical',
      state: 'raised',
      count: 1,
    });
    const body = { code: 'kill-switch', reason: 'we know' };
    expect((await world.ask('POST', '/api/v1/alerts/acknowledge', { body })).status).toBe(200);
    expect((await world.ask('GET', '/api/v1/alerts')).json.items[0]!.state).toBe('acknowledged');
    expect((await world.ask('POST', '/api/v1/alerts/acknowledge', { body })).status).toBe(409);
    await world.ask('DELETE', '/api/v1/kill-switch');
    expect((await world.ask('GET', '/api/v1/alerts?raised=1')).json.items).toEqual([]);
  });
});

describe('API-6: reconciliation and orphans', () => {
  it('REC-5: what the venue has is read when an operator asks; not twice at once', async () => {
    const [first, second] = await world.together([
      ['POST', '/api/v1/reconciliation/run', { role: 'operator', ...because }],
      ['POST', '/api/v1/reconciliation/run', { role: 'operator', ...because }],
    ]);
    expect([first!.status, second!.status]).toEqual([202, 409]);
    world.run(2);
    const kinds = world.blocks.flatMap(({ entries }) => entries.map(({ kind }) => kind));
    expect(kinds).toEqual(
      expect.arrayContaining(['reconciliation-begun', 'open-orders-compared', 'history-read']),
    );
    expect((await world.ask('GET', '/api/v1/reconciliation/status')).json).toMatchObject({
      gate: 'open',
      pass: null,
      nextMicros: null,
    });
  });

  it('REC-3: the gate is opened by an admin alone, with a reason, and only while it is shut', async () => {
    const gated = new EngineWorld({
      blocks: world.blocks.length > 0 ? world.blocks : [],
      silent: true,
    });
    expect((await gated.ask('GET', '/api/v1/reconciliation/status')).json).toMatchObject({
      gate: 'shut',
      unread: ['open-orders', 'positions'],
    });
    const force = '/api/v1/reconciliation/force-complete';
    expect((await gated.ask('POST', force, { role: 'operator', ...because })).status).toBe(403);
    expect((await gated.ask('POST', force, { ...because })).json.gate).toBe('forced');
    expect((await gated.ask('POST', force, { ...because })).status).toBe(409);
    expect((await gated.ask('GET', '/api/v1/status')).json).toMatchObject({
      mode: 'forced',
      ready: true,
    });
  });

  it('REC-7: orphans are listed, let in, adopted and canceled; 404 for one that is none', async () => {
    const first = new EngineRig().order({
      algo: 'direct',
      quantity: '0.1',
      slices: null,
      duration: null,
    });
    first.accept();
    first.trade(100, 100);
    const next = new EngineRig({ after: { rig: first, down: inSeconds(5) } });
    const stranger = (id: string) => ({
      ...next.snapshot(id as ClientOrderId),
      quantity: lots(50),
      type: 'limit' as const,
      limitPrice: 600_500 as never,
      venueOrderId: id as never,
    });
    const orders = [stranger('v-1'), stranger('v-2'), stranger('v-3')];
    next.answer('read-open-orders', { kind: 'open-orders', orders, nextCursor: null });
    const left = new EngineWorld({ blocks: [...first.blocks, ...next.blocks], silent: true });
    const listed = (await left.ask('GET', '/api/v1/orphans', { role: 'viewer' })).json.items;
    expect(listed[0]).toMatchObject({
      venueOrderId: 'v-1',
      remainingQuantity: '0.05',
      status: 'untracked',
      estimatedNotional: '3002.5',
    });
    const on = (id: string, what: string, body: object = {}) =>
      left.ask('POST', `/api/v1/orphans/${id}/${what}`, { role: 'operator', body });
    expect((await on('v-1', 'narrow')).json).toMatchObject({ narrowed: true });
    expect((await on('v-1', 'narrow')).status).toBe(409);
    expect((await on('v-2', 'adopt', { strategyId: 'demo' })).json).toMatchObject({
      status: 'adopted',
      strategy: 'demo',
    });
    expect((await on('v-2', 'cancel')).status).toBe(409);
    expect((await on('v-3', 'adopt', { strategyId: 'No Name' })).status).toBe(409);
    expect((await on('v-3', 'cancel', { reason: 'not ours' })).json).toMatchObject({
      status: 'cancel_requested',
      operator: 'the-operator',
    });
    expect((await on('v-4', 'cancel')).status).toBe(404);
  });
});

describe('API-4: how a running engine is', () => {
  it('healthy and ready; degraded with the cause, and not ready, while killed', async () => {
    expect((await world.ask('GET', '/health')).json).toEqual({ status: 'healthy', causes: [] });
    expect((await world.ask('GET', '/ready')).json).toEqual({ ready: true, why: null });
    await world.ask('POST', '/api/v1/kill-switch', { ...because });
    const health = await world.ask('GET', '/health');
    expect([health.status, health.json.status]).toEqual([200, 'degraded']);
    expect(health.json.causes[0]).toBe('killed: because');
    expect((await world.ask('GET', '/ready')).status).toBe(503);
  });

  it('unhealthy once it has ended: everything that would change something is 503', async () => {
    world.desk.close('over');
    expect((await world.ask('GET', '/health')).status).toBe(503);
    expect((await world.ask('POST', '/api/v1/kill-switch', { ...because })).json).toMatchObject({
      status: 503,
      type: 'urn:squall:problem:engine-ended',
    });
    expect((await world.ask('GET', '/api/v1/status')).status).toBe(200);
  });

  it('API-6: figures in the text format of Prometheus', async () => {
    await world.ask('GET', '/health', { role: null });
    const { text, type } = await world.ask('GET', '/metrics', { role: 'viewer' });
    expect(type).toContain('text/plain; version=0.0.4');
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"\})? -?\d+(\.\d+)?)$/);
    expect(text).toContain('squall_ready 1');
    expect(text).toContain('reconciliation_mismatches_total 0');
    expect(text).toContain('squall_http_requests_total{status="401"} 1');
  });

  it('API-2: every route is described, with its role, its body and its problems', async () => {
    const { json } = await world.ask('GET', '/openapi.json', { role: null });
    for (const { method, path, statuses } of ENGINE_ROUTES) {
      const operation = json.paths[path]![method.toLowerCase()]!;
      expect(Object.keys(operation.responses)).toEqual(
        expect.arrayContaining(statuses.map(String)),
      );
    }
    const { schema } =
      json.paths['/api/v1/orders']!['post']!.requestBody.content['application/json']!;
    expect(schema.properties['quantity']!.description).toContain('decimal');
  });
});

describe('API-6: the page of a running engine', () => {
  const page = (headers: Record<string, string> = {}) =>
    world.ask('GET', '/', { headers: { accept: 'text/html', ...headers } });

  it('asks a browser for a token as a password, and shows state, orders, alerts and who did what', async () => {
    const asked = await world.ask('GET', '/', { role: null, headers: { accept: 'text/html' } });
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toContain('Basic');
    const order = { symbol: 'BTCUSDT', side: 'buy', quantity: '0.06', duration: '30s', slices: 6 };
    await world.ask('POST', '/api/v1/orders/slice', {
      body: order,
      headers: { 'idempotency-key': 'p' },
    });
    world.run(7);
    await world.ask('POST', '/api/v1/kill-switch', { body: { reason: 'a <b>reason</b>' } });
    world.run(6);
    const basic = Buffer.from(`me:${tokenOf('viewer')}`).toString('base64');
    const { status, text, type } = await page({ authorization: `Basic ${basic}` });
    expect([status, type]).toEqual([200, 'text/html; charset=UTF-8']);
    for (const part of [
      'killed',
      'a &lt;b&gt;reason&lt;/b&gt;',
      'buy BTCUSDT, twap',
      'blocked',
      'Positions',
      'kill-switch',
      'the-admin (admin)',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('<b>reason');
    expect(text).not.toMatch(/<script/);
    const wrong = Buffer.from('me:nobody').toString('base64');
    expect((await page({ authorization: `Basic ${wrong}` })).status).toBe(401);
  });

  it('API-7: a password of a browser changes nothing: writes take Bearer alone', async () => {
    const basic = Buffer.from(`me:${tokenOf('admin')}`).toString('base64');
    const heard = await world.ask('POST', '/api/v1/kill-switch', {
      ...because,
      headers: { authorization: `Basic ${basic}` },
    });
    expect(heard.status).toBe(401);
  });
});
