/**
 * The simulated venue as one of Binance's markets: its REST addresses, its market streams, its account's events and, where it has one, its
 * WebSocket API on one port. What is spoken and what is not: docs/venue-server-binance.md.
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
import type { Product, SocketPlaces } from './product.js';
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

export function dialectOf(product: Product, options: BinanceOptions): WireDialect {
  const { keys: given, onTold } = options;
  const streamSockets = new Set<StreamSocket>();
  const sockets = new Set<Connected>();
  const desk: Desk = deskOf(product, options, (listenKey, isExpired) => {
    const last = isExpired ? { e: 'listenKeyExpired', E: nowMs(desk), listenKey } : null;
    for (const socket of streamSockets) socket.keyEnded(listenKey, last);
  });
  const keys = new Map(given.map((key) => [key.keyId, knownKey(key)]));
  const errors = new ServerErrors();
  const { routes, streams: table, eventsOf, news, sockets: places } = product.speaks(desk);
  const user = new UserData(desk, eventsOf, onTold);
  const market = new MarketStreams(desk, table);
  const isListenKey = (name: string): boolean => desk.listenKeys.isGood(name);

  const stream = (asked: StreamsAsked) => (socket: WebSocket) => {
    const live = new LiveSocket(socket, nowMs(desk));
    const parts = { socket: live, market, user, isListenKey };
    const streams = new StreamSocket(parts, asked.isCombined);
    streamSockets.add(streams);
    connected(socket, streams, () => streamSockets.delete(streams));
    for (const name of asked.names) streams.subscribe(name);
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
    app: restApp({ desk, keys, errors, routes }),
    socketAt: (url: URL, _request: IncomingMessage) => {
      if (url.pathname === places.api) return api(url);
      const asked = streamsAsked(places, url);
      return asked === null ? null : stream(asked);
    },
    goOn: () => {
      const now = nowMs(desk);
      desk.listenKeys.goOn(now);
      market.goOn();
      user.tell(news());
      for (const socket of sockets) socket.goOn(now);
    },
  };
}

function deskOf(
  { limits, refusals }: Product,
  { venue, wall, terms }: BinanceOptions,
  onKeyEnd: (listenKey: string, isExpired: boolean) => void,
): Desk {
  return {
    ...{ venue, wall, terms, refusals, symbols: new Symbols(venue.instruments) },
    orders: new KnownOrders(venue.truth),
    markets: new Markets(venue.instruments.map((one) => new Market(one, venue.tapeOf(one.symbol)))),
    usage: new Usage(limits),
    listenKeys: new ListenKeys(onKeyEnd),
    nextId: counted(),
    worths: new Map(),
    cancelIds: new Map(),
  };
}

function counted(): () => string {
  let ids = 0;
  return () => `squall${String((ids += 1)).padStart(ID_DIGITS, '0')}`;
}

interface StreamsAsked {
  /** Each event with the name of its stream around it. */
  readonly isCombined: boolean;
  readonly names: readonly string[];
}

/** Null: no streams are told there. */
function streamsAsked({ streams, params }: SocketPlaces, url: URL): StreamsAsked | null {
  const found = streams.exec(url.pathname);
  if (found === null) return null;
  const rest = url.pathname.slice(found[0].length);
  const inPath = rest.replaceAll(/%40/gi, '@').split('/');
  const inQuery = params.flatMap((name) => (url.searchParams.get(name) ?? '').split('/'));
  return {
    isCombined: found[1] === 'stream' && (rest === '' || rest === '/'),
    names: [...inPath, ...inQuery].filter((name) => name !== ''),
  };
}
