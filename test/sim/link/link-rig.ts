/** A link with constant latencies before the scripted venue, and everything that came out of it with its time. */
import { type BrokerCommand, type FeedRead } from '../../../src/core/state/command.js';
import type { BrokerInput, FeedInput, LeaveGate } from '../../../src/core/ports.js';
import { type Micros, epochMicros, millis, plus } from '../../../src/core/ground/units.js';
import type { QuoteBoard } from '../../../src/core/host/quote-board.js';
import type { QuoteSink } from '../../../src/sim/market/quote-sink.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { FaultSet, type FaultSpec, buildFaults } from '../../../src/sim/fault/fault-set.js';
import type { LinkFault } from '../../../src/sim/fault/link-fault.js';
import type { LinkLatencySpec } from '../../../src/sim/link/link-latency.js';
import type { ConnectionOrder } from '../../../src/sim/link/request-line.js';
import { SimLink } from '../../../src/sim/link/sim-link.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { SCRIPTED_INSTRUMENT, ScriptedVenue } from '../../contract/scripted-venue.js';

export const START = epochMicros(1_700_000_000_000_000);

const constant = (ms: number): { readonly kind: 'constant'; readonly latency: Micros } => ({
  kind: 'constant',
  latency: millis(ms),
});

/** Feed 5, submit 20, cancel 15, ack 10, query 30, stream 7 ms, all one way. */
export const LATENCY: LinkLatencySpec = {
  feed: constant(5),
  submit: constant(20),
  cancel: constant(15),
  ack: constant(10),
  query: constant(30),
  stream: constant(7),
};

export interface Timed<T> {
  /** Milliseconds since the start of the run. */
  readonly ms: number;
  readonly input: T;
}

export class LinkRig {
  readonly clock = new VirtualClock(START);
  readonly faults: FaultSet;
  readonly link: SimLink;
  /** Of the only instrument. */
  readonly board: QuoteBoard;
  readonly quotes: QuoteSink;
  readonly venue: ScriptedVenue;
  readonly broker;
  readonly feed;
  readonly heard: Timed<BrokerInput>[] = [];
  readonly seen: Timed<FeedInput>[] = [];

  constructor(
    faults: readonly FaultSpec[] | LinkFault = [],
    more: Partial<LinkLatencySpec> = {},
    connection: ConnectionOrder = 'independent',
  ) {
    this.faults =
      'activations' in faults
        ? new FaultSet([{ kind: 'test', fault: faults }])
        : buildFaults(faults, { seed: 7, start: START, firstSymbol: SCRIPTED_INSTRUMENT.symbol });
    this.link = new SimLink({
      clock: this.clock,
      random: new RandomStreams(7),
      latency: { ...LATENCY, ...more },
      faults: this.faults,
      instruments: [SCRIPTED_INSTRUMENT],
      connection,
    });
    const { symbol } = SCRIPTED_INSTRUMENT;
    this.board = this.link.boards.get(symbol)!;
    this.quotes = this.link.quotesOf(symbol);
    this.venue = new ScriptedVenue(this.link.listener);
    const ports = this.link.connect(this.venue);
    this.broker = ports.broker;
    this.feed = ports.feed;
    this.broker.reports$.subscribe((input) => this.heard.push({ ms: this.ms(), input }));
    this.feed.events$.subscribe((input) => this.seen.push({ ms: this.ms(), input }));
  }

  /** Milliseconds since the start of the run. */
  ms(): number {
    return (this.clock.now() - START) / 1_000;
  }

  sendAt(ms: number, command: BrokerCommand, gate: LeaveGate = () => null): void {
    this.clock.schedule(plus(START, millis(ms)), 2, () => this.broker.send(command, gate));
  }

  readAt(ms: number, read: FeedRead): void {
    this.clock.schedule(plus(START, millis(ms)), 2, () => this.feed.send(read));
  }

  run(ms = 60_000): this {
    this.clock.runUntil(plus(START, millis(ms)));
    return this;
  }

  /** "<ms> <what>" of all that came back, outcomes and reports by their kind. */
  trace(): readonly string[] {
    return this.heard.map(({ ms, input }) => {
      if (input.kind === 'execution-report') return `${ms} report ${input.report.execType}`;
      if (input.kind === 'stream') return `${ms} stream ${input.status}`;
      if (input.kind === 'answer') return `${ms} answer ${input.answer.kind}`;
      const { outcome } = input;
      const detail =
        outcome.kind === 'unknown'
          ? outcome.shape
          : outcome.kind === 'not-sent'
            ? outcome.reason
            : '';
      return `${ms} ${input.effect} ${outcome.kind}${detail === '' ? '' : `: ${detail}`}`;
    });
  }
}
