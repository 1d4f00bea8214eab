/**
 * The simulated venue of a scenario for a client in another process: the exchange, markets, faults and link of a simulation on a
 * virtual clock that follows a clock of this machine. Its ports are those of the simulated client, so whatever the link does to a
 * client happens here; what the socket adds comes on top.
 *
 * Invariants: 1. It has come as far as it was last asked to, and never further than the machine's clock. 2. It goes on whether or
 * not anybody is connected.
 */
import type { Clock } from '../../core/ground/clock.js';
import { InvariantError } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { FaultRecord } from '../../core/order/fault-record.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { Broker, MarketFeed } from '../../core/ports.js';
import { type Greeting, PORT_PROTOCOL } from '../../live/port/frames.js';
import { VirtualClock } from '../../sim/clock/virtual-clock.js';
import {
  type FaultSet,
  type FaultSpec,
  type FaultState,
  buildFaults,
} from '../../sim/fault/fault-set.js';
import { type ClientHands, FaultStage } from '../../sim/fault/fault-stage.js';
import type { StreamEnd, StreamGap } from '../../sim/fault/link-fault.js';
import { Switchboard } from '../../sim/fault/switchboard.js';
import type { LinkReply } from '../../sim/link/messages.js';
import type { RequestLine } from '../../sim/link/request-line.js';
import type { SimLink } from '../../sim/link/sim-link.js';
import type { L2Venue } from '../../sim/market/l2/l2-venue.js';
import type { Tape } from '../../sim/tape/tape.js';
import { connectVenue, firstSymbolOf } from '../connect-venue.js';
import type { SimulationPlan } from '../simulation-plan.js';

export interface Pace {
  readonly clock: Clock;
  /** How fast its time passes. */
  readonly speed: number;
}

/** Markets that are still going on. */
export interface OngoingMarkets {
  /**
   * What the tapes of the plan go on with up to `until`, in its order; null = with nothing. Nothing of that time comes any more.
   * Never throws.
   */
  piecesUntil(until: EpochMicros): readonly (Tape | null)[];
}

export interface SwitchedFault extends FaultState {
  /** As the scenario says it, durations in microseconds. */
  readonly values: FaultSpec['values'];
  readonly isOn: boolean;
}

export class PacedVenue {
  readonly broker: Broker;
  readonly feed: MarketFeed;
  readonly symbols: readonly string[];
  readonly #plan: SimulationPlan;
  readonly #pace: Pace;
  readonly #ongoing: OngoingMarkets | null;
  readonly #clock: VirtualClock;
  readonly #venue: L2Venue;
  readonly #link: SimLink;
  readonly #line: RequestLine;
  readonly #gaps: StreamGap[] = [];
  readonly #faults: FaultSet;
  readonly #switchboard = new Switchboard();

  /** `plan`: without faults that act in the client's process (`client-faults.ts`); `ongoing`: null where its tapes are whole. */
  constructor(plan: SimulationPlan, pace: Pace, ongoing: OngoingMarkets | null = null) {
    const { seed, start } = plan;
    this.#plan = plan;
    this.#pace = pace;
    this.#ongoing = ongoing;
    this.#clock = new VirtualClock(start);
    const stage = new FaultStage();
    const firstSymbol = firstSymbolOf(plan);
    const switchboard = this.#switchboard;
    const faults = buildFaults(plan.faults, { seed, start, stage, firstSymbol, switchboard });
    this.#faults = faults;
    faults.onStreamNews((gap) => this.#gaps.push(gap));
    const onDeparture = (): void => undefined;
    const made = { clock: this.#clock, faults, earlier: undefined, onDeparture };
    const { venue, link } = connectVenue(plan, made);
    this.#venue = venue;
    this.#link = link;
    ({ broker: this.broker, feed: this.feed, line: this.#line } = link.connect(venue));
    this.symbols = plan.markets.map(({ instrument }) => instrument.symbol);
    stage.connect(this.#clock, venue);
    stage.connectClient(outOfReach(plan));
    faults.runBegins();
  }

  /** A request in the venue's own words; `heard` is called once, while it catches up. */
  ask(request: VenueRequest, heard: (reply: LinkReply) => void): void {
    this.#line.send(request, heard);
  }

  /** What the account and the book are, whatever the link makes of it. */
  get exchange(): Pick<
    L2Venue,
    'cash' | 'positions' | 'futures' | 'fundings' | 'feesCharged' | 'depth'
  > {
    return this.#venue;
  }

  get truth(): TruthLedger {
    return this.#venue.truth;
  }

  /** How the order stream is gone now; null = it is there, or nobody could know. */
  streamEnd(): StreamEnd | null {
    const now = this.#clock.now();
    return this.#gaps.find(({ downAt, upAt }) => now >= downAt && now < upAt)?.end ?? null;
  }

  /** What they did so far. */
  faultRecord(): FaultRecord {
    return this.#faults.record(this.#clock.now());
  }

  /** In the order of the scenario. */
  faultStates(): readonly SwitchedFault[] {
    return this.#faults.states(this.#clock.now()).map((state, place) => ({
      ...state,
      values: this.#plan.faults[place]?.values ?? {},
      isOn: this.#switchboard.isOn(place),
    }));
  }

  /** False: there is no such fault, or no switch reaches it. */
  turnFault(place: number, on: boolean): boolean {
    const state = this.#faults.states(this.#clock.now())[place];
    if (state?.canSwitch !== true) return false;
    this.#switchboard.turn(place, on);
    return true;
  }

  greeting(): Greeting {
    return {
      kind: 'greeting',
      protocol: PORT_PROTOCOL,
      now: this.#pace.clock.now(),
      speed: this.#pace.speed,
      start: this.#plan.start,
      instruments: this.#plan.markets.map(({ instrument }) => instrument),
    };
  }

  now(): EpochMicros {
    return this.#clock.now();
  }

  /** When something is due next; null = nothing is. */
  get nextAt(): EpochMicros | null {
    return this.#clock.peekTime();
  }

  catchUp(): void {
    const target = this.#pace.clock.now();
    this.#ongoing?.piecesUntil(target).forEach((piece, listing) => {
      if (piece !== null) this.#venue.goOn(listing, piece);
    });
    for (;;) {
      const next = this.#clock.peekTime();
      const until = next === null || next > target ? target : next;
      // A report on the way is on the clock now, maybe before `next`.
      if (this.#venue.advance(until) < until) continue;
      if (next === null || next > target) break;
      this.#clock.runOne();
    }
    this.#clock.advanceTo(target);
  }

  clientRestarts(): void {
    this.#link.clientRestarts();
  }
}

/** Nobody here stands before the client. */
function outOfReach({ signals = [] }: SimulationPlan): ClientHands {
  const refuse = (): never => {
    throw new InvariantError('a fault acts in the process of a client that is elsewhere');
  };
  return { operate: refuse, signal: refuse, limits: null, signals };
}
