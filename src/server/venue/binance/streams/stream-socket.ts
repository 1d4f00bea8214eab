/**
 * A connection to the market streams, to which a client may subscribe by its address and by messages, and to an account's events by its
 * listen key. Raw streams are told as they are, combined ones with the name of the stream around them.
 */
import type { RawData } from 'ws';
import type { LiveSocket } from './live-socket.js';
import type { MarketStreams } from './market-streams.js';
import { textOf } from './text-of.js';
import type { UserData } from './user-data.js';

export interface StreamParts {
  readonly socket: LiveSocket;
  readonly market: MarketStreams;
  /** Whose listen key it is; null: nobody's. */
  readonly userOf: (name: string) => UserData | null;
}

type Id = string | number | null;

/** How Binance tells of a message that it cannot take. */
class Invalid extends Error {
  readonly code: number;

  constructor(code: number, msg: string) {
    super(msg);
    this.code = code;
  }
}

const METHODS = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'];

export class StreamSocket {
  readonly #parts: StreamParts;
  /** What ends each subscription. */
  readonly #ends = new Map<string, () => void>();
  #isCombined: boolean;

  constructor(parts: StreamParts, isCombined: boolean) {
    this.#parts = parts;
    this.#isCombined = isCombined;
  }

  heard(data: RawData): void {
    let id: Id = null;
    try {
      const message = parsed(data);
      id = idOf(message);
      // Nothing gets through, in neither direction.
      if (this.#isSilent(message)) return;
      this.#answer({ result: this.#done(message), id });
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      this.#answer({ error: { code: error.code, msg: error.message }, id });
    }
  }

  /** False: there is no such stream. */
  subscribe(name: string): boolean {
    if (this.#ends.has(name)) return true;
    const { market, userOf, socket } = this.#parts;
    const user = userOf(name);
    if (user !== null) {
      const tell = (event: object): void => this.#tell(name, JSON.stringify(event));
      const cut = (): void => socket.cut();
      this.#ends.set(name, user.listen({ tell, cut, ended: cut }));
      return true;
    }
    const listener = (stream: string, event: string): void => this.#tell(stream, event);
    if (!market.listen(name, listener)) return false;
    this.#ends.set(name, () => market.leave(name, listener));
    return true;
  }

  /** The listen key is of no use any more. */
  keyEnded(listenKey: string, lastEvent: object | null): void {
    if (!this.#ends.has(listenKey)) return;
    if (lastEvent !== null) this.#tell(listenKey, JSON.stringify(lastEvent));
    this.#unsubscribe(listenKey);
  }

  closed(): void {
    for (const name of [...this.#ends.keys()]) this.#unsubscribe(name);
  }

  goOn(nowMs: number): void {
    this.#parts.socket.goOn(nowMs);
  }

  #unsubscribe(name: string): void {
    this.#ends.get(name)?.();
    this.#ends.delete(name);
  }

  #isSilent({ params }: Readonly<Record<string, unknown>>): boolean {
    const { market } = this.#parts;
    const asked: readonly unknown[] = Array.isArray(params) ? params : [];
    const names = [...this.#ends.keys(), ...asked.filter((name) => typeof name === 'string')];
    return names.some((name) => market.isSilent(name));
  }

  #done(message: Readonly<Record<string, unknown>>): unknown {
    const { method, params = [] } = message;
    if (typeof method !== 'string') throw new Invalid(2, 'Invalid request: missing field `method`');
    if (!METHODS.includes(method))
      throw new Invalid(
        2,
        `Invalid request: unknown variant \`${method}\`, expected one of ${METHODS.map((one) => `\`${one}\``).join(', ')}`,
      );
    if (!Array.isArray(params)) throw new Invalid(2, 'Invalid request: params must be an array');
    const list: readonly unknown[] = params;
    if (method === 'LIST_SUBSCRIPTIONS') return [...this.#ends.keys()];
    if (method === 'GET_PROPERTY') return this.#property(list);
    if (method === 'SET_PROPERTY') return this.#setProperty(list);
    for (const name of list) this.#change(method, name);
    return null;
  }

  #change(method: string, name: unknown): void {
    if (typeof name !== 'string')
      throw new Invalid(2, 'Invalid request: stream name must be a string');
    if (method === 'UNSUBSCRIBE') this.#unsubscribe(name);
    else if (!this.subscribe(name)) throw new Invalid(2, `Invalid request: unknown stream ${name}`);
  }

  #property([name]: readonly unknown[]): boolean {
    if (typeof name !== 'string')
      throw new Invalid(2, 'Invalid request: property name must be a string');
    if (name !== 'combined') throw new Invalid(0, 'Unknown property');
    return this.#isCombined;
  }

  #setProperty(list: readonly unknown[]): null {
    this.#property(list);
    const [, value] = list;
    if (typeof value !== 'boolean') throw new Invalid(1, 'Invalid value type: expected Boolean');
    this.#isCombined = value;
    return null;
  }

  #tell(stream: string, event: string): void {
    const { socket } = this.#parts;
    socket.send(this.#isCombined ? `{"stream":${JSON.stringify(stream)},"data":${event}}` : event);
  }

  #answer(answer: object): void {
    this.#parts.socket.send(JSON.stringify(answer));
  }
}

function parsed(data: RawData): Readonly<Record<string, unknown>> {
  let message: unknown;
  try {
    message = JSON.parse(textOf(data));
  } catch {
    throw new Invalid(3, 'Invalid JSON: expected value');
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new Invalid(2, 'Invalid request: expected an object');
  return message as Readonly<Record<string, unknown>>;
}

function idOf({ id = null }: Readonly<Record<string, unknown>>): Id {
  if (id === null || typeof id === 'string' || typeof id === 'number') return id;
  throw new Invalid(2, 'Invalid request: request ID must be an unsigned integer');
}
