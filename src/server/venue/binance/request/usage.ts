/**
 * What a client has used of the venue's limits, as it is told with every answer: request weight of the minute, orders of ten seconds and of
 * the day, all by the wall clock. It only counts: whether the venue refuses to look at a request is for the scenario to say (`rate-limit`).
 * Mutable, one a dialect: one address, one account.
 */
import { Refusal } from '../words/refusal.js';

export const LIMITS = {
  weightPerMinute: 6_000,
  ordersPerTenSeconds: 100,
  ordersPerDay: 200_000,
  rawPerFiveMinutes: 61_000,
} as const;

const SECOND_MS = 1_000;
const TEN_SECONDS_MS = 10_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Counts from the beginning of each interval of the clock. */
class Count {
  readonly #lengthMs: number;
  #interval = -1;
  #count = 0;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  add(amount: number, nowMs: number): number {
    const interval = Math.floor(nowMs / this.#lengthMs);
    if (interval !== this.#interval) this.#count = 0;
    this.#interval = interval;
    this.#count += amount;
    return this.#count;
  }
}

export interface RateLimitRow {
  readonly rateLimitType: 'REQUEST_WEIGHT' | 'ORDERS';
  readonly interval: 'SECOND' | 'MINUTE' | 'DAY';
  readonly intervalNum: number;
  readonly limit: number;
  readonly count: number;
}

export class Usage {
  readonly #weight = new Count(MINUTE_MS);
  readonly #orders = new Count(TEN_SECONDS_MS);
  readonly #ordersOfDay = new Count(DAY_MS);
  /** A client that was refused was told to stay away until then. */
  #awayUntilMs = 0;
  #toldAtMs = Infinity;

  weigh(weight: number, nowMs: number): void {
    this.#weight.add(weight, nowMs);
  }

  /** The account has one order more. */
  ordered(nowMs: number): void {
    this.#orders.add(1, nowMs);
    this.#ordersOfDay.add(1, nowMs);
  }

  /** `withOrders`: of an order that was taken. */
  headers(nowMs: number, withOrders: boolean): Readonly<Record<string, string>> {
    const weight = { 'X-MBX-USED-WEIGHT-1M': String(this.#weight.add(0, nowMs)) };
    if (!withOrders) return weight;
    return {
      ...weight,
      'X-MBX-ORDER-COUNT-10S': String(this.#orders.add(0, nowMs)),
      'X-MBX-ORDER-COUNT-1D': String(this.#ordersOfDay.add(0, nowMs)),
    };
  }

  rows(nowMs: number, withOrders: boolean): readonly RateLimitRow[] {
    const weight: RateLimitRow = {
      ...({ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1 } as const),
      ...{ limit: LIMITS.weightPerMinute, count: this.#weight.add(0, nowMs) },
    };
    return withOrders ? [...this.orderRows(nowMs), weight] : [weight];
  }

  orderRows(nowMs: number): readonly RateLimitRow[] {
    return [
      {
        ...{ rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10 },
        ...{ limit: LIMITS.ordersPerTenSeconds, count: this.#orders.add(0, nowMs) },
      },
      {
        ...{ rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1 },
        ...{ limit: LIMITS.ordersPerDay, count: this.#ordersOfDay.add(0, nowMs) },
      },
    ];
  }

  /**
   * The venue refuses to look at requests for `waitMs` from now on. Whoever came back before the time he was told is banned (418); the
   * header is in whole seconds, rounded up.
   */
  limited(receivedMs: number, nowMs: number, waitMs: number): Refusal {
    const isBanned = receivedMs >= this.#toldAtMs && receivedMs < this.#awayUntilMs;
    const retryAfterMs = nowMs + waitMs;
    if (!isBanned) this.#toldAtMs = nowMs;
    this.#awayUntilMs = retryAfterMs;
    const msg = isBanned
      ? `Way too much request weight used; IP banned until ${retryAfterMs}. Please use WebSocket Streams for live updates to avoid bans.`
      : `Too much request weight used; current limit is ${LIMITS.weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
    return new Refusal({
      status: isBanned ? 418 : 429,
      code: -1003,
      msg,
      away: {
        seconds: Math.max(1, Math.ceil(waitMs / SECOND_MS)),
        until: { serverTime: nowMs, retryAfter: retryAfterMs },
      },
    });
  }
}
