/**
 * Growable columns an importer fills before it knows how many rows there are: integers, and decimals that share one scale.
 * Mutable, one owner. They hold what the file says; what it means is decided when the tape is assembled.
 */
import { POWERS_OF_TEN } from './decimal-scanner.js';

const CAPACITY_START = 1_024;

/** Numbers, doubled when full. */
export class NumberColumn {
  length = 0;
  #values = new Float64Array(CAPACITY_START);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Float64Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  truncate(length: number): void {
    this.length = length;
  }

  /** Only the values at `indices`, which rise. */
  keep(indices: readonly number[]): void {
    indices.forEach((from, to) => {
      this.#values[to] = this.#values[from]!;
    });
    this.length = indices.length;
  }

  /** The values themselves, not a copy; stale after the next push. */
  view(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}

/** Decimals as integers at one scale, which widens when a value needs more places: value = at(i) / 10^scale. */
export class DecimalColumn {
  scale = 0;
  readonly #values = new NumberColumn();

  get length(): number {
    return this.#values.length;
  }

  /** False when the value does not fit a safe integer at the column's scale (and is not pushed). */
  push(mantissa: number, decimals: number): boolean {
    if (decimals > this.scale && !this.#widen(decimals)) return false;
    const value =
      decimals === this.scale ? mantissa : mantissa * POWERS_OF_TEN[this.scale - decimals]!;
    if (value > Number.MAX_SAFE_INTEGER) return false;
    this.#values.push(value);
    return true;
  }

  at(index: number): number {
    return this.#values.at(index);
  }

  truncate(length: number): void {
    this.#values.truncate(length);
  }

  keep(indices: readonly number[]): void {
    this.#values.keep(indices);
  }

  view(): Float64Array {
    return this.#values.view();
  }

  #widen(scale: number): boolean {
    const factor = POWERS_OF_TEN[scale - this.scale]!;
    const values = this.#values.view();
    for (const value of values) if (value * factor > Number.MAX_SAFE_INTEGER) return false;
    for (let i = 0; i < values.length; i += 1) values[i] = values[i]! * factor;
    this.scale = scale;
    return true;
  }
}
