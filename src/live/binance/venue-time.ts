/**
 * What requests are stamped with: our wall clock in whole milliseconds, put right by how far off it is. For what changes something the core
 * says how far (`clockOffset`); what only looks is signed, too, and goes by what the venue said of its time last. Mutable.
 */
import type { Clock } from '../../core/ground/clock.js';
import {
  type EpochMicros,
  MICROS_PER_MS,
  type Micros,
  plus,
  seconds,
} from '../../core/ground/units.js';
import type { EffectCommand } from '../../core/state/command.js';
import type { Params } from './order-params.js';

/** For how long the venue takes a request where nobody says otherwise; its own default, and its own limit. */
const WINDOW: Micros = seconds(5);
const WINDOW_MOST: Micros = seconds(60);

const NONE = 0 as Micros;

export class VenueTime {
  readonly #clock: Clock;
  #offset: Micros = NONE;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** As far as this adapter knows. */
  now(): EpochMicros {
    return plus(this.#clock.now(), this.#offset);
  }

  /** Milliseconds. */
  stamp(): number {
    return Math.floor(this.now() / MICROS_PER_MS);
  }

  /** The venue showed this at some moment since `askedAt`: what the round trip leaves open counts as nothing, as in the core. */
  told(venueTime: EpochMicros, askedAt: EpochMicros): void {
    const within = Math.ceil((this.#clock.now() - askedAt) / 2);
    const apart = venueTime - askedAt - within;
    this.#offset = Math.abs(apart) > within ? (apart as Micros) : NONE;
  }

  /** What our clock shows. */
  ours(): EpochMicros {
    return this.#clock.now();
  }

  /** `validUntil` is a time of the venue's: rounded so that it takes the request no later. */
  paramsOf(command: EffectCommand): Params {
    const sentAt = plus(this.#clock.now(), command.clockOffset ?? NONE);
    const timestamp = Math.floor(sentAt / MICROS_PER_MS);
    const until = command.kind === 'cancel' ? null : (command.validUntil ?? null);
    const window =
      until === null ? WINDOW : Math.min(until - timestamp * MICROS_PER_MS, WINDOW_MOST);
    const recvWindow = Math.max(Math.floor(window / MICROS_PER_MS), 1);
    return { timestamp: String(timestamp), recvWindow: String(recvWindow) };
  }
}

/** Of what only looks; the time is stamped as it is signed. */
export const LOOKING: Params = { recvWindow: String(WINDOW / MICROS_PER_MS) };
