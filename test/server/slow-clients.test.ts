/** API-3: clients that take their time, as writers or as readers, are let go; what never was a request is refused in our words. */
import { type Socket, connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { problemSchema } from '../../src/server/api/run-schemas.js';
import {
  type RunningServer,
  type SocketLimits,
  serveApp,
  startServer,
} from '../../src/server/serve.js';
import { openResultsStore } from '../../src/store/results-store.js';

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function portWith(limits: Partial<SocketLimits>): Promise<number> {
  const server = await startServer({ store: openResultsStore(':memory:'), port: 0, limits });
  running.push(server);
  return Number(new URL(server.url).port);
}

/** What is answered until the server closes the connection. */
function exchange(port: number, begin: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket: Socket = connect(port, '127.0.0.1', () => begin(socket));
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined);
  });
}

/** The body of an answer of ours, held against its schema. */
function problemIn(answer: string): { readonly status: number; readonly type: string } {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^content-type: application\/problem\+json$/im);
  const problem = problemSchema.parse(JSON.parse(body));
  expect(head).toContain(`HTTP/1.1 ${problem.status} `);
  return problem;
}

const QUICK = { headersMs: 150, requestMs: 300, lookMs: 30 };

describe('API-3: a slow writer', () => {
  it.each([
    ['says nothing', () => undefined],
    ['stops in the headers', (socket: Socket) => void socket.write('GET / HTTP/1.1\r\nHost: x')],
    [
      'stops in the body',
      (socket: Socket) =>
        void socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx'),
    ],
  ])('that %s is let go within the limit', async (_, begin) => {
    const port = await portWith(QUICK);
    const started = performance.now();
    await exchange(port, begin);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('that sends its headers letter by letter is told that it is too slow', async () => {
    const port = await portWith(QUICK);
    const answer = await exchange(port, (socket) => {
      const letters = setInterval(() => socket.write('X'), 10);
      socket.write('GET / HTTP/1.1\r\nX-Long: ');
      socket.on('close', () => clearInterval(letters));
    });
    expect(problemIn(answer)).toMatchObject({ status: 408, type: 'urn:squall:problem:too-slow' });
  });
});

describe('API-3: a slow reader', () => {
  const ASKED = 400;

  it('is let go with what it has not taken', async () => {
    const port = await portWith({ responseMs: 200 });
    const request = `GET /assets/uplot.js HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    const ended = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request.repeat(ASKED)));
      socket.pause();
      // A reader that does not read learns of the end by writing.
      const more = setInterval(() => socket.write('\r\n'), 20);
      socket.on('error', (error: NodeJS.ErrnoException) => {
        clearInterval(more);
        resolve(error.code ?? '');
      });
    });
    expect(['EPIPE', 'ECONNRESET']).toContain(ended);
  });

  it('that reads is given all of it', async () => {
    const port = await portWith({ responseMs: 5_000 });
    const own = `Host: 127.0.0.1:${port}\r\n`;
    const answer = await exchange(port, (socket) => {
      const request = `GET /assets/uplot.js HTTP/1.1\r\n${own}`;
      socket.write(`${request}\r\n`.repeat(20) + `${request}Connection: close\r\n\r\n`);
    });
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(21);
  });
});

describe('API-3: an answer without an end', () => {
  const KEPT_MS = 500;
  const PART = new Uint8Array(65_536);

  /** So many parts, so far apart, and then the end. */
  async function endless(parts: number, apartMs: number): Promise<number> {
    const body = (): ReadableStream => {
      let left = parts;
      return new ReadableStream({
        async pull(controller) {
          await new Promise((next) => setTimeout(next, apartMs));
          controller.enqueue(PART);
          if ((left -= 1) === 0) controller.close();
        },
      });
    };
    const limits = { responseMs: KEPT_MS, lookMs: 20 };
    const server = await serveApp({ port: 0, limits }, () => ({
      fetch: () => new Response(body(), { headers: { 'content-type': 'text/event-stream' } }),
    }));
    running.push(server);
    return Number(new URL(server.url).port);
  }

  it('lasts as long as it is read', async () => {
    const port = await endless(30, KEPT_MS / 10);
    const started = performance.now();
    const answer = await exchange(port, (socket) =>
      socket.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    expect(performance.now() - started).toBeGreaterThan(2 * KEPT_MS);
    expect(answer.length).toBeGreaterThan(30 * PART.length);
  });

  it('is over for a reader that takes nothing of it', async () => {
    const port = await endless(1_000_000, 0);
    const ended = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
      );
      socket.pause();
      // A reader that does not read learns of the end by writing.
      const more = setInterval(() => socket.write('\r\n'), 20);
      socket.on('error', (error: NodeJS.ErrnoException) => {
        clearInterval(more);
        resolve(error.code ?? '');
      });
    });
    expect(['EPIPE', 'ECONNRESET']).toContain(ended);
  });
});

describe('API-3: what is no request', () => {
  it.each(['GET * HTTP/1.1\r\n', 'GET / HTTP/1.1\r\n'])(
    'is refused in our words where it names no host: %j',
    async (text) => {
      const port = await portWith({});
      const answer = await exchange(port, (socket) => socket.end(`${text}\r\n\r\n`, 'latin1'));
      expect(problemIn(answer).status).toBe(400);
    },
  );

  it(
    'is refused in our words, whatever it is',
    async () => {
      const port = await portWith({});
      const bytes = fc
        .uint8Array({ minLength: 1, maxLength: 200 })
        .map((chars) => Buffer.from(chars).toString('latin1'));
      const noise = fc.oneof(
        bytes,
        bytes.map((text) => `GET ${text} HTTP/1.1\r\n`),
        bytes.map((text) => `GET / HTTP/1.1\r\nHost: x\r\n${text}\r\n`),
        bytes.map((text) => `GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ${text}\r\n`),
        fc
          .integer({ min: 16_400, max: 40_000 })
          .map((n) => `GET / HTTP/1.1\r\nX: ${'x'.repeat(n)}`),
      );
      await fc.assert(
        fc.asyncProperty(noise, async (text) => {
          const answer = await exchange(port, (socket) => socket.end(`${text}\r\n\r\n`, 'latin1'));
          if (answer === '') return;
          // A body of a stated length may leave the rest of the noise for a second request.
          for (const one of answer.split(/(?=HTTP\/1\.1 \d{3} )/)) {
            const { status } = problemIn(one);
            expect([400, 404, 405, 408, 411, 413, 414, 421, 431]).toContain(status);
          }
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(20),
  );
});
