/**
 * One order at a truthful venue, from a script: when it fills, how long requests and answers take, which queries fail,
 * which frames of the stream are lost. The host and the core are the real ones. After the script's last fault the
 * venue answers everything, so that every run comes to an end; what the core said and asked on the way is kept.
 */
import { Subject } from 'rxjs';
import type { BrokerInput, LeaveGate } from '../../src/core/ports.js';
import { LANE_ARRIVAL, LANE_DELIVERY } from '../../src/core/ground/clock.js';
import {
  type EpochMicros,
  type Lots,
  type Micros,
  type Ticks,
  millis,
  plus,
} from '../../src/core/ground/units.js';
import { EngineHost } from '../../src/core/host/engine-host.js';
import type { ReadAnswer } from '../../src/core/order/outcome.js';
import { isTerminal } from '../../src/core/order/status.js';
import type { BrokerCommand } from '../../src/core/state/command.js';
import type { Entry, FillResult } from '../../src/core/state/entry.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import type { ChildState } from '../../src/core/state/state.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { configOf } from './engine-config.js';
import { FAILED_READ, START, UNKNOWN } from './engine-rig.js';
import { ModelVenue, type VenueOrder } from './model-venue.js';
import { order } from './simulation-plan.js';

/** Times in milliseconds. */
export interface WatchScript {
  readonly side: 'buy' | 'sell';
  readonly timeout: number;
  /** Fills: so long after the order arrived or after its deadline, so many percent of what is left. */
  readonly fills: readonly {
    readonly from: 'arrival' | 'deadline';
    readonly at: number;
    readonly percent: number;
  }[];
  /** The way of each request and of each answer, in turn. */
  readonly ways: readonly number[];
  /** Which queries fail, in turn, and what is said; those after the last are answered. */
  readonly queries: readonly ('answered' | 'no-answer' | 'rate-limited' | 'not-sent')[];
  /** Which frames of the stream arrive, in turn; those after the last do. */
  readonly frames: readonly boolean[];
  readonly submitAnswerLost: boolean;
  /** So many cancels are lost on the way, or their answers are. */
  readonly cancelsLost: number;
  /** The order fills completely while the cancel is on its way. */
  readonly crossing: boolean;
}

/** One question about the order. */
export interface Look {
  readonly askedAt: EpochMicros;
  readonly answeredAt: EpochMicros;
  readonly ok: boolean;
}

const CLIENT_PATIENCE = millis(1_000);
const STEPS = 20_000;

const FAILURES: Readonly<Record<'no-answer' | 'rate-limited' | 'not-sent', ReadAnswer>> = {
  'no-answer': FAILED_READ,
  'rate-limited': {
    kind: 'failed',
    failure: 'rate-limited',
    retryAfter: millis(700),
    text: 'too many requests',
  },
  'not-sent': { kind: 'failed', failure: 'not-sent', retryAfter: null, text: 'no connection' },
};

export class WatchedOrder {
  readonly venue = new ModelVenue('forever');
  readonly clock = new VirtualClock(START);
  readonly blocks: JournalBlock[] = [];
  readonly looks: Look[] = [];
  /** When the venue had filled all of it; when it was over there. */
  fullAt: EpochMicros | null = null;
  overAt: EpochMicros | null = null;
  cancelsRefused = 0;
  readonly #script: WatchScript;
  readonly #input = new Subject<BrokerInput>();
  readonly #host: EngineHost;
  #queries = 0;
  #ways = 0;
  #frames = 0;
  #cancels = 0;

  constructor(script: WatchScript) {
    this.#script = script;
    this.#host = new EngineHost({
      config: configOf(),
      clock: this.clock,
      broker: { reports$: this.#input, send: (command, gate) => this.#send(command, gate) },
      feed: {
        events$: new Subject(),
        send: () => undefined,
        quoteOf: (symbol) => ({ symbol, quote: this.#quote(), aliveAt: this.clock.now() }),
        watch: () => undefined,
      },
      journal: { append: () => undefined },
      riskStore: { engaged: () => false },
      onBlock: (block) => this.blocks.push(block),
    });
  }

  /** Until nothing is left to happen, or for ever as far as a test can tell. */
  run(): this {
    const { side, timeout } = this.#script;
    const request = order({
      side,
      slices: 1,
      timeInForce: 'gtc',
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      fillTimeout: millis(timeout),
    });
    this.#host.take({ kind: 'order-request', request });
    let steps = 0;
    while (this.clock.runOne()) {
      if (this.#host.failure !== null) throw this.#host.failure;
      steps += 1;
      if (steps > STEPS) throw new Error('the order is watched for ever');
    }
    return this;
  }

  get child(): ChildState {
    const [first] = this.#host.state.children.entries();
    if (first === undefined) throw new Error('no order was sent');
    return first[1];
  }

  get filled(): number {
    return this.venue.orders[0]?.cum ?? 0;
  }

  get deadline(): EpochMicros {
    const [intent] = this.entries('submit-intent');
    if (intent === undefined) throw new Error('no order was sent');
    return intent.entry.deadline;
  }

  /** What the monitor concluded; the last word is the one that stands. */
  get results(): readonly { readonly at: EpochMicros; readonly result: FillResult }[] {
    return this.entries('fill-result').flatMap(({ at, entry }) =>
      entry.final ? [{ at, result: entry.result }] : [],
    );
  }

  entries<K extends Entry['kind']>(
    kind: K,
  ): readonly { readonly at: EpochMicros; readonly entry: Extract<Entry, { kind: K }> }[] {
    return this.blocks.flatMap(({ input, entries }) =>
      entries
        .filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind)
        .map((entry) => ({ at: input.at, entry })),
    );
  }

  #quote() {
    const at = this.clock.now();
    return {
      bid: 599_990 as Ticks,
      bidQuantity: 100 as Lots,
      ask: 600_010 as Ticks,
      askQuantity: 100 as Lots,
      venueTime: at,
      deliveredAt: at,
    };
  }

  #in(wait: Micros, lane: 0 | 1, action: () => void): void {
    this.clock.schedule(plus(this.clock.now(), wait), lane, action);
  }

  #way(): Micros {
    const { ways } = this.#script;
    return millis(ways[this.#ways++ % ways.length] ?? 0);
  }

  #send(command: BrokerCommand, mayLeave: LeaveGate): void {
    if (command.kind === 'submit') this.#submit(command, mayLeave);
    else if (command.kind === 'cancel') this.#cancel(command, mayLeave);
    else if (command.kind === 'read-order' || command.kind === 'read-executions')
      this.#read(command);
  }

  #submit(command: Extract<BrokerCommand, { kind: 'submit' }>, mayLeave: LeaveGate): void {
    if (mayLeave(command, this.clock.now()) !== null) throw new Error('the leave gate refused');
    const { submitAnswerLost: lost, fills } = this.#script;
    this.#in(this.#way(), LANE_ARRIVAL, () => {
      const outcome = this.venue.submit(command, this.clock.now());
      for (const fill of fills) this.#planFill(fill);
      this.#tell();
      this.#in(lost ? CLIENT_PATIENCE : this.#way(), LANE_DELIVERY, () => {
        this.#outcome(command, lost ? UNKNOWN : outcome);
      });
    });
  }

  #planFill({ from, at, percent }: WatchScript['fills'][number]): void {
    const now = this.clock.now();
    const base = from === 'arrival' ? now : this.deadline;
    const due = Math.max(now, base + at * 1_000) as EpochMicros;
    this.clock.schedule(due, LANE_ARRIVAL, () => {
      this.#fill(percent);
    });
  }

  #fill(percent: number): void {
    const [open] = this.venue.open();
    if (open === undefined) return;
    const left = open.command.terms.quantity - open.cum;
    this.venue.fill(open, Math.max(1, Math.floor((left * percent) / 100)), this.clock.now());
    this.#tell();
  }

  #cancel(command: Extract<BrokerCommand, { kind: 'cancel' }>, mayLeave: LeaveGate): void {
    if (mayLeave(command, this.clock.now()) !== null) throw new Error('the leave gate refused');
    this.#cancels += 1;
    const lost = this.#cancels <= this.#script.cancelsLost;
    const arrives = !lost || this.#cancels % 2 === 0;
    if (this.#script.crossing) this.#fill(100);
    this.#in(this.#way(), LANE_ARRIVAL, () => {
      const outcome = arrives ? this.venue.cancel(command, this.clock.now()) : UNKNOWN;
      if (outcome.kind === 'rejected') this.cancelsRefused += 1;
      this.#tell();
      this.#in(lost ? CLIENT_PATIENCE : this.#way(), LANE_DELIVERY, () => {
        this.#outcome(command, lost ? UNKNOWN : outcome);
      });
    });
  }

  #outcome(
    { kind, clientOrderId, attempt }: Extract<BrokerCommand, { kind: 'submit' | 'cancel' }>,
    outcome: Extract<BrokerInput, { kind: 'outcome' }>['outcome'],
  ): void {
    this.#input.next({ kind: 'outcome', effect: kind, clientOrderId, attempt, outcome });
  }

  #read(read: Extract<BrokerCommand, { kind: 'read-order' | 'read-executions' }>): void {
    const askedAt = this.clock.now();
    const fate = this.#script.queries[this.#queries++] ?? 'answered';
    this.#in(this.#way(), LANE_ARRIVAL, () => {
      const answer = fate === 'answered' ? this.#truth(read) : FAILURES[fate];
      this.#in(this.#way(), LANE_DELIVERY, () => {
        if (read.kind === 'read-order')
          this.looks.push({ askedAt, answeredAt: this.clock.now(), ok: fate === 'answered' });
        this.#input.next({ kind: 'answer', readId: read.readId, answer });
      });
    });
  }

  #truth(read: Extract<BrokerCommand, { kind: 'read-order' | 'read-executions' }>): ReadAnswer {
    return read.kind === 'read-order'
      ? { kind: 'order', order: this.venue.lookUp(read.clientOrderId) }
      : { kind: 'executions', executions: this.venue.executionsOf(read.clientOrderId) };
  }

  /** What the venue has said since goes on its way, in order of what it says, each with a way of its own. */
  #tell(): void {
    const [held] = this.venue.orders;
    if (held !== undefined) this.#note(held);
    for (const report of this.venue.reports.splice(0)) {
      const arrives = this.#script.frames[this.#frames++] ?? true;
      if (!arrives) continue;
      this.#in(this.#way(), LANE_DELIVERY, () => {
        this.#input.next({ kind: 'execution-report', report });
      });
    }
  }

  #note(held: VenueOrder): void {
    const now = this.clock.now();
    if (held.status === 'filled') this.fullAt ??= now;
    if (isTerminal(held.status)) this.overAt ??= now;
  }
}
