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

interface Departure {
  /** By the clock of whoever sent it. */
  readonly stamp: EpochMicros;
  readonly at: EpochMicros;
}

/**
 * Requests carry the client's time, and a venue whose clock is wrong takes it for another one (F:CLK6): when they truly left. Mutable, owned by the
 * auditor.
 */
export class TrueDepartures {
  readonly #times: AuditTimes | null;
  readonly #left = new Map<string, Departure[]>();

  constructor(times: AuditTimes | null) {
    this.#times = times;
  }

  /** It leaves now. */
  leaving(request: OrderEntry): OrderEntry {
    const departure = { stamp: request.sentAt, at: this.#times?.now() ?? request.sentAt };
    const key = keyOf(request);
    const before = this.#left.get(key);
    if (before === undefined) this.#left.set(key, [departure]);
    else before.push(departure);
    return departure.at === request.sentAt ? request : { ...request, sentAt: departure.at };
  }

  /** Of those that left under its name, the one whose stamp is nearest: a clock is wrong by less than what lies between two tries. */
  arrived(arrival: VenueArrival): VenueArrival {
    const [first, ...others] = this.#left.get(keyOf(arrival)) ?? [];
    if (first === undefined) return arrival;
    const away = ({ stamp }: Departure): number => Math.abs(stamp - arrival.sentAt);
    const { at } = others.reduce((best, one) => (away(one) < away(best) ? one : best), first);
    return at === arrival.sentAt ? arrival : { ...arrival, sentAt: at };
  }
}

const keyOf = ({ kind, clientOrderId }: OrderEntry | VenueArrival): string =>
  `${kind} ${clientOrderId}`;
