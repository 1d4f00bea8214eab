/**
 * Numbers by a number that counts from 0: what a checker keeps of an order or an execution, side by side in one array,
 * where a record for each would weigh ten times as much. Mutable on purpose, single owner.
 */
export class Column {
  /** What stands where nothing was set. */
  readonly #empty: number;
  /** Without holes: an ordinary array, since most runs have a dozen orders and a typed one costs more to make than to fill. */
  readonly #cells: number[] = [];

  constructor(empty = 0) {
    this.#empty = empty;
  }

  get(index: number): number {
    return this.#cells[index] ?? this.#empty;
  }

  set(index: number, value: number): void {
    const cells = this.#cells;
    while (cells.length < index) cells.push(this.#empty);
    cells[index] = value;
  }

  /** @returns what stands there then. */
  add(index: number, more: number): number {
    const value = this.get(index) + more;
    this.set(index, value);
    return value;
  }
}
