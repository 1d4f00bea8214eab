/**
 * F4 to F8 of the fill rules, one function each, over one side of our resting orders and the book. Every function
 * changes the order it is given and tells `report` what was executed; when each is called is the oracle's business.
 */
import type { FillCause } from '../../src/core/order/truth.js';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { OracleSide } from './oracle-side.js';
import { type OracleOrder, leavesOf, least, notBelowZero } from './oracle-types.js';

export interface OracleFill {
  readonly order: OracleOrder;
  readonly price: number;
  readonly quantity: bigint;
  readonly cause: FillCause;
  readonly tapeRow: number | null;
}

export type Report = (fill: OracleFill) => void;

export interface TapeTrade {
  readonly row: number;
  readonly price: number;
  readonly quantity: bigint;
}

/** Own orders of one side, dearest (for a buy) first, then earliest. */
export function byPriceThenTime(orders: readonly OracleOrder[], own: OracleSide): OracleOrder[] {
  return [...orders].sort((a, b) => {
    if (a.limit === b.limit) return a.priority - b.priority;
    return own.better(a.limit!, b.limit!) ? -1 : 1;
  });
}

/** F4: which levels a taker would empty, best first, up to its limit and its leaves. */
export function takerPlan(
  order: OracleOrder,
  opposite: OracleSide,
  now: number,
): Map<number, bigint> {
  const plan = new Map<number, bigint>();
  let wanted = leavesOf(order);
  for (const { price, available } of opposite.reachable(order.limit, now)) {
    const quantity = least(wanted, available);
    if (quantity === 0n) break;
    plan.set(price, quantity);
    wanted -= quantity;
  }
  return plan;
}

/** F5: the queue of an order that starts to rest. */
export function queueOnArrival(
  price: number,
  own: OracleSide,
  fill: FillOptions,
): OracleOrder['ahead'] {
  if (fill.queue.kind === 'none') return 0n;
  if (!own.isKnown(price)) return 'unknown';
  return own.lotsUp(notBelowZero(own.tape(price) - own.tradedSince(price)));
}

/** F6: one eligible trade against our resting `orders` of the side its aggressor hit; returns what they got. */
export function tradeFills(
  orders: readonly OracleOrder[],
  trade: TapeTrade,
  rules: { readonly own: OracleSide; readonly fill: FillOptions },
  report: Report,
): bigint {
  const { own, fill } = rules;
  let ownFills = 0n;
  for (const order of byPriceThenTime(orders, own)) {
    const price = order.limit!;
    if (own.better(trade.price, price)) break;
    const left = notBelowZero(trade.quantity - ownFills);
    let quantity: bigint;
    let cause: FillCause;
    if (trade.price === price) {
      if (order.ahead === 'unknown') continue;
      const progress = least(left, order.ahead);
      order.ahead -= progress;
      quantity = least(leavesOf(order), own.wholeLots(left - progress));
      cause = 'queue';
    } else {
      order.ahead = 0n;
      const pool = fill.through === 'full' ? leavesOf(order) : own.wholeLots(left);
      quantity = least(leavesOf(order), pool);
      cause = 'through';
    }
    if (quantity === 0n || waitsForElder(order, orders)) continue;
    ownFills += quantity;
    report({ order, price, quantity, cause, tapeRow: trade.row });
  }
  return ownFills;
}

/**
 * Hidden liquidity, option `observed`: a print whose aggressor is on our side shows somebody hidden at its price; the
 * part of it that the opposite side did not display fills our orders at exactly that price, after `ahead`.
 */
export function hiddenFills(
  orders: readonly OracleOrder[],
  trade: TapeTrade,
  rules: { readonly own: OracleSide; readonly opposite: OracleSide; readonly given: bigint },
  report: Report,
): void {
  const { own, opposite, given } = rules;
  // F16: what our orders of the other side got is not there for these.
  const unseen = notBelowZero(trade.quantity - opposite.untraded(trade.price));
  const hidden = least(unseen, notBelowZero(trade.quantity - given));
  let ownFills = 0n;
  for (const order of byPriceThenTime(orders, own)) {
    if (order.limit !== trade.price || order.ahead === 'unknown') continue;
    const left = notBelowZero(hidden - ownFills);
    const progress = least(left, order.ahead);
    order.ahead -= progress;
    const quantity = least(leavesOf(order), own.wholeLots(left - progress));
    if (quantity === 0n || waitsForElder(order, orders)) continue;
    ownFills += quantity;
    report({ order, price: trade.price, quantity, cause: 'hidden', tapeRow: trade.row });
  }
}

/** F7: a row of our side at this order's price, before the book takes it up. */
function rowMovesQueue(order: OracleOrder, now: bigint, own: OracleSide, fill: FillOptions): void {
  const price = order.limit!;
  if (fill.queue.kind === 'none') return;
  const reported = own.lotsUp(now);
  if (order.ahead === 'unknown') {
    order.ahead = reported;
  } else if (fill.queue.kind === 'back') {
    order.ahead = least(order.ahead, reported);
  } else {
    const old = own.tape(price);
    const unexplained = notBelowZero(old - now - own.tradedSince(price));
    const moved = probableMove(
      unexplained,
      order.ahead,
      notBelowZero(old - order.ahead),
      fill.queue.power,
    );
    order.ahead = least(reported, notBelowZero(order.ahead - own.wholeLots(moved)));
  }
}

/**
 * F7: a row at `price` moves all our orders there, and own earlier orders stay ahead of later ones: none has less before
 * it than an earlier one that had no more before the row.
 */
export function rowMovesQueues(
  orders: readonly OracleOrder[],
  now: bigint,
  own: OracleSide,
  fill: FillOptions,
): void {
  const inTurn = [...orders].sort((a, b) => a.priority - b.priority);
  const before = inTurn.map(({ ahead }) => ahead);
  inTurn.forEach((order, index) => {
    rowMovesQueue(order, now, own, fill);
    for (let elder = 0; elder < index; elder += 1) {
      if (!noLarger(before[elder]!, before[index]!)) continue;
      if (!noLarger(inTurn[elder]!.ahead, order.ahead)) order.ahead = inTurn[elder]!.ahead;
    }
  });
}

const noLarger = (a: OracleOrder['ahead'], b: OracleOrder['ahead']): boolean =>
  b === 'unknown' || (a !== 'unknown' && a <= b);

/** F7: an earlier order of ours at its price still has leaves, and no more before it: nothing reaches this one. */
const waitsForElder = (order: OracleOrder, orders: readonly OracleOrder[]): boolean =>
  orders.some(
    (elder) =>
      elder.limit === order.limit &&
      elder.priority < order.priority &&
      leavesOf(elder) > 0n &&
      noLarger(elder.ahead, order.ahead),
  );

/** F7: unexplained * f^n / (f^n + b^n), whole quanta: how much of a decrease was before us. */
function probableMove(unexplained: bigint, before: bigint, behind: bigint, power: number): bigint {
  const f = before ** BigInt(power);
  const b = behind ** BigInt(power);
  return f + b === 0n ? 0n : (unexplained * f) / (f + b);
}

/** F2: the queue after a resynchronisation. */
export function queueAfterResync(order: OracleOrder, own: OracleSide): void {
  const price = order.limit!;
  if (!own.isKnown(price)) return;
  const quantity = own.lotsUp(own.tape(price));
  order.ahead = order.ahead === 'unknown' ? quantity : least(order.ahead, quantity);
}

/** F8: after the rows of an instant, what stands at or through our resting orders fills them. */
export function crossingFills(
  orders: readonly OracleOrder[],
  sides: { readonly own: OracleSide; readonly opposite: OracleSide },
  at: number,
  report: Report,
): void {
  const { own, opposite } = sides;
  for (const order of byPriceThenTime(orders, own)) {
    if (order.ahead === 'unknown' && !isPassed(order, opposite, at)) continue;
    if (order.ahead === 'unknown') order.ahead = 0n;
    const plan = takerPlan(order, opposite, at);
    let quantity = 0n;
    for (const [price, part] of plan) {
      opposite.take(price, part, at);
      quantity += part;
    }
    if (quantity === 0n) continue;
    report({ order, price: order.limit!, quantity, cause: 'crossed', tapeRow: null });
  }
}

/** F9: is the price that its stop looks at, if there is one, at or through it? */
export function isReached({ side, stop }: OracleOrder, price: number | null): boolean {
  if (price === null || stop === null) return false;
  return side === 'buy' ? price >= stop : price <= stop;
}

/** F5: is the opposite best strictly through the order's price? */
function isPassed(order: OracleOrder, opposite: OracleSide, at: number): boolean {
  const best = opposite.best(at);
  return best !== null && opposite.better(best, order.limit!);
}
