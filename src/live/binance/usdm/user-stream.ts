/**
 * The account's events of USD-M futures, over a socket that a key opens (`listenKey`). The key holds for an hour; it is renewed halfway, by
 * our clock, whenever the stream is asked whether it lives. A key that is gone ends the connection: another is got with the next one, and
 * what was missed meanwhile is the core's to ask for.
 */
import type { Clock } from '../../../core/ground/clock.js';
import { type EpochMicros, type Micros, plus, seconds } from '../../../core/ground/units.js';
import { fieldsOf, needText } from '../../rest/fields.js';
import type { OrderStreamParts } from '../access.js';
import type { OpenSocket, SocketEars } from '../ccxt-sockets.js';
import { USDM_METHODS } from '../ccxt-methods.js';
import type { Heard, StreamSpeech } from '../live-stream.js';
import { NEWS, orderEvents } from '../order-events.js';
import type { Ask } from '../requests.js';
import { frameOf } from '../socket-words.js';

const RENEWED_AFTER: Micros = seconds(30 * 60);

/** One connection, from the asking for a key on. */
class Listening implements OpenSocket {
  readonly #parts: OrderStreamParts;
  readonly #ears: SocketEars;
  readonly #abort = new AbortController();
  #socket: OpenSocket | null = null;
  #renewedAt: EpochMicros | null = null;

  constructor(parts: OrderStreamParts, ears: SocketEars) {
    this.#parts = parts;
    this.#ears = ears;
    void this.#dial();
  }

  send(message: object): void {
    this.#socket?.send(message);
  }

  ping(): void {
    this.#socket?.ping();
    void this.#renew();
  }

  drop(): void {
    this.#abort.abort();
    this.#socket?.drop();
  }

  async #dial(): Promise<void> {
    const { client, clock } = this.#parts;
    const { signal } = this.#abort;
    const read = (body: unknown): string => needText(fieldsOf(body, 'a listen key'), 'listenKey');
    const question = { method: USDM_METHODS.openListenKey, params: {}, read };
    const said = await this.#parts.ask(question, { signal });
    if (signal.aborted) return;
    if (said.kind !== 'said') {
      this.#ears.ended(`no key to listen with: ${said.kind}`);
      return;
    }
    this.#renewedAt = clock.now();
    this.#socket = client.openOrders(this.#ears, said.value);
  }

  /** Where it could not be asked for, the next look at the stream asks again. */
  async #renew(): Promise<void> {
    const { ask, clock } = this.#parts;
    const before = this.#renewedAt;
    const now = clock.now();
    if (before === null || now - before < RENEWED_AFTER) return;
    this.#renewedAt = now;
    const { signal } = this.#abort;
    const question = { method: USDM_METHODS.keepListenKey, params: {}, read: () => null };
    const said = await ask(question, { signal });
    if (said.kind === 'rejected' && said.code === NO_SUCH_KEY)
      this.#ears.ended('the key to listen with is gone');
    else if (said.kind !== 'said') this.#renewedAt = before;
  }
}

const NO_SUCH_KEY = '-1125';

/** These questions pass no budget of the core's, and a stream is dialed anew again and again: who asks during a ban prolongs it. */
function patient(ask: Ask, clock: Clock): Ask {
  let until = clock.now();
  return async (question, options) => {
    const left = until - clock.now();
    if (left > 0) return { kind: 'rate-limited', retryAfter: left as Micros };
    const said = await ask(question, options);
    if (said.kind === 'rate-limited') until = plus(clock.now(), said.retryAfter);
    return said;
  };
}

export function usdmOrderStream(given: OrderStreamParts): StreamSpeech {
  const parts = { ...given, ask: patient(given.ask, given.clock) };
  const { instruments, product, onReport, onUnread } = parts;
  const hearEvent = orderEvents({ instruments, words: product.trades, onReport, onUnread });
  return {
    open: (ears) => new Listening(parts, ears),
    hear: (text): Heard => {
      const frame = frameOf(text);
      if (frame.kind === 'rubbish') return { kind: 'over', why: 'a frame that is no JSON' };
      return frame.kind === 'event' ? hearEvent(frame.event) : NEWS;
    },
    question: null,
  };
}
