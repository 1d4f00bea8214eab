/**
 * The simulated venue as Binance Spot: REST under `/api/v3`, market streams under `/ws` and `/stream`, the WebSocket API under `/ws-api/v3`.
 * What is spoken and what is not: docs/venue-server-binance.md.
 *
 * Invariants: 1. What a client asks reaches the venue through the link alone, once for each question of a client's, so that latency and
 * faults act on it. 2. Times are on the wall clock outside and on the market's inside.
 */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { ExecutionReport } from '../../../core/order/execution-report.js';
import type { WireDialect } from '../wire/serve-wire.js';
import type { WallTime } from '../wire/wall-time.js';
import type { WireVenue } from '../wire/wire-venue.js';
import { type Desk, nowMs } from './desk.js';
import { KnownOrders } from './known-orders.js';
import { Market, Markets } from './market/market.js';
import { type ApiKey, knownKey } from './request/keys.js';
import { Usage } from './request/usage.js';
import { restApp } from './rest.js';
import { ServerErrors } from './server-errors.js';
import { ListenKeys } from './streams/listen-keys.js';
import { LiveSocket } from './streams/live-socket.js';
import { MarketStreams } from './streams/market-streams.js';
import { StreamSocket } from './streams/stream-socket.js';
import { UserData } from './streams/user-data.js';
import { Symbols } from './symbols.js';
import type { AccountTerms } from './words/account-terms.js';
import { WsApiSession } from './ws-api.js';

export interface BinanceOptions {
  readonly venue: WireVenue;
  readonly wall: WallTime;
  /** Of its one account. */
  readonly keys: readonly ApiKey[];
  readonly terms: AccountTerms;
  /** Told of each report that goes out to somebody who listens. */
  readonly onTold?: ((report: ExecutionReport) => void) | undefined;
}

/** A connection, whatever it is to. */
interface Connected {
  heard(data: Parameters<StreamSocket['heard']>[0]): void;
  goOn(nowMs: number): void;
  closed(): void;
}

/** Letters and digits of an id that the venue gives. */
const ID_DIGITS = 16;

export function binanceDialect(options: BinanceOptions): WireDialect {
  const { venue, wall, keys: given, terms, onTold } = options;
  const streamSockets = new Set<StreamSocket>();
  const sockets = new Set<Connected>();
  const desk: Desk = {
    ...{ venue, wall, terms, symbols: new Symbols(venue.instruments) },
    orders: new KnownOrders(venue.truth),
    markets: new Markets(venue.instruments.map((one) => new Market(one, venue.tapeOf(one.symbol)))),
    usage: new Usage(),
    listenKeys: new ListenKeys((listenKey, isExpired) => {
      const last = isExpired ? { e: 'listenKeyExpired', E: nowMs(desk), listenKey } : null;
      for (const socket of streamSockets) socket.keyEnded(listenKey, last);
    }),
    nextId: counted(),
    worths: new Map(),
    cancelIds: new Map(),
  };
  const keys = new Map(given.map((key) => [key.keyId, knownKey(key)]));
  const errors = new ServerErrors();
  const user = new UserData(desk, onTold);
  const market = new MarketStreams(desk);
  const isListenKey = (name: string): boolean => desk.listenKeys.isGood(name);

  const stream = (url: URL) => (socket: WebSocket) => {
    const live = new LiveSocket(socket, nowMs(desk));
    const streams = new StreamSocket({ socket: live, market, user, isListenKey }, isCombined(url));
    streamSockets.add(streams);
    connected(socket, streams, () => streamSockets.delete(streams));
    for (const name of streamsIn(url)) streams.subscribe(name);
  };
  const api = (url: URL) => (socket: WebSocket) => {
    const live = new LiveSocket(socket, nowMs(desk));
    const parts = { desk, keys, errors, socket: live, user };
    const returnsLimits = url.searchParams.get('returnRateLimits') !== 'false';
    connected(socket, new WsApiSession(parts, returnsLimits), () => undefined);
  };
  function connected(socket: WebSocket, session: Connected, onClosed: () => void): void {
    sockets.add(session);
    socket.on('message', (data) => session.heard(data));
    socket.on('close', () => {
      sockets.delete(session);
      session.closed();
      onClosed();
    });
  }

  return {
    app: restApp(desk, keys, errors),
    socketAt: (url: URL, _request: IncomingMessage) => {
      if (url.pathname === '/ws-api/v3') return api(url);
      return isStreams(url) ? stream(url) : null;
    },
    goOn: () => {
      const now = nowMs(desk);
      desk.listenKeys.goOn(now);
      market.goOn();
      for (const socket of sockets) socket.goOn(now);
    },
  };
}

function counted(): () => string {
  let ids = 0;
  return () => `squall${String((ids += 1)).padStart(ID_DIGITS, '0')}`;
}

/** `/ws`, `/ws/a/b`, `/stream?streams=a/b`, `/stream/ws/3` of a client that numbers its connections. */
const isStreams = ({ pathname }: URL): boolean => /^\/(ws|stream)(\/|$)/.test(pathname);

const isCombined = ({ pathname }: URL): boolean => /^\/stream\/?$/.test(pathname);

function streamsIn(url: URL): readonly string[] {
  const inPath = url.pathname.replaceAll(/%40/gi, '@').split('/').slice(2);
  const inQuery = (url.searchParams.get('streams') ?? '').split('/');
  return [...inPath, ...inQuery].filter((name) => name !== '');
}
