/**
 * The real host around the real core, with hands in place of broker and feed: a test sees every command that left and
 * gives every answer itself, when and as it likes. Virtual time.
 */
import { Subject } from 'rxjs';
import { LANE_DELIVERY } from '../../src/core/ground/clock.js';
import type {
  BrokerCommand,
  Command,
  EffectCommand,
  FeedRead,
  ReadCommand,
} from '../../src/core/state/command.js';
import type { EngineConfig } from '../../src/core/state/config.js';
import type { Entry } from '../../src/core/state/entry.js';
import type { InputBody, OperatorCommand } from '../../src/core/state/input.js';
import type { ChildState, ParentState, State } from '../../src/core/state/state.js';
import type { Monitors } from '../../src/core/engine/monitors.js';
import { EngineHost } from '../../src/core/host/engine-host.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import type {
  Execution,
  ExecutionReport,
  OrderSnapshot,
} from '../../src/core/order/execution-report.js';
import type { RawOrderRequest } from '../../src/core/order/order-request.js';
import {
  type ClientOrderId,
  type ExecId,
  type OrderTerms,
  type VenueOrderId,
  venueNanos,
} from '../../src/core/order/order.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/order/outcome.js';
import type { BrokerInput, FeedInput, Journal, LeaveGate } from '../../src/core/ports.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Ticks,
  epochMicros,
  micros,
  plus,
} from '../../src/core/ground/units.js';
import { storedState } from '../../src/runs/stored-state.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { type ConfigChanges, configOf } from './engine-config.js';
import { MarketByHand } from './market-by-hand.js';
import { INSTRUMENT, order } from './simulation-plan.js';

export const START = epochMicros(1_700_000_000_000_000);

/** Half a second's worth of `n` is `inSeconds(0.5)`. */
const inMicros = (seconds: number): Micros => micros(Math.round(seconds * 1_000_000));

export interface RigOptions {
  readonly config?: ConfigChanges;
  readonly journal?: Journal;
  readonly monitors?: Monitors;
  readonly engaged?: () => boolean;
  /** Begins so long after this one stopped, on what it had made durable. */
  readonly after?: { readonly rig: EngineRig; readonly down: Micros };
  readonly onEffect?: (k: number, command: EffectCommand) => void;
}

type OrderRead = Extract<ReadCommand, { clientOrderId: ClientOrderId }>;

export class EngineRig extends MarketByHand {
  readonly config: EngineConfig;
  readonly host: EngineHost;
  readonly blocks: JournalBlock[] = [];
  /** What it began on, and what it made durable since. */
  readonly #stored: JournalBlock[];
  /** What left and has not been answered, in order. */
  readonly pending: Command[] = [];
  readonly #reports = new Subject<BrokerInput>();
  readonly #events = new Subject<FeedInput>();

  constructor(options: RigOptions = {}) {
    const { after } = options;
    super(new VirtualClock(after === undefined ? START : plus(after.rig.now, after.down)));
    this.#stored = after === undefined ? [] : [...after.rig.#stored];
    this.config = configOf(options.config);
    this.host = new EngineHost({
      config: this.config,
      ...(options.monitors === undefined ? {} : { monitors: options.monitors }),
      clock: this.clock,
      broker: {
        reports$: this.#reports,
        send: (command, mayLeave) => this.#send(command, mayLeave),
      },
      feed: {
        events$: this.#events,
        send: (read) => this.pending.push(read),
        quoteOf: (symbol) => this.quoteOf(symbol),
        watch: (_, range, left) => this.watch(range, left),
      },
      journal: options.journal ?? { append: () => undefined },
      ...(after === undefined ? {} : storedState(after.rig.#stored)),
      riskStore: { engaged: options.engaged ?? ((): boolean => false) },
      onBlock: (block) => {
        this.blocks.push(block);
        this.#stored.push(block);
      },
      ...(options.onEffect === undefined ? {} : { onEffect: options.onEffect }),
    });
    if (after !== undefined) this.host.restart();
  }

  get state(): State {
    return this.host.state;
  }

  take(input: InputBody): void {
    this.host.take(input);
    this.#check();
  }

  /** An order arrives, and what its arrival causes at once has happened. */
  order(changes: Partial<RawOrderRequest> = {}): this {
    this.take({ kind: 'order-request', request: order(changes) });
    this.flush();
    return this;
  }

  operator(command: OperatorCommand, reason = 'test'): void {
    this.take({ kind: 'operator', command, operator: 'me', reason });
  }

  /** Time passes, and everything due in it happens. */
  run(seconds: number): void {
    this.clock.runUntil((this.clock.now() + inMicros(seconds)) as EpochMicros);
    this.#check();
  }

  /** Everything due in this very instant. */
  flush(): void {
    this.run(0);
  }

  entries<K extends Entry['kind']>(kind: K): readonly Extract<Entry, { kind: K }>[] {
    return this.blocks
      .flatMap(({ entries }) => entries)
      .filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind);
  }

  kinds(): readonly string[] {
    return this.blocks.flatMap(({ entries }) => entries.map(({ kind }) => kind));
  }

  alerts(): readonly string[] {
    return this.entries('alert').map(({ code, state }) => `${code} ${state}`);
  }

  parents(): readonly ParentState[] {
    return [...this.state.parents.entries()].map(([, parent]) => parent);
  }

  children(): readonly ChildState[] {
    return [...this.state.children.entries()].map(([, child]) => child);
  }

  /** The n-th order at a broker. */
  child(n = 0): ChildState {
    const child = this.children()[n];
    if (child === undefined) throw new Error(`there is no child ${n}`);
    return child;
  }

  parent(n = 0): ParentState {
    const parent = this.parents()[n];
    if (parent === undefined) throw new Error(`there is no parent ${n}`);
    return parent;
  }

  pendingOf<K extends Command['kind']>(kind: K): readonly Extract<Command, { kind: K }>[] {
    return this.pending.filter(
      (command): command is Extract<Command, { kind: K }> => command.kind === kind,
    );
  }

  /** The only pending command of a kind. */
  only<K extends Command['kind']>(kind: K): Extract<Command, { kind: K }> {
    const [command, ...more] = this.pendingOf(kind);
    if (command === undefined || more.length > 0)
      throw new Error(
        `expected one pending ${kind}: ${this.pending.map((one) => one.kind).join(', ')}`,
      );
    return command;
  }

  /** Gives an effect its outcome, or the only pending one of a kind. */
  outcome(of: EffectCommand | EffectCommand['kind'], outcome: EffectOutcome): void {
    const command = typeof of === 'string' ? this.only(of) : of;
    this.#forget(command);
    const { kind: effect, clientOrderId, attempt } = command;
    this.#reports.next({ kind: 'outcome', effect, clientOrderId, attempt, outcome });
    this.#check();
  }

  accept(of: EffectCommand | EffectCommand['kind'] = 'submit', more: Partial<Accepted> = {}): void {
    const command = typeof of === 'string' ? this.only(of) : of;
    const venueOrderId = `v-${command.clientOrderId}` as VenueOrderId;
    this.outcome(command, { ...ACCEPTED, venueOrderId, ...more });
  }

  answer(of: ReadCommand | ReadCommand['kind'], answer: ReadAnswer): void {
    const command = typeof of === 'string' ? this.only(of) : of;
    this.#forget(command);
    const { readId } = command;
    if (isFeed(command) && command.kind !== 'read-depth')
      this.#events.next({ kind: 'answer', readId, answer });
    else this.#reports.next({ kind: 'answer', readId, answer });
    this.#check();
  }

  /** Answers the latest look-up of an order with what the venue would show. */
  found(more: Partial<OrderSnapshot> = {}): void {
    const read = this.#latest('read-order');
    this.answer(read, { kind: 'order', order: this.snapshot(read.clientOrderId, more) });
  }

  notFound(kind: OrderRead['kind'] = 'read-order'): void {
    this.answer(
      this.#latest(kind),
      kind === 'read-order'
        ? { kind: 'order', order: null }
        : { kind: 'executions', executions: [] },
    );
  }

  /** Earlier ones may have been superseded. */
  #latest<K extends OrderRead['kind']>(kind: K): Extract<Command, { kind: K }> {
    const read = this.pendingOf(kind).at(-1);
    if (read === undefined) throw new Error(`no ${kind} is pending`);
    return read;
  }

  report(more: Partial<ExecutionReport> = {}, n = 0): void {
    this.#reports.next({
      kind: 'execution-report',
      report: this.reportOf(this.child(n).clientOrderId, more),
    });
    this.#check();
  }

  /** A fill told by the stream; `cumQty` in all after it. */
  trade(quantity: number, cumQty: number, n = 0): void {
    const { terms } = this.child(n);
    this.report(
      {
        execType: 'trade',
        status: cumQty === terms.quantity ? 'filled' : 'partially_filled',
        cumQty: cumQty as Lots,
        leaves: (terms.quantity - cumQty) as Lots,
        execution: {
          ...executionOf(`x${n}-${cumQty}`, quantity, this.now),
          ...(terms.limitPrice === null ? {} : { price: terms.limitPrice }),
        },
      },
      n,
    );
  }

  reportOf(clientOrderId: ClientOrderId, more: Partial<ExecutionReport> = {}): ExecutionReport {
    const { symbol, side, quantity } = this.state.children.get(clientOrderId)?.terms ?? TERMS;
    return {
      execType: 'accepted',
      clientOrderId,
      venueOrderId: `v-${clientOrderId}` as VenueOrderId,
      symbol,
      side,
      status: 'accepted',
      quantity,
      cumQty: 0 as Lots,
      leaves: quantity,
      execution: null,
      bustOf: null,
      venueTime: venueNanos(this.now),
      text: '',
      ...more,
    };
  }

  snapshot(clientOrderId: ClientOrderId, more: Partial<OrderSnapshot> = {}): OrderSnapshot {
    const { status, cumQty, venueOrderId, venueTime } = this.reportOf(clientOrderId);
    const terms = this.state.children.get(clientOrderId)?.terms ?? TERMS;
    return {
      ...terms,
      clientOrderId,
      venueOrderId,
      status,
      venueWord: more.status ?? '',
      cumQty,
      avgPrice: null,
      filledAt: null,
      createdAt: this.now,
      venueTime,
      ...more,
    };
  }

  #send(command: BrokerCommand, mayLeave: LeaveGate): void {
    const effect =
      command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace';
    const veto = effect ? mayLeave(command, this.now) : null;
    this.pending.push(command);
    if (veto === null || !effect) return;
    this.clock.schedule(this.now, LANE_DELIVERY, () =>
      this.outcome(command, { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto }),
    );
  }

  #forget(command: Command): void {
    const index = this.pending.indexOf(command);
    if (index >= 0) this.pending.splice(index, 1);
  }

  /** The host keeps what the core throws; a test wants to see it. */
  #check(): void {
    if (this.host.failure !== null) throw this.host.failure;
  }
}

type Accepted = Extract<EffectOutcome, { kind: 'accepted' }>;

/** Of an order nobody here placed. */
const TERMS: OrderTerms = {
  symbol: INSTRUMENT.symbol,
  side: 'buy',
  quantity: 1 as Lots,
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
};

/** A bare receipt. */
export const ACCEPTED: Accepted = {
  kind: 'accepted',
  venueOrderId: 'v1' as VenueOrderId,
  status: 'accepted',
  cumQty: null,
  venueTime: null,
};

export const UNKNOWN: EffectOutcome = { kind: 'unknown', shape: 'timeout' };
export const REFUSED_CONNECTION: Extract<EffectOutcome, { kind: 'not-sent' }> = {
  kind: 'not-sent',
  reason: 'connection-refused',
  retryAfter: null,
  veto: null,
};
export const FAILED_READ: ReadAnswer = {
  kind: 'failed',
  failure: 'ambiguous',
  retryAfter: null,
  text: 'no answer',
};

/** A book that holds any slice of these tests. */
export const DEEP_BOOK: ReadAnswer = {
  kind: 'depth',
  bids: [{ price: 599_990 as Ticks, quantity: 1_000_000 as Lots }],
  asks: [{ price: 600_010 as Ticks, quantity: 1_000_000 as Lots }],
};

/** Configuration under which every slice reads the depth, which the test answers. */
export const READS_DEPTH = { earlyStop: { liquidityLevels: 5 } } as const;
/** Configuration under which every order reads the volume before it is planned, which the test answers. */
export const READS_VOLUME = { slicing: { liquidityCheckEnabled: true } } as const;
export const NO_VOLUME: ReadAnswer = { kind: 'volume', averageDailyVolume: null };

export const executionOf = (execId: string, quantity: number, at: EpochMicros): Execution => ({
  execId: execId as ExecId,
  price: 600_000 as Ticks,
  quantity: quantity as Lots,
  liquidity: 'taker',
  fee: { asset: 'USDT', amount: '0.01' },
  venueTime: venueNanos(at),
});

const isFeed = (read: ReadCommand): read is FeedRead =>
  read.kind === 'read-depth' || read.kind === 'read-volume';
