/**
 * Randomness without a stream: jitter is a function of (seed, order, purpose, n), so that a
 * decision draws the same number in a replay, after a restart and in whatever order its neighbors
 * drew. Not for anything that must be unpredictable.
 */
import { finishHash, mixInteger, mixText } from './hash32.js';
import { InvariantError } from './invariant.js';
import type { Micros } from './units.js';

const UINT32_COUNT = 2 ** 32;
const UINT16_COUNT = 2 ** 16;

/** The `n`-th draw of `order` for `purpose`: uniform over 0 … 2^32 - 1. */
export function jitter(seed: number, order: string, purpose: string, n: number): number {
  return finishHash(mixInteger(mixText(mixText(mixInteger(0, seed), order), purpose), n));
}

/** A draw as a share, uniform over [0, 1) in steps of 2^-32. */
export const shareOf = (draw: number): number => draw / UINT32_COUNT;

/**
 * `length` moved by up to ± `percent`, uniform over the whole microseconds of that range, both ends
 * included.
 *
 * Units: microseconds; `percent` 0 … 100 (20 = between 80 % and 120 %); `draw` from `jitter`. Exact
 * integer arithmetic for lengths up to half a day.
 */
export function jittered(length: Micros, percent: number, draw: number): Micros {
  const reach = Math.floor((length * percent) / 100);
  const choices = 2 * reach + 1;
  // A wider range would pass 2^53 in the product below and lose its low bits unseen.
  if (choices > 2 ** 37 || length < 0)
    throw new InvariantError(`cannot jitter a length of ${length}`);
  // floor(draw x choices / 2^32) in two halves.
  const low = Math.floor(((draw % UINT16_COUNT) * choices) / UINT16_COUNT);
  const chosen = Math.floor((Math.floor(draw / UINT16_COUNT) * choices + low) / UINT16_COUNT);
  return (length - reach + chosen) as Micros;
}
