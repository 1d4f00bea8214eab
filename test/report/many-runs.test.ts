/** Figures over seeds, and pairs on the same seeds. */
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/figures/build-report.js';
import { comparePaired, signInterval } from '../../src/report/many/paired.js';
import type { Report } from '../../src/report/schema/report.js';
import { FigureSamples, numericFigures } from '../../src/report/many/statistics.js';
import { workedExample } from './support/worked-example.js';

const one = buildReport(workedExample());
/** The shortfall of each seed. */
const bySeed = (...pairs: readonly (readonly [number, number | null])[]) => new Map(pairs);
const withShortfall = (seed: number, shortfallBps: number | null): Report => ({
  ...one,
  seed,
  parents: [{ ...one.parents[0]!, shortfallBps }],
});

/** In this order. */
function summarize(reports: readonly Report[]) {
  const samples = new FigureSamples();
  reports.forEach((report, index) => {
    samples.take(index, report);
  });
  return samples.summary();
}

describe('statistics over seeds', () => {
  it('gives mean and percentiles of every figure, of those runs that measured it', async () => {
    const values = Array.from({ length: 21 }, (_, index) => index);
    const reports = [
      ...values.map((value) => withShortfall(value, value)),
      withShortfall(99, null),
    ];
    const summary = await summarize(reports);
    expect(summary.get('parents.0.shortfallBps')).toEqual({
      n: 21,
      mean: 10,
      p5: 1,
      p95: 19,
      min: 0,
      max: 20,
    });
    expect(summary.get('parents.0.cost.delayBps')).toMatchObject({
      n: 22,
      p5: 1.3333,
      p95: 1.3333,
    });
    expect(summary.has('truth.fillsMissed')).toBe(false);
  });

  it('interpolates between two values', async () => {
    const summary = await summarize([withShortfall(1, 0), withShortfall(2, 10)]);
    expect(summary.get('parents.0.shortfallBps')).toMatchObject({
      n: 2,
      mean: 5,
      p5: 0.5,
      p95: 9.5,
    });
  });

  it('are the same however the runs come in', async () => {
    const reports = [3, 1, 2].map((seed) => withShortfall(seed, seed === 1 ? null : seed));
    const streamed = new FigureSamples();
    for (const report of reports) streamed.take(report.seed ?? 0, report);
    const sorted = await summarize(reports.toSorted((a, b) => (a.seed ?? 0) - (b.seed ?? 0)));
    expect([...(await streamed.summary())]).toEqual([...sorted]);
  });

  it('leaves out instants, the seed and single children', () => {
    const names = [...numericFigures(one).keys()];
    expect(names).toContain('performance.journalEntries');
    expect(names.filter((name) => /Micros|seed|children|virtual|schemaVersion/.test(name))).toEqual(
      [],
    );
  });
});

describe('paired comparison', () => {
  it('pairs by seed and takes second minus first', async () => {
    const first = bySeed(...[1, 2, 3, 4, 5, 6, 7].map((seed) => [seed, 10 * seed] as const));
    const second = bySeed(
      ...[7, 6, 5, 4, 3, 2, 8].map(
        (seed) => [seed, 10 * seed + (seed === 4 ? 0 : seed === 7 ? -1 : 2)] as const,
      ),
    );
    expect(await comparePaired(first, second, 'shortfallBps')).toEqual({
      metric: 'shortfallBps',
      n: 6,
      meanDifference: 7 / 6,
      medianDifference: 2,
      interval: [-1, 2],
      lower: 1,
      equal: 1,
      higher: 4,
    });
  });

  it('has no interval where every pair differs alike', async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const first = bySeed(...seeds.map((seed) => [seed, 10] as const));
    const second = bySeed(...seeds.map((seed) => [seed, 12] as const));
    expect(await comparePaired(first, second, 'shortfallBps')).toMatchObject({
      n: 8,
      medianDifference: 2,
      interval: null,
    });
  });

  it('has nothing to say of nothing', async () => {
    expect(await comparePaired(bySeed([1, null]), bySeed([1, 4]), 'shortfallBps')).toMatchObject({
      n: 0,
      meanDifference: null,
      medianDifference: null,
      interval: null,
    });
  });

  it.each([
    // Ranks of the 95 % interval for the median, as tabulated (n, lower rank).
    [5, null],
    [6, 1],
    [8, 1],
    [9, 2],
    [10, 2],
    [15, 4],
    [20, 6],
    [25, 8],
    [50, 18],
    [100, 40],
  ])('uses the tabulated ranks for n = %d', (n, rank) => {
    const sorted = Array.from({ length: n }, (_, index) => index + 1);
    expect(signInterval(sorted)).toEqual(rank === null ? null : [rank, n + 1 - rank]);
  });
});
