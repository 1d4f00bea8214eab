/**
 * Two time lines, where the engine's clock is wrong (F:CLK1 to F:CLK4): the audit judges by true time, in which the venue's ledger
 * is, and asks what the engine's clock showed wherever the engine is held to its own times. Null where there is but one.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { VenueArrival } from '../../core/order/truth.js';
import type { OrderEntry } from '../../core/order/venue-message.js';

export interface AuditTimes {
  /** True time. */
  now(): EpochMicros;
  /** What the engine's clock showed at a true time. */
  readonly shownAt: (at: EpochMicros) => EpochMicros;
  /** The first true time from `notBefore` on at which it showed as much. */
  readonly reachedAt: (shown: EpochMicros, notBefore: EpochMicros) => EpochMicros;
}

/** When an input was truly decided on: now, or before its disk took its time (F:DSK9). Mutable, owned by the auditor. */
export class TrueDecisions {
  readonly #times: AuditTimes | null;
  #last = 0 as EpochMicros;

  constructor(times: AuditTimes | null) {
    this.#times = times;
  }

  /** Of an input that is durable now, by what its own time is. */
  at(own: EpochMicros): EpochMicros {
    if (this.#times === null) return own;
    const now = this.#times.now();
    const isNow = this.#times.shownAt(now) === own;
    this.#last = isNow ? now : this.#times.reachedAt(own, this.#last);
    return this.#last;
  }
}

/** Requests carry the client's time: when they truly left. Mutable, owned by the auditor. */
export class TrueDepartures {
  readonly #times: AuditTimes | null;
  readonly #left = new Map<string, EpochMicros>();

  constructor(times: AuditTimes | null) {
    this.#times = times;
  }

  /** It leaves now. */
  leaving(request: OrderEntry): OrderEntry {
    if (this.#times === null) return request;
    const sentAt = this.#times.now();
    this.#left.set(keyOf(request), sentAt);
    return { ...request, sentAt };
  }

  arrived(arrival: VenueArrival): VenueArrival {
    const sentAt = this.#times === null ? undefined : this.#left.get(keyOf(arrival));
    return sentAt === undefined ? arrival : { ...arrival, sentAt };
  }
}

const keyOf = ({ kind, clientOrderId, sentAt }: OrderEntry | VenueArrival): string =>
  `${kind} ${clientOrderId} ${sentAt}`;
