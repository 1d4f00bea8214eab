/**
 * One simulated run, put together and driven to its end: tape -> venue -> link -> host, judged by the audit. The loop
 * merges the recorded market with the virtual clock: the market is consumed up to the next timer, and a report it
 * produced on the way is scheduled before that timer runs (architecture.md, Time and determinism). Synchronous.
 */
import { LANE_WAKE } from '../core/ground/clock.js';
import type { EngineConfig } from '../core/state/config.js';
import type { OperatorCommand } from '../core/state/input.js';
import type { State } from '../core/state/state.js';
import { stateHash } from '../core/engine/snapshot.js';
import { EngineHost } from '../core/host/engine-host.js';
import type { Instrument } from '../core/ground/instrument.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { RawOrderRequest } from '../core/order/order-request.js';
import type { Broker, Journal } from '../core/ports.js';
import type { AuditResult, MarketRecord, TruthLedger } from '../core/order/truth.js';
import type { EpochMicros, Micros } from '../core/ground/units.js';
import { Auditor } from '../sim/audit/auditor.js';
import { TopOfBookRecord } from '../sim/audit/market-record.js';
import { VirtualClock } from '../sim/clock/virtual-clock.js';
import { type FaultSet, type FaultSpec, buildFaults } from '../sim/fault/fault-set.js';
import type { LinkLatencySpec } from '../sim/link/link-latency.js';
import { SimLink } from '../sim/link/sim-link.js';
import { RandomStreams } from '../sim/random/random.js';
import type { Tape } from '../sim/tape/tape.js';
import type { SimulatedVenue, VenueCounters, VenueSetup } from '../sim/venue/venue-port.js';
import type { VenueOptions } from '../sim/venue/venue-options.js';
import { L2Venue } from '../sim/venue/venue.js';
import { ReportEar } from './report-ear.js';
import { type RunStrategy, type StrategyFailure, StrategyRunner } from './strategy-runner.js';

/** Everything a run is a function of. */
export interface SimulationPlan {
  readonly seed: number;
  readonly instrument: Instrument;
  readonly tape: Tape;
  readonly start: EpochMicros;
  readonly end: EpochMicros;
  readonly venue: VenueOptions;
  readonly latency: LinkLatencySpec;
  /** How long the client waits for an answer before it calls the outcome unknown; the link's default when left out. */
  readonly requestTimeout?: Micros;
  readonly faults: readonly FaultSpec[];
  readonly engine: EngineConfig;
  readonly orders: readonly ScheduledOrder[];
  readonly operator: readonly ScheduledCommand[];
  readonly strategies?: readonly RunStrategy[];
}

export interface ScheduledOrder {
  readonly at: EpochMicros;
  readonly request: RawOrderRequest;
}

/** `parentIndex` names the parent of the n-th order, whose id only the run knows. */
export interface ScheduledCommand {
  readonly at: EpochMicros;
  readonly reason: string;
  readonly command:
    | Exclude<OperatorCommand, { do: 'cancel-parent' | 'cancel-slices' }>
    | { readonly do: 'cancel-parent' | 'cancel-slices'; readonly parentIndex: number };
}

export interface SimulationResult {
  readonly journalHash: string;
  readonly stateHash: string;
  readonly state: State;
  readonly ledger: TruthLedger;
  readonly audit: AuditResult;
  readonly market: MarketRecord;
  readonly counters: VenueCounters;
  readonly faultCounts: ReadonlyMap<string, number>;
  readonly endedAt: EpochMicros;
  readonly strategyFailures: readonly StrategyFailure[];
  /** For the next run to start over with. */
  readonly venue: SimulatedVenue;
}

export interface SimulationOptions {
  /** Where blocks become durable; a journal that keeps nothing when left out. */
  readonly journal?: Journal;
  /** Told of every block once it is durable and judged. */
  readonly onBlock?: (block: JournalBlock, state: State) => void;
  /** Told virtual time now and then, for a progress bar. */
  readonly onProgress?: (at: EpochMicros) => void;
  /** A venue of an earlier run to start over with: its buffers and its optimized code are kept. */
  readonly venue?: SimulatedVenue;
  /** Puts something between core and venue: how tests break what an invariant must catch. */
  readonly wrapBroker?: (broker: Broker) => Broker;
  /** The same between core and journal. */
  readonly wrapJournal?: (journal: Journal) => Journal;
}

const OPERATOR = 'scenario';

export function simulate(plan: SimulationPlan, options: SimulationOptions = {}): SimulationResult {
  const clock = new VirtualClock(plan.start);
  const faults = buildFaults(plan.faults, plan.seed, plan.start);
  const { venue, link, market, ear } = connectVenue(plan, {
    clock,
    faults,
    earlier: options.venue,
  });
  const { broker, feed } = link.connect(venue);
  const auditor = new Auditor(plan.engine, venue.truth);
  // Judged as it becomes durable, not when the host says so: write-ahead (S8) is about the journal.
  const journal: Journal = {
    append: (durable) => {
      options.journal?.append(durable);
      for (const block of durable) auditor.onBlock(block, host.state);
    },
  };
  const host: EngineHost = new EngineHost({
    config: plan.engine,
    clock,
    broker: options.wrapBroker?.(broker) ?? broker,
    feed,
    journal: options.wrapJournal?.(journal) ?? journal,
    riskStore: { engaged: () => false },
    onBlock: (block, state) => {
      options.onBlock?.(block, state);
      strategies.onBlock(block);
    },
  });
  const strategies = new StrategyRunner(plan.strategies ?? [], {
    clock,
    board: link.board,
    instrument: plan.instrument,
    take: (request) => host.take({ kind: 'order-request', request }),
  });
  strategies.start();
  schedule(plan, clock, host);
  drive({ plan, clock, venue, host, onProgress: options.onProgress });
  ear.close();
  return {
    journalHash: host.journalHash,
    stateHash: stateHash(host.state),
    state: host.state,
    ledger: venue.truth,
    audit: auditor.finish(clock.now(), host.state),
    market,
    counters: venue.counters(),
    faultCounts: faults.activations(clock.now()),
    endedAt: clock.now(),
    strategyFailures: strategies.failures,
    venue,
  };
}

interface Connected {
  readonly venue: SimulatedVenue;
  readonly link: SimLink;
  readonly market: TopOfBookRecord;
  readonly ear: ReportEar;
}

/** Venue and link know each other: the venue speaks into the link, the link's ports speak to the venue. */
function connectVenue(
  plan: SimulationPlan,
  made: {
    readonly clock: VirtualClock;
    readonly faults: FaultSet;
    readonly earlier: SimulatedVenue | undefined;
  },
): Connected {
  const { instrument, tape, latency, requestTimeout } = plan;
  const { clock, faults, earlier } = made;
  const random = new RandomStreams(plan.seed);
  const timeout = requestTimeout === undefined ? {} : { requestTimeout };
  const link = new SimLink({ clock, random, latency, faults, instrument, ...timeout });
  const market = new TopOfBookRecord(tape);
  const ear = new ReportEar(link.listener);
  const setup: VenueSetup = {
    instrument,
    tape,
    options: plan.venue,
    halts: faults.halts,
    listener: ear,
    quotes: [market, link.quotes],
  };
  if (earlier === undefined) return { venue: new L2Venue(setup), link, market, ear };
  earlier.reset(setup);
  return { venue: earlier, link, market, ear };
}

/** Orders and operator commands become inputs at their times. */
function schedule(plan: SimulationPlan, clock: VirtualClock, host: EngineHost): void {
  for (const { at, request } of plan.orders) {
    clock.schedule(at, LANE_WAKE, () => {
      host.take({ kind: 'order-request', request });
    });
  }
  for (const { at, reason, command } of plan.operator) {
    clock.schedule(at, LANE_WAKE, () => {
      const resolved = resolve(command, host.state, plan.orders);
      if (resolved !== null)
        host.take({ kind: 'operator', command: resolved, operator: OPERATOR, reason });
    });
  }
}

/** The n-th order's parent; null when that order made none. */
function resolve(
  command: ScheduledCommand['command'],
  state: State,
  orders: readonly ScheduledOrder[],
): OperatorCommand | null {
  if (!('parentIndex' in command)) return command;
  const asked = orders[command.parentIndex]?.request;
  for (const [parentId, { request }] of state.parents.entries()) {
    const { source, idempotencyKey } = request;
    if (source === asked?.source && idempotencyKey === asked.idempotencyKey) {
      return { do: command.do, parentId };
    }
  }
  return null;
}

interface Driven {
  readonly plan: SimulationPlan;
  readonly clock: VirtualClock;
  readonly venue: SimulatedVenue;
  readonly host: EngineHost;
  readonly onProgress: ((at: EpochMicros) => void) | undefined;
}

function drive({ plan, clock, venue, host, onProgress }: Driven): void {
  for (;;) {
    const next = clock.peekTime();
    const until = next === null || next > plan.end ? plan.end : next;
    // A report on the way is on the clock now, maybe before `next`.
    if (venue.advance(until) < until) continue;
    if (next === null || next > plan.end) break;
    clock.runOne();
    onProgress?.(next);
    if (host.stopped !== null) break;
  }
  if (host.failure !== null) throw host.failure;
  if (host.stopped === null) clock.advanceTo(plan.end);
}
