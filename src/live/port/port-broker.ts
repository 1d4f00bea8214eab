/**
 * The broker behind a socket, as the core sees it. A command leaves in the departure lane of the instant it was sent; the last
 * guard is asked there, in the tick in which the bytes are handed to the socket. Without a connection it is proven not sent; an
 * answer that does not come within the timeout, or that the connection takes with it, is unknown (SCH-4).
 *
 * Invariants: 1. `send` emits nothing and never throws; every emission is an action of the clock. 2. Exactly one outcome per
 * effect and one answer per read; what comes later than that is dropped.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DEPARTURE } from '../../core/ground/clock.js';
import type { Micros } from '../../core/ground/units.js';
import type { EffectOutcome, ReadAnswer, Veto } from '../../core/order/outcome.js';
import type { Broker, BrokerInput, LeaveGate } from '../../core/ports.js';
import {
  type BrokerCommand,
  type BrokerRead,
  type EffectCommand,
  isEffect,
} from '../../core/state/command.js';
import { AwaitedAnswers } from './awaited.js';
import { noAnswer, notAsked } from './failed-read.js';
import type { FrameToVenue } from './frames.js';

/** Where frames go: the connection, as far as who sends needs to know it. */
export interface Wire {
  /** False = no byte left. */
  send(frame: FrameToVenue): boolean;
  readonly isUp: boolean;
}

export class PortBroker implements Broker {
  readonly #clock: Clock;
  readonly #wire: Wire;
  readonly #awaited: AwaitedAnswers;
  readonly #reports = new Subject<BrokerInput>();
  readonly reports$: Observable<BrokerInput> = this.#reports.asObservable();
  /** What the venue says of its order stream; a connection begins with one. */
  #venueStream: 'up' | 'down' = 'up';
  #told: 'up' | 'down' = 'up';

  constructor(clock: Clock, wire: Wire, requestTimeout: Micros) {
    this.#clock = clock;
    this.#wire = wire;
    this.#awaited = new AwaitedAnswers(clock, requestTimeout);
  }

  send(command: BrokerCommand, mayLeave: LeaveGate): void {
    this.#clock.schedule(this.#clock.now(), LANE_DEPARTURE, () => {
      if (isEffect(command)) this.#depart(command, mayLeave);
      else this.#ask(command);
    });
  }

  /** From the venue; in an action of the clock, as the two below. */
  heard(input: BrokerInput): void {
    switch (input.kind) {
      case 'execution-report':
        this.#reports.next(input);
        return;
      case 'outcome':
        if (this.#awaited.settle(keyOfEffect({ ...input, kind: input.effect })))
          this.#reports.next(input);
        return;
      case 'answer':
        if (this.#awaited.settle(keyOfRead(input))) this.#reports.next(input);
        return;
      case 'stream':
        this.#venueStream = input.status;
        this.#tellStream(input.status);
    }
  }

  connected(): void {
    this.#venueStream = 'up';
    this.#tellStream('up');
  }

  disconnected(): void {
    this.#awaited.loseAll();
    this.#tellStream('down');
  }

  #tellStream(heard: 'up' | 'down'): void {
    const status = this.#wire.isUp && this.#venueStream === 'up' ? heard : 'down';
    if (status === this.#told) return;
    this.#told = status;
    this.#reports.next({ kind: 'stream', status });
  }

  #depart(command: EffectCommand, mayLeave: LeaveGate): void {
    if (!this.#wire.isUp) {
      this.#settle(command, NOT_CONNECTED);
      return;
    }
    const now = this.#clock.now();
    const veto = command.kind === 'cancel' ? null : mayLeave(command, now);
    if (veto !== null) this.#settle(command, vetoed(veto));
    else if (!this.#wire.send({ kind: 'command', command, leftAt: now }))
      this.#settle(command, NOT_CONNECTED);
    else
      this.#awaited.add(keyOfEffect(command), (shape) =>
        this.#settle(command, { kind: 'unknown', shape }),
      );
  }

  #ask(read: BrokerRead): void {
    const leftAt = this.#clock.now();
    if (!this.#wire.send({ kind: 'command', command: read, leftAt }))
      this.#answer(read, notAsked());
    else this.#awaited.add(keyOfRead(read), (how) => this.#answer(read, noAnswer(how)));
  }

  #settle(command: EffectCommand, outcome: EffectOutcome): void {
    const { kind: effect, clientOrderId, attempt } = command;
    this.#reports.next({ kind: 'outcome', effect, clientOrderId, attempt, outcome });
  }

  #answer({ readId }: BrokerRead, answer: ReadAnswer): void {
    this.#reports.next({ kind: 'answer', readId, answer });
  }
}

const keyOfEffect = ({
  kind,
  clientOrderId,
  attempt,
}: Pick<EffectCommand, 'kind' | 'clientOrderId' | 'attempt'>): string =>
  `${kind} ${clientOrderId} ${attempt}`;

const keyOfRead = ({ readId }: Pick<BrokerRead, 'readId'>): string => `read ${readId}`;

const NOT_CONNECTED: EffectOutcome = {
  kind: 'not-sent',
  reason: 'connection-refused',
  retryAfter: null,
  veto: null,
};

const vetoed = (veto: Veto): EffectOutcome => ({
  kind: 'not-sent',
  reason: 'vetoed',
  retryAfter: null,
  veto,
});
