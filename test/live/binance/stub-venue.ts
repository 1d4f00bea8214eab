/**
 * The smallest venue that ccxt speaks with: it keeps what it was sent, to the byte, and says what a test tells it to, in every shape in
 * which a reply is lost. Both sockets are there. No market, no account.
 */
import { createHmac } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export const KEY = 'key-of-the-test';
export const SECRET = 'secret-of-the-test';

export interface Received {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** Query or body, as it came. */
  readonly sent: string;
  readonly params: Readonly<Record<string, string>>;
}

export type Answer =
  | { readonly status?: number; readonly body: unknown; readonly headers?: Record<string, string> }
  /** As it stands, with whatever it is. */
  | { readonly status?: number; readonly text: string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'reset'
  | 'truncated';

export const said = (body: unknown): Answer => ({ body });
export const refused = (code: number, msg: string, status = 400): Answer => ({
  status,
  body: { code, msg },
});

/** What a client's socket sent. */
export interface Frame {
  readonly id: string | number;
  readonly method: string;
  readonly params?: unknown;
}

type Answers = (received: Received) => Answer;

export class StubVenue {
  readonly received: Received[] = [];
  /** What the client's sockets sent, as text. */
  readonly frames: string[] = [];
  readonly sockets: { readonly path: string; readonly socket: WebSocket }[] = [];
  answer: Answers = () => refused(-1000, 'nobody has said what to answer', 500);
  /** What a frame is answered with; null = nothing. */
  reply: (frame: Frame) => unknown = acknowledged;
  readonly #server: Server;
  readonly #waiting: (() => boolean)[] = [];

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    const sockets = new WebSocketServer({ server: this.#server });
    sockets.on('connection', (socket, request) => this.#connected(socket, request.url ?? ''));
  }

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const { socket } of this.sockets) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Resolves once `isSo`, looked at after each thing that happens here. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((done) => {
      const look = (): boolean => {
        if (isSo()) done();
        return isSo();
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  /** To the newest socket at such a path. */
  tell(path: string, message: unknown): void {
    const to = this.sockets.findLast((one) => one.path.startsWith(path));
    to?.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** All at such a path. */
  cut(path: string): void {
    for (const one of this.sockets) if (one.path.startsWith(path)) one.socket.terminate();
  }

  #happened(): void {
    for (const look of this.#waiting.splice(0)) if (!look()) this.#waiting.push(look);
  }

  #connected(socket: WebSocket, path: string): void {
    this.sockets.push({ path, socket });
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.frames.push(text);
      const reply = this.reply(JSON.parse(text) as Frame);
      if (reply !== null) socket.send(JSON.stringify(reply));
      this.#happened();
    });
    socket.on('close', () => this.#happened());
    this.#happened();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const sent = query === '' ? Buffer.concat(chunks).toString() : query;
    const params = Object.fromEntries(new URLSearchParams(sent));
    const received = {
      method: request.method ?? '',
      path: path.replace(/^\/f?api\/v\d\//, ''),
      sent,
      params,
    };
    this.received.push(received);
    send(
      response,
      isSigned(received)
        ? this.answer(received)
        : refused(-1022, 'Signature for this request is not valid.'),
    );
    this.#happened();
  }
}

const acknowledged = (frame: Frame): unknown => {
  const { id, method } = frame;
  switch (method) {
    case 'SUBSCRIBE':
      return { result: null, id };
    case 'LIST_SUBSCRIPTIONS':
      return { result: ['btcusdt@bookTicker', 'ethusdt@bookTicker'], id };
    case 'session.subscriptions':
      return { id, status: 200, result: [{ subscriptionId: 0 }] };
    default:
      return { id, status: 200, result: { subscriptionId: 0 } };
  }
};

/** Where there is a signature, it is that of all before it. */
function isSigned({ sent }: Received): boolean {
  const [signed = '', signature] = sent.split('&signature=');
  return signature === undefined || signature === signatureOf(signed);
}

export const signatureOf = (text: string): string =>
  createHmac('sha256', SECRET).update(text).digest('hex');

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (answer === 'truncated') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"symbol":"BTC', () => response.socket?.destroy());
    return;
  }
  const { status = 200, headers = {} } = answer;
  const text = 'text' in answer ? answer.text : JSON.stringify(answer.body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}
