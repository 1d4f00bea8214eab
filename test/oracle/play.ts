/**
 * Plays a hand-made tape and a list of requests through the oracle and writes what happened, one short line an event:
 * `time order what`. Defaults are the scenario's own (back, pool, remember, guard, settle 1 ms, ignore, last).
 */
import type { ClientOrderId, OrderTerms } from '../../src/core/order/order.js';
import type { VenueArrival } from '../../src/core/truth.js';
import type { EpochMicros, Lots, Micros, Side, Ticks } from '../../src/core/units.js';
import type { TapeScale } from '../../src/sim/tape/tape.js';
import type { FillOptions, HaltWindow, VenueProfile } from '../../src/sim/venue/venue-options.js';
import type { OracleEvent } from './oracle-types.js';
import { runOracle } from './oracle.js';
import { type Instant, tapeOf } from './tape-builder.js';

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

export const DEFAULT_FILL: FillOptions = {
  queue: { kind: 'back' },
  through: 'pool',
  refill: { kind: 'remember' },
  lateDiffs: 'guard',
  settle: 1_000 as Micros,
  hidden: 'ignore',
  stopTrigger: 'last',
};

export function play({ tape, requests, fill, profile, halts, scale }: Play): string[] {
  const result = runOracle({
    tape: tapeOf(tape, scale),
    rules: {
      fill: { ...DEFAULT_FILL, ...fill },
      profile: { stopAlreadyThrough: 'trigger', newOrdersInHalt: 'refuse', ...profile },
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

/** A submit: type from the prices given, good till canceled. */
export function order(
  at: number,
  id: string,
  side: Side,
  quantity: number,
  terms: Terms = {},
): Request {
  const { limit, stop, ...rest } = terms;
  const priced = limit !== undefined;
  const type = stop === undefined ? (priced ? 'limit' : 'market') : priced ? 'stop-limit' : 'stop';
  return {
    at: at as EpochMicros,
    kind: 'submit',
    clientOrderId: id as ClientOrderId,
    terms: {
      symbol: 'TEST',
      side,
      quantity: quantity as Lots,
      type,
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
