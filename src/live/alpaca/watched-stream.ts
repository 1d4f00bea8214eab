/**
 * A stream of Alpaca's client library, watched from outside: it is up only once Alpaca has confirmed what was asked for, and one that gives
 * no sign of life, or that the library has given up, is connected anew. The library itself connects, proves who we are, subscribes, pings
 * and comes back after a loss. Mutable, one a stream.
 *
 * Nothing is replayed after a loss: whoever listens hears `down` and `up`, and asks.
 */
import { WebSocket } from 'ws';
import { streaming } from '@alpacahq/alpaca-trade-api';
import { type Clock, LANE_DELIVERY, type TimerHandle } from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, plus, seconds } from '../../core/ground/units.js';
import type { LiveKeys } from '../connection.js';

export type StreamStatus = 'up' | 'down';

type LibraryOptions = Pick<
  streaming.AlpacaWebSocketOptions,
  'credentials' | 'maxReconnectAttempts' | 'initialReconnectMs' | 'maxReconnectMs' | 'wsFactory'
>;

export interface WatchedStreamOptions<S extends streaming.AlpacaWebSocket> {
  readonly clock: Clock;
  readonly keys: LiveKeys;
  /** The library's stream, which connects when it is told. */
  readonly make: (options: LibraryOptions) => S;
  /** Asks for what it shall tell, before every connection that is begun here. */
  readonly subscribe: (stream: S) => void;
  /** Whether what Alpaca confirms is all that was asked for. */
  readonly isComplete: (confirmed: unknown) => boolean;
  readonly onStatus: (status: StreamStatus) => void;
  /** Every frame as it came. */
  readonly onFrame?: (frame: Buffer) => void;
  /** What the library or Alpaca complains of. */
  readonly onTrouble: (text: string) => void;
}

/** Longer than the library waits for a pong. */
const SILENCE: Micros = seconds(30);
const HANDSHAKE_MS = 10_000;
const FIRST_WAIT_MS = 500;
const WAIT_MS_MOST = 10_000;

export class WatchedStream<S extends streaming.AlpacaWebSocket> {
  readonly stream: S;
  readonly #options: WatchedStreamOptions<S>;
  #socket: WebSocket | null = null;
  #isUp = false;
  /** When it last gave a sign of life; of one that is not up, when a connection was begun. */
  #lastSign: EpochMicros;
  #timer: TimerHandle | null = null;

  constructor(options: WatchedStreamOptions<S>) {
    const { clock, keys, make } = options;
    this.#options = options;
    this.#lastSign = clock.now();
    this.stream = make({
      credentials: keys,
      maxReconnectAttempts: streaming.UNLIMITED_RECONNECT_ATTEMPTS,
      initialReconnectMs: FIRST_WAIT_MS,
      maxReconnectMs: WAIT_MS_MOST,
      wsFactory: (url, codec) => this.#socketTo(url, codec),
    });
    this.stream.onStateChange((state) => {
      // Authenticated is not yet up, and any other state is not any more.
      if (state === streaming.STATE.CONNECTING) this.#lastSign = clock.now();
      if (state !== streaming.STATE.AUTHENTICATED) this.#is('down');
    });
    this.stream.on(streaming.EVENT.SUBSCRIPTION, (confirmed: unknown) =>
      this.#is(options.isComplete(confirmed) ? 'up' : 'down'),
    );
    this.stream.onError((text) => options.onTrouble(text));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  open(): void {
    this.#connect();
    this.#watch();
  }

  close(): void {
    if (this.#timer !== null) this.#options.clock.cancel(this.#timer);
    this.#timer = null;
    this.#disconnect();
  }

  #connect(): void {
    this.#lastSign = this.#options.clock.now();
    this.#options.subscribe(this.stream);
    this.stream.connect();
  }

  #disconnect(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.stream.disconnect();
    // Nobody waits for a peer that may be gone to say goodbye.
    socket?.terminate();
  }

  #socketTo(url: string, codec: streaming.Codec): streaming.WebSocketLike {
    const headers = codec === 'msgpack' ? { 'content-type': 'application/msgpack' } : {};
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_MS,
      headers,
    });
    this.#socket = socket;
    const isCurrent = (): boolean => this.#socket === socket;
    socket.on('message', (frame: Buffer) => {
      if (!isCurrent()) return;
      this.#sign();
      this.#options.onFrame?.(frame);
    });
    socket.on('pong', () => {
      if (isCurrent()) this.#sign();
    });
    return socket;
  }

  /** Until it is up, a connection that answers pings and nothing else is none. */
  #sign(): void {
    if (this.#isUp) this.#lastSign = this.#options.clock.now();
  }

  #is(status: StreamStatus): void {
    const isUp = status === 'up';
    if (isUp) this.#lastSign = this.#options.clock.now();
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    this.#options.onStatus(status);
  }

  #watch(): void {
    const { clock, onTrouble } = this.#options;
    this.#timer = clock.schedule(plus(this.#lastSign, SILENCE), LANE_DELIVERY, () => {
      if (clock.now() >= plus(this.#lastSign, SILENCE)) {
        onTrouble('no sign of life: connecting anew');
        this.#disconnect();
        this.#connect();
      }
      this.#watch();
    });
  }
}
