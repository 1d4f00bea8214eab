/** The server on a real socket: where it listens, what it refuses there, how it ends. */
import { type Socket, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningServer, ServeError, startServer } from '../../src/server/serve.js';
import { openResultsStore } from '../../src/store/results-store.js';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(host?: string): Promise<RunningServer> {
  const store = openResultsStore(':memory:');
  const server = await startServer({ store, port: 0, ...(host === undefined ? {} : { host }) });
  running.push(server);
  return server;
}

const portOf = ({ url }: RunningServer): number => Number(new URL(url).port);

/** What a client on the bare socket is answered; headers as written, nothing added. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const request = (target: string, ...headers: readonly string[]): string =>
  [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n');

describe('API-3: a running server', () => {
  it('listens on 127.0.0.1 at the port it names', async () => {
    const server = await start();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${server.url}/health`);
    expect(await answer.json()).toEqual({ status: 'healthy', causes: [] });
  });

  it('answers under localhost, too', async () => {
    const port = portOf(await start());
    const answer = await exchange(port, request('/health', `Host: localhost:${port}`));
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
  });

  it.each(['0.0.0.0', '192.168.1.10', '::', 'example.com'])(
    'refuses to listen on %s',
    async (host) => {
      await expect(start(host)).rejects.toThrow(ServeError);
      await expect(start(host)).rejects.toThrow(/loopback only/);
    },
  );

  it('says so when the port is taken', async () => {
    const port = portOf(await start());
    const store = openResultsStore(':memory:');
    await expect(startServer({ store, port })).rejects.toThrow(
      new RegExp(`port ${port} .* is taken`),
    );
  });

  it('ends at once, also with a connection kept open', async () => {
    const store = openResultsStore(':memory:');
    const server = await startServer({ store, port: 0 });
    await (await fetch(`${server.url}/health`, { headers: { connection: 'keep-alive' } })).text();
    await server.close();
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });
});

describe('API-3: on the wire', () => {
  it.each(['/api/v1/orders', '/nothing'])(
    'answers 404 to a POST to %s, not a bug of ours, with a body or without',
    async (path) => {
      const { url } = await start();
      const bare = await fetch(url + path, { method: 'POST' });
      const withBody = await fetch(url + path, { method: 'POST', body: '{}' });
      expect([bare.status, withBody.status]).toEqual([404, 404]);
    },
  );

  const status = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

  it.each([
    ['evil.com', 'Host: evil.com'],
    ['evil.com with our port', 'Host: evil.com:PORT'],
    ['a trailing dot', 'Host: localhost.:PORT'],
    ['another port', 'Host: 127.0.0.1:1'],
  ])('refuses a Host of %s with 421', async (_, header) => {
    const port = portOf(await start());
    const answer = await exchange(port, request('/health', header.replace('PORT', String(port))));
    expect(status(answer)).toBe(421);
  });

  it('takes upper case', async () => {
    const port = portOf(await start());
    const answer = await exchange(port, request('/health', `Host: LOCALHOST:${port}`));
    expect(status(answer)).toBe(200);
  });

  it('refuses two Host headers, in either order, and none', async () => {
    const port = portOf(await start());
    const own = `Host: 127.0.0.1:${port}`;
    for (const headers of [[own, 'Host: evil.com'], ['Host: evil.com', own], []]) {
      const answer = await exchange(port, request('/health', ...headers));
      expect([400, 421], headers.join()).toContain(status(answer));
      expect(answer).not.toContain('healthy');
    }
  });

  it('refuses an absolute address of another host, and takes its own', async () => {
    const port = portOf(await start());
    const own = `Host: 127.0.0.1:${port}`;
    expect(status(await exchange(port, request('http://evil.com/health', own)))).toBe(421);
    const target = `http://127.0.0.1:${port}/health`;
    expect(status(await exchange(port, request(target, own)))).toBe(200);
    expect(status(await exchange(port, request(target, 'Host: evil.com')))).toBe(421);
  });

  it('refuses long headers and a malformed request without a word of ours', async () => {
    const port = portOf(await start());
    const own = `Host: 127.0.0.1:${port}`;
    const long = await exchange(port, request('/health', own, `X-Long: ${'x'.repeat(20_000)}`));
    expect(status(long)).toBe(431);
    for (const odd of ['GET \\health HTTP/1.1', 'nonsense', 'GET /a\\b HTTP/1.1']) {
      const answer = await exchange(port, `${odd}\r\n${own}\r\nConnection: close\r\n\r\n`);
      expect(status(answer), odd).toBe(400);
      expect(answer).not.toMatch(/node_modules|at .*\.js/);
    }
  });
});
