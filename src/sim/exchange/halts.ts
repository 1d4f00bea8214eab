/**
 * The edges of the halt windows in time order (F13): at most one lies before any instant not yet reached. Windows are
 * [from, to); windows that touch are one halt, each with its own word on new orders. Mutable cursor, one owner.
 */
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { HaltWindow } from './venue-options.js';

export class Halts {
  readonly #windows: readonly HaltWindow[];
  #index = 0;
  #inside = false;

  constructor(windows: readonly HaltWindow[]) {
    let previous = -Infinity;
    for (const { from, to } of windows) {
      invariant(from >= previous && to > from, `halt ${from}..${to} overlaps or is empty`);
      previous = to;
    }
    this.#windows = windows;
  }

  /** The window we are in, null outside. */
  get current(): HaltWindow | null {
    return this.#inside ? this.#windows[this.#index]! : null;
  }

  /** Time of the next begin or end, Infinity after the last. */
  get nextEdge(): number {
    const window = this.#windows[this.#index];
    if (window === undefined) return Infinity;
    return this.#inside ? window.to : window.from;
  }

  /** Passes the next edge. */
  pass(): EpochMicros {
    const edge = this.nextEdge as EpochMicros;
    if (!this.#inside) {
      this.#inside = true;
      return edge;
    }
    this.#index += 1;
    this.#inside = this.#windows[this.#index]?.from === edge;
    return edge;
  }
}
