/**
 * The oracle's venue desk: our orders by name, by state and by side, and the order in which the rules act on them
 * (F0, F2, F9, F13). The rules themselves are in `oracle-rules.ts`, the book in `oracle-side.ts`.
 */
import type { VenueArrival } from '../../src/core/order/truth.js';
import type { HaltWindow } from '../../src/sim/exchange/venue-options.js';
import { OracleAccount } from './oracle-account.js';
import { closingOrder, orderOf, priceQuantaOf, quantaOf } from './oracle-order.js';
import {
  type OracleFill,
  type TapeTrade,
  crossingFills,
  hiddenFills,
  isReached,
  queueAfterResync,
  queueOnArrival,
  rowMovesQueues,
  tradeFills,
} from './oracle-rules.js';
import { type OwnMeeting, meetingOf } from './oracle-self-trade.js';
import { type BookSide, OracleSide } from './oracle-side.js';
import {
  type EventBody,
  type NewTerms,
  type OracleInput,
  type OracleEvent,
  type OracleOrder,
  leavesOf,
} from './oracle-types.js';

const BOTH = [
  ['bid', 'ask'],
  ['ask', 'bid'],
] as const;

export class OracleDesk {
  readonly events: OracleEvent[] = [];
  lateDiffs = 0;
  private readonly input: OracleInput;
  private readonly account: OracleAccount | null;
  private readonly book: { readonly bid: OracleSide; readonly ask: OracleSide };
  /** Live orders by the id they are known by. */
  private readonly live = new Map<string, OracleOrder>();
  private readonly resting = { bid: new Set<OracleOrder>(), ask: new Set<OracleOrder>() };
  private readonly waitingStops = new Set<OracleOrder>();
  private readonly queued = new Set<OracleOrder>();
  private readonly triggered: OracleOrder[] = [];
  private lastTrade: number | null = null;
  private priorities = 0;
  private liquidations = 0;
  private now = 0;
  private open = false;
  private halt: HaltWindow | null = null;
  private snapshots = 0;
  private opening: { bid: ReadonlySet<number>; ask: ReadonlySet<number> } | null = null;
  private bookMoved = false;
  private traded = false;
  private told = false;
  private lateRows = false;

  constructor(input: OracleInput) {
    this.input = input;
    const { fill, account } = input.rules;
    this.account = account === undefined ? null : new OracleAccount(account);
    this.book = {
      bid: new OracleSide('bid', fill, input.tape.quantaPerLot),
      ask: new OracleSide('ask', fill, input.tape.quantaPerLot),
    };
  }

  private get matching(): boolean {
    return this.open && this.halt === null;
  }

  startInstant(now: number): void {
    this.now = now;
    const { halts } = this.input.rules;
    this.halt = halts.find((halt) => halt.from <= now && now < halt.to) ?? null;
    this.bookMoved = halts.some((halt) => halt.to === now);
    this.traded = false;
    this.told = false;
    this.lateRows = false;
  }

  /** F19: before anything else of the instant. */
  fund(): void {
    this.account?.fund(this.lastTrade);
  }

  /** F2: the book is not known until the next snapshot. */
  gap(): void {
    this.finishSnapshot();
    this.open = false;
  }

  /** F2: the level rows of this instant that follow are the whole book. */
  snapshot(): void {
    this.finishSnapshot();
    this.opening = { bid: this.book.bid.beginSnapshot(), ask: this.book.ask.beginSnapshot() };
    this.open = true;
    this.bookMoved = true;
  }

  private finishSnapshot(): void {
    if (this.opening === null) return;
    this.snapshots += 1;
    const worst = this.snapshots === 1 ? this.input.tape.snapshotWorst : null;
    for (const side of ['bid', 'ask'] as const) {
      const own = this.book[side];
      own.endSnapshot(this.opening[side], this.now, worst?.[side] ?? null);
      for (const order of this.resting[side]) queueAfterResync(order, own);
    }
    this.opening = null;
  }

  level(side: BookSide, price: number, quantity: bigint): void {
    const own = this.book[side];
    if (this.opening !== null) return own.snapshotRow(price, quantity, this.now);
    const there = [...this.resting[side]].filter((order) => order.limit === price);
    rowMovesQueues(there, quantity, own, this.input.rules.fill);
    if (own.row(price, quantity, this.now)) this.lateRows = true;
    this.bookMoved = true;
  }

  /** F18: neither F7 nor F8 hears of it; without a book there is nothing to correct (F2). */
  top(side: BookSide, price: number, quantity: bigint): void {
    if (!this.open) return;
    this.book[side].top(price, quantity, this.now);
    this.told = true;
  }

  /** F6, then F3's tradedSince, then F9; nothing of it while there is no matching (F2, F13). */
  trade(trade: TapeTrade, hit: BookSide): void {
    if (!this.matching) return;
    const { fill } = this.input.rules;
    const met = this.book[hit];
    const given = tradeFills([...this.resting[hit]], trade, { own: met, fill }, this.executeMaker);
    if (fill.hidden === 'observed') {
      const other = hit === 'bid' ? 'ask' : 'bid';
      const sides = { own: this.book[other], opposite: met, given };
      hiddenFills([...this.resting[other]], trade, sides, this.executeMaker);
    }
    met.trade(trade.price, trade.quantity, this.now);
    this.lastTrade = trade.price;
    this.traded = true;
    if (fill.stopTrigger === 'last') this.triggerStops();
  }

  /** F8, and F9 on quotes, once the rows of the instant are in. */
  endOfMarket(): void {
    this.finishSnapshot();
    if (this.lateRows) this.lateDiffs += 1;
    if (!this.matching) return;
    if (this.bookMoved) {
      for (const [side, other] of BOTH) {
        const books = { own: this.book[side], opposite: this.book[other] };
        crossingFills([...this.resting[side]], books, this.now, this.executeMaker);
      }
    }
    if (!this.bookMoved && !this.traded && !this.told) return;
    if (this.input.rules.fill.stopTrigger === 'quote') this.triggerStops();
  }

  /** F19: an account short of margin loses its orders, and what the book takes of its position. */
  lookAtMargin(): void {
    const closing = this.matching ? (this.account?.shortOfMargin(this.lastTrade) ?? null) : null;
    if (closing === null) return;
    for (const order of [...this.live.values()]) this.cancelFor(order, 'liquidation');
    const order = closingOrder(`autoclose-${this.liquidations + 1}`, closing);
    const plan = this.meet(order).plan;
    if (plan.size > 0) this.liquidations += 1;
    this.take(order, plan);
  }

  /** F0: stops triggered in this instant come before what was sent; F13: then what a halt kept waiting. */
  arriveWaiting(): void {
    const triggered = this.triggered.splice(0);
    for (const order of triggered) if (order.state === 'arriving') this.arrive(order);
    if (!this.matching) return;
    const queued = [...this.queued].sort((a, b) => a.priority - b.priority);
    this.queued.clear();
    for (const order of queued) this.enter(order);
  }

  request(arrival: VenueArrival): void {
    if (this.input.refused.has(arrival.seq)) return;
    if (arrival.kind === 'submit') this.submit(arrival);
    else if (arrival.kind === 'replace') this.replace(arrival);
    else this.cancel(arrival.clientOrderId);
  }

  private submit(arrival: Extract<VenueArrival, { kind: 'submit' }>): void {
    const order = orderOf(arrival, this.input.tape, (this.priorities += 1));
    const refusal = this.refusalOfArrival(order);
    if (refusal !== null) return this.tell(order.id, { kind: 'rejected', reason: refusal });
    this.live.set(order.id, order);
    this.enter(order);
  }

  /** What the rules do not let in: F2, F13, F9 and F4's post-only, the last two only where matching goes on. */
  private refusalOfArrival(order: OracleOrder): string | null {
    if (!this.open) return 'not-open';
    if (this.halt?.newOrders === 'refuse') return 'halted';
    return (this.halt === null ? this.refusalByBook(order) : null) ?? this.refusalByAccount(order);
  }

  private refusalByBook(order: OracleOrder): string | null {
    const through = this.isThrough(order);
    if (through && this.input.rules.profile.stopAlreadyThrough === 'reject') {
      return 'stop-already-through';
    }
    const waits = order.stop !== null && !through;
    return order.postOnly && !waits && this.meet(order).plan.size > 0
      ? 'post-only-would-take'
      : null;
  }

  /** F19, for what waits out a halt without knowing what it will take. */
  private refusalByAccount(order: OracleOrder): string | null {
    const plan = this.halt === null ? this.meet(order).plan : new Map<number, bigint>();
    const open = [...this.live.values()];
    return this.account?.refusal(order, { plan, open, lastTrade: this.lastTrade }) ?? null;
  }

  private queue(order: OracleOrder): void {
    order.state = 'queued';
    this.queued.add(order);
  }

  /** Cancels always work (F2, F13); one that finds no order leaves no trace on a later one (F5). */
  private cancel(id: string): void {
    const order = this.live.get(id);
    if (order !== undefined) this.cancelFor(order, 'requested');
  }

  /** F5: a new total; the queue is kept only when quantity falls at the same price. */
  private replace(arrival: Extract<VenueArrival, { kind: 'replace' }>): void {
    const order = this.live.get(arrival.clientOrderId);
    const refuse = (reason: string): void =>
      this.tell(arrival.newClientOrderId, { kind: 'replace-rejected', reason });
    if (order === undefined) return refuse('order-not-found');
    const { tape } = this.input;
    const total = quantaOf(arrival.quantity, tape);
    const limit = priceQuantaOf(arrival.limitPrice, tape) ?? order.limit;
    if (total <= order.filled || (limit === null) !== (order.limit === null)) {
      return refuse('invalid-order');
    }
    const keepsQueue = limit === order.limit && total < order.total;
    const refusal = this.refusalOfReplace(order, { total, limit, keepsQueue });
    if (refusal !== null) return refuse(refusal);
    this.tell(order.id, { kind: 'replaced' });
    this.live.delete(order.id);
    order.id = arrival.newClientOrderId;
    this.live.set(order.id, order);
    order.total = total;
    order.limit = limit;
    order.bound = limit ?? order.bound;
    if (!keepsQueue) this.arriveAnew(order);
  }

  /** A replace that arrives anew is refused as a new order would be, and the old one stays as it was. */
  private refusalOfReplace(order: OracleOrder, { total, limit, keepsQueue }: NewTerms) {
    if (keepsQueue) return this.open ? null : 'not-open';
    return this.refusalOfArrival({ ...order, total, limit, bound: limit ?? order.bound });
  }

  private arriveAnew(order: OracleOrder): void {
    this.leaveLists(order);
    order.priority = this.priorities += 1;
    this.enter(order);
  }

  /** F13 in a halt; F9 for a stop; everything else goes to the book. */
  private enter(order: OracleOrder): void {
    if (this.halt !== null) return this.queue(order);
    if (order.stop === null) return this.arrive(order);
    if (!this.isThrough(order)) {
      order.state = 'waiting';
      this.waitingStops.add(order);
      return;
    }
    if (this.input.rules.profile.stopAlreadyThrough === 'reject') {
      return this.cancelFor(order, 'stop-already-through');
    }
    this.trigger(order);
    this.arrive(order);
  }

  /** F4, then F5 for what is left of a limit. */
  private arrive(order: OracleOrder): void {
    const { plan, expiring } = this.meet(order);
    const takes = [...plan.values()].reduce((sum, quantity) => sum + quantity, 0n);
    const refusal = this.refusalOfTaking(order, plan, takes);
    if (refusal !== null) return this.cancelFor(order, refusal);
    this.take(order, plan);
    for (const either of expiring) this.end(either, { kind: 'expired' });
    if (order.state === 'ended') return;
    if (order.limit === null || order.timeInForce === 'ioc') {
      return this.cancelFor(order, 'no-liquidity');
    }
    this.rest(order, order.limit);
  }

  private take(order: OracleOrder, plan: ReadonlyMap<number, bigint>): void {
    const opposite = this.book[order.side === 'buy' ? 'ask' : 'bid'];
    for (const [price, quantity] of plan) {
      opposite.take(price, quantity, this.now);
      this.execute({ order, price, quantity, cause: 'taker', tapeRow: null }, 'taker');
    }
  }

  private refusalOfTaking(order: OracleOrder, plan: ReadonlyMap<number, bigint>, takes: bigint) {
    if (order.postOnly && takes > 0n) return 'post-only-would-take';
    if (order.timeInForce === 'fok' && takes < leavesOf(order)) return 'no-liquidity';
    if (order.limit !== null) return null;
    const open = [...this.live.values()];
    return this.account?.refusalToPay(order, { plan, open, lastTrade: this.lastTrade }) ?? null;
  }

  private rest(order: OracleOrder, limit: number): void {
    const side = order.side === 'buy' ? 'bid' : 'ask';
    order.ahead = queueOnArrival(limit, this.book[side], this.input.rules.fill);
    order.state = 'resting';
    order.priority = this.priorities += 1;
    this.resting[side].add(order);
  }

  /** F4, and F19 where it meets an own order. */
  private meet(order: OracleOrder): OwnMeeting {
    const { selfTrade: mode } = this.input.rules.profile;
    return meetingOf(order, this.resting, this.book, { mode, now: this.now });
  }

  /** F9: is the last trade (or the quote we would meet) at or through the stop? */
  private isThrough(order: OracleOrder): boolean {
    const onQuotes = this.input.rules.fill.stopTrigger === 'quote';
    const across = this.book[order.side === 'buy' ? 'ask' : 'bid'];
    return isReached(order, onQuotes ? across.best(this.now) : this.lastTrade);
  }

  /** F9, F0: they arrive later in this instant, by trigger, then acceptance. */
  private triggerStops(): void {
    if (this.waitingStops.size === 0) return;
    const due = [...this.waitingStops].filter((order) => this.isThrough(order));
    for (const order of due.sort((a, b) => a.priority - b.priority)) {
      this.waitingStops.delete(order);
      this.trigger(order);
      this.triggered.push(order);
    }
  }

  private trigger(order: OracleOrder): void {
    order.state = 'arriving';
    order.stop = null;
    this.tell(order.id, { kind: 'triggered' });
  }

  private readonly executeMaker = (fill: OracleFill): void => this.execute(fill, 'maker');

  private execute(
    { order, price, quantity, cause, tapeRow }: OracleFill,
    liquidity: 'maker' | 'taker',
  ): void {
    order.filled += quantity;
    this.account?.book(order, { price, quantity }, liquidity);
    this.tell(order.id, {
      kind: 'executed',
      price: price / this.input.tape.quantaPerTick,
      quantity: quantity / BigInt(this.input.tape.quantaPerLot),
      liquidity,
      cause,
      tapeRow,
    });
    if (leavesOf(order) === 0n) this.forget(order);
  }

  private cancelFor(order: OracleOrder, reason: string): void {
    this.end(order, { kind: 'canceled', reason });
  }

  private end(order: OracleOrder, event: EventBody): void {
    this.forget(order);
    this.tell(order.id, event);
  }

  private forget(order: OracleOrder): void {
    this.leaveLists(order);
    this.live.delete(order.id);
    order.state = 'ended';
  }

  private leaveLists(order: OracleOrder): void {
    const { bid, ask } = this.resting;
    for (const list of [bid, ask, this.waitingStops, this.queued]) list.delete(order);
  }

  private tell(clientOrderId: string, event: EventBody): void {
    this.events.push({ at: this.now, clientOrderId, ...event });
  }
}
