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

/** Standard deviation of the logarithm; lengths below a microsecond count as one. */
export function sigmaOf(samples: readonly number[]): number {
  const logs = samples.map((length) => Math.log(Math.max(1, length)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return roundedSigma(Math.sqrt(squares / Math.max(1, logs.length - 1)));
}
