/**
 * Counts the requests of one client: by kind, for the report's calls, and by key, for what a fault draws. Whoever takes
 * requests in keeps one, the simulated link or a wire server. Mutable on purpose, one owner.
 */
import type { VenueRequest } from '../../core/order/venue-message.js';
import { keyOf } from './messages.js';

export class RequestCount {
  readonly #byKind = new Map<VenueRequest['kind'], number>();
  readonly #byKey = new Map<string, number>();

  get byKind(): ReadonlyMap<VenueRequest['kind'], number> {
    return this.#byKind;
  }

  /** One more; which of its key it is, counted from 1. */
  next(request: VenueRequest): number {
    oneMore(this.#byKind, request.kind);
    return oneMore(this.#byKey, keyOf(request));
  }
}

function oneMore<K>(counts: Map<K, number>, key: K): number {
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
}
