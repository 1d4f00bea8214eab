/**
 * What an account's futures need margin for (F19): by symbol the position at the mark, with what the open orders of one
 * side would make of it, whichever side is dearer. So what of an order only closes a position needs nothing. Running
 * sums, exact to the quantum. Mutable on purpose, one owner (the buying power).
 */
import type { Side, Ticks } from '../../core/ground/units.js';
import type { Account, Exposure } from './account.js';

/** The last eligible print of a market, a fraction of a tick cut off; null before the first. */
export type Marks = (symbol: string) => Ticks | null;

/** Something more, or less, that stands open on one side of a future. */
export interface Change {
  readonly symbol: string;
  readonly side: Side;
  readonly value: bigint;
}

export class FuturesMargin {
  readonly #account: Account;
  readonly #marks: Marks;
  /** Worth of open orders at their own prices, in cash quanta. */
  readonly #open = new Map<string, Record<Side, bigint>>();

  constructor(account: Account, marks: Marks) {
    this.#account = account;
    this.#marks = marks;
  }

  changed({ symbol, side, value }: Change): void {
    const sums = this.#open.get(symbol) ?? { buy: 0n, sell: 0n };
    sums[side] += value;
    this.#open.set(symbol, sums);
  }

  /** What all futures need margin for, as if `changes` had been made. */
  exposure(changes: readonly Change[] = []): Exposure {
    let worth = 0n;
    let unrealised = 0n;
    for (const symbol of this.#account.futures) {
      const mine = changes.filter((change) => change.symbol === symbol);
      const marked = this.#account.atMark(symbol, this.#marks(symbol));
      worth += this.#dearerSide(symbol, marked.worth, mine);
      unrealised += marked.unrealised;
    }
    return { worth, unrealised };
  }

  #dearerSide(symbol: string, worth: bigint, changes: readonly Change[]): bigint {
    const { buy, sell } = this.#open.get(symbol) ?? { buy: 0n, sell: 0n };
    const of = (side: Side, open: bigint): bigint =>
      changes.reduce((sum, change) => (change.side === side ? sum + change.value : sum), open);
    const held = worth < 0n ? -worth : worth;
    return [worth + of('buy', buy), of('sell', sell) - worth].reduce(
      (most, one) => (one > most ? one : most),
      held,
    );
  }
}
