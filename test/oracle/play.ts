/**
 * Plays a hand-made tape and a list of requests through the oracle and writes what happened, one short line an event:
 * `time order what`. Defaults are the scenario's own (back, pool, remember, guard, settle 1 ms, ignore, last).
 */
import type { ClientOrderId, OrderTerms } from '../../src/core/order/order.js';
import type { VenueArrival } from '../../src/core/order/truth.js';
import type { EpochMicros, Lots, Micros, Side, Ticks } from '../../src/core/ground/units.js';
import type { TapeScale } from '../../src/sim/tape/tape.js';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { HaltWindow, VenueProfile } from '../../src/sim/exchange/venue-options.js';
import type { OracleEvent } from './oracle-types.js';
import { runOracle } from './oracle.js';
import { type Instant, ask, bid, snapshotRow, tapeOf } from './tape-builder.js';

/** One request before it has its place in the sequence. */
export type Request = VenueArrival extends infer A
  ? A extends VenueArrival
    ? Omit<A, 'seq'>
    : never
  : never;

interface Play {
  readonly tape: readonly Instant[];
  readonly requests: readonly Request[];
  readonly fill?: Partial<FillOptions>;
  readonly profile?: Partial<VenueProfile>;
  readonly halts?: readonly HaltWindow[];
  readonly scale?: TapeScale;
}

/** The usual book: bids 99, 98, 97 and asks 101, 102, 103, ten lots each. */
export const BOOK: Instant = {
  time: 0,
  rows: [
    snapshotRow,
    ...[99, 98, 97].map((price) => bid(price, 10)),
    ...[101, 102, 103].map((price) => ask(price, 10)),
  ],
};

const DEFAULT_FILL: FillOptions = {
  queue: { kind: 'back' },
  through: 'pool',
  refill: { kind: 'remember' },
  lateDiffs: 'guard',
  settle: 1_000 as Micros,
  hidden: 'ignore',
  top: 'ticker',
  stopTrigger: 'last',
};

export function play({ tape, requests, fill, profile, halts, scale }: Play): string[] {
  const result = runOracle({
    tape: tapeOf(tape, scale),
    rules: {
      fill: { ...DEFAULT_FILL, ...fill },
      profile: {
        stopAlreadyThrough: 'trigger',
        selfTrade: 'none',
        ...profile,
      },
      halts: halts ?? [],
    },
    arrivals: requests.map((request, seq) => ({ ...request, seq })),
    refused: new Set(),
    until: Infinity,
  });
  return result.events.map(lineOf);
}

function lineOf(event: OracleEvent): string {
  const head = `${event.at} ${event.clientOrderId}`;
  if (event.kind === 'executed') {
    return `${head} ${event.quantity} @ ${event.price} ${event.cause}`;
  }
  return 'reason' in event ? `${head} ${event.kind} ${event.reason}` : `${head} ${event.kind}`;
}

type Terms = Partial<Omit<OrderTerms, 'limitPrice' | 'stopPrice' | 'quantity'>> & {
  readonly limit?: number;
  readonly stop?: number;
};

/** A submit, as in `order(1_000, 'a', 'buy 5', { limit: 99 })`: type from the prices given, good till canceled. */
export function order(at: number, id: string, what: string, terms: Terms = {}): Request {
  const { limit, stop, ...rest } = terms;
  const [side, quantity] = what.split(' ');
  return {
    at: at as EpochMicros,
    kind: 'submit',
    clientOrderId: id as ClientOrderId,
    terms: {
      symbol: 'TEST',
      side: side as Side,
      quantity: Number(quantity) as Lots,
      type: typeOf(limit !== undefined, stop !== undefined),
      limitPrice: (limit ?? null) as Ticks | null,
      stopPrice: (stop ?? null) as Ticks | null,
      timeInForce: 'gtc',
      postOnly: false,
      ...rest,
    },
    sentAt: at as EpochMicros,
    validUntil: null,
  };
}

function typeOf(limited: boolean, stopped: boolean): OrderTerms['type'] {
  if (stopped) return limited ? 'stop-limit' : 'stop';
  return limited ? 'limit' : 'market';
}

/** Takes whatever can be had up to `limit`: shows A in a test. */
export const buyAll = (at: number, limit = 103): Request =>
  order(at, 'probe', 'buy 100', { limit, timeInForce: 'ioc' });

export const cancel = (at: number, id: string): Request => ({
  at: at as EpochMicros,
  kind: 'cancel',
  clientOrderId: id as ClientOrderId,
  sentAt: at as EpochMicros,
});

export const replace = (
  at: number,
  id: string,
  to: { readonly id: string; readonly quantity: number; readonly limit?: number },
): Request => ({
  at: at as EpochMicros,
  kind: 'replace',
  clientOrderId: id as ClientOrderId,
  newClientOrderId: to.id as ClientOrderId,
  quantity: to.quantity as Lots,
  limitPrice: (to.limit ?? null) as Ticks | null,
  sentAt: at as EpochMicros,
});
