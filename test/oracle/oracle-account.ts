/**
 * The oracle's account (F19): what an order needs, and whether the account has it beside what the open orders may still
 * need, found anew from all of them each time. Shares no code with the venue.
 *
 * Units: cash in price quanta x quantity quanta x 1e-8, so that rates of 1e-8 are whole numbers; positions in quanta.
 */
import type { OracleOrder } from './oracle-types.js';
import { leavesOf } from './oracle-types.js';

const ONE = 100_000_000n;

export interface OracleAccountRules {
  readonly cash: bigint;
  readonly position: bigint;
  /** What is lent, in the unit of cash: `leverage` - 1 times the cash at the start. */
  readonly credit: bigint;
  readonly shorting: boolean;
  /** Of notional, in 1e-8; negative = rebate. 0 where the commission is not taken from cash. */
  readonly fee: { readonly maker: bigint; readonly taker: bigint };
  /** The commission of a sale, where it differs (asset received). */
  readonly saleFee?: { readonly maker: bigint; readonly taker: bigint };
  /** Null on spot. */
  readonly future: OracleFuture | null;
}

export interface OracleFuture {
  readonly leverage: bigint;
  /** Of a position held at the start, in price quanta; its mark until something trades. */
  readonly entry: number;
  /** The mark has no fraction of a tick. */
  readonly quantaPerTick: number;
  /** Longs pay so much of their worth, in 1e-8; null = nothing is paid. */
  readonly fundingRate: bigint | null;
  readonly fundingTimes: readonly number[];
}

/** What of an order's fate may hang on: the market's last trade, null before the first, in price quanta. */
interface Standing {
  readonly plan: ReadonlyMap<number, bigint>;
  /** The open orders, the order itself or not. */
  readonly open: readonly OracleOrder[];
  readonly lastTrade: number | null;
}

export class OracleAccount {
  private readonly rules: OracleAccountRules;
  private cash: bigint;
  private position: bigint;
  /** The price of our own last execution, before one that of the position held at the start. */
  private paid: number;

  constructor(rules: OracleAccountRules) {
    this.rules = rules;
    this.position = rules.position;
    this.paid = rules.future?.entry ?? 0;
    // As if every future were paid in full: what it is worth at the mark is added where it counts.
    this.cash = rules.cash - BigInt(this.paid) * this.position * ONE;
  }

  book(
    order: OracleOrder,
    traded: { readonly price: number; readonly quantity: bigint },
    liquidity: 'maker' | 'taker',
  ): void {
    const { price, quantity } = traded;
    const buys = order.side === 'buy';
    const rate = (buys ? this.rules.fee : (this.rules.saleFee ?? this.rules.fee))[liquidity];
    const value = BigInt(price) * quantity;
    this.position += buys ? quantity : -quantity;
    this.cash -= (buys ? value : -value) * ONE + value * rate;
    this.paid = price;
  }

  /** `plan`: what it would take right now, by price. */
  refusal(order: OracleOrder, standing: Standing): 'insufficient-balance' | null {
    const carried =
      this.rules.future === null
        ? this.carries(order, standing)
        : this.margins(order, standing, this.rules.future);
    return carried ? null : 'insufficient-balance';
  }

  /** Of one that takes without a limit: it needs what it would take right now. */
  refusalToPay(order: OracleOrder, standing: Standing): 'insufficient-balance' | null {
    if (order.side === 'sell' && this.rules.future === null) return null;
    return this.refusal({ ...order, bound: null }, standing);
  }

  private carries(order: OracleOrder, { plan, open }: Standing): boolean {
    const rivals = open.filter(({ id, side }) => id !== order.id && side === order.side);
    if (order.side === 'sell') {
      const held = rivals.reduce((sum, rival) => sum + leavesOf(rival), 0n);
      return this.rules.shorting || this.position - held >= leavesOf(order);
    }
    const needed = order.bound === null ? this.costOf(plan) : this.reserveOf(order);
    const reserved = rivals.reduce((sum, rival) => sum + this.reserveOf(rival), 0n);
    return needed === 0n || this.cash + this.rules.credit - reserved >= needed;
  }

  /** Futures: what the position and the orders of the dearer side are worth may be `leverage` times the equity. */
  private margins(order: OracleOrder, standing: Standing, future: OracleFuture): boolean {
    const worth = this.position * BigInt(this.markOf(standing, future));
    const rivals = standing.open.filter(({ id }) => id !== order.id);
    const ours =
      order.bound === null ? valueOf(standing.plan) : BigInt(order.bound) * leavesOf(order);
    const side = (of: OracleOrder['side'], more: bigint): bigint =>
      rivals
        .filter((rival) => rival.side === of)
        .reduce((sum, rival) => sum + BigInt(rival.bound ?? 0) * leavesOf(rival), more);
    const exposure = (more: bigint): bigint => {
      const [buys, sales] = order.side === 'buy' ? [more, 0n] : [0n, more];
      return most(
        most(worth, -worth),
        most(worth + side('buy', buys), side('sell', sales) - worth),
      );
    };
    if (exposure(ours) <= exposure(0n)) return true;
    const fees =
      rivals.reduce((sum, rival) => sum + this.dearestFee(rival), 0n) +
      (order.bound === null
        ? ours * notNegative(this.ratesOf(order).taker)
        : this.dearestFee(order));
    return future.leverage * (this.cash + worth * ONE - fees) >= exposure(ours) * ONE;
  }

  /** What an order must trade that closes a future short of margin, signed; null where it has all it needs. */
  shortOfMargin(lastTrade: number | null): bigint | null {
    const { future } = this.rules;
    if (future === null || this.position === 0n) return null;
    const worth = this.position * BigInt(this.markOf({ lastTrade }, future));
    const equity = this.cash + worth * ONE;
    // The maintenance margin is half of the initial one.
    return equity * future.leverage * 2n < most(worth, -worth) * ONE ? -this.position : null;
  }

  /** A funding time: position x mark x rate. */
  fund(lastTrade: number | null): void {
    const { future } = this.rules;
    if (future === null) return;
    const worth = this.position * BigInt(this.markOf({ lastTrade }, future));
    this.cash -= worth * (future.fundingRate ?? 0n);
  }

  private markOf(
    { lastTrade }: Pick<Standing, 'lastTrade'>,
    { quantaPerTick }: OracleFuture,
  ): number {
    return lastTrade === null ? this.paid : lastTrade - (lastTrade % quantaPerTick);
  }

  private ratesOf({ side }: OracleOrder): { readonly maker: bigint; readonly taker: bigint } {
    return side === 'buy' ? this.rules.fee : (this.rules.saleFee ?? this.rules.fee);
  }

  private dearestFee(order: OracleOrder): bigint {
    const { maker, taker } = this.ratesOf(order);
    return BigInt(order.bound ?? 0) * leavesOf(order) * notNegative(most(maker, taker));
  }

  private reserveOf(order: OracleOrder): bigint {
    if (order.bound === null) return 0n;
    const { maker, taker } = this.rules.fee;
    const dearer = maker > taker ? maker : taker;
    return BigInt(order.bound) * leavesOf(order) * (ONE + (dearer > 0n ? dearer : 0n));
  }

  private costOf(plan: ReadonlyMap<number, bigint>): bigint {
    const { taker } = this.rules.fee;
    const rate = ONE + (taker > 0n ? taker : 0n);
    return [...plan].reduce((sum, [price, quantity]) => sum + BigInt(price) * quantity * rate, 0n);
  }
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const notNegative = (value: bigint): bigint => most(value, 0n);

const valueOf = (plan: ReadonlyMap<number, bigint>): bigint =>
  [...plan].reduce((sum, [price, quantity]) => sum + BigInt(price) * quantity, 0n);
