/**
 * Plays a generated case through a venue: the recorded market up to each request's instant, then the request. Unless the
 * case has an account of its own, a rich one without fees, so that nothing but the fill rules refuses an order.
 */
import type { Instrument } from '../../src/core/ground/instrument.js';
import type { TruthLedger, VenueArrival } from '../../src/core/order/truth.js';
import type { EpochMicros, Micros } from '../../src/core/ground/units.js';
import type { RejectCode, SimulatedVenue } from '../../src/sim/exchange/venue-port.js';
import type { L2Setup } from '../../src/sim/market/l2/l2-venue.js';
import type { OracleOptions } from './check.js';
import { accountRules } from './account-rules.js';
import type { GeneratedCase } from './generated-case.js';
import { RICH } from './small-account.js';

export type MakeVenue = (setup: L2Setup) => SimulatedVenue;

/** Refusals the oracle works out for itself; any other it takes over from the venue. */
const CODES: readonly RejectCode[] = [
  'not-open',
  'halted',
  'invalid-order',
  'insufficient-balance',
  'post-only-would-take',
  'stop-already-through',
  'order-not-found',
  'order-filled',
  'order-canceled',
  'order-expired',
  'order-replaced',
];
export const RULE_CODES: ReadonlySet<string> = new Set(CODES);

export const oracleOptionsOf = (one: GeneratedCase): OracleOptions => ({
  fill: one.options,
  profile: one.profile,
  halts: one.halts,
  account: accountRules(one.funds ?? RICH, INSTRUMENT, one.tape),
  ruleCodes: RULE_CODES,
});

const INSTRUMENT: Instrument = {
  symbol: 'TEST',
  tickSize: '1',
  lotSize: '1',
  minNotional: '0',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'TEST',
  quoteAsset: 'USD',
};

const setupOf = (one: GeneratedCase): L2Setup => ({
  listings: [
    { instrument: INSTRUMENT, tape: one.tape, fill: one.options, halts: one.halts, quotes: [] },
  ],
  listener: { onReport: () => undefined },
  options: {
    profile: one.profile,
    ...(one.funds ?? RICH),
    idempotency: 'forever',
    validFor: null,
    visibilityLag: 0 as Micros,
  },
});

export function ledgerOf(makeVenue: MakeVenue, one: GeneratedCase): TruthLedger {
  const venue = makeVenue(setupOf(one));
  for (const arrival of one.arrivals) {
    advanceTo(venue, arrival.at);
    send(venue, arrival);
  }
  advanceTo(venue, endOf(one));
  return venue.truth;
}

function advanceTo(venue: SimulatedVenue, at: EpochMicros): void {
  while (venue.advance(at) < at);
}

function send(venue: SimulatedVenue, arrival: VenueArrival): void {
  switch (arrival.kind) {
    case 'submit':
      venue.submit(arrival, arrival.at);
      break;
    case 'cancel':
      venue.cancel(arrival, arrival.at);
      break;
    case 'replace':
      venue.replace(arrival, arrival.at);
      break;
  }
}

function endOf({ tape, arrivals, halts }: GeneratedCase): EpochMicros {
  const last = tape.time[tape.rows - 1] ?? 0;
  return Math.max(
    last,
    tape.top?.time.at(-1) ?? 0,
    ...arrivals.map((one) => one.at),
    ...halts.map((halt) => halt.to),
  ) as EpochMicros;
}
