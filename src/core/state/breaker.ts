/** RSK-2: what trips the breaker, and what is counted for it. Types and defaults only. */
import type { ClientOrderId } from '../order/order.js';
import { type EpochMicros, type Micros, seconds } from '../ground/units.js';

export interface BreakerConfig {
  /** What a loss is a share of, decimal text in quote currency; null = losses are not watched. */
  readonly equity: string | null;
  /** Loss of a day. */
  readonly drawdownBps: number;
  /** Share of failed calls within `callWindow`, from `callsLeast` calls on. */
  readonly callErrorsBps: number;
  readonly callsLeast: number;
  readonly callWindow: Micros;
  /** Orders refused one after the other. */
  readonly rejects: number;
  /** Age of market data. */
  readonly dataAge: Micros;
  readonly coolDown: Micros;
}

export const DEFAULT_BREAKER: BreakerConfig = {
  equity: null,
  drawdownBps: 200,
  callErrorsBps: 2_000,
  callsLeast: 20,
  callWindow: seconds(60),
  rejects: 5,
  dataAge: seconds(60),
  coolDown: seconds(300),
};

export interface Breaker {
  readonly state: 'closed' | 'tripped' | 'half-open';
  readonly reason: string;
  /** When it has cooled down; left out = an operator resets it. */
  readonly until?: EpochMicros;
  /** Half-open: the one order that may be in flight. */
  readonly probe?: ClientOrderId;
}

/** Calls that ended in one second. */
export interface CallCount {
  readonly second: number;
  readonly calls: number;
  readonly failed: number;
}

/** Counted since the breaker last changed. */
export interface CallRecord {
  /** Oldest first; at most a window of them. */
  readonly perSecond: readonly CallCount[];
  readonly rejects: number;
}

/** From the account's first order on. */
export interface AccountWatch {
  readonly since: EpochMicros;
  /** UTC days since the epoch, and what had been won or lost when this one began: decimal text in quote currency. */
  readonly day: number;
  readonly result: string;
}
