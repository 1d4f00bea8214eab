/**
 * The simulated broker as the core sees it: commands leave in the departure lane of the instant they were sent, the
 * last guard is asked there and nothing comes between it and the wire; answers and stream reports come back as inputs
 * in the delivery lane, a veto at once. What happens on the way is the lines' business, what happens at the venue the venue's.
 *
 * Invariants: 1. `send` emits nothing and never throws; every emission is an action of the clock, so none is inside
 * another. 2. Exactly one outcome per effect and one answer per read.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DEPARTURE } from '../../core/ground/clock.js';
import { type BrokerCommand, type EffectCommand, isEffect } from '../../core/state/command.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { EffectOutcome, Veto } from '../../core/order/outcome.js';
import type { Broker, BrokerInput, LeaveGate } from '../../core/ports.js';
import { answerOf, entryOf, outcomeOf, queryOf } from '../../core/state/client-words.js';
import type { VenueRequest } from '../../core/order/venue-message.js';
import type { LinkReply } from './messages.js';
import type { RequestLine } from './request-line.js';
import { SIM_ERROR_CLASSES } from './sim-error-classes.js';

export class SimBroker implements Broker {
  readonly #clock: Clock;
  readonly #line: RequestLine;
  readonly #reports = new Subject<BrokerInput>();
  /** Connections known to be gone. */
  #broken = 0;
  /** Counts the client's processes: what one asked is answered to no other. */
  #process = 0;
  readonly reports$: Observable<BrokerInput> = this.#reports.asObservable();

  constructor(clock: Clock, line: RequestLine) {
    this.#clock = clock;
    this.#line = line;
  }

  send(command: BrokerCommand, mayLeave: LeaveGate): void {
    const process = this.#process;
    this.#clock.schedule(this.#clock.now(), LANE_DEPARTURE, () => {
      if (process === this.#process) this.#depart(command, mayLeave);
    });
  }

  /** The client is another process from here on. */
  clientRestarts(): void {
    this.#process += 1;
  }

  /** What the order stream delivers. */
  deliver(report: ExecutionReport): void {
    this.#reports.next({ kind: 'execution-report', report });
  }

  /** What the client knows of the order stream's connection: gone when the first breaks, back when none is broken. */
  streamIs(status: 'up' | 'down'): void {
    const before = this.#broken;
    this.#broken += status === 'down' ? 1 : -1;
    if (before === 0 || this.#broken === 0) this.#reports.next({ kind: 'stream', status });
  }

  #depart(command: BrokerCommand, mayLeave: LeaveGate): void {
    if (!isEffect(command)) {
      const query = queryOf(command);
      this.#send(query, (reply) => {
        const answer = answerOf(query, reply, SIM_ERROR_CLASSES);
        this.#reports.next({ kind: 'answer', readId: command.readId, answer });
      });
      return;
    }
    const now = this.#clock.now();
    const veto = command.kind === 'cancel' ? null : mayLeave(command, now);
    if (veto !== null) this.#settle(command, vetoed(veto));
    else
      this.#send(entryOf(command, now), (reply) =>
        this.#settle(command, outcomeOf(reply, command.kind, SIM_ERROR_CLASSES)),
      );
  }

  #send(request: VenueRequest, heard: (reply: LinkReply) => void): void {
    const process = this.#process;
    this.#line.send(request, (reply) => {
      if (process === this.#process) heard(reply);
    });
  }

  #settle(command: EffectCommand, outcome: EffectOutcome): void {
    const { kind: effect, clientOrderId, attempt } = command;
    this.#reports.next({ kind: 'outcome', effect, clientOrderId, attempt, outcome });
  }
}

const vetoed = (veto: Veto): EffectOutcome => ({
  kind: 'not-sent',
  reason: 'vetoed',
  retryAfter: null,
  veto,
});
