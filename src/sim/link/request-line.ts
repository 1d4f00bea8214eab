/**
 * Round trips between client and venue: there, the venue's answer, back; each leg with its latency and the faults that
 * act on it. Requests are not in order: a cancel may overtake a submit. The client gives up after its own timeout, but
 * what it sent goes on: a request may still reach the venue, an answer after the timeout is dropped.
 *
 * Invariants: 1. Each request is answered exactly once, at the latest `timeout` after it left. 2. The venue sees it in
 * the arrival lane of its arrival, the client its answer in the delivery lane. 3. Every request draws the latency of
 * both its legs as it leaves, whatever becomes of it: a fault never moves another request's draws.
 */
import {
  type Clock,
  LANE_ARRIVAL,
  LANE_DELIVERY,
  type TimerHandle,
} from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { FaultSet } from '../fault/fault-set.js';
import type { LinkLatency } from './link-latency.js';
import {
  type LinkAnswer,
  type LinkCommand,
  type LinkRequest,
  type RequestPath,
  lostAnswer,
  pathOf,
} from './messages.js';

/** The venue's side: called as the request arrives, answers at once. */
export type VenueDesk = (command: LinkCommand, sentAt: EpochMicros, now: EpochMicros) => LinkAnswer;

export interface RequestLineOptions {
  readonly clock: Clock;
  readonly latency: LinkLatency;
  readonly faults: FaultSet;
  readonly timeout: Micros;
  readonly desk: VenueDesk;
}

/** One round trip. Mutable: the timer ends with the first answer. */
interface Trip extends LinkRequest {
  readonly there: Micros;
  readonly back: Micros;
  readonly deliver: (answer: LinkAnswer) => void;
  /** Of the client's timeout; null once answered. */
  timer: TimerHandle | null;
}

export class RequestLine {
  readonly #options: RequestLineOptions;

  constructor(options: RequestLineOptions) {
    this.#options = options;
  }

  /** Puts `command` on the wire at this instant; `deliver` is called once, later. */
  send(command: LinkCommand, deliver: (answer: LinkAnswer) => void): void {
    const { clock, latency, timeout } = this.#options;
    const path = pathOf(command);
    const trip: Trip = {
      command,
      path,
      sentAt: clock.now(),
      there: latency[path].sample(),
      back: latency[answerLatency(path)].sample(),
      deliver,
      timer: null,
    };
    trip.timer = clock.schedule(plus(trip.sentAt, timeout), LANE_DELIVERY, () => {
      this.#settle(trip, lostAnswer(command, 'timeout'));
    });
    this.#leave(trip, command, { after: trip.there, hook: 0 });
  }

  /** Asks the faults from `hook` on; a forwarded copy asks only those after the one that made it. */
  #leave(trip: Trip, command: LinkCommand, leg: { after: Micros; hook: number }): void {
    const { clock, faults } = this.#options;
    const now = clock.now();
    for (let hook = leg.hook; hook < faults.requestLeaves.length; hook += 1) {
      const verdict = faults.requestLeaves[hook]!.requestLeaves(as(trip, command), now);
      if (verdict === null) continue;
      if (verdict.kind === 'answer') this.#answerLater(trip, verdict.answer, trip.back);
      if (verdict.kind !== 'forward') return;
      for (const copy of verdict.copies) {
        const after = (leg.after + copy.delay) as Micros;
        this.#leave(trip, copy.command, { after, hook: hook + 1 });
      }
      return;
    }
    clock.schedule(plus(now, leg.after), LANE_ARRIVAL, () => this.#arrive(trip, command, 0));
  }

  #arrive(trip: Trip, command: LinkCommand, firstHook: number): void {
    const { clock, faults, desk } = this.#options;
    const now = clock.now();
    for (let hook = firstHook; hook < faults.requestArrives.length; hook += 1) {
      const verdict = faults.requestArrives[hook]!.requestArrives(as(trip, command), now);
      if (verdict === null) continue;
      if (verdict.kind === 'answer') this.#answer(trip, verdict.answer);
      if (verdict.kind !== 'forward') return;
      for (const copy of verdict.copies) {
        clock.schedule(plus(now, copy.delay), LANE_ARRIVAL, () =>
          this.#arrive(trip, copy.command, hook + 1),
        );
      }
      return;
    }
    this.#answer(trip, desk(command, trip.sentAt, now));
  }

  /** The answer leaves the venue. */
  #answer(trip: Trip, given: LinkAnswer): void {
    const now = this.#options.clock.now();
    let answer = given;
    let after: number = trip.back;
    for (const fault of this.#options.faults.answerLeaves) {
      const verdict = fault.answerLeaves(trip, answer, now);
      if (verdict === null) continue;
      if (verdict.kind === 'lose') {
        if (verdict.shape === 'timeout') return;
        answer = lostAnswer(trip.command, verdict.shape);
        break;
      }
      answer = verdict.answer;
      after += verdict.delay;
    }
    this.#answerLater(trip, answer, after as Micros);
  }

  #answerLater(trip: Trip, answer: LinkAnswer, after: Micros): void {
    const { clock } = this.#options;
    clock.schedule(plus(clock.now(), after), LANE_DELIVERY, () => this.#return(trip, answer, 0));
  }

  /** The answer reaches the client. */
  #return(trip: Trip, given: LinkAnswer, firstHook: number): void {
    const { clock, faults } = this.#options;
    const now = clock.now();
    let answer = given;
    for (let hook = firstHook; hook < faults.answerArrives.length; hook += 1) {
      const verdict = faults.answerArrives[hook]!.answerArrives(trip, answer, now);
      if (verdict === null) continue;
      if (verdict.kind === 'lose') {
        if (verdict.shape === 'timeout') return;
        answer = lostAnswer(trip.command, verdict.shape);
        break;
      }
      answer = verdict.answer;
      if (verdict.delay > 0) {
        const late = answer;
        clock.schedule(plus(now, verdict.delay), LANE_DELIVERY, () =>
          this.#return(trip, late, hook + 1),
        );
        return;
      }
    }
    this.#settle(trip, answer);
  }

  #settle(trip: Trip, answer: LinkAnswer): void {
    if (trip.timer === null) return;
    this.#options.clock.cancel(trip.timer);
    trip.timer = null;
    trip.deliver(answer);
  }
}

const answerLatency = (path: RequestPath): 'ack' | 'query' => (path === 'query' ? 'query' : 'ack');

/** The request as it is after the faults before: the same but for a command they altered. */
const as = (trip: Trip, command: LinkCommand): LinkRequest =>
  trip.command === command ? trip : { command, path: trip.path, sentAt: trip.sentAt };
