/** What differs between the markets of Binance: limits, words of refusal, and what is asked and told where. Types only. */
import type { Desk } from './desk.js';
import type { Routes } from './operations/operation.js';
import type { Limits } from './request/usage.js';
import type { StreamTable } from './streams/source.js';
import type { EventsOf } from './streams/user-data.js';
import type { Refusals } from './words/refused-by-venue.js';

export interface Product {
  readonly limits: Limits;
  readonly refusals: Refusals;
  /** Of one venue, which its desk is of. */
  readonly speaks: (desk: Desk) => Speech;
}

export interface Speech {
  readonly routes: Routes;
  readonly streams: StreamTable;
  readonly eventsOf: EventsOf;
  /** What the account hears beside its reports, asked for whenever the venue has come further. */
  readonly news: () => readonly object[];
  readonly sockets: SocketPlaces;
}

export interface SocketPlaces {
  /** Where the market streams begin; its first group is `ws` or `stream`. */
  readonly streams: RegExp;
  /** Parameters of an address that name streams, or listen keys. */
  readonly params: readonly string[];
  /** Of the WebSocket API; null = there is none. */
  readonly api: string | null;
}
