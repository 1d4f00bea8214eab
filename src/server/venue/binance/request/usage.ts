/**
 * What a client has used of the venue's limits, as it is told with every answer: request weight of the minute, orders of ten seconds and of
 * the day, all by the wall clock. It only counts: whether the venue refuses to look at a request is for the scenario to say (`rate-limit`).
 * Mutable, one an account: those at one address count the weight together.
 */
import { Refusal } from '../words/refusal.js';

/** One limit of orders, and the header that tells how far it is used. */
export interface OrderLimit {
  readonly interval: 'SECOND' | 'MINUTE' | 'DAY';
  readonly intervalNum: number;
  readonly limit: number;
  readonly header: string;
}

export interface Limits {
  readonly weightPerMinute: number;
  readonly orders: readonly OrderLimit[];
  readonly rawPerFiveMinutes: number | null;
  /** What a client is told that has used too much, and one that went on in spite of it. */
  readonly tooMuch: (weightPerMinute: number) => string;
  readonly banned: (untilMs: number) => string;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const LENGTH_MS: Readonly<Record<OrderLimit['interval'], number>> = {
  SECOND: SECOND_MS,
  MINUTE: MINUTE_MS,
  DAY: 86_400_000,
};

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
  readonly limits: Limits;
  readonly #weight: Count;
  readonly #orders: readonly { readonly of: OrderLimit; readonly count: Count }[];
  /** A client that was refused was told to stay away until then. */
  #awayUntilMs = 0;
  #toldAtMs = Infinity;

  constructor(limits: Limits, weight = new Count(MINUTE_MS)) {
    this.limits = limits;
    this.#weight = weight;
    this.#orders = limits.orders.map((of) => ({
      of,
      count: new Count(LENGTH_MS[of.interval] * of.intervalNum),
    }));
  }

  /** Of another account at the same address. */
  beside(): Usage {
    return new Usage(this.limits, this.#weight);
  }

  weigh(weight: number, nowMs: number): void {
    this.#weight.add(weight, nowMs);
  }

  /** The account has one order more. */
  ordered(nowMs: number): void {
    for (const { count } of this.#orders) count.add(1, nowMs);
  }

  /** `withOrders`: of an order that was taken. */
  headers(nowMs: number, withOrders: boolean): Readonly<Record<string, string>> {
    const weight = { 'X-MBX-USED-WEIGHT-1M': String(this.#weight.add(0, nowMs)) };
    if (!withOrders) return weight;
    const headers: Record<string, string> = { ...weight };
    for (const { of, count } of this.#orders) headers[of.header] = String(count.add(0, nowMs));
    return headers;
  }

  rows(nowMs: number, withOrders: boolean): readonly RateLimitRow[] {
    const weight: RateLimitRow = {
      ...({ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1 } as const),
      ...{ limit: this.limits.weightPerMinute, count: this.#weight.add(0, nowMs) },
    };
    return withOrders ? [...this.orderRows(nowMs), weight] : [weight];
  }

  orderRows(nowMs: number): readonly RateLimitRow[] {
    return this.#orders.map(({ of: { interval, intervalNum, limit }, count }) => ({
      ...{ rateLimitType: 'ORDERS', interval, intervalNum, limit },
      count: count.add(0, nowMs),
    }));
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
    const { banned, tooMuch, weightPerMinute } = this.limits;
    const msg = isBanned ? banned(retryAfterMs) : tooMuch(weightPerMinute);
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

/** As the rules of an exchange list its limits. */
export function limitWords({
  weightPerMinute,
  orders,
  rawPerFiveMinutes,
}: Limits): readonly object[] {
  const row = (
    rateLimitType: string,
    interval: string,
    intervalNum: number,
    limit: number,
  ): object => ({
    ...{ rateLimitType, interval, intervalNum, limit },
  });
  return [
    row('REQUEST_WEIGHT', 'MINUTE', 1, weightPerMinute),
    ...orders.map(({ interval, intervalNum, limit }) =>
      row('ORDERS', interval, intervalNum, limit),
    ),
    ...(rawPerFiveMinutes === null ? [] : [row('RAW_REQUESTS', 'MINUTE', 5, rawPerFiveMinutes)]),
  ];
}
