/**
 * The sockets that ccxt opens, with an ear at each where its frames arrive. ccxt's own caches are not used: they join several updates of an
 * order into one, take an old update for the newest (a filled order is open again), and when the venue ends a subscription they say
 * nothing at all. So each frame is heard here as it came, and ccxt is shown only what it waits for: the answers to its own requests.
 *
 * Two things ccxt leaves open are closed here: a promise of its own that fails while nobody waits for it would end the process, and a
 * socket that was dropped would, once it is closed, take the next one of its address out of ccxt's books.
 */
import type { pro } from 'ccxt';

export type CcxtApi = InstanceType<typeof pro.binance>;

export interface SocketEars {
  /** Each frame as it came. @returns whether it was for us; ccxt sees only what was not. */
  heard(frame: string): boolean;
  /** The connection stands. */
  opened(): void;
  /** A ping was answered. */
  ponged(): void;
  /** The connection is over, or was never made, or what was asked for is refused; may be said more than once. `why`: in words. */
  ended(why?: string): void;
}

export interface OpenSocket {
  send(message: object): void;
  /** Asks the other end, below all messages, whether it is there. */
  ping(): void;
  /** At once, without waiting for the other end. */
  drop(): void;
}

type Socket = ReturnType<CcxtApi['client']>;
type Purpose = 'orders' | 'quotes';

/** Of the package that ccxt uses. */
interface WebSocket {
  readonly ping?: () => void;
  readonly terminate?: () => void;
}

interface Opened {
  readonly ears: SocketEars;
  socket: Socket | null;
}

export class CcxtSockets {
  readonly #api: CcxtApi;
  readonly #isOfOrders: (url: string) => boolean;
  readonly #heard = new WeakSet<Socket>();
  readonly #opened = new Map<Purpose, Opened>();

  constructor(api: CcxtApi, isOfOrders: (url: string) => boolean) {
    this.#api = api;
    this.#isOfOrders = isOfOrders;
    const make = api.client.bind(api);
    api.client = (url): Socket => {
      const socket = make(url);
      if (!this.#heard.has(socket)) this.#listen(socket);
      return socket;
    };
  }

  /** `watch` makes ccxt dial and subscribe; it fails once the connection is over. */
  open(purpose: Purpose, ears: SocketEars, watch: () => Promise<unknown>): OpenSocket {
    const opened: Opened = { ears, socket: null };
    this.#opened.set(purpose, opened);
    void watch().catch(() => ears.ended());
    return {
      send: (message) => void opened.socket?.send(message).catch(() => undefined),
      ping: () => (opened.socket?.connection as WebSocket | undefined)?.ping?.(),
      drop: () => {
        if (opened.socket !== null) this.#drop(opened.socket);
      },
    };
  }

  #listen(socket: Socket): void {
    this.#heard.add(socket);
    const opened = this.#opened.get(this.#isOfOrders(socket.url) ? 'orders' : 'quotes');
    if (opened === undefined) return;
    opened.socket = socket;
    const { ears } = opened;
    const promise = socket.future.bind(socket);
    socket.future = (hash: string) => {
      const future = promise(hash) as Promise<unknown>;
      future.catch(() => undefined);
      return future;
    };
    const stand = socket.onOpen.bind(socket);
    socket.onOpen = () => {
      stand();
      ears.opened();
    };
    const answered = socket.onPong.bind(socket);
    socket.onPong = () => {
      answered();
      ears.ponged();
    };
    const take = socket.onMessage.bind(socket);
    socket.onMessage = (event: { readonly data: unknown }) => {
      if (!ears.heard(String(event.data))) take(event);
    };
    const close = socket.onClose.bind(socket);
    socket.onClose = (event: unknown) => {
      close(event);
      ears.ended();
    };
  }

  #drop(socket: Socket): void {
    const dropped = new Error('dropped');
    socket.error = dropped;
    socket.reset(dropped);
    (socket.connection as WebSocket | undefined)?.terminate?.();
    const { clients } = this.#api;
    if (clients[socket.url] === socket) Reflect.deleteProperty(clients, socket.url);
  }
}
