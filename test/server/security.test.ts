/** API-3, what applies to results that are only read: host, site, headers, limits, methods, names. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PORT, type TestApp, testApp } from './support/test-app.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

const statusFor = async (headers: Record<string, string>): Promise<number> =>
  (await server.get('/api/v1/runs', headers)).status;

describe('API-3: the Host check', () => {
  it.each(['127.0.0.1:8080', '[::1]:8080', 'localhost:8080', 'LOCALHOST:8080'])(
    'answers to %s',
    async (host) => {
      expect(await statusFor({ host })).toBe(200);
    },
  );

  it.each([
    ['another name', 'evil.com:8080'],
    ['a name that ends like ours', 'evil-localhost:8080'],
    ['a name that begins like ours', '127.0.0.1.evil.com:8080'],
    ['a trailing dot', 'localhost.:8080'],
    ['another port', '127.0.0.1:8081'],
    ['no port', '127.0.0.1'],
    ['another loopback address', '127.0.0.2:8080'],
    ['the address of all interfaces', '0.0.0.0:8080'],
    ['two of them', '127.0.0.1:8080, evil.com'],
    ['a user in front', 'evil.com@127.0.0.1:8080'],
    ['nothing', ''],
  ])('refuses %s', async (_, host) => {
    const answer = await server.get('/api/v1/runs', { host });
    expect(answer.status).toBe(421);
    expect(await answer.json()).toMatchObject({
      type: 'urn:squall:problem:wrong-host',
      status: 421,
    });
  });

  it('refuses an absolute address of another host, whatever the header says', async () => {
    const answer = await server.app.request('http://evil.com/api/v1/runs', {
      headers: { host: `127.0.0.1:${PORT}` },
    });
    expect(answer.status).toBe(421);
  });

  it('comes before everything else: pages, assets, unknown addresses, other methods', async () => {
    for (const path of [
      '/',
      '/runs/latest',
      '/assets/squall.css',
      '/health',
      '/openapi.json',
      '/no',
    ]) {
      expect((await server.get(path, { host: 'evil.com' })).status, path).toBe(421);
    }
    const headers = { host: 'evil.com' };
    const post = await server.app.request('http://127.0.0.1:8080/', { method: 'POST', headers });
    expect(post.status).toBe(421);
  });

  it('does not believe a forwarded host', async () => {
    expect(await statusFor({ host: 'evil.com', 'x-forwarded-host': '127.0.0.1:8080' })).toBe(421);
  });
});

describe('API-3: the origin check', () => {
  it.each(['cross-site', 'same-site'])('refuses Sec-Fetch-Site: %s', async (site) => {
    const answer = await server.get('/api/v1/runs', { 'sec-fetch-site': site });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ type: 'urn:squall:problem:foreign-origin' });
  });

  it.each(['same-origin', 'none'])('lets Sec-Fetch-Site: %s in', async (site) => {
    expect(await statusFor({ 'sec-fetch-site': site })).toBe(200);
  });

  it.each(['http://evil.com', 'null', 'https://127.0.0.1:8080', 'http://localhost:3000'])(
    'refuses Origin: %s',
    async (origin) => {
      expect(await statusFor({ origin })).toBe(403);
    },
  );

  it('lets its own origin in, and never answers with CORS headers', async () => {
    const answer = await server.get('/api/v1/runs', { origin: 'http://127.0.0.1:8080' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('API-3: response headers', () => {
  it.each(['/', '/api/v1/runs', '/no', '/assets/charts.js'])('of %s are strict', async (path) => {
    const { headers } = await server.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('are there on refusals too', async () => {
    const { headers } = await server.get('/', { host: 'evil.com' });
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('keep results out of every cache', async () => {
    for (const path of ['/', '/api/v1/runs', '/api/v1/runs/latest', '/health', '/openapi.json']) {
      expect((await server.get(path)).headers.get('cache-control'), path).toBe('no-store');
    }
  });
});

describe('API-3: limits', () => {
  it('an address ends at 2,048 characters', async () => {
    const answer = await server.get(`/api/v1/runs?cursor=${'1'.repeat(2_048)}`);
    expect(answer.status).toBe(414);
  });

  it('a body ends at 64 KiB, and says how long it is', async () => {
    const headers = { host: `127.0.0.1:${PORT}` };
    const body = 'x'.repeat(64 * 1_024 + 1);
    const url = `http://127.0.0.1:${PORT}/api/v1/runs`;
    const told = await server.app.request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    });
    expect(told.status).toBe(413);
    const streamed = await server.app.request(url, {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body,
    });
    expect(streamed.status).toBe(411);
  });
});

describe('methods', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    '%s is refused with 405',
    async (method) => {
      for (const path of ['/', '/api/v1/runs', '/api/v1/runs/latest', '/runs/latest', '/health']) {
        const answer = await server.app.request(`http://127.0.0.1:${PORT}${path}`, {
          method,
          headers: { host: `127.0.0.1:${PORT}` },
        });
        expect(answer.status, path).toBe(405);
        expect(answer.headers.get('allow'), path).toBe('GET, HEAD');
        expect(await answer.json()).toMatchObject({
          type: 'urn:squall:problem:method-not-allowed',
        });
      }
    },
  );

  it('HEAD answers as GET, without a body', async () => {
    const answer = await server.app.request(`http://127.0.0.1:${PORT}/api/v1/runs`, {
      method: 'HEAD',
      headers: { host: `127.0.0.1:${PORT}` },
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });
});

describe('API-3: names', () => {
  it.each([
    'UPPER',
    'a.b',
    '..%2f..%2fetc%2fpasswd',
    'a%00b',
    "x'--",
    'a'.repeat(65),
    '%F0%9F%90%8E',
  ])('a run is never called %s', async (name) => {
    for (const path of [`/api/v1/runs/${name}`, `/runs/${name}`]) {
      const answer = await server.get(path);
      expect(answer.status, path).toBe(400);
      expect(await answer.json()).toMatchObject({ type: 'urn:squall:problem:invalid-request' });
    }
  });

  it('no path leads to a file', async () => {
    for (const path of [
      '/assets/',
      '/assets/app.ts',
      '/assets/%2e%2e/app.js',
      '/assets/..%2fapp.js',
    ]) {
      expect((await server.get(path)).status, path).toBe(404);
    }
  });
});

describe('API-2: problems', () => {
  it('say nothing of an unexpected error, and tell the log', async () => {
    const broken = await testApp();
    broken.store.close();
    const answer = await broken.get('/api/v1/runs');
    const body = await answer.text();
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(body).not.toMatch(/at .*\.ts|node_modules|connection/i);
    expect([500, 503]).toContain(answer.status);
    expect(broken.bugs).toHaveLength(1);
  });

  it('anything else is 404, in the form its reader wants', async () => {
    const json = await server.get('/no/such');
    expect(json.status).toBe(404);
    expect(json.headers.get('content-type')).toContain('application/problem+json');
    expect(await json.json()).toEqual({
      type: 'urn:squall:problem:not-found',
      title: 'There is nothing at this address',
      status: 404,
      detail: 'Nothing is at /no/such.',
      instance: '/no/such',
    });
    const page = await server.get('/no/<b>', { accept: 'text/html' });
    expect(page.status).toBe(404);
    expect(await page.text()).not.toContain('<b>');
    const api = await server.get('/api/v1/no', { accept: 'text/html' });
    expect(api.headers.get('content-type')).toContain('application/problem+json');
  });
});
