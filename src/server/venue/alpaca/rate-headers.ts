/**
 * The headers by which Alpaca tells a client how much it may still ask: requests of this minute of the wall clock are counted against its
 * published 200. Nothing is refused for it: when the venue refuses is its scenario's business. Mutable, one a venue.
 */
import {
  type EpochMicros,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
} from '../../../core/ground/units.js';

const PER_MINUTE = 200;

export class RateHeaders {
  #minute = -1;
  #taken = 0;

  /** Of the reply to a request that came at `wall`. */
  next(wall: EpochMicros): Readonly<Record<string, string>> {
    const minute = Math.floor(wall / MICROS_PER_MINUTE);
    if (minute !== this.#minute) this.#taken = 0;
    this.#minute = minute;
    this.#taken += 1;
    return {
      'X-RateLimit-Limit': `${PER_MINUTE}`,
      'X-RateLimit-Remaining': `${Math.max(0, PER_MINUTE - this.#taken)}`,
      'X-RateLimit-Reset': `${((minute + 1) * MICROS_PER_MINUTE) / MICROS_PER_SECOND}`,
    };
  }
}
