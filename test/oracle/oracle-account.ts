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
}

export class OracleAccount {
  private readonly rules: OracleAccountRules;
  private cash: bigint;
  private position: bigint;

  constructor(rules: OracleAccountRules) {
    this.rules = rules;
    this.cash = rules.cash;
    this.position = rules.position;
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
  }

  /** `plan`: what it would take right now, by price; `open`: the open orders, the order itself or not. */
  refusal(
    order: OracleOrder,
    plan: ReadonlyMap<number, bigint>,
    open: readonly OracleOrder[],
  ): 'insufficient-balance' | null {
    return this.carries(order, plan, open) ? null : 'insufficient-balance';
  }

  /** Of one that takes without a limit: it needs what it would take right now. */
  refusalToPay(
    order: OracleOrder,
    plan: ReadonlyMap<number, bigint>,
    open: readonly OracleOrder[],
  ): 'insufficient-balance' | null {
    return order.side === 'sell' ? null : this.refusal({ ...order, bound: null }, plan, open);
  }

  private carries(
    order: OracleOrder,
    plan: ReadonlyMap<number, bigint>,
    open: readonly OracleOrder[],
  ): boolean {
    const rivals = open.filter(({ id, side }) => id !== order.id && side === order.side);
    if (order.side === 'sell') {
      const held = rivals.reduce((sum, rival) => sum + leavesOf(rival), 0n);
      return this.rules.shorting || this.position - held >= leavesOf(order);
    }
    const needed = order.bound === null ? this.costOf(plan) : this.reserveOf(order);
    const reserved = rivals.reduce((sum, rival) => sum + this.reserveOf(rival), 0n);
    return needed === 0n || this.cash + this.rules.credit - reserved >= needed;
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
