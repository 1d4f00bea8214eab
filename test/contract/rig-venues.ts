/** Venues to put a broker of the contract before, how far away they are, and a link that loses and holds what a rig asks it to. */
import { PLAIN_VENUE } from '../support/plain-venue.js';
import { type VenueRequest } from '../../src/core/order/venue-message.js';
import type { OrderTerms } from '../../src/core/order/order.js';
import {
  type EpochMicros,
  type Micros,
  epochMicros,
  micros,
  millis,
  seconds,
} from '../../src/core/ground/units.js';
import type { LinkFault } from '../../src/sim/fault/link-fault.js';
import type { LinkLatencySpec } from '../../src/sim/link/link-latency.js';
import type { ReportListener } from '../../src/sim/exchange/venue-port.js';
import { L2Venue } from '../../src/sim/market/l2/l2-venue.js';
import type { DeskVenue } from '../../src/sim/link/venue-desk.js';
import { ask, bid, snapshotRow, tapeOf } from '../oracle/tape-builder.js';
import { FILL } from '../sim/exchange/venue-rig.js';
import type { BrokerRig } from './broker-rig.js';
import { MARKETABLE, RESTING, SCRIPTED_INSTRUMENT, ScriptedVenue } from './scripted-venue.js';

export const START = epochMicros(1_700_000_000_000_000);
export const TIMEOUT = seconds(5);
/** Longer than the timeout: what was held has happened, and what was lost has been given up. */
export const SETTLE = seconds(6);

const constant = (latency: Micros): { readonly kind: 'constant'; readonly latency: Micros } => ({
  kind: 'constant',
  latency,
});

const latencyOf = (ack: Micros, stream: Micros): LinkLatencySpec => ({
  feed: constant(millis(5)),
  submit: constant(millis(20)),
  ack: constant(ack),
  query: constant(millis(30)),
  stream: constant(stream),
});

/** What a rig can ask of a link, as a fault like any other. */
export class RigFault implements LinkFault {
  readonly wire: VenueRequest[] = [];
  losing = false;
  holding = false;
  readonly #lost = new Set<unknown>();

  activations(): number {
    return this.#lost.size;
  }

  spans(): readonly [] {
    return [];
  }

  readonly requestLeaves: NonNullable<LinkFault['requestLeaves']> = ({ request }) => {
    this.wire.push(request);
    if (this.losing) this.#lost.add(request);
    if (!this.holding || request.kind !== 'submit') return null;
    this.holding = false;
    return { kind: 'forward', copies: [{ request, delay: seconds(1) }] };
  };

  readonly replyLeaves: NonNullable<LinkFault['replyLeaves']> = ({ request }) =>
    this.#lost.has(request) ? { kind: 'lost', shape: 'timeout' } : null;
}

/** A venue for a rig, and what the rig needs of it. */
interface RigVenue {
  readonly desk: DeskVenue;
  readonly marketable: OrderTerms;
  readonly resting: OrderTerms;
  arrivals(): BrokerRigArrivals;
  /** The venue's market goes on to `at`. */
  advance(at: EpochMicros): void;
}
type BrokerRigArrivals = ReturnType<BrokerRig['arrivals']>;
export type MakeVenue = (listener: ReportListener) => RigVenue;

export const scripted: MakeVenue = (listener) => {
  const desk = new ScriptedVenue(listener);
  return {
    desk,
    marketable: MARKETABLE,
    resting: RESTING,
    arrivals: () => desk.arrivals,
    advance: () => undefined,
  };
};

/** The venue of the simulator, on a market that stands still. */
export const simulated: MakeVenue = (listener) => {
  const rows = [snapshotRow, bid(9_999, 1_000), ask(10_000, 1_000)];
  const desk = new L2Venue({
    listings: [
      {
        instrument: { ...SCRIPTED_INSTRUMENT, symbol: 'TEST' },
        tape: tapeOf([{ time: START - 1, rows }]),
        fill: FILL,
        halts: [],
        quotes: [],
      },
    ],
    listener,
    options: PLAIN_VENUE,
  });
  return {
    desk,
    marketable: { ...MARKETABLE, symbol: 'TEST' },
    resting: { ...RESTING, symbol: 'TEST' },
    arrivals: () => desk.truth.arrivals,
    advance: (at) => {
      while (desk.advance(at) < at);
    },
  };
};

const NONE = constant(micros(0));
const DRAWN = { kind: 'lognormal', median: millis(20), sigma: 1 } as const;
export const LATENCIES: readonly (readonly [string, LinkLatencySpec])[] = [
  ['answer before report', latencyOf(millis(5), millis(40))],
  ['report before answer', latencyOf(millis(40), millis(5))],
  ['no latency', { feed: NONE, submit: NONE, ack: NONE, query: NONE, stream: NONE }],
  ['drawn', { feed: DRAWN, submit: DRAWN, cancel: DRAWN, ack: DRAWN, query: DRAWN, stream: DRAWN }],
];
