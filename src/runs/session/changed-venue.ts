/**
 * The venue of a session that was changed: what it has of each order as this engine sent it, and what it answers where the recording has no answer. A model:
 * an order that was sent as in the recording goes as it went there; one that left at another time goes so much later; one that is canceled here ends then;
 * one that is not canceled here, and was there, stays open and executes nothing more. Mutable, one owner.
 */
import { canonicalJson } from '../../core/ground/canonical.js';
import { type EpochMicros, type Lots, type Micros, plus } from '../../core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { PositionRow, ReadAnswer } from '../../core/order/outcome.js';
import type {
  CancelCommand,
  Command,
  ReadCommand,
  ReplaceCommand,
  SubmitCommand,
} from '../../core/state/command.js';
import type { EngineConfig } from '../../core/state/config.js';
import { isTerminal } from '../../core/order/status.js';
import { AS_RECORDED, type Course, type KnownOrder } from './known-order.js';
import type { KnownVenue } from './known-venue.js';

type Reads<K extends ReadCommand['kind']> = Extract<ReadCommand, { readonly kind: K }>;

export class ChangedVenue {
  readonly known: KnownVenue;
  readonly #refused: ReadonlySet<ClientOrderId>;
  readonly #opening: EngineConfig['positions'];
  readonly #courses = new Map<ClientOrderId, Course>();
  readonly #moved = new Set<ClientOrderId>();
  /** Whose cancel or replace has left as in the recording. */
  readonly #calledOff = new Set<ClientOrderId>();
  /** Sent by now in the recording, and not here. */
  readonly #missing = new Set<ClientOrderId>();
  #isAltered = false;

  /** `refused`: what it never took, as a change says. */
  constructor(
    known: KnownVenue,
    refused: ReadonlySet<ClientOrderId>,
    opening: EngineConfig['positions'],
  ) {
    this.known = known;
    this.#refused = refused;
    this.#opening = opening;
    for (const id of known.adopted) this.#courses.set(id, AS_RECORDED);
  }

  /** In the recording this has left by now. @returns whether an order stays open here that it ended there. */
  noteRecorded(command: Command): boolean {
    if (command.kind === 'submit') this.#noteMissing(command.clientOrderId);
    if (command.kind === 'replace') this.#noteMissing(command.newClientOrderId);
    return (command.kind === 'cancel' || command.kind === 'replace') && this.#keepOpen(command);
  }

  #noteMissing(id: ClientOrderId): void {
    if (!this.#courses.has(id)) this.#missing.add(id);
  }

  #keepOpen({ clientOrderId: id }: CancelCommand | ReplaceCommand): boolean {
    const course = this.#courses.get(id);
    if (course?.until !== null || !course.endsAsRecorded || this.#calledOff.has(id)) return false;
    this.#courses.set(id, { ...course, endsAsRecorded: false });
    const isOpen = this.known.orders.get(id)?.endsCalledOff === true;
    if (isOpen) this.#isAltered = true;
    return isOpen;
  }

  /** It has left here as it did there. */
  noteAlike(command: Command): void {
    if (command.kind === 'submit') this.#begins(command.clientOrderId, AS_RECORDED);
    if (command.kind === 'replace') this.#begins(command.newClientOrderId, AS_RECORDED);
    if (command.kind === 'cancel' || command.kind === 'replace')
      this.#calledOff.add(command.clientOrderId);
  }

  #begins(id: ClientOrderId, course: Course): void {
    this.#missing.delete(id);
    if (this.#courses.has(id)) return;
    if (this.#refused.has(id) || course !== AS_RECORDED) this.#isAltered = true;
    this.#courses.set(id, course);
  }

  /** Whether what the recording says of it, or of the account where nothing is named, is true here as well. */
  isAsRecorded(id: ClientOrderId | null): boolean {
    if (id === null) return !this.#isAltered && this.#missing.size === 0;
    if (!this.known.orders.has(id)) return true;
    return this.#courseOf(id) === AS_RECORDED;
  }

  /** Whether it goes as in the recording, at other times. */
  isMoved(id: ClientOrderId): boolean {
    return this.#moved.has(id);
  }

  /** Whether this, of the recording or moved as its order is, happens here as well. */
  happens(report: ExecutionReport): boolean {
    const { clientOrderId: id } = report;
    const order = this.known.orders.get(id);
    if (order === undefined) return true;
    const course = this.#courseOf(id);
    return course !== null && order.happens(report, course);
  }

  /** Null = it was never there. */
  #courseOf(id: ClientOrderId): Course | null {
    return this.#refused.has(id) ? null : (this.#courses.get(id) ?? null);
  }

  /** Whether it has this one, at that time. */
  has(id: ClientOrderId, at: EpochMicros): boolean {
    return this.#snapshotOf(id, at) !== null;
  }

  /** The order that this one is in the recording, sent at another time; null = it never was, or never came there. */
  twinOf({ clientOrderId, terms }: SubmitCommand): KnownOrder | null {
    const known = this.known.orders.get(clientOrderId);
    if (known === undefined || !known.wasThere || this.#courses.has(clientOrderId)) return null;
    return canonicalJson(known.terms) === canonicalJson(terms) ? known : null;
  }

  /** It has left here so much later than there (earlier: negative). */
  move(id: ClientOrderId, shift: Micros): void {
    this.#begins(id, { shift, until: null, endsAsRecorded: false });
    this.#moved.add(id);
  }

  /** Asked to, at that time of its own. @returns whether there was anything to cancel. */
  cancel(id: ClientOrderId, at: EpochMicros): OrderSnapshot | null {
    const course = this.#courses.get(id);
    if (course === undefined) return null;
    // It is this cancel that counts, not a later one of the recording.
    const endsAsRecorded = this.#calledOff.has(id) && course.endsAsRecorded;
    this.#courses.set(id, { ...course, endsAsRecorded });
    const open = this.#snapshotOf(id, at);
    if (open === null || isOver(open)) return null;
    this.#courses.set(id, { ...course, endsAsRecorded, until: at });
    this.#isAltered = true;
    return this.#snapshotOf(id, at);
  }

  answerTo(read: ReadCommand, at: EpochMicros): ReadAnswer {
    switch (read.kind) {
      case 'read-order':
        return { kind: 'order', order: this.#snapshotOf(read.clientOrderId, at) };
      case 'read-executions':
        return this.#executions(read, at);
      case 'read-open-orders':
        return { kind: 'open-orders', orders: this.#openOrders(at), nextCursor: null };
      case 'read-history':
        return { kind: 'history', orders: this.#since(read.after, at), nextCursor: null };
      case 'read-positions':
        return { kind: 'positions', positions: this.#positions(at) };
      case 'read-time':
        return { kind: 'time', venueTime: this.#timeAt(at) };
      case 'read-depth':
      case 'read-volume':
        return this.#lastSeen(read, at);
    }
  }

  #snapshotOf(id: ClientOrderId, at: EpochMicros): OrderSnapshot | null {
    const course = this.#courseOf(id);
    if (course === null) return null;
    return this.known.orders.get(id)?.snapshotAt(at, course) ?? null;
  }

  #executions({ clientOrderId }: Reads<'read-executions'>, at: EpochMicros): ReadAnswer {
    const course = this.#courseOf(clientOrderId);
    const order = this.known.orders.get(clientOrderId);
    if (course === null || order === undefined) return { kind: 'executions', executions: [] };
    const busts = order.bustsAt(at, course);
    const executions = order.executionsAt(at, course);
    return { kind: 'executions', executions, ...(busts.length === 0 ? {} : { busts }) };
  }

  #all(at: EpochMicros): readonly OrderSnapshot[] {
    return [...this.#courses.keys()].flatMap((id) => this.#snapshotOf(id, at) ?? []);
  }

  /** Others of the account as the recording listed them last. */
  #openOrders(at: EpochMicros): readonly OrderSnapshot[] {
    const listed = this.known.lastAnswer('open-orders', at)?.answer.orders ?? [];
    const others = listed.filter(({ clientOrderId }) => !this.known.orders.has(clientOrderId));
    return [...this.#all(at).filter((order) => !isOver(order)), ...others];
  }

  #since(after: EpochMicros, at: EpochMicros): readonly OrderSnapshot[] {
    return this.#all(at).filter(({ createdAt }) => createdAt !== null && createdAt >= after);
  }

  /** What the account had beside these orders, from the last time it was told, and what they have made of it. */
  #positions(at: EpochMicros): readonly PositionRow[] {
    const told = this.known.lastAnswer('positions', at);
    const rows = new Map<string, number>(told === null ? this.#opening : []);
    for (const { symbol, quantity } of told?.answer.positions ?? []) rows.set(symbol, quantity);
    for (const order of this.known.orders.values()) {
      const { clientOrderId, terms } = order;
      const course = this.#courseOf(clientOrderId);
      const here = course === null ? 0 : order.filledAt(at, course);
      const counted = told === null ? 0 : order.filledAt(told.at);
      const sign = terms.side === 'buy' ? 1 : -1;
      rows.set(terms.symbol, (rows.get(terms.symbol) ?? 0) + sign * (here - counted));
    }
    return [...rows]
      .filter(([, quantity]) => quantity !== 0)
      .map(([symbol, quantity]) => ({ symbol, quantity: quantity as Lots }));
  }

  #timeAt(at: EpochMicros): EpochMicros {
    const told = this.known.lastAnswer('time', at);
    const ahead = told === null ? 0 : told.answer.venueTime - told.at;
    return plus(at, ahead as Micros);
  }

  #lastSeen(read: Reads<'read-depth' | 'read-volume'>, at: EpochMicros): ReadAnswer {
    const last = this.known.lastAnswer(
      read.kind === 'read-depth' ? 'depth' : 'volume',
      at,
      ({ read: asked }) => 'symbol' in asked && asked.symbol === read.symbol,
    );
    return (
      last?.answer ?? {
        kind: 'failed',
        failure: 'ambiguous',
        retryAfter: null,
        text: 'the recording does not say',
      }
    );
  }
}

const isOver = ({ status }: OrderSnapshot): boolean => status !== null && isTerminal(status);
