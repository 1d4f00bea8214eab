/**
 * The simulated venue as one of Binance's markets: its REST addresses, its market streams, its accounts' events and, where it has one, its
 * WebSocket API on one port. What is spoken and what is not: docs/venue-server-binance.md.
 *
 * Invariants: 1. What a client asks reaches the venue through the link of its account alone, once for each question of a client's, so that
 * latency and faults act on it. 2. Times are on the wall clock outside and on the market's inside. 3. Whose key a request names, whose
 * listen key a socket has: that account alone is spoken of.
 */
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { WireDialect } from '../wire/serve-wire.js';
import type { WallTime } from '../wire/wall-time.js';
import { type WireApp, appByKey } from '../wire/wire-app.js';
import { Accounts, type BinanceAccount, type OpenAccount } from './accounts.js';
import { nowMs } from './desk.js';
import type { Product, SocketPlaces } from './product.js';
import { restApp } from './rest.js';
import { ServerErrors } from './server-errors.js';
import { LiveSocket } from './streams/live-socket.js';
import { MarketStreams } from './streams/market-streams.js';
import { StreamSocket } from './streams/stream-socket.js';
import { WsApiSession } from './ws-api.js';

export interface BinanceOptions<A extends BinanceAccount = BinanceAccount> {
  readonly wall: WallTime;
  /** At least one: the first is the one over whose link goes what nobody signs. */
  readonly accounts: readonly A[];
}

/** A connection, whatever it is to. */
interface Connected {
  heard(data: Parameters<StreamSocket['heard']>[0]): void;
  goOn(nowMs: number): void;
  closed(): void;
}

/** `accounts`: each with what it is a client of. */
export function dialectOf({
  wall,
  accounts: given,
}: BinanceOptions<BinanceAccount & { readonly product: Product }>): WireDialect {
  const streamSockets = new Set<StreamSocket>();
  const sockets = new Set<Connected>();
  const accounts = new Accounts(given, wall, (of, listenKey, isExpired) => {
    const last = isExpired ? { e: 'listenKeyExpired', E: nowMs(of), listenKey } : null;
    for (const socket of streamSockets) socket.keyEnded(listenKey, last);
  });
  const errors = new ServerErrors();
  const { desk, speech } = accounts.first;
  const { streams: table, sockets: places } = speech;
  const market = new MarketStreams(desk, table);

  const stream = (asked: StreamsAsked) => (socket: WebSocket) => {
    const live = new LiveSocket(socket, nowMs(desk));
    const userOf = (name: string) => accounts.ofListenKey(name)?.user ?? null;
    const streams = new StreamSocket({ socket: live, market, userOf }, asked.isCombined);
    streamSockets.add(streams);
    connected(socket, streams, () => streamSockets.delete(streams));
    for (const name of asked.names) streams.subscribe(name);
  };
  const api = (url: URL) => (socket: WebSocket) => {
    const live = new LiveSocket(socket, nowMs(desk));
    const parts = { accounts, errors, socket: live };
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
    app: appOf(accounts, errors),
    socketAt: (url: URL, _request: IncomingMessage) => {
      if (url.pathname === places.api) return api(url);
      const asked = streamsAsked(places, url);
      return asked === null ? null : stream(asked);
    },
    goOn: () => {
      const now = nowMs(desk);
      for (const one of accounts.all) one.desk.listenKeys.goOn(now);
      market.goOn();
      for (const one of accounts.all) one.user.tell(one.speech.news());
      for (const socket of sockets) socket.goOn(now);
    },
  };
}

/** A whole application for each account, which knows its desk alone. */
function appOf(accounts: Accounts, errors: ServerErrors): WireApp {
  const appFor = ({ desk, keys, speech }: OpenAccount): WireApp =>
    restApp({ desk, keys, errors, routes: speech.routes });
  const apps = new Map(accounts.all.map((account) => [account, appFor(account)]));
  const first = appFor(accounts.first);
  return appByKey('x-mbx-apikey', (keyId) => apps.get(accounts.ofKey(keyId)) ?? first);
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
