/**
 * The application on a socket of this machine: listens on loopback only, gives slow writers and slow readers little time and
 * long headers no room, and closes without waiting for idle connections.
 */
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Http2Bindings, type HttpBindings, getRequestListener } from '@hono/node-server';
import type { ResultsStore } from '../store/results-store.js';
import { createApp } from './app.js';
import { EVENTS_TYPE } from './endless.js';
import { HEADER_BYTES_MAX, refuse, refuseOnSocket } from './security/socket-refusal.js';

export interface ServeOptions extends SocketOptions {
  readonly store: ResultsStore;
  readonly onBug?: (error: unknown) => void;
}

export interface SocketOptions {
  /** 0 = any free one. */
  readonly port: number;
  /** A loopback address; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Shorter ones are for tests. */
  readonly limits?: Partial<SocketLimits>;
}

interface Served {
  fetch(request: Request, env: HttpBindings | Http2Bindings): Response | Promise<Response>;
}

/** How long a client may take, milliseconds. */
export interface SocketLimits {
  /** From the connection to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the request. */
  readonly requestMs: number;
  /** To take the response in. */
  readonly responseMs: number;
  /** Between two looks at who is late: a limit holds to within one of these. */
  readonly lookMs: number;
}

const LIMITS: SocketLimits = {
  headersMs: 10_000,
  requestMs: 15_000,
  responseMs: 30_000,
  lookMs: 1_000,
};

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Not an address of this machine alone, or the port is taken. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const IDLE_TIMEOUT_MS = 5_000;
const CONNECTIONS_MAX = 128;
const CLOSE_LOOK_MS = 20;
const CLOSE_MS = 1_000;

export const startServer = ({ store, onBug, ...socket }: ServeOptions): Promise<RunningServer> =>
  serveApp(socket, (port) => createApp({ store, port, ...(onBug === undefined ? {} : { onBug }) }));

/** `makeApp` is told where to ask which port it got. */
export async function serveApp(
  { port, host = '127.0.0.1', limits: shorter }: SocketOptions,
  makeApp: (port: () => number) => Served,
): Promise<RunningServer> {
  if (!LOOPBACK.has(host)) {
    throw new ServeError(
      `squall serves on loopback only, not on ${host}: it has no TLS (use an SSH tunnel)`,
    );
  }
  let bound = port;
  const app = makeApp(() => bound);
  const limits = { ...LIMITS, ...shorter };
  const answer = async (request: Request, env: HttpBindings | Http2Bindings): Promise<Response> => {
    const response = await app.fetch(request, env);
    const outgoing = env.outgoing as ServerResponse;
    if (isEndless(response)) endWhenStalled(limits, outgoing);
    else endAfter(limits.responseMs, outgoing);
    return response;
  };
  const server = socketServer(
    getRequestListener(answer, { overrideGlobalObjects: false, errorHandler: refuse }),
    limits,
  );
  bound = await listen(server, port, host);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () => close(server),
  };
}

/** A reader that takes a response byte by byte keeps all of it in our memory: it has so long for it, from the first byte on. */
function endAfter(milliseconds: number, outgoing: ServerResponse): void {
  const deadline = setTimeout(() => outgoing.destroy(), milliseconds);
  deadline.unref();
  outgoing.once('close', () => clearTimeout(deadline));
}

const isEndless = ({ headers }: Response): boolean => headers.get('content-type') === EVENTS_TYPE;

/** What has no end is not late; a reader that takes nothing of it in for so long is. */
function endWhenStalled(
  { responseMs, lookMs }: Pick<SocketLimits, 'responseMs' | 'lookMs'>,
  outgoing: ServerResponse,
): void {
  let waiting = 0;
  const look = setInterval(() => {
    waiting = outgoing.writableNeedDrain ? waiting + lookMs : 0;
    if (waiting >= responseMs) outgoing.destroy();
  }, lookMs);
  look.unref();
  outgoing.once('close', () => clearInterval(look));
}

function socketServer(
  listener: ReturnType<typeof getRequestListener>,
  { headersMs, requestMs, lookMs }: SocketLimits,
): Server {
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      // Left out, it is looked every 30 s only.
      connectionsCheckingInterval: lookMs,
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
      // Node would refuse it without a word of ours; the listener refuses it, too.
      requireHostHeader: false,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseOnSocket(error, socket);
  });
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

/** Resolves to the port listened on. */
function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new ServeError(
          error.code === 'EADDRINUSE'
            ? `port ${port} on ${host} is taken: choose another with --port`
            : `cannot listen on ${host}:${port}: ${error.message}`,
        ),
      );
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** What is being answered is answered, for a moment; nobody else is waited for. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = setInterval(() => server.closeIdleConnections(), CLOSE_LOOK_MS);
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
    server.close((error) => {
      clearInterval(look);
      clearTimeout(cut);
      if (error === undefined) resolve();
      else reject(error);
    });
    server.closeIdleConnections();
  });
}
