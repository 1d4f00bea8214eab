/**
 * What simulation, paper and live have in common: a host over two ports, strategies beside it, and the orders, signals and operator
 * commands of a scenario at their times. It knows neither what the clock is nor who is behind the ports.
 */
import { LANE_WAKE, type Clock } from '../core/ground/clock.js';
import type { Instrument } from '../core/ground/instrument.js';
import type { Monitors } from '../core/engine/monitors.js';
import { EngineHost } from '../core/host/engine-host.js';
import { gateVeto } from '../core/guard/gate.js';
import type { QuoteBoard } from '../core/host/quote-board.js';
import type { ParentId, VenueOrderId } from '../core/order/order.js';
import type { RawOrderRequest } from '../core/order/order-request.js';
import type { Broker, Journal, MarketFeed, RiskStore } from '../core/ports.js';
import type { EngineConfig } from '../core/state/config.js';
import type { Entry } from '../core/state/entry.js';
import type { AmendedTo, OperatorCommand, Role } from '../core/state/input.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { RawSignal } from '../core/state/signal.js';
import type { State } from '../core/state/state.js';
import { type EpochMicros, type Micros, plus, seconds } from '../core/ground/units.js';
import type { TradeWatch } from '../core/host/streams.js';
import { StrategyReads } from '../core/host/strategy-reads.js';
import { requireLimits } from './require-limits.js';
import { wouldDouble } from './given-before.js';
import { type RunStrategy, type StrategyFailure, StrategyRunner } from './strategy-runner.js';

export interface ScheduledOrder {
  readonly at: EpochMicros;
  readonly request: RawOrderRequest;
  /** Whoever ordered it by hand says yes when asked (ORD-6). */
  readonly confirms?: boolean;
}

/** An order that comes through deduplication (DED-2). */
export interface ScheduledSignal {
  readonly at: EpochMicros;
  readonly signal: RawSignal;
}

/** `orderIndex` names the n-th of the orders, whose parent's id only the run knows; `orphanIndex` the n-th orphan as they are found. */
export interface ScheduledCommand {
  readonly at: EpochMicros;
  readonly reason: string;
  readonly role?: Role;
  readonly command:
    | Exclude<
        OperatorCommand,
        { readonly parentId: ParentId } | { readonly venueOrderId: VenueOrderId }
      >
    | { readonly do: 'cancel-parent' | 'cancel-slices'; readonly orderIndex: number }
    | { readonly do: 'orphan-cancel' | 'orphan-narrow'; readonly orphanIndex: number }
    | { readonly do: 'orphan-adopt'; readonly orphanIndex: number; readonly strategyId: string }
    | ({ readonly do: 'amend-parent'; readonly orderIndex: number } & AmendedTo);
}

/** What is to happen, by time. */
export interface Agenda {
  readonly orders: readonly ScheduledOrder[];
  readonly signals?: readonly ScheduledSignal[];
  readonly operator: readonly ScheduledCommand[];
  readonly strategies: readonly RunStrategy[];
}

export interface Surroundings {
  readonly engine: EngineConfig;
  /** Who may follow orders (FIL-12); the core's own when left out, which is what every real venue gets. */
  readonly monitors?: Monitors;
  readonly clock: Clock;
  /** When orders, signals and operators come, and by what strategies tell the time; the engine's clock when left out. */
  readonly outside?: Clock;
  readonly broker: Broker;
  readonly feed: MarketFeed;
  readonly journal: Journal;
  readonly riskStore: RiskStore;
  /** In order; the first is what is meant where none is named. */
  readonly instruments: readonly Instrument[];
  /** By symbol. */
  readonly boards: ReadonlyMap<string, QuoteBoard>;
  /** The prints of a market as its feed delivers them. */
  readonly trades: (symbol: string) => TradeWatch;
  /** Told of every block once it is durable, after the assembly itself. Must not call back. */
  readonly onBlock?: (block: JournalBlock) => void;
  /** What the process before this one left; the first begins with nothing. */
  readonly earlier: Earlier | null;
  /** Another process may begin after this one. */
  readonly mayRestart: boolean;
  /** Told of each order of a strategy that is kept from the engine. */
  readonly onKeptBack?: (why: string) => void;
  /** Told of each strategy that has nothing more to say: it completed (null), or failed. */
  readonly onStrategyEnd?: (failure: StrategyFailure | null) => void;
}

export interface Earlier {
  readonly state: State;
  /** Seq and hash the next block is chained to. */
  readonly head: { readonly seq: number; readonly hash: string };
  /** Everything durable. */
  readonly blocks: readonly JournalBlock[];
}

export interface Assembly {
  readonly host: EngineHost;
  readonly strategies: StrategyRunner;
  /** Whether every order and signal of the agenda was heard. */
  readonly isAllHeard: () => boolean;
}

/** Who gives the operator commands of a scenario. */
const OPERATOR = 'scenario';

export function assemble(agenda: Agenda, around: Surroundings): Assembly {
  const { engine, clock, broker, journal, riskStore, instruments, boards, trades } = around;
  const { outside = clock, earlier } = around;
  requireLimits(engine);
  const parents = new ParentsOfRequests();
  const reads = new StrategyReads(around.feed, instruments);
  const host = new EngineHost({
    config: engine,
    ...(around.monitors === undefined ? {} : { monitors: around.monitors }),
    clock,
    broker,
    feed: agenda.strategies.length === 0 ? around.feed : reads.rest,
    journal,
    riskStore,
    ...(earlier === null ? {} : { state: earlier.state, head: earlier.head }),
    onBlock: (block) => {
      parents.onBlock(block);
      offered.onBlock(block);
      strategies.onBlock(block);
      around.onBlock?.(block);
    },
  });
  const offered = new OfferedOrders(outside, host);
  const strategies = new StrategyRunner(agenda.strategies, {
    clock: outside,
    instruments,
    boards,
    seen: { depth: reads.depth, trades },
    take: (request) => host.take({ kind: 'order-request', request }),
    cancel: (parentId, strategyId) =>
      host.take({
        kind: 'operator',
        command: { do: 'cancel-parent', parentId },
        operator: `strategy ${strategyId}`,
        reason: 'its strategy called it off',
      }),
    state: host.state,
    isGateOpen: () => gateVeto(host.state) === null,
    wouldDouble: (parentId, request) => {
      const { state } = host;
      const before = state.parents.get(parentId);
      const asked = { config: engine, state, at: clock.now() };
      return before !== undefined && wouldDouble(before, request, asked);
    },
    mayRestart: around.mayRestart,
    onKeptBack: (why) => around.onKeptBack?.(why),
    onEnd: (failure) => around.onStrategyEnd?.(failure),
  });
  strategies.start();
  for (const block of earlier?.blocks ?? []) {
    parents.onBlock(block);
    offered.note(block);
  }
  schedule(agenda, { clock: outside, host, parents, offered });
  const isAllHeard = (): boolean =>
    agenda.orders.every(({ request }) => offered.has(request)) &&
    (agenda.signals ?? []).every(({ signal }) => offered.has(signal));
  return { host, strategies, isAllHeard };
}

/**
 * Which parent each request led to, by the request itself: keys and numbers of orders may look alike, requests are who
 * they are.
 */
class ParentsOfRequests {
  readonly #parents = new Map<RawOrderRequest, ParentId>();
  readonly #firsts = new Map<RawOrderRequest, RawOrderRequest>();

  /** A request that says again what an earlier one said. */
  same(again: RawOrderRequest, first: RawOrderRequest): void {
    this.#firsts.set(again, first);
  }

  onBlock({ input, entries }: JournalBlock): void {
    if (input.kind !== 'order-request') return;
    const request = this.#firsts.get(input.request) ?? input.request;
    for (const entry of entries) {
      if (entry.kind === 'order-received') this.#parents.set(request, entry.parentId);
      else if (entry.kind === 'duplicate-request') this.#parents.set(request, entry.duplicateOf);
    }
  }

  /** Null when it made none: not come yet, or refused. */
  of(request: RawOrderRequest | undefined): ParentId | null {
    return request === undefined ? null : (this.#parents.get(request) ?? null);
  }
}

/** Until a process that is not gated has heard of it, whoever orders tries again (REC-1: "503 reconciling"). */
const AGAIN_AFTER: Micros = seconds(1);

/** What of a scenario a process has heard of: the others come as it begins, as whoever had no answer would send them again. */
class OfferedOrders {
  readonly #clock: Clock;
  readonly #host: EngineHost;
  readonly #heard = new Set<RawOrderRequest | RawSignal | string>();
  readonly #letIn = new Map<ParentId, RawOrderRequest>();

  constructor(clock: Clock, host: EngineHost) {
    this.#clock = clock;
    this.#host = host;
  }

  /** While the process lives: who was let in and turned away after all tries again, too. */
  onBlock(block: JournalBlock): void {
    for (const request of this.note(block)) this.#again(request);
  }

  /** @returns what was turned away after it had been let in (REC-2). */
  note({ input, entries }: JournalBlock): readonly RawOrderRequest[] {
    if (input.kind === 'operator') this.#heard.add(keyOf(input.command.do, input.reason));
    else if (input.kind === 'signal') this.#heard.add(input.signal);
    else if (input.kind === 'order-request') this.#noteRequest(input.request, entries);
    else return entries.filter(isGated).flatMap((refused) => this.#turnAway(refused));
    return [];
  }

  #noteRequest(request: RawOrderRequest, entries: readonly Entry[]): void {
    if (!entries.some(isGated)) this.#heard.add(request);
    for (const entry of entries)
      if (entry.kind === 'order-received') this.#letIn.set(entry.parentId, request);
  }

  #turnAway({ parentId }: Extract<Entry, { kind: 'order-refused' }>): readonly RawOrderRequest[] {
    const request = parentId === null ? undefined : this.#letIn.get(parentId);
    return request !== undefined && this.#heard.delete(request) ? [request] : [];
  }

  has(what: RawOrderRequest | RawSignal | ScheduledCommand): boolean {
    return this.#heard.has('command' in what ? keyOf(what.command.do, what.reason) : what);
  }

  offer(request: RawOrderRequest): void {
    this.#host.take({ kind: 'order-request', request });
    if (!this.#heard.has(request)) this.#again(request);
  }

  #again(request: RawOrderRequest): void {
    if (this.#host.stopped !== null) return;
    this.#clock.schedule(plus(this.#clock.now(), AGAIN_AFTER), LANE_WAKE, () =>
      this.offer(request),
    );
  }
}

const keyOf = (what: string, reason: string): string => `${what} ${reason}`;

/** Turned away while the gate is shut: whoever ordered tries again. */
export const isGated = (entry: Entry): entry is Extract<Entry, { kind: 'order-refused' }> =>
  entry.kind === 'order-refused' && entry.code === 'gate-closed';

/** Says yes to what was just asked about this order. */
function confirm(
  request: RawOrderRequest,
  { host, parents }: { readonly host: EngineHost; readonly parents: ParentsOfRequests },
): void {
  const asked = host.state.confirmations?.at(-1);
  const { operator } = request;
  if (asked === undefined || operator === undefined || parents.of(request) !== null) return;
  const confirmed = { ...request, operator: { ...operator, confirmation: asked.token } };
  parents.same(confirmed, request);
  host.take({ kind: 'order-request', request: confirmed });
}

/** One who may do everything is not told apart. */
const roleOf = (role: Role | undefined): { readonly role?: Role } =>
  role === undefined || role === 'admin' ? {} : { role };

/** Null where so many were not found. */
function ofOrphan(
  { orphanIndex, ...command }: Extract<ScheduledCommand['command'], { orphanIndex: number }>,
  { orphans = [] }: State,
): OperatorCommand | null {
  const orphan = orphans[orphanIndex];
  return orphan === undefined ? null : { ...command, venueOrderId: orphan.found.venueOrderId };
}

/** Orders, signals and operator commands become inputs at their times. */
function schedule(
  { orders, signals = [], operator }: Agenda,
  to: {
    readonly clock: Clock;
    readonly host: EngineHost;
    readonly parents: ParentsOfRequests;
    readonly offered: OfferedOrders;
  },
): void {
  const { clock, host, parents, offered } = to;
  const now = clock.now();
  const notPast = (at: EpochMicros): EpochMicros => (at < now ? now : at);
  for (const { at, request, confirms } of orders) {
    if (offered.has(request)) continue;
    clock.schedule(notPast(at), LANE_WAKE, () => {
      offered.offer(request);
      if (confirms === true) confirm(request, { host, parents });
    });
  }
  for (const { at, signal } of signals)
    if (!offered.has(signal))
      clock.schedule(notPast(at), LANE_WAKE, () => host.take({ kind: 'signal', signal }));
  const resolve = (command: ScheduledCommand['command']): OperatorCommand | null => {
    if ('orphanIndex' in command) return ofOrphan(command, host.state);
    if (!('orderIndex' in command)) return command;
    const parentId = parents.of(orders[command.orderIndex]?.request);
    if (parentId === null) return null;
    const { orderIndex: _, ...named } = command;
    return { ...named, parentId };
  };
  for (const planned of operator) {
    const { at, reason, role, command } = planned;
    if (offered.has(planned)) continue;
    clock.schedule(notPast(at), LANE_WAKE, () => {
      const resolved = resolve(command);
      if (resolved !== null)
        host.take({
          kind: 'operator',
          command: resolved,
          operator: OPERATOR,
          ...roleOf(role),
          reason,
        });
    });
  }
}
