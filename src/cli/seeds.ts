/** `--seed 7`, `--seeds 20` and `--seeds 1..100` as numbers. */
import { UsageError } from './failure.js';

const SEED_MAX = 2 ** 31 - 1;
/** Of one call. */
export const RUNS_MAX = 1_000_000;

export function parseSeed(text: string, flag: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (seed <= SEED_MAX) return seed;
  throw new UsageError(`${flag} ${text}: a seed is a whole number from 0 to ${SEED_MAX}`);
}

/** `a..b`, both included, or how many: `20` is `1..20`. */
export function parseSeeds(text: string): readonly number[] {
  const flag = '--seeds';
  const [from = '', to, ...more] = text.split('..');
  const first = to === undefined ? 1 : parseSeed(from, flag);
  const last = parseSeed(to ?? from, flag);
  if (more.length > 0 || last < first) {
    throw new UsageError(
      `${flag} ${text}: write how many, as in 20, or the first and the last, as in 1..100`,
    );
  }
  if (last - first >= RUNS_MAX) {
    throw new UsageError(`${flag} ${text}: at most ${RUNS_MAX} seeds in one call`);
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Seeds that follow each other as `--seeds` would take them: one alone would be read as how many. */
export const seedsText = (seeds: readonly number[]): string =>
  `${seeds[0] ?? ''}..${seeds.at(-1) ?? ''}`;

/** Numbers that follow each other, together: one flag takes one stretch. */
export function stretchesOf(numbers: readonly number[]): readonly (readonly number[])[] {
  const stretches: number[][] = [];
  for (const each of numbers) {
    const last = stretches.at(-1);
    if (last?.at(-1) === each - 1) last.push(each);
    else stretches.push([each]);
  }
  return stretches;
}
