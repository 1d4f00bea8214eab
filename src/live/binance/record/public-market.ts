/**
 * What anybody may ask of Binance Spot without a key, where nothing but market data is served: which symbols there are, and a snapshot of a
 * book, whose text is kept as it came.
 */
import { type Clock, LANE_WAKE } from '../../../core/ground/clock.js';
import { type Micros, plus, seconds } from '../../../core/ground/units.js';
import { UnreachableError } from '../../port/connected-venue.js';
import { type Exchanged, exchange, watchedFetch } from '../../rest/exchange.js';
import { type Fields, fieldsOf, listOf, needText } from '../../rest/fields.js';
import type { Instrument } from '../../../core/ground/instrument.js';
import { BinanceError } from '../binance-options.js';
import { gridProblems, gridText } from '../grid-check.js';
import { SPOT } from '../spot.js';
import { parsed } from '../parsed.js';
import { idIn } from './event-id.js';

export interface PublicAddresses {
  readonly rest: string;
  readonly sockets: string;
}

/** `url`: a venue on this machine in Binance's place, as `http://127.0.0.1:4010`; null = none. */
export const publicAddresses = (url: string | null): PublicAddresses =>
  url === null
    ? { rest: 'https://data-api.binance.vision', sockets: 'wss://data-stream.binance.vision' }
    : { rest: url, sockets: url.replace(/^http/, 'ws') };

export type SnapshotAnswer =
  | { readonly kind: 'snapshot'; readonly id: number; readonly text: string }
  | { readonly kind: 'none'; readonly why: string; readonly retryAfter: Micros };

/** Of each side; the venue has up to 5,000, which weigh five times as much. */
const LEVELS = 1_000;
const ANSWERED_WITHIN: Micros = seconds(10);
const RETRY_AFTER: Micros = seconds(2);
const OK = 200;
const REFUSED = 400;

export class PublicMarket {
  readonly #address: string;
  readonly #clock: Clock;
  readonly #closed = new AbortController();

  constructor({ rest }: PublicAddresses, clock: Clock) {
    this.#address = rest;
    this.#clock = clock;
  }

  /** Errors: `UnreachableError`. */
  async symbols(): Promise<readonly string[]> {
    const answer = await this.#get('ticker/price');
    const rows = answer.kind === 'answered' && answer.status === OK ? parsed(answer.text) : null;
    if (!Array.isArray(rows)) throw this.#unreached(answer);
    return rows.map((row) => needText(fieldsOf(row, 'a price'), 'symbol'));
  }

  /** That the venue trades them on the grid that is configured. Errors: `UnreachableError`, and `BinanceError` where it does not. */
  async check(instruments: readonly Instrument[]): Promise<void> {
    const symbols = JSON.stringify(instruments.map(({ symbol }) => symbol));
    const answer = await this.#get(`exchangeInfo?symbols=${encodeURIComponent(symbols)}`);
    if (answer.kind === 'answered' && answer.status === REFUSED)
      throw new BinanceError(
        `Binance does not trade all of ${symbols}: ${answer.text}\n  fix: symbols as the venue has them`,
      );
    if (answer.kind !== 'answered' || answer.status !== OK) throw this.#unreached(answer);
    const problems = gridProblems(parsed(answer.text), instruments, SPOT);
    if (problems.length > 0) throw new BinanceError(gridText(problems));
  }

  async snapshot(symbol: string): Promise<SnapshotAnswer> {
    const answer = await this.#get(`depth?symbol=${symbol}&limit=${LEVELS}`);
    if (answer.kind === 'rate-limited')
      return { kind: 'none', why: whyNot(answer), retryAfter: answer.retryAfter };
    const none = (why: string): SnapshotAnswer => ({ kind: 'none', why, retryAfter: RETRY_AFTER });
    if (answer.kind !== 'answered' || answer.status !== OK) return none(whyNot(answer));
    try {
      const body = fieldsOf(parsed(answer.text), 'the book');
      if (isOneSided(body)) return none('the book has one side only');
      return { kind: 'snapshot', id: idIn(body, 'lastUpdateId'), text: answer.text };
    } catch (error) {
      return none((error as Error).message);
    }
  }

  close(): void {
    this.#closed.abort();
  }

  #unreached(answer: Exchanged): UnreachableError {
    return new UnreachableError(
      `Binance's market data (${this.#address}) is not reached: ${whyNot(answer)}\n  fix: is it up, and this machine on the network?`,
    );
  }

  #get(path: string): Promise<Exchanged> {
    const clock = this.#clock;
    const late = new AbortController();
    const end = plus(clock.now(), ANSWERED_WITHIN);
    const timer = clock.schedule(end, LANE_WAKE, () => late.abort());
    const signal = AbortSignal.any([late.signal, this.#closed.signal]);
    const ask = (): Promise<Response> =>
      watchedFetch(`${this.#address}/api/v3/${path}`, { redirect: 'error' });
    return exchange(ask, { signal }).finally(() => clock.cancel(timer));
  }
}

/** No replay can begin on it. */
const isOneSided = (book: Fields): boolean =>
  listOf(book['bids'], 'bids').length === 0 || listOf(book['asks'], 'asks').length === 0;

function whyNot(answer: Exchanged): string {
  switch (answer.kind) {
    case 'not-sent':
      return answer.reason;
    case 'lost':
      return `no answer (${answer.shape})`;
    case 'rate-limited':
      return 'asked too often';
    case 'answered':
      return `answered ${answer.status}`;
  }
}
