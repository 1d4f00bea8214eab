/**
 * Round trips between client and venue: there, the venue's reply, back; each leg with its latency and the faults that
 * act on it. Requests are `independent`, so that a cancel may overtake a submit, or `ordered` as on one connection;
 * replies are never in order. The client gives up after its own timeout, but what it sent goes on: a request may still
 * reach the venue, a reply after the timeout is dropped.
 *
 * Invariants: 1. Each request gets exactly one reply or loss, at the latest `timeout` after it left. 2. The venue sees it in
 * the arrival lane of its arrival, the client its reply in the delivery lane. 3. Every request draws the latency of
 * both its legs as it leaves, whatever becomes of it: a fault never moves another request's draws. 4. Under `ordered`
 * what leaves later arrives later, whatever its path and instrument, and what arrives together keeps its order.
 */
import {
  type Clock,
  LANE_ARRIVAL,
  LANE_DELIVERY,
  type TimerHandle,
} from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { FaultSet } from '../fault/fault-set.js';
import type { LatencyOf } from './link-latency.js';
import type { ClientOrderId } from '../../core/order/order.js';
import {
  type OrderEntry,
  type VenueRequest,
  isOrderEntry,
} from '../../core/order/venue-message.js';
import {
  type LinkReply,
  type LinkRequest,
  type RequestPath,
  TIMED_OUT,
  pathOf,
} from './messages.js';
import { laneOfRequest } from './anchor-events.js';
import { answerAct, requestAct } from './fault-acts.js';
import { RequestCount } from './request-count.js';
import type { VenueDesk } from './venue-desk.js';

/** Whether requests reach the venue in the order they left (one connection), or each as fast as it happens to be. */
export type ConnectionOrder = 'ordered' | 'independent';

export interface RequestLineOptions {
  readonly clock: Clock;
  readonly latency: LatencyOf;
  readonly faults: FaultSet;
  readonly timeout: Micros;
  /** Whether `latency` is another for each instrument. */
  readonly latencyBySymbol: boolean;
  readonly connection: ConnectionOrder;
  readonly desk: VenueDesk;
  /** Told of every order, cancel and replace that leaves, before anything happens to it. */
  readonly onDeparture?: (request: OrderEntry) => void;
}

/** One round trip. Mutable: the timer ends with the first reply. */
interface Trip extends LinkRequest {
  readonly there: Micros;
  readonly back: Micros;
  readonly deliver: (reply: LinkReply) => void;
  /** Of the client's timeout; null once settled. */
  timer: TimerHandle | null;
}

export class RequestLine {
  readonly #options: RequestLineOptions;
  readonly #count = new RequestCount();
  /** The instrument of each order sent: a cancel or a query names the order alone. */
  readonly #symbols = new Map<ClientOrderId, string>();
  /** When the last request of an ordered connection arrives. */
  #lastDue = 0 as EpochMicros;
  /** An answer that reaches the client before that lies in its socket. */
  #readsAt = 0 as EpochMicros;

  constructor(options: RequestLineOptions) {
    this.#options = options;
  }

  /** What left on the wire so far, answered or not. */
  get sent(): ReadonlyMap<VenueRequest['kind'], number> {
    return this.#count.byKind;
  }

  /** The client looks at no answer before then; its own timeouts go on. */
  clientReadsAt(at: EpochMicros): void {
    this.#readsAt = at;
  }

  /** Another process reads from here on. */
  clientRestarts(): void {
    this.#readsAt = 0 as EpochMicros;
  }

  /** Puts `request` on the wire at this instant; `deliver` is called once, later. */
  send(request: VenueRequest, deliver: (reply: LinkReply) => void): void {
    const { clock, timeout } = this.#options;
    const path = pathOf(request);
    if (isOrderEntry(request)) this.#options.onDeparture?.(request);
    const { latencyBySymbol, faults } = this.#options;
    const { anchors } = faults;
    const about = latencyBySymbol || anchors !== null ? this.#symbolOf(request) : null;
    const latency = this.#options.latency(latencyBySymbol ? about : null);
    const trip: Trip = {
      request,
      path,
      sentAt: clock.now(),
      nth: this.#count.next(request),
      there: latency[path].sample(),
      back: latency[replyLatency(path)].sample(),
      deliver,
      timer: null,
    };
    trip.timer = clock.schedule(plus(trip.sentAt, timeout), LANE_DELIVERY, () => {
      this.#settle(trip, TIMED_OUT);
    });
    // Before any fault acts, so that one may hit the very request it hangs on.
    if (anchors !== null) {
      const lane = laneOfRequest(trip);
      if (lane !== null) anchors.happened(lane, about, trip.sentAt);
    }
    this.#leave(trip, request, { after: trip.there, hook: 0 });
  }

  /** Asks the faults from `hook` on; a forwarded copy asks only those after the one that made it. */
  #leave(trip: Trip, request: VenueRequest, leg: { after: Micros; hook: number }): void {
    const { clock, faults } = this.#options;
    const now = clock.now();
    for (let hook = leg.hook; hook < faults.requestLeaves.length; hook += 1) {
      const fault = faults.requestLeaves[hook]!;
      const verdict = fault.requestLeaves(as(trip, request), now);
      if (verdict === null) continue;
      faults.acted(fault, requestAct(as(trip, request), verdict, now));
      if (verdict.kind === 'lose') return;
      if (verdict.reply !== undefined) this.#replyLater(trip, verdict.reply, trip.back);
      if (verdict.kind === 'reply') return;
      for (const copy of verdict.copies) {
        const after = (leg.after + copy.delay) as Micros;
        this.#leave(trip, copy.request, { after, hook: hook + 1 });
      }
      return;
    }
    const due = this.#inTurn(plus(now, leg.after));
    clock.schedule(due, LANE_ARRIVAL, () => this.#arrive(trip, request, 0));
  }

  /** When a request arrives that would arrive at `due` if nothing were ahead of it. */
  #inTurn(due: EpochMicros): EpochMicros {
    if (this.#options.connection === 'independent') return due;
    if (due > this.#lastDue) this.#lastDue = due;
    return this.#lastDue;
  }

  #arrive(trip: Trip, request: VenueRequest, firstHook: number): void {
    const { clock, faults, desk } = this.#options;
    const now = clock.now();
    for (let hook = firstHook; hook < faults.requestArrives.length; hook += 1) {
      const fault = faults.requestArrives[hook]!;
      const verdict = fault.requestArrives(as(trip, request), now);
      if (verdict === null) continue;
      faults.acted(fault, requestAct(as(trip, request), verdict, now));
      if (verdict.kind === 'lose') return;
      if (verdict.reply !== undefined) this.#reply(trip, verdict.reply);
      if (verdict.kind === 'reply') return;
      for (const copy of verdict.copies) {
        clock.schedule(plus(now, copy.delay), LANE_ARRIVAL, () =>
          this.#arrive(trip, copy.request, hook + 1),
        );
      }
      return;
    }
    this.#reply(trip, desk(request, now));
  }

  /** The reply leaves the venue. */
  #reply(trip: Trip, given: LinkReply): void {
    const { clock, faults } = this.#options;
    const now = clock.now();
    let reply = given;
    let after: number = trip.back;
    for (const fault of faults.replyLeaves) {
      const verdict = fault.replyLeaves(trip, reply, now);
      if (verdict === null) continue;
      faults.acted(fault, answerAct(trip, verdict, now));
      if (verdict.kind === 'lost') {
        if (verdict.shape === 'timeout') return;
        reply = verdict;
        break;
      }
      reply = verdict.reply;
      after += verdict.delay;
    }
    this.#replyLater(trip, reply, after as Micros);
  }

  #replyLater(trip: Trip, reply: LinkReply, after: Micros): void {
    const { clock } = this.#options;
    clock.schedule(plus(clock.now(), after), LANE_DELIVERY, () => this.#return(trip, reply, 0));
  }

  /** The reply reaches the client. */
  #return(trip: Trip, given: LinkReply, firstHook: number): void {
    const { clock, faults } = this.#options;
    const now = clock.now();
    let reply = given;
    for (let hook = firstHook; hook < faults.replyArrives.length; hook += 1) {
      const fault = faults.replyArrives[hook]!;
      const verdict = fault.replyArrives(trip, reply, now);
      if (verdict === null) continue;
      faults.acted(fault, answerAct(trip, verdict, now));
      if (verdict.kind === 'lost') {
        if (verdict.shape === 'timeout') return;
        reply = verdict;
        break;
      }
      reply = verdict.reply;
      if (verdict.delay > 0) {
        const delayed = reply;
        clock.schedule(plus(now, verdict.delay), LANE_DELIVERY, () =>
          this.#return(trip, delayed, hook + 1),
        );
        return;
      }
    }
    this.#lie(trip, reply);
  }

  /** In the client's socket, until it is looked at. */
  #lie(trip: Trip, reply: LinkReply): void {
    const { clock } = this.#options;
    if (clock.now() >= this.#readsAt) this.#settle(trip, reply);
    else clock.schedule(this.#readsAt, LANE_DELIVERY, () => this.#lie(trip, reply));
  }

  #symbolOf(request: VenueRequest): string | null {
    switch (request.kind) {
      case 'submit':
        this.#symbols.set(request.clientOrderId, request.terms.symbol);
        return request.terms.symbol;
      case 'replace': {
        const symbol = this.#symbols.get(request.clientOrderId) ?? null;
        if (symbol !== null) this.#symbols.set(request.newClientOrderId, symbol);
        return symbol;
      }
      case 'cancel':
      case 'query-order':
      case 'query-executions':
        return this.#symbols.get(request.clientOrderId) ?? null;
      case 'query-depth':
        return request.symbol;
      default:
        return null;
    }
  }

  #settle(trip: Trip, reply: LinkReply): void {
    if (trip.timer === null) return;
    this.#options.clock.cancel(trip.timer);
    trip.timer = null;
    trip.deliver(reply);
  }
}

const replyLatency = (path: RequestPath): 'ack' | 'query' => (path === 'query' ? 'query' : 'ack');

/** The request as it is after the faults before: the same but for one they altered. */
const as = (trip: Trip, request: VenueRequest): LinkRequest => {
  if (trip.request === request) return trip;
  const { path, sentAt, nth } = trip;
  return { request, path, sentAt, nth };
};
