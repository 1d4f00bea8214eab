/**
 * One request of a venue's client library, watched where its bytes leave: the library is given a `fetch` of ours, asks it once, and what
 * came of the request is taken off the wire there. What the library makes of a response is not believed: it throws the same class for a
 * refusal and for an order that may exist (FIL-4).
 *
 * Invariants: 1. The last guard is asked in the tick in which the request is handed to the network, after every queue and await of the
 * library (SCH-2). 2. A request is handed over at most once: a library that tries again by itself is stopped. 3. `exchange` never rejects.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { NotSentReason, UnknownShape, Veto } from '../../core/order/outcome.js';
import type { ReplyLoss } from '../../core/order/venue-message.js';
import { type Micros, seconds } from '../../core/ground/units.js';

/** How a request ended, as far as the wire tells. */
export type Exchanged =
  | {
      readonly kind: 'not-sent';
      readonly reason: NotSentReason;
      readonly retryAfter: null;
      readonly veto: Veto | null;
    }
  | ReplyLoss
  | {
      readonly kind: 'rate-limited';
      readonly retryAfter: Micros;
      /** Where no header says when to come back: what the venue said in words, and when by its own clock (NaN = it shows none). */
      readonly unsaid?: { readonly text: string; readonly atMs: number };
    }
  /** All of its bytes came; what they mean is the dialect's to say. */
  | { readonly kind: 'answered'; readonly status: number; readonly text: string };

export interface ExchangeOptions {
  /** Asked as the request leaves; left out = it may. */
  readonly mayLeave?: () => Veto | null;
  /** Raised when nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** The last 429 or 418 without a word of when to come back. */
const RETRY_AFTER: Micros = seconds(1);

class Watched {
  readonly #options: ExchangeOptions;
  #ended: Exchanged | null = null;
  #asked = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  /** What came of it; a library that resolved or threw before it asked for anything has sent nothing. */
  get ended(): Exchanged {
    return this.#ended ?? (this.#asked ? { kind: 'lost', shape: 'timeout' } : NOTHING_ASKED);
  }

  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    if (this.#asked) throw new Error('asked twice for one request');
    this.#asked = true;
    const veto = this.#options.mayLeave?.() ?? null;
    if (veto !== null) {
      this.#ended = { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto };
      throw new Error(`not sent: ${veto.text}`);
    }
    try {
      const response = await fetch(input, { ...init, signal: this.#options.signal });
      return await this.#read(response);
    } catch (error) {
      this.#ended ??= failed(error, this.#options.signal);
      throw error;
    }
  }

  async #read(response: Response): Promise<Response> {
    const { status, headers } = response;
    let text: string;
    try {
      text = await response.text();
    } catch (error) {
      this.#ended = endedEarly(status, this.#options.signal);
      throw error;
    }
    this.#ended = exchangedOf(status, headers, text);
    // A body must not be given with a status that has none.
    return new Response(text === '' ? null : text, { status, headers });
  }
}

const NOTHING_ASKED: Exchanged = {
  kind: 'not-sent',
  reason: 'connection-refused',
  retryAfter: null,
  veto: null,
};

const UNDER_WAY = new AsyncLocalStorage<Watched>();

/** For the library, in place of the global one. Outside `exchange` it is the global one. */
export const watchedFetch = (
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> => UNDER_WAY.getStore()?.fetch(input, init) ?? fetch(input, init);

/** `ask` makes the library send one request through `watchedFetch`. */
export async function exchange(
  ask: () => Promise<unknown>,
  options: ExchangeOptions,
): Promise<Exchanged> {
  const watched = new Watched(options);
  try {
    await UNDER_WAY.run(watched, ask);
  } catch {
    // What the library thinks of it; what happened is in `watched`.
  }
  return watched.ended;
}

const RATE_LIMITED: ReadonlySet<number> = new Set([418, 429]);
const SERVER_ERROR = 500;

function exchangedOf(status: number, headers: Headers, text: string): Exchanged {
  if (RATE_LIMITED.has(status)) return rateLimited(headers, text);
  if (status >= SERVER_ERROR) return { kind: 'lost', shape: '5xx' };
  return { kind: 'answered', status, text };
}

function rateLimited(headers: Headers, text: string): Exchanged {
  const kind = 'rate-limited';
  const retryAfter = retryAfterOf(headers);
  if (retryAfter !== null) return { kind, retryAfter };
  const atMs = Date.parse(headers.get('date') ?? '');
  return { kind, retryAfter: RETRY_AFTER, unsaid: { text, atMs } };
}

const MS_PER_SECOND = 1_000;

/** RFC 9110: seconds, or a date. Some venues say instead when the window ends in which too much was asked. */
function retryAfterOf(headers: Headers): Micros | null {
  const said = headers.get('retry-after');
  const reset = Number(headers.get('x-ratelimit-reset') ?? NaN);
  const wait =
    said === null
      ? untilTime(headers, reset * MS_PER_SECOND)
      : (secondsIn(said) ?? untilTime(headers, Date.parse(said)));
  return wait === null ? null : seconds(Math.ceil(wait));
}

const secondsIn = (text: string): number | null => {
  const wait = Number(text);
  return Number.isFinite(wait) && wait >= 0 ? wait : null;
};

/** By the venue's own clock, which it shows in every reply; null where one of the two is no time. */
function untilTime(headers: Headers, atMs: number): number | null {
  const left = (atMs - Date.parse(headers.get('date') ?? '')) / MS_PER_SECOND;
  return Number.isFinite(left) ? Math.max(0, left) : null;
}

/** The headers came and the body did not. A status that refuses is none without its words. */
function endedEarly(status: number, signal: AbortSignal): Exchanged {
  if (signal.aborted) return { kind: 'lost', shape: 'timeout' };
  return { kind: 'lost', shape: status >= SERVER_ERROR ? '5xx' : 'truncated' };
}

/** Proof that no byte left: there never was a connection. */
const NO_CONNECTION: Readonly<Record<string, NotSentReason>> = {
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENETUNREACH: 'connection-refused',
  ENOTFOUND: 'name-not-resolved',
  EAI_AGAIN: 'name-not-resolved',
};

function failed(error: unknown, signal: AbortSignal): Exchanged {
  const reason = NO_CONNECTION[codeOf(error)];
  if (reason !== undefined) return { kind: 'not-sent', reason, retryAfter: null, veto: null };
  const shape: UnknownShape = signal.aborted ? 'timeout' : 'reset';
  return { kind: 'lost', shape };
}

/** undici wraps what the system said. Several addresses may have been tried: one that was reached proves nothing. */
function codeOf(error: unknown): string {
  const cause = (error as { readonly cause?: unknown }).cause;
  const { code, errors } = (cause ?? {}) as { readonly code?: unknown; readonly errors?: unknown };
  if (Array.isArray(errors)) {
    const codes = errors.map((one: unknown) => (one as { readonly code?: unknown }).code);
    return codes.every((one) => typeof one === 'string' && one in NO_CONNECTION)
      ? String(codes[0])
      : '';
  }
  return typeof code === 'string' ? code : '';
}
