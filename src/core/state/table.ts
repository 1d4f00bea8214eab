/**
 * Tables of the state. The host owns a `Map` per table and folds entries into it in place; a decision works on a
 * layer over it, so that it sees the effect of its own entries while the state stays untouched (decide is pure).
 * Iteration is in order of insertion, the same in a layer as after the fold.
 */
export interface Table<K, V> {
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): unknown;
  delete(key: K): boolean;
  entries(): Iterable<readonly [K, V]>;
}

const DELETED: unique symbol = Symbol('deleted');

/** Mutable on purpose, single owner (one step): remembers changes, reads through to the table below. */
export class LayeredTable<K, V> implements Table<K, V> {
  readonly #below: Table<K, V>;
  /** In the order of insertion. */
  #changes: Map<K, V | typeof DELETED> | null = null;
  /** Deleted here and inserted again: they stand behind all others then. */
  #anew: Set<K> | null = null;

  constructor(below: Table<K, V>) {
    this.#below = below;
  }

  get(key: K): V | undefined {
    const changed = this.#changes?.get(key);
    if (changed === undefined) return this.#below.get(key);
    return changed === DELETED ? undefined : changed;
  }

  has(key: K): boolean {
    const changed = this.#changes?.get(key);
    return changed === undefined ? this.#below.has(key) : changed !== DELETED;
  }

  set(key: K, value: V): void {
    const changes = (this.#changes ??= new Map<K, V | typeof DELETED>());
    if (changes.get(key) === DELETED) {
      changes.delete(key);
      (this.#anew ??= new Set<K>()).add(key);
    }
    changes.set(key, value);
  }

  delete(key: K): boolean {
    const existed = this.has(key);
    if (existed) (this.#changes ??= new Map<K, V | typeof DELETED>()).set(key, DELETED);
    return existed;
  }

  *entries(): Iterable<readonly [K, V]> {
    const changes = this.#changes;
    for (const [key, value] of this.#below.entries()) {
      const changed = changes?.get(key);
      if (changed === undefined) yield [key, value];
      else if (changed !== DELETED && !this.#isAnew(key)) yield [key, changed];
    }
    if (changes === null) return;
    for (const [key, value] of changes) {
      if (value !== DELETED && (this.#isAnew(key) || !this.#below.has(key))) yield [key, value];
    }
  }

  /** Makes the changes in the table below, which ends as if they had been made there. */
  fold(): void {
    if (this.#changes === null) return;
    for (const [key, value] of this.#changes) {
      if (value === DELETED || this.#isAnew(key)) this.#below.delete(key);
      if (value !== DELETED) this.#below.set(key, value);
    }
  }

  #isAnew(key: K): boolean {
    return this.#anew?.has(key) === true;
  }
}
