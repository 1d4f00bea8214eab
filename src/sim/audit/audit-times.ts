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
