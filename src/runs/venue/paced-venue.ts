/**
 * The simulated venue of a scenario for clients in other processes: the exchange, markets, faults and links of a simulation on a
 * virtual clock that follows a clock of this machine. Its ports are those of the simulated client, so whatever the link does to a
 * client happens here; what the socket adds comes on top. It has one account or several, each with a link and faults of its own.
 *
 * Invariants: 1. It has come as far as it was last asked to, and never further than the machine's clock. 2. It goes on whether or
 * not anybody is connected. 3. What an account is asked, told and does to the book reaches the others by the book alone.
 */
import type { Clock } from '../../core/ground/clock.js';
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { Broker, MarketFeed } from '../../core/ports.js';
import { type Greeting, PORT_PROTOCOL } from '../../live/port/frames.js';
import { VirtualClock } from '../../sim/clock/virtual-clock.js';
import type { FaultSpec, FaultState } from '../../sim/fault/fault-set.js';
import { Switchboard } from '../../sim/fault/switchboard.js';
import { type L2Listing, L2Venue } from '../../sim/market/l2/l2-venue.js';
import type { Tape } from '../../sim/tape/tape.js';
import type { SimulationPlan } from '../simulation-plan.js';
import {
  type AccountLine,
  type OpenedAccount,
  PacedAccount,
  accountLine,
} from './paced-account.js';

/** Markets that are still going on. */
export interface OngoingMarkets {
  /**
   * What the tapes of the plan go on with up to `until`, in its order; null = with nothing. Nothing of that time comes any more.
   * Never throws.
   */
  piecesUntil(until: EpochMicros): readonly (Tape | null)[];
}

export interface Pace {
  readonly clock: Clock;
  /** How fast its time passes. */
  readonly speed: number;
  /** Null or left out where the tapes of the plan are whole. */
  readonly ongoing?: OngoingMarkets | null;
}

export interface SwitchedFault extends FaultState {
  /** As the scenario says it, durations in microseconds. */
  readonly values: FaultSpec['values'];
  readonly isOn: boolean;
}

export class PacedVenue {
  /** At least one. */
  readonly accounts: readonly PacedAccount[];
  readonly symbols: readonly string[];
  readonly #plan: SimulationPlan;
  readonly #pace: Pace;
  readonly #clock: VirtualClock;
  readonly #venue: L2Venue;
  readonly #switchboard = new Switchboard();

  /** `plan`: without faults that act in the client's process (`client-faults.ts`). `accounts`: that of the plan when left out. */
  constructor(
    plan: SimulationPlan,
    pace: Pace,
    accounts: readonly OpenedAccount[] = [ownOf(plan)],
  ) {
    this.#plan = plan;
    this.#pace = pace;
    const clock = (this.#clock = new VirtualClock(plan.start));
    const made = { clock, switchboard: this.#switchboard };
    const lines = accounts.map((account) => accountLine(plan, account, made));
    const [own, ...beside] = lines.map(({ setup }) => setup);
    invariant(own !== undefined, 'a venue without an account');
    const venue = new L2Venue({ listings: listingsOf(plan, lines), ...own, beside });
    this.#venue = venue;
    const exchanges = [venue, ...venue.beside];
    this.accounts = lines.map(
      (line, place) => new PacedAccount(plan, line, { clock, exchange: exchanges[place] ?? venue }),
    );
    this.symbols = plan.markets.map(({ instrument }) => instrument.symbol);
  }

  /** The first account, for whoever speaks to one alone. */
  get #first(): PacedAccount {
    const [first] = this.accounts;
    invariant(first !== undefined, 'a venue without an account');
    return first;
  }

  get broker(): Broker {
    return this.#first.broker;
  }

  get feed(): MarketFeed {
    return this.#first.feed;
  }

  get truth(): TruthLedger {
    return this.#first.truth;
  }

  clientRestarts(): void {
    this.#first.clientRestarts();
  }

  /** In the order of the scenario; how often each acted, over all accounts. */
  faultStates(): readonly SwitchedFault[] {
    const states = this.accounts.map((account) => account.faultStates());
    return this.#first.faultStates().map((state, place) => {
      const own = states.flatMap((of) => of[place] ?? []);
      return {
        ...state,
        isActive: own.some(({ isActive }) => isActive),
        acts: own.reduce((sum, { acts }) => sum + acts, 0),
        values: this.#plan.faults[place]?.values ?? {},
        isOn: this.#switchboard.isOn(place),
      };
    });
  }

  /** For all accounts. False: there is no such fault, or no switch reaches it. */
  turnFault(place: number, on: boolean): boolean {
    const state = this.#first.faultStates()[place];
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
    this.#pace.ongoing?.piecesUntil(target).forEach((piece, listing) => {
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
}

const ownOf = ({ venue, seed }: SimulationPlan): OpenedAccount => ({
  options: venue.account,
  seed,
});

/** Halts are the market's, and alike for all. */
function listingsOf(
  { markets }: SimulationPlan,
  lines: readonly AccountLine[],
): readonly L2Listing[] {
  return markets.map(({ instrument, tape, fill }) => {
    const { symbol } = instrument;
    const halts = lines[0]?.faults.haltsOf(symbol) ?? [];
    const quotes = lines.map(({ link }) => link.quotesOf(symbol));
    return { instrument, tape, fill, halts, quotes };
  });
}
