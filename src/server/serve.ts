/**
 * The application on a socket of this machine: listens on loopback only, gives slow clients little time and long headers
 * no room, and closes without waiting for idle connections.
 */
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { ResultsStore } from '../store/results-store.js';
import { createApp } from './app.js';

export interface ServeOptions {
  readonly store: ResultsStore;
  /** 0 = any free one. */
  readonly port: number;
  /** A loopback address; 127.0.0.1 when left out. */
  readonly host?: string;
  readonly onBug?: (error: unknown) => void;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Not an address of this machine alone, or the port is taken. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
const IDLE_TIMEOUT_MS = 5_000;
const HEADER_BYTES_MAX = 16 * 1_024;
const CONNECTIONS_MAX = 128;

export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { store, port, host = '127.0.0.1', onBug } = options;
  if (!LOOPBACK.has(host)) {
    throw new ServeError(
      `squall serves on loopback only, not on ${host}: it has no tokens and no TLS yet (use an SSH tunnel)`,
    );
  }
  let bound = port;
  const app = createApp({ store, port: () => bound, ...(onBug === undefined ? {} : { onBug }) });
  const server = socketServer(
    getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler: refuse }),
  );
  bound = await listen(server, port, host);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    close: () => close(server),
  };
}

/** What is not even a request: a malformed host or address. Node's own refusals (431, 408, 400) are not ours. */
const refuse = (): Response => new Response(null, { status: 400 });

function socketServer(listener: ReturnType<typeof getRequestListener>): Server {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
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

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
