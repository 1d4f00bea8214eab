/**
 * A broker in process that answers the way a network does: through promises, in an order nobody chose. It stands
 * before the same venue as the simulated broker and keeps the same contract, so whatever passes on both leans on
 * nothing synchronous. Requests overtake each other and so do answers; the order stream is one connection and keeps
 * its order. Virtual time does not pass in it: only a lost reply waits, for the client's timeout on the clock given.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY } from '../../src/core/ground/clock.js';
import type { BrokerCommand } from '../../src/core/state/command.js';
import type { ExecutionReport } from '../../src/core/order/execution-report.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/order/outcome.js';
import type { Broker, BrokerInput, LeaveGate } from '../../src/core/ports.js';
import { type Micros, plus } from '../../src/core/ground/units.js';
import { type LinkAnswer, isEffect, lostAnswer } from '../../src/sim/link/messages.js';
import { type DeskVenue, venueDesk } from '../../src/sim/link/venue-desk.js';
import type { RandomStream } from '../../src/sim/random/random.js';
import type { ReportListener } from '../../src/sim/venue/venue-port.js';

/** Longest a leg waits, in turns of the microtask queue. */
const TURNS_MAX = 12;

/** What happens to one request beyond the shuffling. */
export interface AsyncFate {
  /** Further turns before it leaves. */
  readonly heldTurns: number;
  readonly replyLost: boolean;
}

export interface AsyncBrokerOptions {
  readonly clock: Clock;
  readonly random: RandomStream;
  readonly timeout: Micros;
  /** Asked as a request leaves. */
  readonly fateOf?: (command: BrokerCommand) => AsyncFate;
  /** Told in the tick in which a request leaves. */
  readonly onWire?: (command: BrokerCommand) => void;
}

const ORDINARY: AsyncFate = { heldTurns: 0, replyLost: false };

export class AsyncBroker implements Broker, ReportListener {
  readonly #options: AsyncBrokerOptions;
  readonly #reports = new Subject<BrokerInput>();
  readonly reports$: Observable<BrokerInput> = this.#reports.asObservable();
  #venue: DeskVenue | null = null;
  #underWay = 0;
  #stream: Promise<void> = Promise.resolve();

  constructor(options: AsyncBrokerOptions) {
    this.#options = options;
  }

  /** The venue speaks into this broker, so it is made after it. */
  connect(venue: DeskVenue): void {
    this.#venue = venue;
  }

  send(command: BrokerCommand, mayLeave: LeaveGate): void {
    const fate = this.#options.fateOf?.(command) ?? ORDINARY;
    void this.#during(() => this.#roundTrip(command, mayLeave, fate));
  }

  onReport(report: ExecutionReport): void {
    void this.#during(() => {
      this.#stream = this.#stream
        .then(() => this.#someTurns())
        .then(() => this.#reports.next({ kind: 'execution-report', report }));
      return this.#stream;
    });
  }

  /** Resolves once nothing is under way; what waits for the clock does not count. */
  async settled(): Promise<void> {
    while (this.#underWay > 0) await Promise.resolve();
  }

  async #roundTrip(command: BrokerCommand, mayLeave: LeaveGate, fate: AsyncFate): Promise<void> {
    await this.#someTurns(fate.heldTurns);
    const answer = this.#leave(command, mayLeave);
    if (fate.replyLost && answer.kind !== 'not-sent') {
      const { clock, timeout } = this.#options;
      clock.schedule(plus(clock.now(), timeout), LANE_DELIVERY, () =>
        this.#settle(command, lostAnswer(command, 'timeout')),
      );
      return;
    }
    await this.#someTurns();
    this.#settle(command, answer);
  }

  /** Guard, wire and venue in one tick: nothing comes between. */
  #leave(command: BrokerCommand, mayLeave: LeaveGate): LinkAnswer {
    const now = this.#options.clock.now();
    const asked = command.kind === 'submit' || command.kind === 'replace';
    const veto = asked ? mayLeave(command, now) : null;
    if (veto !== null) return { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto };
    this.#options.onWire?.(command);
    return venueDesk(this.#venue!)(command, now, now);
  }

  #settle(command: BrokerCommand, answer: LinkAnswer): void {
    if (!isEffect(command)) {
      this.#reports.next({ kind: 'answer', readId: command.readId, answer: answer as ReadAnswer });
      return;
    }
    const { kind: effect, clientOrderId, attempt } = command;
    const outcome = answer as EffectOutcome;
    this.#reports.next({ kind: 'outcome', effect, clientOrderId, attempt, outcome });
  }

  async #someTurns(more = 0): Promise<void> {
    const turns = more + this.#options.random.nextInt(TURNS_MAX);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  }

  async #during(work: () => Promise<void>): Promise<void> {
    this.#underWay += 1;
    try {
      await work();
    } finally {
      this.#underWay -= 1;
    }
  }
}
