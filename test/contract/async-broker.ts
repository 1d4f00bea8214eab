/**
 * A broker in process that answers the way a network does: through promises, in an order nobody chose. It stands
 * before the same venue as the simulated broker and keeps the same contract, so whatever passes on both leans on
 * nothing synchronous. Requests overtake each other and so do answers; the order stream is one connection and keeps
 * its order. Virtual time does not pass in it: only a lost reply waits, for the client's timeout on the clock given.
 *
 * Requests and replies cross as JSON text, and the venue's side asks the faults it is given: what a wire server will do.
 */
import { type Observable, Subject } from 'rxjs';
import { type Clock, LANE_DELIVERY } from '../../src/core/ground/clock.js';
import { type BrokerCommand, isEffect } from '../../src/core/state/command.js';
import type { ExecutionReport } from '../../src/core/order/execution-report.js';
import type { EffectOutcome, Veto } from '../../src/core/order/outcome.js';
import { isOrderEntry, type VenueRequest } from '../../src/core/order/venue-message.js';
import type { Broker, BrokerInput, LeaveGate } from '../../src/core/ports.js';
import { type Micros, plus } from '../../src/core/ground/units.js';
import { type FaultSet, NO_FAULTS } from '../../src/sim/fault/fault-set.js';
import { answerOf, entryOf, outcomeOf, queryOf } from '../../src/core/state/client-words.js';
import {
  type LinkReply,
  type LinkRequest,
  TIMED_OUT,
  pathOf,
} from '../../src/sim/link/messages.js';
import { SIM_ERROR_CLASSES } from '../../src/sim/link/sim-error-classes.js';
import { RequestCount } from '../../src/sim/link/request-count.js';
import { type DeskVenue, venueDesk } from '../../src/sim/link/venue-desk.js';
import type { RandomStream } from '../../src/sim/random/random.js';
import type { ReportListener } from '../../src/sim/exchange/venue-port.js';

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
  readonly onWire?: (request: VenueRequest) => void;
  /** Of the venue's side: requests as they arrive, replies as they leave. */
  readonly faults?: FaultSet;
}

const ORDINARY: AsyncFate = { heldTurns: 0, replyLost: false };

export class AsyncBroker implements Broker, ReportListener {
  readonly #options: AsyncBrokerOptions;
  readonly #reports = new Subject<BrokerInput>();
  readonly reports$: Observable<BrokerInput> = this.#reports.asObservable();
  readonly #count = new RequestCount();
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
    const veto = this.#vetoOf(command, mayLeave);
    if (veto !== null) {
      await this.#someTurns();
      this.#outcome(command, { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto });
      return;
    }
    const request = this.#request(command);
    const reply = this.#exchange(request);
    if (fate.replyLost || (reply.kind === 'lost' && reply.shape === 'timeout')) {
      const { clock, timeout } = this.#options;
      clock.schedule(plus(clock.now(), timeout), LANE_DELIVERY, () =>
        this.#settle(command, request, TIMED_OUT),
      );
      return;
    }
    await this.#someTurns();
    this.#settle(command, request, reply);
  }

  #vetoOf(command: BrokerCommand, mayLeave: LeaveGate): Veto | null {
    const asked = command.kind === 'submit' || command.kind === 'replace';
    return asked ? mayLeave(command, this.#options.clock.now()) : null;
  }

  #request(command: BrokerCommand): VenueRequest {
    const now = this.#options.clock.now();
    return isEffect(command) ? entryOf(command, now) : queryOf(command);
  }

  /** Guard, wire and venue in one tick: nothing comes between. */
  #exchange(request: VenueRequest): LinkReply {
    this.#options.onWire?.(request);
    return throughText(this.#serve(throughText(request)));
  }

  /** The venue's side. */
  #serve(request: VenueRequest): LinkReply {
    const { clock, faults = NO_FAULTS } = this.#options;
    const now = clock.now();
    const nth = this.#count.next(request);
    const asked: LinkRequest = { request, path: pathOf(request), sentAt: now, nth };
    for (const fault of faults.requestArrives) {
      const verdict = fault.requestArrives(asked, now);
      if (verdict?.kind === 'lose') return TIMED_OUT;
      if (verdict?.kind === 'reply') return verdict.reply;
    }
    const reply = venueDesk(this.#venue!)(request, now);
    for (const fault of faults.replyLeaves) {
      const verdict = fault.replyLeaves(asked, reply, now);
      if (verdict?.kind === 'lost') return verdict;
      if (verdict?.kind === 'instead') return verdict.reply;
    }
    return reply;
  }

  #settle(command: BrokerCommand, request: VenueRequest, reply: LinkReply): void {
    if (isEffect(command))
      this.#outcome(command, outcomeOf(reply, command.kind, SIM_ERROR_CLASSES));
    else if (!isOrderEntry(request)) {
      const answer = answerOf(request, reply, SIM_ERROR_CLASSES);
      this.#reports.next({ kind: 'answer', readId: command.readId, answer });
    }
  }

  #outcome(command: BrokerCommand, outcome: EffectOutcome): void {
    if (!isEffect(command)) return;
    const { kind: effect, clientOrderId, attempt } = command;
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

const throughText = <T>(message: T): T => JSON.parse(JSON.stringify(message)) as T;
