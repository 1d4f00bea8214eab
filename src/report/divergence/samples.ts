/** Figures over measured lengths. A few of them say nothing about those to come: below `SAMPLES_MIN` there is none. */
import { nearestRank } from '../figures/delay-figures.js';

export const SAMPLES_MIN = 20;

export const tooFew = (samples: number, of: string): string =>
  `${samples} ${of}, and it takes ${SAMPLES_MIN}`;

/** By nearest rank; `samples` is not empty. */
export const percentile = (samples: readonly number[], percent: number): number =>
  nearestRank(
    samples.toSorted((a, b) => a - b),
    percent,
  );

export const median = (samples: readonly number[]): number => percentile(samples, 50);

const SIGMA_STEPS = 10_000;

/** To four places: lengths that are all alike have none, whatever a float makes of their mean. */
export const roundedSigma = (sigma: number): number =>
  Math.round(sigma * SIGMA_STEPS) / SIGMA_STEPS;

/** Of a normal distribution one standard deviation below and above its mean. */
const BELOW = 15.87;
const ABOVE = 84.13;

/**
 * Standard deviation of the logarithm, by the two quantiles between which a log-normal has two of them: a few that were lost, or stood in a
 * queue, do not make it. Null where so many are not above nothing that there is no logarithm to take.
 */
export function sigmaOf(samples: readonly number[]): number | null {
  const [low, high] = [percentile(samples, BELOW), percentile(samples, ABOVE)];
  if (low === high && low >= 0) return 0;
  return low <= 0 ? null : roundedSigma(Math.log(high / low) / 2);
}
