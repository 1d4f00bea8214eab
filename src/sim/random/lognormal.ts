/**
 * Log-normal lengths of time, for latencies: median x e^(sigma z), z standard normal (d3-random,
 * Marsaglia's polar method).
 *
 * Floating logarithms may differ in the last bit between engines, yet these samples may feed the
 * journal: each is rounded to a whole microsecond at once, and only a sample within some 1e-12 of
 * the middle between two could come out differently.
 *
 * Unrealistic: samples are independent, while real latencies come in bursts; and one tail exponent
 * fits the body and the tail of a real venue equally badly. Prefer `empirical` where there are
 * measurements.
 */
import { randomLogNormal } from 'd3-random';
import type { Micros } from '../../core/ground/units.js';
import type { RandomStream } from './random.js';

/** No sample is longer: with a huge sigma one could pass what an integer holds. */
export const LOGNORMAL_MAX = 3_600_000_000 as Micros;

/**
 * One sample.
 *
 * Units: `median` in microseconds; `sigma` is the standard deviation of the logarithm,
 * dimensionless.
 */
export function sampleLognormal(stream: RandomStream, median: Micros, sigma: number): Micros {
  // A generator kept between calls would hold the spare normal of its pair, out of reach of the
  // stream's saveState.
  const factor = randomLogNormal.source(() => stream.nextShare())(0, sigma)();
  return Math.min(Math.round(median * factor), LOGNORMAL_MAX) as Micros;
}
