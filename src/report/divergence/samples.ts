/** Figures over measured lengths. A few of them say nothing about those to come: below `SAMPLES_MIN` there is none. */

export const SAMPLES_MIN = 20;

export const tooFew = (samples: number, of: string): string =>
  `${samples} ${of}, and it takes ${SAMPLES_MIN}`;

/** The sample below or at which a share of them lies (nearest rank); `samples` is not empty. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export const median = (samples: readonly number[]): number => quantile(samples, 1 / 2);

const SIGMA_STEPS = 10_000;

/** To four places: lengths that are all alike have none, whatever a float makes of their mean. */
export const roundedSigma = (sigma: number): number =>
  Math.round(sigma * SIGMA_STEPS) / SIGMA_STEPS;

/** Of a normal distribution one standard deviation below and above its mean. */
const BELOW = 0.1587;
const ABOVE = 0.8413;

/**
 * Standard deviation of the logarithm, by the two quantiles between which a log-normal has two of them: a few that were lost, or stood in a
 * queue, do not make it. Null where so many are not above nothing that there is no logarithm to take.
 */
export function sigmaOf(samples: readonly number[]): number | null {
  const [low, high] = [quantile(samples, BELOW), quantile(samples, ABOVE)];
  if (low === high && low >= 0) return 0;
  return low <= 0 ? null : roundedSigma(Math.log(high / low) / 2);
}
