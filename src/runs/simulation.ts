/**
 * One simulated run, driven to its end: tape -> venue -> link -> assembly, judged by the audit. The loop
 * merges the recorded market with the virtual clock: the market is consumed up to the next timer, and a report it
 * produced on the way is scheduled before that timer runs (ARCHITECTURE.md, Time). Synchronous.
 */
import { LANE_WAKE } from '../core/ground/clock.js';
import type { InputBody } from '../core/state/input.js';
import type { EngineConfig } from '../core/state/config.js';
import type { State } from '../core/state/state.js';
import { stateHash } from '../core/engine/snapshot.js';
import { invariant } from '../core/ground/invariant.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { Broker, Journal, MarketFeed } from '../core/ports.js';
import type { AuditResult, MarketRecord, TruthLedger } from '../core/order/truth.js';
import type { FaultRecord } from '../core/order/fault-record.js';
import type { OrderEntry, VenueRequest } from '../core/order/venue-message.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { AuditTimes } from '../sim/audit/audit-times.js';
import { Auditor } from '../sim/audit/auditor.js';
import { VirtualClock } from '../sim/clock/virtual-clock.js';
import type { AnchorMissed } from '../sim/fault/anchors.js';
import { type FaultSet, buildFaults } from '../sim/fault/fault-set.js';
import { type ClientHands, FaultStage, NEVER } from '../sim/fault/fault-stage.js';
import { FAULT_KINDS } from '../sim/fault/registry.js';
import { latencyModel } from '../sim/random/latency-model.js';
import { tradeLine } from '../sim/link/trade-line.js';
import type { TradeWatch } from '../core/host/streams.js';
import { type ClientTime, clientTime } from '../sim/link/client-time.js';
import type { SimLink } from '../sim/link/sim-link.js';
import { RandomStreams } from '../sim/random/random.js';
import type { FundingPassed } from '../sim/exchange/funding.js';
import type { VenueCounters } from '../sim/exchange/venue-port.js';
import type { L2Venue } from '../sim/market/l2/l2-venue.js';
import { connectVenue, firstSymbolOf } from './connect-venue.js';
import { MONITORS } from './engines.js';
import { HealPhase } from './heal-phase.js';
import { LifeFiles } from './crash/life-files.js';
import { type CrashPlan, type LifeDisk, Lives } from './crash/lives.js';
import { type ClientPorts, Stopped } from '../sim/link/client-process.js';
import { type Assembly, type Earlier, type Surroundings, assemble } from './assembly.js';
import type { PlannedMarket, SimulationPlan } from './simulation-plan.js';
import { StrategiesOfLives } from './strategies-of-lives.js';
import type { StrategyFailure } from './strategy-runner.js';

export type { PlannedMarket, SimulationPlan };

export interface SimulationResult {
  readonly journalHash: string;
  readonly stateHash: string;
  readonly state: State;
  readonly ledger: TruthLedger;
  readonly audit: AuditResult;
  /** By symbol. */
  readonly markets: ReadonlyMap<string, MarketRecord>;
  readonly counters: VenueCounters;
  /** Funding times that futures in the account passed. */
  readonly fundings: readonly FundingPassed[];
  readonly faultCounts: ReadonlyMap<string, number>;
  readonly faultRecord: FaultRecord;
  /** Faults that hang on events that never came. */
  readonly anchorsMissed: readonly AnchorMissed[];
  /** Requests that left on the wire, by kind. */
  readonly calls: ReadonlyMap<VenueRequest['kind'], number>;
  readonly endedAt: EpochMicros;
  /** What the engine's clock showed at a true time; left out = the right time. */
  readonly shownAt?: (at: EpochMicros) => EpochMicros;
  readonly strategyFailures: readonly StrategyFailure[];
  /** For the next run to start over with. */
  readonly venue: L2Venue;
}

export interface SimulationOptions {
  /** Where blocks become durable; a journal that keeps nothing when left out. */
  readonly journal?: Journal;
  /** Told of every block once it is durable and judged. */
  readonly onBlock?: (block: JournalBlock, state: State) => void;
  /** Told virtual time now and then, for a progress bar. */
  readonly onProgress?: (at: EpochMicros) => void;
  /** Where the client's process is stopped, and when the next one begins. */
  readonly crash?: CrashPlan;
  /** What every process but the first is configured with, where it is another configuration (F:PRC8). */
  readonly laterEngine?: EngineConfig;
  /** A venue of an earlier run to start over with: its buffers and its optimized code are kept. */
  readonly venue?: L2Venue;
  /** Puts something between core and venue: how tests break what an invariant must catch. */
  readonly wrapBroker?: (broker: Broker) => Broker;
  /** The same between core and journal. */
  readonly wrapJournal?: (journal: Journal) => Journal;
}

export function simulate(plan: SimulationPlan, options: SimulationOptions = {}): SimulationResult {
  return drained(simulation(plan, options));
}

/** A run that pauses after every few steps, for those who must look up from it; what it gives is the same. */
export function* simulation(
  plan: SimulationPlan,
  options: SimulationOptions = {},
): Generator<undefined, SimulationResult> {
  if (options.crash !== undefined || !isStopped(plan)) return yield* onFiles(plan, options, null);
  const files = new LifeFiles();
  try {
    return yield* onFiles(plan, options, files);
  } finally {
    files.remove();
  }
}

/** Whether its faults are such that another process has to begin. */
const isStopped = ({ faults }: SimulationPlan): boolean =>
  faults.some(({ kind }) => FAULT_KINDS.get(kind)?.restarts === true);

/** `files`: of a client that its faults stop; null where nothing does, or `squall crash` has its own. */
function* onFiles(
  plan: SimulationPlan,
  options: SimulationOptions,
  files: LifeFiles | null,
): Generator<undefined, SimulationResult> {
  const clock = new VirtualClock(plan.start);
  const { seed, start } = plan;
  const stage = new FaultStage(faultsEndOf(plan));
  const faults = buildFaults(plan.faults, {
    seed,
    start,
    stage,
    firstSymbol: firstSymbolOf(plan),
    faultsEnd: faultsEndOf(plan),
  });
  const onDeparture = (request: OrderEntry): void => auditor.onDeparture(request);
  const connected = connectVenue(plan, { clock, faults, earlier: options.venue, onDeparture });
  const { venue, link, markets, ear } = connected;
  const time = clientTime(clock, faults.clockFlaws);
  const heal = new HealPhase(plan, {
    clock,
    feeds: plan.markets.map(({ instrument }) => link.quotesOf(instrument.symbol)),
    readyAt: (at) => readyAt(at, { time, lives }),
  });
  const auditor = new Auditor(plan.engine, venue.truth, timesOf(clock, time));
  const disk = options.crash?.files ?? files;
  const runners = new StrategiesOfLives(plan, clock);
  const world = { clock, faults, link, venue, time, disk, auditor, runners };
  const lives = livesOf(plan, options, world);
  stage.connect(clock, venue);
  lives.begin();
  stage.connectClient(clientHands(plan, lives, time));
  begin({ faults, time, lives });
  const driven = { heal, clock, venue, lives, onProgress: options.onProgress };
  while (!drive(driven)) yield;
  const { host } = lives.end();
  if (host.failure !== null && !(host.failure instanceof Stopped)) throw host.failure;
  if (host.stopped === null) clock.advanceTo(heal.end);
  ear.close();
  return {
    journalHash: host.journalHash,
    stateHash: stateHash(host.state),
    state: host.state,
    ledger: venue.truth,
    audit: auditor.finish(clock.now(), host.state, host.stopped === null ? heal.judged : null),
    markets,
    counters: venue.counters(),
    fundings: venue.fundings,
    faultCounts: faults.activations(clock.now()),
    anchorsMissed: faults.anchors?.missed() ?? [],
    faultRecord: faults.record(clock.now()),
    calls: link.sent,
    endedAt: clock.now(),
    ...shownBy(time),
    strategyFailures: runners.failures,
    venue,
  };
}

interface ClientWorld {
  readonly clock: VirtualClock;
  readonly faults: FaultSet;
  readonly link: SimLink;
  readonly venue: L2Venue;
  readonly time: ClientTime | null;
  readonly disk: LifeDisk | null;
  readonly auditor: Auditor;
  readonly runners: StrategiesOfLives;
}

/** The client: a process, or several one after the other. */
function livesOf(plan: SimulationPlan, options: SimulationOptions, world: ClientWorld): Lives {
  const { clock, faults, link, venue, time, disk, auditor, runners } = world;
  const { broker, feed, clock: own, outside } = clientSide(clock, time, link.connect(venue));
  const journal = judged(options.journal, (blocks) => {
    lives.onDurable(blocks);
    const { state } = lives.host;
    for (const block of blocks) {
      auditor.onBlock(block, state);
      options.onBlock?.(block, state);
    }
  });
  const beginOn = (ports: ClientPorts, earlier: Earlier | null): Assembly =>
    assemble(
      { ...plan, strategies: plan.strategies ?? [] },
      {
        engine: earlier === null ? plan.engine : (options.laterEngine ?? plan.engine),
        ...ports,
        earlier,
        // Every engine may be tried here, and nobody else engages a kill switch: but its store may fail.
        monitors: MONITORS,
        riskStore: { engaged: () => faults.killSwitchEngaged(clock.now()) },
        instruments: plan.markets.map(({ instrument }) => instrument),
        boards: link.boards,
        trades: tradesOf(plan, faults),
        mayRestart: disk !== null,
      },
    );
  const ports = {
    clock: own,
    outside,
    broker: options.wrapBroker?.(broker) ?? broker,
    feed: lookedAt(feed, auditor),
    journal: options.wrapJournal?.(journal) ?? journal,
  };
  const lives = new Lives({
    ports,
    crash: options.crash,
    files: disk,
    syncTakes: faults.touchProcess ? () => faults.syncTakes(clock.now()) : null,
    world: clock,
    awakeAt: (at) => time?.awakeAt(at) ?? at,
    begin: (lifePorts, earlier) => {
      const assembly = beginOn(lifePorts, earlier);
      runners.begin(assembly);
      return assembly;
    },
    onRestart: () => {
      time?.clientRestarts();
      link.clientRestarts();
    },
    onStandstill: (until) => link.clientReadsAt(until),
  });
  return lives;
}

/** The judge sees what the client is shown. */
const lookedAt = (feed: MarketFeed, auditor: Auditor): MarketFeed => ({
  events$: feed.events$,
  send: (read) => feed.send(read),
  quoteOf: (symbol) => {
    const view = feed.quoteOf(symbol);
    auditor.onLook(symbol, view.quote);
    return view;
  },
  watch: (symbol, range, left) => feed.watch(symbol, range, left),
});

/** Judged as it becomes durable, not when the host says so: write-ahead (S8) is about the journal. */
const judged = (
  journal: Journal | undefined,
  judge: (blocks: readonly JournalBlock[]) => void,
): Journal => ({
  append: (durable) => {
    journal?.append(durable);
    judge(durable);
  },
});

function clientHands(
  { engine, signals = [] }: SimulationPlan,
  lives: Lives,
  time: ClientTime | null,
): ClientHands {
  const take = (input: InputBody): void => {
    if (time === null) lives.hear(input);
    else time.awake.whenAwake(LANE_WAKE, () => lives.hear(input));
  };
  return {
    operate: (command, reason) => take({ kind: 'operator', command, operator: 'fault', reason }),
    signal: (signal) => take({ kind: 'signal', signal }),
    limits: engine.limits ?? null,
    signals,
  };
}

/** What of its surroundings hangs on whether the client tells the right time. */
const clientSide = (
  clock: VirtualClock,
  time: ClientTime | null,
  ports: Pick<Surroundings, 'broker' | 'feed'>,
): Omit<ClientPorts, 'journal'> =>
  time === null
    ? { clock, outside: clock, ...ports }
    : { clock: time.clock, outside: time.awake, ...time.portsOf(ports) };

/** When nothing of the client's own stands in its way any more, as far as that is known at `at`. */
function readyAt(
  at: EpochMicros,
  { time, lives }: { readonly time: ClientTime | null; readonly lives: Lives },
): EpochMicros {
  const goesOn = lives.standsUntil ?? at;
  return time?.awakeAt(goesOn) ?? goesOn;
}

const shownBy = (time: ClientTime | null): Pick<SimulationResult, 'shownAt'> =>
  time === null ? {} : { shownAt: time.shownAt };

/** Nothing has happened yet. */
function begin(run: {
  readonly faults: FaultSet;
  readonly time: ClientTime | null;
  readonly lives: Lives;
}): void {
  run.time?.begins((stepped) => run.lives.hear({ kind: 'clock', stepped }));
  run.lives.sufferAll(run.faults.processFlaws);
  run.faults.runBegins();
}

const faultsEndOf = ({ heal, end }: SimulationPlan): EpochMicros =>
  heal === undefined ? NEVER : end;

/** For the audit; null where the engine tells the right time. */
const timesOf = (clock: VirtualClock, time: ClientTime | null): AuditTimes | null =>
  time === null
    ? null
    : {
        now: () => clock.now(),
        shownAt: time.shownAt,
        reachedAt: (shown, notBefore) => time.reachedAt(shown, notBefore),
      };

/** Drawn from streams of their own: who watches prints moves nothing else. */
function tradesOf({ seed, start, latency, markets }: SimulationPlan, faults: FaultSet) {
  return (symbol: string): TradeWatch => {
    const market = markets.find(({ instrument }) => instrument.symbol === symbol);
    invariant(market !== undefined, `no prints of ${symbol}`);
    return tradeLine({
      tape: market.tape,
      start,
      latency: () =>
        latencyModel(latency.feed, new RandomStreams(seed).of(`venue.latency.trades.${symbol}`)),
      losses: faults.feedLossesOf(symbol),
    });
  };
}

interface Driven {
  readonly heal: HealPhase;
  readonly clock: VirtualClock;
  readonly venue: L2Venue;
  readonly lives: Lives;
  readonly onProgress: ((at: EpochMicros) => void) | undefined;
}

/** Timers between two pauses: some milliseconds. */
const STEPS = 256;

/** Some steps; true at the end of the run. */
function drive(driven: Driven): boolean {
  const { heal, clock, venue, onProgress } = driven;
  for (let step = 0; step < STEPS; step += 1) {
    const next = clock.peekTime();
    const { end } = heal;
    const until = next === null || next > end ? end : next;
    // A report on the way is on the clock now, maybe before `next`.
    if (venue.advance(until) < until) continue;
    if (next === null || next > end) return true;
    clock.runOne();
    onProgress?.(next);
    if (isOver(driven)) return true;
  }
  return false;
}

/** It ended by itself, or was stopped and does not come back. */
function isOver({ heal, lives }: Driven): boolean {
  if (!lives.isDown) return false;
  const backAt = lives.comesBack();
  if (backAt !== null) heal.disturbed(backAt);
  return backAt === null;
}

/** Without the pauses. */
export function drained<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
