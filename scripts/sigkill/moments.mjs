/**
 * When to kill: drawn from a seed, so that the same command draws the same. A kind is drawn first: while the program starts, after
 * a while of trading, or a few milliseconds after a submit came out of the venue's socket, where an answer is on its way.
 */

/** Mulberry32: small, and the same everywhere. */
export function drawFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Starting takes some 200 ms. */
const START_MS = 350;
const AFTER_SUBMIT_MS = 12;

/** How long a life may last, where nobody says otherwise. */
const SHORT = { tradeMs: 600, submits: 3, withinMs: Infinity };

/**
 * `tradeMs`: after how long a while of trading at the latest; `submits`: behind which submit of a life at the latest; `withinMs`: how long
 * that is waited for.
 */
export function drawMoment(draw, { tradeMs, submits, withinMs } = SHORT) {
  const kind = draw();
  if (kind < 0.2) return { kind: 'start', afterMs: draw() * START_MS };
  if (kind < 0.5) return { kind: 'time', afterMs: draw() * tradeMs };
  return {
    kind: 'submit',
    nth: 1 + Math.floor(draw() * submits),
    withinMs,
    afterMs: draw() * AFTER_SUBMIT_MS,
  };
}
