/** Ratios of pairs, summed up: the median, and an interval for it that assumes nothing about their distribution. */

export interface RatioSummary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Interval of the median at 95 % or more by the sign test: an order statistic from either end. */
  readonly low: number;
  readonly high: number;
}

export function summarize(ratios: readonly number[]): RatioSummary {
  const sorted = [...ratios].sort((a, b) => a - b);
  const skip = signIntervalSkip(sorted.length);
  return {
    median: medianOf(sorted),
    min: sorted[0]!,
    max: sorted.at(-1)!,
    low: sorted[skip]!,
    high: sorted[sorted.length - 1 - skip]!,
  };
}

/** How many order statistics to leave out at each end so that the rest still covers the median at 95 %. */
function signIntervalSkip(count: number): number {
  let tail = 0;
  let term = 0.5 ** count; // P(exactly k of `count` fall below the median), k = 0
  for (let skipped = 0; ; skipped += 1) {
    tail += term;
    if (2 * tail > 0.05) return Math.max(0, skipped - 1);
    term = (term * (count - skipped)) / (skipped + 1);
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Three significant digits, thousands separated by a comma. */
export function figure(value: number): string {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString('en-US');
}
/** Slope of the least-squares line through (log x, log y): 1 = linear growth, 2 = quadratic. */
export function growthExponent(points: readonly (readonly [x: number, y: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  let covariance = 0;
  let variance = 0;
  for (const [x, y] of logs) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return covariance / variance;
}
