/**
 * One account at a venue that clients of other processes trade at: its own link, its own faults as the scenario has them, and what the
 * exchange is to it. Nothing here is another account's. Made in two steps, since the exchange speaks into the links.
 */
import { InvariantError } from '../../core/ground/invariant.js';
import type { FaultRecord } from '../../core/order/fault-record.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { Broker, MarketFeed } from '../../core/ports.js';
import type { VirtualClock } from '../../sim/clock/virtual-clock.js';
import type { AccountSetup, Exchange } from '../../sim/exchange/exchange.js';
import type { AccountOptions } from '../../sim/exchange/venue-options.js';
import { type FaultSet, type FaultState, buildFaults } from '../../sim/fault/fault-set.js';
import { type ClientHands, FaultStage } from '../../sim/fault/fault-stage.js';
import type { StreamEnd, StreamGap } from '../../sim/fault/link-fault.js';
import type { Switchboard } from '../../sim/fault/switchboard.js';
import type { LinkReply } from '../../sim/link/messages.js';
import type { RequestLine } from '../../sim/link/request-line.js';
import type { SimLink } from '../../sim/link/sim-link.js';
import { firstSymbolOf, linkOf } from '../connect-venue.js';
import type { SimulationPlan } from '../simulation-plan.js';

/** An account as it opens. */
export interface OpenedAccount {
  readonly options: AccountOptions;
  /** Of what chance does to its messages. */
  readonly seed: number;
}

/** The way to the venue, before there is one. */
export interface AccountLine {
  readonly stage: FaultStage;
  readonly faults: FaultSet;
  readonly gaps: readonly StreamGap[];
  readonly link: SimLink;
  readonly setup: AccountSetup;
}

export function accountLine(
  plan: SimulationPlan,
  { options: account, seed }: OpenedAccount,
  { clock, switchboard }: { readonly clock: VirtualClock; readonly switchboard: Switchboard },
): AccountLine {
  const { start } = plan;
  const stage = new FaultStage();
  const firstSymbol = firstSymbolOf(plan);
  const faults = buildFaults(plan.faults, { seed, start, stage, firstSymbol, switchboard });
  const gaps: StreamGap[] = [];
  faults.onStreamNews((gap) => gaps.push(gap));
  const link = linkOf({ ...plan, seed }, { clock, faults });
  const options = { ...plan.venue, account };
  const setup = { options, listener: link.listener, shape: faults.fillShape };
  return { stage, faults, gaps, link, setup };
}

export class PacedAccount {
  readonly broker: Broker;
  readonly feed: MarketFeed;
  /** What the account and the book are, whatever the link makes of it. */
  readonly exchange: Pick<
    Exchange,
    'cash' | 'positions' | 'futures' | 'fundings' | 'feesCharged' | 'depth'
  >;
  readonly truth: TruthLedger;
  readonly #clock: VirtualClock;
  readonly #own: AccountLine;
  readonly #line: RequestLine;

  constructor(
    plan: SimulationPlan,
    own: AccountLine,
    { clock, exchange }: { readonly clock: VirtualClock; readonly exchange: Exchange },
  ) {
    const { link, faults, stage } = own;
    this.#clock = clock;
    this.#own = own;
    this.exchange = exchange;
    this.truth = exchange.truth;
    faults.onHalt((symbol, window) => exchange.addHalt(symbol, window));
    ({ broker: this.broker, feed: this.feed, line: this.#line } = link.connect(exchange));
    stage.connect(clock, exchange);
    stage.connectClient(outOfReach(plan));
    faults.runBegins();
  }

  /** A request in the venue's own words; `heard` is called once, while it catches up. */
  ask(request: VenueRequest, heard: (reply: LinkReply) => void): void {
    this.#line.send(request, heard);
  }

  /** How the order stream is gone now; null = it is there, or nobody could know. */
  streamEnd(): StreamEnd | null {
    const now = this.#clock.now();
    return this.#own.gaps.find(({ downAt, upAt }) => now >= downAt && now < upAt)?.end ?? null;
  }

  /** What they did so far. */
  faultRecord(): FaultRecord {
    return this.#own.faults.record(this.#clock.now());
  }

  /** In the order of the scenario. */
  faultStates(): readonly FaultState[] {
    return this.#own.faults.states(this.#clock.now());
  }

  clientRestarts(): void {
    this.#own.link.clientRestarts();
  }
}

/** Nobody here stands before the client. */
function outOfReach({ signals = [] }: SimulationPlan): ClientHands {
  const refuse = (): never => {
    throw new InvariantError('a fault acts in the process of a client that is elsewhere');
  };
  return { operate: refuse, signal: refuse, limits: null, signals };
}
