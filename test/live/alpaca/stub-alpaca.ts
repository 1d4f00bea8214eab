/**
 * The smallest Alpaca there can be: one port of this machine that answers as it is told and keeps what it was asked. Its streams confirm
 * whatever they are asked for, unless they are told not to.
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode, encode } from '@msgpack/msgpack';
import { type WebSocket, WebSocketServer } from 'ws';
import { DAYS, assetJson, clockJson } from './wire-samples.js';

export interface Asked {
  readonly method: string;
  /** With its query, decoded. */
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

export type Answer =
  | { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
  | 'hang'
  | 'reset'
  | 'truncated'
  | 'garbage';

const JSON_TYPE = { 'content-type': 'application/json' };

export class StubAlpaca {
  readonly asked: Asked[] = [];
  /** By method and the beginning of a path; the last one that fits answers. */
  readonly #answers: { readonly to: string; readonly with: (asked: Asked) => Answer }[] = [];
  readonly #server: Server = createServer((request, response) => this.#take(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });
  /** Whether streams confirm what they are asked for, and let everybody in. */
  confirms: boolean | 'nothing' = true;
  authorizes = true;
  readonly orderListeners: WebSocket[] = [];
  readonly quoteListeners: WebSocket[] = [];
  readonly frames: unknown[] = [];
  #happened: () => void = () => undefined;
  url = '';

  static async listen(): Promise<StubAlpaca> {
    const stub = new StubAlpaca();
    stub.#server.on('upgrade', (request, socket, head) =>
      stub.#sockets.handleUpgrade(request, socket, head, (taken) => stub.#accept(request, taken)),
    );
    await new Promise<void>((done) => stub.#server.listen(0, '127.0.0.1', done));
    stub.url = `http://127.0.0.1:${(stub.#server.address() as AddressInfo).port}`;
    stub.on('GET /v2/assets/AAPL', () => ({ status: 200, body: assetJson() }));
    stub.on('GET /v2/calendar', { status: 200, body: DAYS });
    stub.on('GET /v2/clock', { status: 200, body: clockJson(true) });
    return stub;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }

  on(to: string, how: Answer | ((asked: Asked) => Answer)): void {
    this.#answers.push({ to, with: typeof how === 'function' ? how : () => how });
  }

  get paths(): readonly string[] {
    return this.asked.map(({ method, path }) => `${method} ${path}`);
  }

  /** Resolves once `is` holds, after something has happened here. */
  until(is: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): void => {
        if (!is()) return;
        this.#happened = () => undefined;
        done();
      };
      this.#happened = look;
      look();
    });
  }

  /** To every listener of the order stream. */
  tellOrders(message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    for (const socket of this.orderListeners)
      if (socket.readyState === 1) socket.send(Buffer.from(text));
  }

  tellQuotes(frames: readonly object[]): void {
    for (const socket of this.quoteListeners)
      if (socket.readyState === 1) socket.send(encode(frames));
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const path = decodeURIComponent(request.url ?? '');
      const asked: Asked = {
        method: request.method ?? '',
        path,
        body: Buffer.concat(parts).toString(),
        headers: request.headers,
      };
      this.asked.push(asked);
      const found = this.#answers.findLast(({ to }) => `${asked.method} ${path}`.startsWith(to));
      const unknown = { code: 40410000, message: `endpoint not found: ${path}` };
      answer(response, found?.with(asked) ?? { status: 404, body: unknown });
      this.#happened();
    });
  }

  #accept(request: IncomingMessage, socket: WebSocket): void {
    const isPacked = request.headers['content-type'] === 'application/msgpack';
    (isPacked ? this.quoteListeners : this.orderListeners).push(socket);
    socket.on('message', (raw: Buffer) => {
      const frame = isPacked ? decode(raw) : (JSON.parse(raw.toString()) as unknown);
      this.frames.push(frame);
      const reply = isPacked ? this.#marketReply(frame) : this.#orderReply(frame);
      if (reply !== null)
        socket.send(isPacked ? encode(reply) : Buffer.from(JSON.stringify(reply)));
      this.#happened();
    });
    this.#happened();
  }

  #orderReply(frame: unknown): object | null {
    const { action, data } = frame as { action: string; data: { streams?: unknown } };
    if (action === 'authenticate') {
      const status = this.authorizes ? 'authorized' : 'unauthorized';
      return { stream: 'authorization', data: { action, status } };
    }
    return this.#confirmed(
      (asked) => ({ stream: 'listening', data: { streams: asked } }),
      data.streams,
    );
  }

  #marketReply(frame: unknown): object | null {
    const { action, quotes } = frame as { action: string; quotes?: unknown };
    if (action === 'auth') return [{ T: 'success', msg: 'authenticated' }];
    return this.#confirmed((asked) => [{ T: 'subscription', trades: [], quotes: asked }], quotes);
  }

  #confirmed(reply: (asked: unknown) => object, asked: unknown): object | null {
    return this.confirms === false ? null : reply(this.confirms === true ? asked : []);
  }
}

function answer(response: ServerResponse, how: Answer): void {
  if (how === 'hang') return;
  if (how === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (how === 'garbage') {
    response.writeHead(200, JSON_TYPE).end('<html>');
    return;
  }
  if (how === 'truncated') {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' });
    response.write('{"id":', () => response.socket?.destroy());
    return;
  }
  const { status, body, headers } = how;
  response.writeHead(status, { ...JSON_TYPE, ...headers });
  response.end(body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body));
}
