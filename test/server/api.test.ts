/** Every route of the API over real runs, held against the schemas it is described by. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from '@hono/zod-openapi';
import { reportSchema } from '../../src/report/schema/report.js';
import { readSeries } from '../../src/report/schema/read-report.js';
import { seriesSchema } from '../../src/report/schema/series.js';
import {
  comparisonSchema,
  explanationSchema,
  fillSchema,
  listingSchema,
  orderSchema,
  pageOf,
  problemSchema,
  stepSchema,
} from '../../src/server/api/run-schemas.js';
import type { Report } from '../../src/report/schema/report.js';
import { openResultsStore } from '../../src/store/results-store.js';
import { named, sampleRuns } from './support/sample-store.js';
import { type TestApp, testApp } from './support/test-app.js';

const OUTAGE = '2024-sample-0';
const RESTING = '2024-sample-1';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

async function answer<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const response = await server.get(path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  return schema.parse(await response.json());
}

async function problem(path: string): Promise<{ status: number; type: string }> {
  const response = await server.get(path);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const details = problemSchema.parse(await response.json());
  expect(details.status).toBe(response.status);
  expect(details.instance).toBe(path.split('?')[0]);
  return { status: details.status, type: details.type.replace('urn:squall:problem:', '') };
}

describe('API-1: GET /api/v1/runs', () => {
  it('lists the newest first, with the figures that tell runs apart', async () => {
    const { items, nextCursor } = await answer('/api/v1/runs', pageOf(listingSchema));
    expect(items.map(({ runId }) => runId)).toEqual([RESTING, OUTAGE]);
    expect(items[1]?.figures).toMatchObject({ filledShare: 1, invariantViolations: 0 });
    expect(items[1]?.figures.shortfallBps).toEqual(expect.any(Number));
    expect(nextCursor).toBeNull();
  });

  it('API-2: pages by a cursor, each run once', async () => {
    const first = await answer('/api/v1/runs?limit=1', pageOf(listingSchema));
    expect(first.items.map(({ runId }) => runId)).toEqual([RESTING]);
    const second = await answer(
      `/api/v1/runs?limit=1&cursor=${first.nextCursor ?? ''}`,
      pageOf(listingSchema),
    );
    expect(second.items.map(({ runId }) => runId)).toEqual([OUTAGE]);
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=1e2',
    'limit=-1',
    'limit=0x10',
    'limit=',
    'cursor=x',
    'cursor=1.A',
  ])('refuses ?%s and names the field', async (query) => {
    const response = await server.get(`/api/v1/runs?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ problems: [{ field: query.split('=')[0] }] });
  });
});

describe('API-1: GET /api/v1/runs/{run}', () => {
  it.each([OUTAGE, '2024-sample-0', 'latest'])('gives the report of %s', async (name) => {
    const report = await answer(`/api/v1/runs/${name}`, reportSchema);
    expect(report.runId).toBe(name === 'latest' ? RESTING : name);
  });

  it('gives the stored report, figure for figure', async () => {
    const stored = server.store.report(OUTAGE);
    expect(await server.json(`/api/v1/runs/${OUTAGE}`)).toEqual(JSON.parse(stored ?? ''));
  });

  it('lists a run whose report another version wrote without its figures, and says so when asked', async () => {
    const store = openResultsStore(':memory:');
    const [run] = await sampleRuns();
    store.saveRuns([{ ...run!, report: '{"schemaVersion":99}' }]);
    const other = await testApp(store);
    const list = (await other.json('/api/v1/runs')) as { items: unknown[] };
    expect(list.items).toMatchObject([{ runId: run!.runId, figures: { filledShare: null } }]);
    const response = await other.get(`/api/v1/runs/${run!.runId}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      detail: expect.stringContaining('report') as string,
    });
  });

  it('knows a prefix that fits one run only', async () => {
    const store = openResultsStore(':memory:');
    const [run] = await sampleRuns();
    store.saveRuns([named(run!, 'abc-1', 1), named(run!, 'abd-2', 2)]);
    const other = await testApp(store);
    expect(await other.json('/api/v1/runs/abc')).toMatchObject({ runId: 'abc-1' });
    const several = await other.get('/api/v1/runs/ab');
    expect(several.status).toBe(409);
    expect(await several.json()).toMatchObject({ candidates: ['abd-2', 'abc-1'] });
  });

  it('says that a run is not there', async () => {
    expect(await problem('/api/v1/runs/nope')).toEqual({ status: 404, type: 'run-not-found' });
    const empty = await testApp(openResultsStore(':memory:'));
    expect((await empty.get('/api/v1/runs/latest')).status).toBe(404);
  });
});

describe('a run of a paper or live session', () => {
  it.each(['paper', 'live'] as const)(
    'API-7: a %s run is not shown without a token',
    async (mode) => {
      const store = openResultsStore(':memory:');
      const [run] = await sampleRuns();
      store.saveRuns([named(run!, 'sim-run', 1), { ...named(run!, 'real-run', 2), mode }]);
      const other = await testApp(store);
      const below = ['', '/parents', '/orders', '/fills', '/events', '/series', '/explain?of=P1'];
      for (const path of below) {
        const refused = await other.get(`/api/v1/runs/real-run${path}`);
        expect(refused.status, path).toBe(403);
        expect(await refused.json()).toMatchObject({ type: 'urn:squall:problem:token-required' });
      }
      expect((await other.get('/runs/real-run')).status).toBe(403);
      expect((await other.get('/runs/real-run/events')).status).toBe(403);
      expect((await other.get('/api/v1/runs/compare?a=sim-run&b=real-run')).status).toBe(403);
      // Nor is its being there.
      expect(await other.json('/api/v1/runs/latest')).toMatchObject({ runId: 'sim-run' });
      expect(((await other.json('/api/v1/runs'))['items'] as unknown[]).length).toBe(1);
      expect(await (await other.get('/')).text()).not.toContain('real-run');
    },
  );
});

describe('API-1: what a run left behind', () => {
  it('parents: as in the report', async () => {
    const report = JSON.parse(server.store.report(OUTAGE) ?? '') as Report;
    expect(await server.json(`/api/v1/runs/${OUTAGE}/parents`)).toEqual({
      items: report.parents,
      nextCursor: null,
    });
  });

  it('ORD-8: orders are the parent and its slices, with decimals beside the integers', async () => {
    const { items } = await answer(`/api/v1/runs/${OUTAGE}/orders`, pageOf(orderSchema));
    const [parent, ...slices] = items;
    expect(parent).toMatchObject({ parentOrderId: null, quantity: '1.2', quantityLots: 1_200 });
    expect(slices.length).toBeGreaterThanOrEqual(9);
    expect(slices.every(({ parentOrderId }) => parentOrderId === parent?.orderId)).toBe(true);
    expect(slices[0]).toMatchObject({ sliceNum: 0, totalSlices: 9, quantity: '0.134' });
  });

  it('API-2: orders and fills page without loss or repetition', async () => {
    const pages = [
      ['orders', pageOf(orderSchema)],
      ['fills', pageOf(fillSchema)],
      ['events', pageOf(stepSchema)],
    ] as const;
    for (const [name, schema] of pages) {
      const path = `/api/v1/runs/${OUTAGE}/${name}`;
      const whole: unknown[] = [];
      let cursor: string | null = '0';
      while (cursor !== null) {
        const page: { items: readonly unknown[]; nextCursor: string | null } = await answer(
          `${path}?limit=4&cursor=${cursor}`,
          schema as z.ZodType<{ items: readonly unknown[]; nextCursor: string | null }>,
        );
        expect(page.items.length).toBeGreaterThan(0);
        whole.push(...page.items);
        cursor = page.nextCursor;
      }
      const atOnce = (await server.json(`${path}?limit=500`))['items'];
      expect(whole, name).toEqual(atOnce);
    }
  });

  it('fills add up to what the report says was filled', async () => {
    const { items } = await answer(`/api/v1/runs/${OUTAGE}/fills?limit=500`, pageOf(fillSchema));
    const lots = items.reduce((sum, { quantityLots }) => sum + quantityLots, 0);
    expect(lots).toBe(1_200);
    expect(items[0]).toMatchObject({ symbol: 'BTCUSDT', side: 'buy' });
    expect(items[0]?.price).toBe(((items[0]?.priceTicks ?? 0) / 10).toString());
  });

  it('events are the steps of the journal in order, each with its hash', async () => {
    const { items } = await answer(`/api/v1/runs/${OUTAGE}/events?limit=500`, pageOf(stepSchema));
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index));
    expect(items.some(({ entries }) => entries.some(({ kind }) => kind === 'fill-booked'))).toBe(
      true,
    );
    const { items: runs } = await answer('/api/v1/runs', pageOf(listingSchema));
    expect(items.at(-1)?.hash).toBe(runs.find(({ runId }) => runId === OUTAGE)?.journalHash);
    const beyond = await answer(`/api/v1/runs/${OUTAGE}/events?cursor=100000`, pageOf(stepSchema));
    expect(beyond).toEqual({ items: [], nextCursor: null });
  });

  it('series are thinned to ?points=, fills never', async () => {
    const whole = readSeries(server.store.series(OUTAGE) ?? '');
    const thin = await answer(`/api/v1/runs/${OUTAGE}/series?points=5`, seriesSchema);
    expect(whole.prices[0]?.atMicros.length).toBeGreaterThan(100);
    expect(thin.prices[0]?.atMicros).toHaveLength(5);
    for (const column of ['atMicros', 'bid', 'ask'] as const) {
      expect(thin.prices[0]?.[column].at(-1), column).toBe(whole.prices[0]?.[column].at(-1));
    }
    for (const steps of ['scheduled', 'believed', 'actual'] as const) {
      expect(thin.parents[0]?.[steps].quantity).toHaveLength(5);
      expect(thin.parents[0]?.[steps].quantity.at(-1), steps).toBe(1.2);
    }
    expect(thin.parents[0]?.fills).toEqual(whole.parents[0]?.fills);
    expect((await server.get(`/api/v1/runs/${OUTAGE}/series?points=1`)).status).toBe(400);
  });

  it('a run without series says so', async () => {
    const store = openResultsStore(':memory:');
    const [run] = await sampleRuns();
    store.saveRuns([{ ...run!, series: null }]);
    const other = await testApp(store);
    const missing = await other.get('/api/v1/runs/latest/series');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ type: 'urn:squall:problem:not-recorded' });
    expect(await (await other.get(`/runs/${OUTAGE}`)).text()).toContain('no series to draw');
  });

  it('explains an order and a fill by name, and knows what is not there', async () => {
    const told = await answer(`/api/v1/runs/${OUTAGE}/explain?of=P1/0.1`, explanationSchema);
    expect(told.lines.join('\n')).toContain('Why we learned of it then');
    expect(await problem(`/api/v1/runs/${OUTAGE}/explain?of=P9`)).toEqual({
      status: 404,
      type: 'order-not-found',
    });
    expect((await problem(`/api/v1/runs/${OUTAGE}/explain?of=<x>`)).status).toBe(400);
    expect((await problem(`/api/v1/runs/${OUTAGE}/explain`)).status).toBe(400);
  });

  it('a run whose plan cannot be read is shown in lots and ticks', async () => {
    const store = openResultsStore(':memory:');
    const [run] = await sampleRuns();
    store.saveRuns([{ ...run!, plan: '{}' }]);
    const other = await testApp(store);
    const { items } = (await other.json('/api/v1/runs/latest/orders')) as { items: unknown[] };
    expect(items[0]).toMatchObject({ quantity: null, quantityLots: 1_200 });
    expect((await other.get('/api/v1/runs/latest/explain?of=P1')).status).toBe(404);
  });
});

describe('API-1: GET /api/v1/runs/compare', () => {
  it('puts every number of both reports side by side', async () => {
    const path = `/api/v1/runs/compare?a=${OUTAGE}&b=${RESTING}`;
    const { a, b, figures } = await answer(path, comparisonSchema);
    expect([a.runId, b.runId]).toEqual([OUTAGE, RESTING]);
    const byName = new Map(figures.map((figure) => [figure.name, figure]));
    expect(byName.size).toBe(figures.length);
    expect(byName.get('shortfallBps')).toMatchObject({
      a: a.figures.shortfallBps,
      b: b.figures.shortfallBps,
    });
    expect(byName.get('parents.0.cost.feesBps')?.a).toEqual(expect.any(Number));
    // Only one of the two has a seventh order.
    expect(byName.get('parents.0.children.6.polls')).toMatchObject({ b: null, difference: null });
  });

  it('a run differs from itself in nothing', async () => {
    const { figures } = await answer(`/api/v1/runs/compare?a=latest&b=latest`, comparisonSchema);
    expect(figures.filter(({ difference }) => difference !== null && difference !== 0)).toEqual([]);
  });

  it('needs both, and both must be there', async () => {
    expect(await problem('/api/v1/runs/compare?a=latest')).toMatchObject({ status: 400 });
    expect(await problem('/api/v1/runs/compare?a=latest&b=nope')).toMatchObject({ status: 404 });
  });
});

describe('API-4: health', () => {
  it('is healthy and ready while the store answers', async () => {
    expect(await server.json('/health')).toEqual({ status: 'healthy', causes: [] });
    expect(await server.json('/ready')).toEqual({ ready: true });
  });

  it('is neither when it does not, with the cause', async () => {
    const broken = await testApp();
    broken.store.close();
    const health = await broken.get('/health');
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({
      status: 'unhealthy',
      causes: ['the results database cannot be read'],
    });
    expect((await broken.get('/ready')).status).toBe(503);
  });
});

describe('API-2: GET /openapi.json', () => {
  it('describes every route of the API in OpenAPI 3.1, with its problems', async () => {
    const document = (await server.json('/openapi.json')) as {
      openapi: string;
      paths: Record<string, { get: { responses: Record<string, unknown> } }>;
      components: { schemas: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/runs',
      '/api/v1/runs/compare',
      '/api/v1/runs/{run}',
      '/api/v1/runs/{run}/events',
      '/api/v1/runs/{run}/explain',
      '/api/v1/runs/{run}/fills',
      '/api/v1/runs/{run}/orders',
      '/api/v1/runs/{run}/parents',
      '/api/v1/runs/{run}/series',
      '/health',
      '/ready',
    ]);
    expect(document.paths['/api/v1/runs/{run}']?.get.responses).toHaveProperty('409');
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Report', 'ParentReport', 'Run', 'Order', 'Fill', 'Problem']),
    );
    for (const path of Object.values(document.paths)) expect(Object.keys(path)).toEqual(['get']);
  });
});
