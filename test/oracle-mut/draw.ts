/**
 * A tiny seeded generator of numbers for generated cases, of our own so that a case is its seed and nothing else
 * (no library's version, no shrinking). 32-bit state, xorshift-multiply; good enough to vary tests, for nothing more.
 */
export interface Draw {
  /** An integer from `low` to `high`, both included. */
  readonly int: (low: number, high: number) => number;
  /** True `percent` times of a hundred. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
}

export function drawFrom(seed: number): Draw {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (low: number, high: number): number => low + (next() % (high - low + 1));
  return {
    int,
    chance: (percent) => int(1, 100) <= percent,
    pick: (choices) => choices[int(0, choices.length - 1)]!,
  };
}
