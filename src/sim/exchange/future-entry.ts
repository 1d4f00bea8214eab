/**
 * What an account's position in one future was entered at, in cash quanta: the sum of price x quantity of what is open, at
 * average cost. What is closed takes its share of it along, rounded half-even to a quantum; the rest of it stays, so
 * that nothing is lost between what is realised and what is not. Mutable on purpose, one owner (the account).
 *
 * Invariant: realised + unrealised = sum of signed quantity x (mark - price) over all trades, exactly, at every mark.
 */
import { divide } from '../../core/ground/decimal.js';
import type { Ticks } from '../../core/ground/units.js';

export class FutureEntry {
  /** Cash quanta of one tick x lot. */
  readonly #unit: bigint;
  /** Signed lots. */
  #position: bigint;
  /** Signed as the position. */
  #entered: bigint;
  /** Ticks of the latest trade, the mark until the market has one. */
  #paid: bigint;

  constructor(unit: bigint, held: { readonly position: number; readonly price: number }) {
    this.#unit = unit;
    this.#position = BigInt(held.position);
    this.#paid = BigInt(held.price);
    this.#entered = unit * this.#paid * this.#position;
  }

  /** `quantity`: signed lots. Returns the cash that is realised, negative = a loss. */
  traded(quantity: number, price: number): bigint {
    const signed = BigInt(quantity);
    this.#paid = BigInt(price);
    const closed = this.#closedBy(signed);
    const released = share(this.#entered, closed, this.#position);
    this.#position += signed;
    this.#entered += this.#unit * this.#paid * (signed + closed) - released;
    return this.#unit * this.#paid * closed - released;
  }

  /** Price x quantity of what is open, in cash quanta, signed as the position. */
  get entered(): bigint {
    return this.#entered;
  }

  /** `last`: what the market traded at last; null before that. */
  at(last: Ticks | null): { readonly worth: bigint; readonly unrealised: bigint } {
    const mark = last === null ? this.#paid : BigInt(last);
    const worth = this.#unit * mark * this.#position;
    return { worth, unrealised: worth - this.#entered };
  }

  /**
   * Marks at which `cash` and what is not realised are less than the position's worth over `divisor`: at or below, at or
   * above; infinitely far where there is none.
   */
  shortAt(cash: bigint, divisor: bigint): { readonly below: number; readonly above: number } {
    const position = this.#position;
    if (position === 0n) return { below: -Infinity, above: Infinity };
    // divisor x (cash - entered + unit x mark x position) < unit x mark x |position|
    const paid = divisor * (this.#entered - cash);
    return position > 0n
      ? {
          below: Number(divide(paid, this.#unit * position * (divisor - 1n), 'ceil')) - 1,
          above: Infinity,
        }
      : {
          below: -Infinity,
          above: Number(divide(-paid, this.#unit * -position * (divisor + 1n), 'floor')) + 1,
        };
  }

  /** What of the position a trade of `signed` lots closes, signed as the position. */
  #closedBy(signed: bigint): bigint {
    const position = this.#position;
    if (position === 0n || position > 0n === signed > 0n) return 0n;
    return abs(signed) < abs(position) ? -signed : position;
  }
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** `part` of `whole` of what was entered; both are signed alike. */
const share = (entered: bigint, part: bigint, whole: bigint): bigint =>
  part === 0n ? 0n : divide(entered * abs(part), abs(whole), 'half-even');
