/**
 * The edges of the halt windows in time order (F13): at most one lies before any instant not yet reached. Windows are
 * [from, to); windows that touch are one halt, each with its own word on new orders. A window may be added while it lies
 * ahead; where it overlaps others they count. Mutable cursor, one owner.
 */
import { invariant } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { HaltWindow } from './venue-options.js';

export class Halts {
  #windows: readonly HaltWindow[];
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

  /** `window` begins after all that was passed. */
  add(window: HaltWindow): void {
    const passed = this.#windows.slice(0, this.#index);
    this.#windows = [...passed, ...withWindow(this.#windows.slice(this.#index), window)];
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

/** `windows`, disjoint and in order of time, and what of `window` none of them covers: of what overlaps, those count. */
export const withWindow = (
  windows: readonly HaltWindow[],
  window: HaltWindow,
): readonly HaltWindow[] =>
  [...windows, ...uncovered(window, windows)].sort((a, b) => a.from - b.from);

function uncovered(window: HaltWindow, others: readonly HaltWindow[]): readonly HaltWindow[] {
  const pieces: HaltWindow[] = [];
  let { from } = window;
  for (const other of others) {
    if (other.from > from && from < window.to)
      pieces.push({ ...window, from, to: earlier(other.from, window.to) });
    if (other.to > from) from = other.to;
  }
  if (from < window.to) pieces.push({ ...window, from });
  return pieces;
}

const earlier = (a: EpochMicros, b: EpochMicros): EpochMicros => (a < b ? a : b);
