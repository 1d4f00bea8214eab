/**
 * Many runs of one scenario as one: mean, 5th and 95th percentile of every numeric figure over the seeds. Floats and
 * mathjs, loaded when first needed: this is for reading, nothing decides on it.
 *
 * Percentiles interpolate between the two nearest of n values (Hyndman & Fan 1996, type 7). A figure that is null in a run
 * is left out of that run, and `n` says how many runs had it.
 */
import type { Report } from '../schema/report.js';
import { numbersOf } from './metric.js';

export interface FigureSummary {
  /** Runs in which it was measured. */
  readonly n: number;
  readonly mean: number;
  readonly p5: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/** What a seed does not change, or what says nothing in the mean. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'schemaVersion',
  'seed',
  'virtual',
  'expectations',
  'children',
  'warnings',
]);
const isInstant = (key: string): boolean => key.endsWith('Micros');

const isLeftOut = (path: string): boolean =>
  path.split('.').some((key) => LEFT_OUT.has(key) || isInstant(key));

/** Every numeric figure of a report by its dotted path; null figures and instants are left out. */
export const numericFigures = (report: Report): ReadonlyMap<string, number> =>
  new Map([...numbersOf(report)].filter(([path]) => !isLeftOut(path)));

/** What is known of one figure so far, and the run it stands first in. */
interface Sample {
  readonly values: number[];
  at: number;
  /** Where it stands in the report of that run. */
  place: number;
}

/** The figures of many runs while they come in, in any order. Mutable on purpose: it keeps a number a figure and run. */
export class FigureSamples {
  readonly #samples = new Map<string, Sample>();

  /** `at`: the place of the run among all. */
  take(at: number, report: Report): void {
    let place = 0;
    for (const [path, value] of numericFigures(report)) {
      const sample = this.#samples.get(path);
      if (sample === undefined) this.#samples.set(path, { values: [value], at, place });
      else {
        sample.values.push(value);
        if (at < sample.at) Object.assign(sample, { at, place });
      }
      place += 1;
    }
  }

  /** By dotted path, in the order of the first run that has them. */
  async summary(): Promise<ReadonlyMap<string, FigureSummary>> {
    const samples = [...this.#samples].sort(([, a], [, b]) =>
      a.at === b.at ? a.place - b.place : a.at - b.at,
    );
    const summaries = samples.map(
      async ([path, { values }]) => [path, await summaryOf(values)] as const,
    );
    return new Map(await Promise.all(summaries));
  }
}

/** Of at least one value. */
export async function summaryOf(values: readonly number[]): Promise<FigureSummary> {
  const { mean, quantileSeq } = await import('./sample-math.js');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => quantileSeq(sorted, share, true);
  return {
    n: values.length,
    mean: mean(sorted),
    p5: at(0.05),
    p95: at(0.95),
    min: at(0),
    max: at(1),
  };
}
