/** API-2: what a request is refused with is what the description of the API says: documented status, type and shape. */
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ProblemCode } from '../../src/server/problem.js';
import { type ResultsStore, openResultsStore } from '../../src/store/results-store.js';
import { hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { temporaryFolder } from '../cli/support/run-main.js';
import { named, sampleRuns } from './support/sample-store.js';
import { type TestApp, testApp } from './support/test-app.js';

interface Documented {
  readonly paths: Readonly<
    Record<
      string,
      { readonly get: { readonly responses: Readonly<Record<string, DocumentedAnswer>> } }
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface DocumentedAnswer {
  readonly description: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const PROBLEM = 'application/problem+json';
const folder = temporaryFolder();

let server: TestApp;
let broken: TestApp;
let buggy: TestApp;
let documented: Documented;
let problem: z.ZodType;

beforeAll(async () => {
  const [first, second] = await sampleRuns();
  const path = `${folder.path}/results.db`;
  const store = openResultsStore(path);
  store.saveRuns([
    named(first!, 'run-one', 1),
    named(second!, 'run-two', 2),
    { ...named(first!, 'paper-run', 3), mode: 'paper' },
    { ...named(first!, 'long-run', 4), journal: [] },
    { ...named(first!, 'bare-run', 5), report: '{}', journal: [], series: null },
  ]);
  const plain = new Database(path);
  plain.exec(
    `INSERT INTO journal_parts VALUES ('long-run', 0, 60000, '${'0'.repeat(64)}', zeroblob(240000), x'00')`,
  );
  plain.close();
  server = await testApp(store);
  broken = await testApp(withoutTables());
  buggy = await testApp(withBug());
  documented = (await server.json('/openapi.json')) as unknown as Documented;
  problem = z.fromJSONSchema(documented.components.schemas['Problem'] as never);
  return () => folder.remove();
});

function withoutTables(): ResultsStore {
  const path = `${folder.path}/broken.db`;
  const store = openResultsStore(path);
  const plain = new Database(path);
  plain.exec('DROP TABLE runs');
  plain.close();
  return store;
}

function withBug(): ResultsStore {
  const store = openResultsStore(':memory:');
  const fails = (): never => {
    throw new TypeError('secret of ours');
  };
  return Object.assign(store, { list: fails, find: fails });
}

interface Request {
  readonly app?: () => TestApp;
  readonly run?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that ends in each problem. */
const REQUESTS: Readonly<Partial<Record<ProblemCode, Request>>> = {
  'invalid-request': { run: 'NOT', query: 'limit=0&a=NOT&points=1' },
  'token-required': { run: 'paper-run' },
  'foreign-origin': { headers: { origin: 'http://evil.com' } },
  'run-not-found': { run: 'nope' },
  'order-not-found': { query: 'of=P9' },
  'not-recorded': { run: 'bare-run' },
  'run-ambiguous': { run: 'run-' },
  'length-required': { headers: { 'transfer-encoding': 'chunked' } },
  'body-too-large': { headers: { 'content-length': '70000' } },
  'address-too-long': { query: `x=${'x'.repeat(3_000)}` },
  'wrong-host': { headers: { host: 'evil.com' } },
  'too-long-to-tell': { run: 'long-run' },
  bug: { app: () => buggy },
  'store-unavailable': { app: () => broken },
};

/** Of the documented `path`, with what it needs to be sound but for what `request` says. */
function addressOf(path: string, { run = 'run-one', query = '' }: Request): string {
  const needed: Readonly<Record<string, string>> = {
    '/api/v1/runs/compare': `a=${run}&b=run-one`,
    '/api/v1/runs/{run}/explain': 'of=P1/0',
  };
  const asked = new URLSearchParams(needed[path] ?? '');
  for (const [name, value] of new URLSearchParams(query)) asked.set(name, value);
  return `${path.replace('{run}', run)}?${asked.toString()}`;
}

async function holdsTo(path: string, response: Response, instance: string): Promise<string> {
  const answers = documented.paths[path]?.get.responses ?? {};
  expect(Object.keys(answers), path).toContain(String(response.status));
  expect(response.headers.get('content-type')).toBe(PROBLEM);
  expect(answers[response.status]?.content).toHaveProperty([PROBLEM]);
  const body = (await response.json()) as { type: string; status: number; instance: string };
  expect(problem.safeParse(body).error?.message, JSON.stringify(body)).toBeUndefined();
  expect(body.status).toBe(response.status);
  expect(body.instance).toBe(instance.split('?')[0]);
  expect(JSON.stringify(body)).not.toContain('secret of ours');
  return body.type.replace('urn:squall:problem:', '');
}

describe('API-2: problems', () => {
  it('every documented one can be met, and is as documented', async () => {
    let met = 0;
    for (const [path, { get }] of Object.entries(documented.paths)) {
      for (const [status, { description, content }] of Object.entries(get.responses)) {
        if (Number(status) < 400 || !(PROBLEM in content)) continue;
        for (const code of description.split(', ') as ProblemCode[]) {
          const request = REQUESTS[code];
          if (request === undefined) throw new Error(`no request for ${code}`);
          const address = addressOf(path, request);
          const app = request.app?.() ?? server;
          const response = await app.get(address, { ...request.headers });
          expect(await holdsTo(path, response, address), `${path} ${code}`).toBe(code);
          met += 1;
        }
      }
    }
    expect(met).toBeGreaterThan(100);
  });

  it('what stands in no route is refused in the same shape', async () => {
    for (const [path, method, status] of [
      ['/api/v1/nothing', 'GET', 404],
      ['/api/v1/runs', 'DELETE', 405],
      ['/assets/nothing', 'GET', 404],
    ] as const) {
      const response = await server.app.request(`http://127.0.0.1:8080${path}`, {
        method,
        headers: { host: '127.0.0.1:8080' },
      });
      expect([response.status, response.headers.get('content-type')]).toEqual([status, PROBLEM]);
      problem.parse(await response.json());
    }
  });

  it(
    'whatever is asked, a refusal is one of those documented for the route',
    async () => {
      const piece = fc.oneof(
        fc.constantFrom(
          'run-one',
          'latest',
          'paper-run',
          'bare-run',
          'run-',
          '..',
          '%2e%2e',
          '%00',
          '*',
          "'",
          '1e9',
          '-1',
          '',
        ),
        fc.string({ maxLength: 12 }).map(encodeURIComponent),
      );
      const keys = fc.constantFrom('limit', 'cursor', 'points', 'of', 'a', 'b', 'x');
      const request = fc.record({
        path: fc.constantFrom(
          ...['/api/v1/runs', '/api/v1/runs/compare', '/api/v1/runs/{run}'],
          ...['parents', 'orders', 'fills', 'events', 'series', 'explain'].map(
            (name) => `/api/v1/runs/{run}/${name}`,
          ),
        ),
        run: piece.filter((text) => !/^(\.|%2e)*$/i.test(text) && text !== 'compare'),
        query: fc.array(
          fc.tuple(keys, piece).map(([key, value]) => `${key}=${value}`),
          { maxLength: 4 },
        ),
        headers: fc.dictionary(
          fc.constantFrom(
            'origin',
            'host',
            'content-length',
            'transfer-encoding',
            'sec-fetch-site',
            'accept',
          ),
          fc.constantFrom('null', '127.0.0.1:8080', 'none', 'text/html', '99999', 'x'),
          { maxKeys: 2 },
        ),
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ path, run, query, headers }) => {
          const address = `${path.replace('{run}', run)}?${query.join('&')}`;
          const response = await server.get(address, headers);
          if (response.status < 400) return;
          await holdsTo(path, response, address);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(20),
  );
});
