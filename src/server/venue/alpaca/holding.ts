/**
 * What the account holds of one asset, and what that cost on the average: more of it moves the average, less of it leaves it, and through
 * zero it begins anew. Mutable, one owner (the ledger's index).
 */
import { divide, pow10 } from '../../../core/ground/decimal.js';
import { type Lots, type Ticks, lots } from '../../../core/ground/units.js';

/** Digits kept of a tick, so that an average that is divided again and again stays what it was. */
const SCALE = 8;

export class Holding {
  #quantity: Lots;
  /** Ticks x lots x 10^SCALE, as positive as the quantity is; null = nobody knows what it cost. */
  #cost: bigint | null;

  constructor(quantity: Lots, price: Ticks | null) {
    this.#quantity = quantity;
    this.#cost = quantity === 0 ? 0n : price === null ? null : worth(quantity, price);
  }

  /** Signed. */
  get quantity(): Lots {
    return this.#quantity;
  }

  /** Ticks x lots of the whole at its average price, times 10^`scale`; null = not known. */
  get cost(): { readonly value: bigint; readonly scale: number } | null {
    return this.#cost === null ? null : { value: this.#cost, scale: SCALE };
  }

  /** `quantity` is signed as the position's change. */
  traded(quantity: Lots, price: Ticks): void {
    const before = this.#quantity;
    const after = lots(before + quantity);
    this.#quantity = after;
    if (after === 0 || before * after <= 0) this.#cost = worth(after, price);
    else if (this.#cost === null) return;
    else if (Math.abs(after) > Math.abs(before)) this.#cost += worth(quantity, price);
    else this.#cost = share(this.#cost, after, before);
  }
}

const worth = (quantity: number, price: number): bigint =>
  BigInt(quantity) * BigInt(price) * pow10(SCALE);

/** Both of one sign. */
const share = (cost: bigint, after: number, before: number): bigint =>
  divide(cost * BigInt(Math.abs(after)), BigInt(Math.abs(before)), 'half-even');
