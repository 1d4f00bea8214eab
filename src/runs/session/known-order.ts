/**
 * One order as the recording knows it: everything the venue ever said of it, by whatever path, put in order of the venue's time, so that it can be asked how
 * the order stood at any time. What nobody ever said is not made up. Mutable while the recording is read.
 */
import type { EpochMicros, Lots, Micros } from '../../core/ground/units.js';
import { plus } from '../../core/ground/units.js';
import type {
  Bust,
  ExecType,
  Execution,
  ExecutionReport,
  OrderSnapshot,
} from '../../core/order/execution-report.js';
import {
  type ClientOrderId,
  type ExecId,
  type OrderTerms,
  type TimeInForce,
  type VenueNanos,
  type VenueOrderId,
  compareVenueNanos,
  venueMicros,
  venueNanos,
} from '../../core/order/order.js';
import type { EffectOutcome } from '../../core/order/outcome.js';
import { type OrderStatus, isTerminal } from '../../core/order/status.js';

interface Said {
  readonly at: EpochMicros;
  readonly stamp: VenueNanos | null;
}

interface Ended extends Said {
  readonly status: OrderStatus;
  /** After this engine had called it off: by itself it might have gone on. */
  readonly isCalledOff: boolean;
}

/** And when it was so. */
interface Happened<T> {
  readonly at: EpochMicros;
  readonly what: T;
}

/** A total that the venue told. */
interface Total extends Said {
  readonly cumQty: Lots;
}

/** What an order does here of what it did in the recording. */
export interface Course {
  /** All of it happens so much later. */
  readonly shift: Micros;
  /** Canceled then, in the venue's time here; null = not in another way than in the recording. */
  readonly until: EpochMicros | null;
  /** False = the cancel or replace that ended it in the recording has not left here, so it stays open. */
  readonly endsAsRecorded: boolean;
}

export const AS_RECORDED: Course = { shift: 0 as Micros, until: null, endsAsRecorded: true };

/** How an order ends that is called off. */
const CALLED_OFF: ReadonlySet<OrderStatus> = new Set(['canceled', 'replaced']);
/** An order that may not rest is canceled by the venue. */
const RESTS_NOT: ReadonlySet<TimeInForce> = new Set(['ioc', 'fok']);
/** What a venue says to a cancel or a replace. */
const SAID_TO_IT: ReadonlySet<ExecType> = new Set([
  'canceled',
  'replaced',
  'cancel-rejected',
  'replace-rejected',
]);

export class KnownOrder {
  readonly clientOrderId: ClientOrderId;
  terms: OrderTerms;
  /** When it left that came there, by our clock. */
  sentAt: EpochMicros;
  /** As it left before the last time; null = it has left once. */
  #before: { readonly terms: OrderTerms; readonly sentAt: EpochMicros } | null = null;
  venueOrderId: VenueOrderId | null = null;
  /** The first sign that it was there; null = there was none. */
  #thereAt: EpochMicros | null = null;
  #open: OrderStatus = 'accepted';
  #end: Ended | null = null;
  /** A cancel or a replace of it has left. */
  #isCalledOff = false;
  readonly #executions = new Map<ExecId, Happened<Execution>>();
  readonly #busts = new Map<ExecId, Happened<Bust>>();
  readonly #totals: Total[] = [];

  constructor(clientOrderId: ClientOrderId, terms: OrderTerms, sentAt: EpochMicros) {
    this.clientOrderId = clientOrderId;
    this.terms = terms;
    this.sentAt = sentAt;
  }

  /** Nothing was heard of it so far: it may be this time that it comes there, on other terms where a peg is priced anew. */
  leavesAgain(terms: OrderTerms, at: EpochMicros): void {
    if (this.wasThere) return;
    this.#before = { terms: this.terms, sentAt: this.sentAt };
    this.terms = terms;
    this.sentAt = at;
  }

  /** The venue had it when it came again: it was the time before that it came there. */
  heardExists(): void {
    if (this.#before === null) return;
    ({ terms: this.terms, sentAt: this.sentAt } = this.#before);
  }

  calledOff(): void {
    this.#isCalledOff = true;
  }

  /** Whether it ended because this engine called it off. */
  get endsCalledOff(): boolean {
    return this.#end?.isCalledOff === true;
  }

  /** Whether the venue ever had it. */
  get wasThere(): boolean {
    return this.#thereAt !== null;
  }

  /** It was there before this engine knew of it. */
  heardCreated(at: EpochMicros): void {
    this.#heard({ at, stamp: null }, null, null);
  }

  heardOutcome(
    { venueOrderId, status, cumQty, venueTime }: Extract<EffectOutcome, { kind: 'accepted' }>,
    heardAt: EpochMicros,
  ): void {
    this.venueOrderId = venueOrderId;
    this.#heard(saidAt(venueTime, heardAt), status, cumQty);
  }

  heardReport(report: ExecutionReport, heardAt: EpochMicros): void {
    if (report.execType === 'rejected') return;
    this.venueOrderId ??= report.venueOrderId;
    const { execution, bustOf } = report;
    if (execution !== null && bustOf !== null) this.heardBust({ execution, bustOf }, heardAt);
    else if (execution !== null) this.heardExecution(execution, heardAt);
    this.#heard(saidAt(report.venueTime, heardAt), report.status, report.cumQty);
  }

  heardSnapshot(order: OrderSnapshot, heardAt: EpochMicros): void {
    this.venueOrderId ??= order.venueOrderId;
    const said = saidAt(order.venueTime, heardAt);
    if (order.createdAt !== null && order.createdAt < said.at) this.heardCreated(order.createdAt);
    this.#heard(said, order.status, order.cumQty);
  }

  heardExecution(execution: Execution, heardAt: EpochMicros): void {
    const said = saidAt(execution.venueTime, heardAt);
    noteFirst(this.#executions, execution.execId, { at: said.at, what: execution });
    this.#heard(said, null, null);
  }

  heardBust(bust: Bust, heardAt: EpochMicros): void {
    const { at } = saidAt(bust.execution.venueTime, heardAt);
    noteFirst(this.#busts, bust.execution.execId, { at, what: bust });
  }

  #heard(said: Said, status: OrderStatus | null, cumQty: Lots | null): void {
    if (this.#thereAt === null || said.at < this.#thereAt) this.#thereAt = said.at;
    if (status !== null && isTerminal(status)) {
      this.#endsBy(said, status);
    } else if (status === 'accepted') this.#open = status;
    if (cumQty !== null) this.#totals.push({ ...said, cumQty });
  }

  /** When it ended first; of several ends that a venue names, the one that it kept to. */
  #endsBy(said: Said, status: OrderStatus): void {
    const end = this.#end;
    const mayRest = !RESTS_NOT.has(this.terms.timeInForce);
    const isCalledOff = this.#isCalledOff && mayRest && CALLED_OFF.has(status);
    if (end === null || (status !== end.status && said.at >= end.at))
      this.#end = { ...said, status, isCalledOff };
    else if (status === end.status && said.at < end.at) this.#end = { ...end, ...said };
  }

  /** Executions up to then, as they are on this course. */
  executionsAt(at: EpochMicros, course: Course = AS_RECORDED): readonly Execution[] {
    const last = lastOf(at, course);
    return [...this.#executions.values()]
      .filter((one) => one.at <= last)
      .map(({ what }) => moved(what, course.shift));
  }

  bustsAt(at: EpochMicros, course: Course = AS_RECORDED): readonly Bust[] {
    const last = lastOf(at, course);
    return [...this.#busts.values()]
      .filter((one) => one.at <= last)
      .map(({ what: { execution, bustOf } }) => ({
        execution: moved(execution, course.shift),
        bustOf,
      }));
  }

  /** Signed as a bust is: what it has of its symbol. */
  filledAt(at: EpochMicros, course: Course = AS_RECORDED): Lots {
    const rows = [
      ...this.executionsAt(at, course),
      ...this.bustsAt(at, course).map(({ execution }) => execution),
    ];
    const sum = rows.reduce((total, { quantity }) => total + quantity, 0);
    const told = this.#totals.filter((total) => total.at <= lastOf(at, course));
    return Math.max(sum, ...told.map(({ cumQty }) => cumQty)) as Lots;
  }

  /** Null while it goes on, and where nobody knows that it ended. */
  endAt(at: EpochMicros, course: Course = AS_RECORDED): OrderStatus | null {
    const end = this.#endOn(course);
    if (end !== null && end.at <= lastOf(at, course)) return end.status;
    return course.until !== null && course.until <= at ? 'canceled' : null;
  }

  #endOn({ endsAsRecorded }: Course): Ended | null {
    return endsAsRecorded || !this.endsCalledOff ? this.#end : null;
  }

  /** Whether this, of the recording or moved as the order is, happens on this course. */
  happens({ execType, venueTime }: ExecutionReport, course: Course): boolean {
    if (course.until !== null && venueMicros(venueTime) > course.until) return false;
    if (course.endsAsRecorded || !SAID_TO_IT.has(execType)) return true;
    return execType === 'canceled' && !this.endsCalledOff;
  }

  /** Null = it was not there yet, or never. */
  snapshotAt(at: EpochMicros, course: Course = AS_RECORDED): OrderSnapshot | null {
    if (this.#thereAt === null || this.#thereAt > lastOf(at, course)) return null;
    const { clientOrderId, terms, venueOrderId } = this;
    const { symbol, side, quantity, type, limitPrice, stopPrice } = terms;
    const cumQty = this.filledAt(at, course);
    const end = cumQty >= quantity ? 'filled' : this.endAt(at, course);
    const status = end ?? (cumQty > 0 ? 'partially_filled' : this.#open);
    const venueTime = this.#stampAt(at, course);
    return {
      ...{ clientOrderId, venueOrderId: venueOrderId ?? ('' as VenueOrderId), symbol, side },
      ...{ quantity, type, limitPrice, stopPrice, status, venueWord: status, cumQty },
      avgPrice: null,
      filledAt: status === 'filled' && venueTime !== null ? venueMicros(venueTime) : null,
      createdAt: plus(this.#thereAt, course.shift),
      venueTime,
    };
  }

  /** Of the last thing that had happened to it. */
  #stampAt(at: EpochMicros, course: Course): VenueNanos | null {
    if (course.until !== null && course.until <= at) return venueNanos(course.until);
    const last = lastOf(at, course);
    const executed = [...this.#executions.values()].map(({ at: then, what }) => ({
      at: then,
      stamp: what.venueTime,
    }));
    const end = this.#endOn(course);
    const ended = end === null ? [] : [end];
    const latest = [...executed, ...ended, ...this.#totals]
      .filter((said) => said.at <= last)
      .flatMap(({ stamp }) => stamp ?? [])
      .sort(compareVenueNanos)
      .at(-1);
    return latest === undefined ? null : movedStamp(latest, course.shift);
  }
}

/** What was heard was so by then, whatever the clock of the venue says; without a stamp it is taken for so when it was heard. */
const saidAt = (stamp: VenueNanos | null, heardAt: EpochMicros): Said => ({
  at: stamp === null ? heardAt : (Math.min(venueMicros(stamp), heardAt) as EpochMicros),
  stamp,
});

/** The fullest telling, at the first time that it was true. */
function noteFirst<T>(
  known: Map<ExecId, Happened<T>>,
  id: ExecId,
  { at, what }: Happened<T>,
): void {
  const first = Math.min(known.get(id)?.at ?? at, at) as EpochMicros;
  known.set(id, { at: first, what });
}

/** In the time of the recording: what came later has not happened on this course, or not yet. */
const lastOf = (at: EpochMicros, { shift, until }: Course): number =>
  (until !== null && until < at ? until : at) - shift;

const movedStamp = (stamp: VenueNanos, shift: Micros): VenueNanos =>
  shift === 0 ? stamp : venueNanos(plus(venueMicros(stamp), shift));

const moved = (execution: Execution, shift: Micros): Execution =>
  shift === 0 ? execution : { ...execution, venueTime: movedStamp(execution.venueTime, shift) };

/** A report of the order, as it is so much later. */
export const movedReport = (report: ExecutionReport, shift: Micros): ExecutionReport => ({
  ...report,
  venueTime: movedStamp(report.venueTime, shift),
  execution: report.execution === null ? null : moved(report.execution, shift),
});
