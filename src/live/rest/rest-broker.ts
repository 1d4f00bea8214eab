/**
 * The broker behind a REST interface, as the core sees it: commands leave in the departure lane of the instant they were sent, and what
 * comes of them is an action of the clock. What the venue speaks is a dialect's business (`RestVenue`), what a reply means the core's.
 *
 * Invariants: 1. `send` emits nothing and never throws; every emission is an action of the clock. 2. Exactly one outcome per effect and
 * one answer per read, at the latest `requestTimeout` after it left; what comes later is dropped.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY, LANE_DEPARTURE } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';
import type { ErrorClasses } from '../../core/order/error-classes.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { Veto } from '../../core/order/outcome.js';
import type { ClientReply } from '../../core/order/venue-message.js';
import type { Broker, BrokerInput, LeaveGate } from '../../core/ports.js';
import { answerOf, outcomeOf, queryOf } from '../../core/state/client-words.js';
import {
  type BrokerCommand,
  type BrokerRead,
  type EffectCommand,
  isEffect,
} from '../../core/state/command.js';
import type { ExchangeOptions } from './exchange.js';

/** A venue's REST interface, in its own dialect. Neither ever rejects. */
export interface RestVenue {
  readonly errors: ErrorClasses;
  /** `options` go to the one exchange by which it happens. */
  enter(command: EffectCommand, options: ExchangeOptions): Promise<ClientReply>;
  /** May take several exchanges. */
  ask(read: BrokerRead, options: ExchangeOptions): Promise<ClientReply>;
}

export interface RestBrokerOptions {
  /** Shows the wall clock (requests are stamped by it). */
  readonly clock: Clock;
  readonly venue: RestVenue;
  readonly requestTimeout: Micros;
}

const TIMED_OUT: ClientReply = { kind: 'lost', shape: 'timeout' };

export class RestBroker implements Broker {
  readonly #options: RestBrokerOptions;
  readonly #reports = new Subject<BrokerInput>();
  readonly reports$: Observable<BrokerInput> = this.#reports.asObservable();
  /** Of the order stream; null = never up so far. */
  #stream: 'up' | 'down' | null = null;
  readonly #underWay = new Set<AbortController>();

  constructor(options: RestBrokerOptions) {
    this.#options = options;
  }

  send(command: BrokerCommand, mayLeave: LeaveGate): void {
    const { clock } = this.#options;
    clock.schedule(clock.now(), LANE_DEPARTURE, () => {
      if (isEffect(command)) this.#depart(command, mayLeave);
      else this.#ask(command);
    });
  }

  /** From the venue's order stream, at any time. */
  heard(report: ExecutionReport): void {
    this.#soon(() => this.#reports.next({ kind: 'execution-report', report }));
  }

  /** What is known of the order stream's connection, at any time; told when it changes. */
  streamIs(status: 'up' | 'down'): void {
    this.#soon(() => {
      if (status === this.#stream) return;
      this.#stream = status;
      this.#reports.next({ kind: 'stream', status });
    });
  }

  /** What is under way is not waited for. */
  close(): void {
    for (const abort of this.#underWay) abort.abort();
  }

  #depart(command: EffectCommand, mayLeave: LeaveGate): void {
    const { venue, clock } = this.#options;
    const gate = (): Veto | null =>
      command.kind === 'cancel' ? null : mayLeave(command, clock.now());
    this.#during(
      (signal) => venue.enter(command, { mayLeave: gate, signal }),
      (reply) => {
        const { kind: effect, clientOrderId, attempt } = command;
        const outcome = outcomeOf(reply, effect, venue.errors);
        this.#reports.next({ kind: 'outcome', effect, clientOrderId, attempt, outcome });
      },
    );
  }

  #ask(read: BrokerRead): void {
    const { venue } = this.#options;
    const query = queryOf(read);
    this.#during(
      (signal) => venue.ask(read, { signal }),
      (reply) => {
        const answer = answerOf(query, reply, venue.errors);
        this.#reports.next({ kind: 'answer', readId: read.readId, answer });
      },
    );
  }

  /** `settle` is called once, in an action of the clock. */
  #during(
    ask: (signal: AbortSignal) => Promise<ClientReply>,
    settle: (reply: ClientReply) => void,
  ): void {
    const { clock, requestTimeout } = this.#options;
    const abort = new AbortController();
    this.#underWay.add(abort);
    let isOpen = true;
    const end = (reply: ClientReply): void => {
      if (!isOpen) return;
      isOpen = false;
      clock.cancel(timer);
      this.#underWay.delete(abort);
      settle(reply);
    };
    const timer = clock.schedule(plus(clock.now(), requestTimeout), LANE_DELIVERY, () => {
      end(TIMED_OUT);
      abort.abort();
    });
    void ask(abort.signal).then((reply) => this.#soon(() => end(reply)));
  }

  #soon(action: () => void): void {
    const { clock } = this.#options;
    clock.schedule(clock.now(), LANE_DELIVERY, action);
  }
}
