/**
 * A venue on a wire: one port of this machine for its REST routes and its WebSockets, in one dialect, while its market goes on by itself.
 *
 * Invariants: 1. It listens on the loopback address alone. 2. Whoever speaks rubbish hears so in the dialect's own words and takes nobody
 * else with him.
 */
import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { type WebSocket, WebSocketServer } from 'ws';
import { LANE_WAKE } from '../../../core/ground/clock.js';
import { micros, millis, plus } from '../../../core/ground/units.js';
import type { SystemClock } from '../../../live/clock/system-clock.js';
import { duringExchange } from './http-exchange.js';
import type { WireEnv } from './lose-reply.js';
import type { WireApp } from './wire-app.js';
import type { WireVenue } from './wire-venue.js';

/** What stands at the venue's port: how it is spoken to, and what it says by itself. */
export interface WireDialect {
  readonly app: WireApp;
  /** Who takes a socket asked for at this path (with its query); null = there is none, 404. */
  socketAt(path: URL, request: IncomingMessage): ((socket: WebSocket) => void) | null;
  /** The venue has come up to now: what changed is told to whoever listens. */
  goOn(): void;
}

export interface ServeWireOptions {
  readonly venue: WireVenue;
  readonly dialect: WireDialect;
  readonly clock: SystemClock;
  readonly speed: number;
  /** 0 = any free one. */
  readonly port: number;
  /** What stands at the same port and is no part of the dialect; left out = nothing. */
  readonly beside?: Beside;
}

export interface Beside {
  readonly app: Hono<WireEnv>;
  readonly takes: (path: string) => boolean;
}

export interface WireOnPort {
  readonly port: number;
  readonly close: () => Promise<void>;
}

export const LOOPBACK = '127.0.0.1';
/** In real time: how late what changes may reach a socket while nothing else happens. */
const TICK = millis(5);
/** Of one message: an order has some hundred bytes. */
const MESSAGE_BYTES_MAX = 64 * 1_024;

export async function serveWire(options: ServeWireOptions): Promise<WireOnPort> {
  const { venue, dialect, clock, speed } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  const server = createServer(answering(dialect, options.beside));
  server.on('upgrade', (request, socket, head) => {
    const url = addressOf(request);
    const take = url === null ? null : dialect.socketAt(url, request);
    if (take === null) refuse(socket);
    else sockets.handleUpgrade(request, socket, head, take);
  });
  await listening(server, options.port);
  const tick = (): void => {
    venue.catchUp();
    dialect.goOn();
    clock.schedule(plus(clock.now(), micros(Math.round(TICK * speed))), LANE_WAKE, tick);
  };
  clock.soon(LANE_WAKE, tick);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      clock.close();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      return new Promise((done) => {
        server.close(() => done());
      });
    },
  };
}

function answering(dialect: WireDialect, beside?: Beside): RequestListener {
  const listener = listenerOf(dialect.app);
  const other = beside === undefined ? null : listenerOf(beside.app);
  return (incoming, outgoing) => {
    const path = addressOf(incoming)?.pathname ?? '';
    if (other !== null && beside?.takes(path) === true) other(incoming, outgoing);
    else duringExchange(incoming, outgoing, () => listener(incoming, outgoing));
  };
}

function listenerOf(app: WireApp): RequestListener {
  const listener = getRequestListener((request, env) =>
    app.fetch(request, env as WireEnv['Bindings']),
  );
  return (incoming, outgoing) => void listener(incoming, outgoing);
}

/** Null: what was asked for is no address. */
function addressOf({ url = '/' }: IncomingMessage): URL | null {
  const origin = `http://${LOOPBACK}`;
  return URL.canParse(url, origin) ? new URL(url, origin) : null;
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, LOOPBACK, done);
  });
