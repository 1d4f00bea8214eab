/** `--sweep key=…` and `--starts N` as variants of a scenario: what each puts over its file, and what it is called. */
import { formatInstant } from '../core/ground/calendar/instant.js';
import { epochMicros } from '../core/ground/units.js';
import type { PreparedScenario } from '../runs/execute-run.js';
import { tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { UsageError } from './failure.js';

export interface Variant {
  readonly label: string;
  /** As `--set` takes it; null = the scenario as it is. */
  readonly set: string | null;
}

/** What is varied, from variant to variant in order. */
export interface Variation {
  /** Null where there is one variant: the scenario as it is. */
  readonly key: string | null;
  readonly variants: readonly Variant[];
  /** The flag and value that ask for the variants from the first to the last of these places, both included. */
  readonly again: (first: number, last: number) => readonly string[];
}

export const UNVARIED: Variation = {
  key: null,
  variants: [{ label: '', set: null }],
  again: () => [],
};

/** Before anybody knows its variants: asked for again as it was. */
export const asTyped = ({ starts, sweep }: Asked): Variation => ({
  ...UNVARIED,
  again: () => [
    ...(starts === undefined ? [] : ['--starts', starts]),
    ...(sweep === undefined ? [] : ['--sweep', sweep]),
  ],
});

interface Asked {
  readonly starts?: string;
  readonly sweep?: string;
}

const VALUES_MAX = 10_000;
const NUMBER = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?([a-z]*)$/;
const HOW = 'write key=a..b/step, as in venue.latency.submit=5ms..50ms/5ms, or key=v1,v2';

/** `key=a..b/step` with numbers of one unit, both ends included, or `key=v1,v2` with any values. Errors: `UsageError`. */
export function parseSweep(text: string): Variation {
  const [, key, values = ''] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
  if (key === undefined) throw new UsageError(`--sweep ${text}: ${HOW}`);
  const range = /^([^,]+?)\.\.([^,]+)\/([^,]+)$/.exec(values);
  const labels = range === null ? listOf(values) : steps(text, range.slice(1, 4));
  const step = range?.[3];
  return {
    key,
    variants: labels.map((label) => ({ label, set: `${key}=${label}` })),
    again: (first, last) => {
      const some = labels.slice(first, last + 1);
      const asRange = step !== undefined && some.length > 1;
      const value = asRange ? `${some[0] ?? ''}..${some.at(-1) ?? ''}/${step}` : some.join(',');
      return ['--sweep', `${key}=${value}`];
    },
  };
}

/** Commas inside brackets belong to a value. */
function listOf(text: string): readonly string[] {
  const values = [''];
  let depth = 0;
  for (const letter of text) {
    if ('[{'.includes(letter)) depth += 1;
    if (']}'.includes(letter)) depth -= 1;
    if (letter === ',' && depth === 0) values.push('');
    else values.push(`${values.pop() ?? ''}${letter}`);
  }
  return values;
}

/** Counted in whole numbers of the finest digit, so that 0.1..0.3/0.1 has three values. */
function steps(text: string, ends: readonly string[]): readonly string[] {
  const read = ends.map((end) => NUMBER.exec(end));
  const units = new Set(read.map((found) => found?.[4]));
  const digits = Math.max(...read.map((found) => found?.[3]?.length ?? 0));
  const [from = NaN, to = NaN, step = NaN] = read.map((found) =>
    found === null
      ? NaN
      : Number(`${found[1] ?? ''}${found[2] ?? ''}${(found[3] ?? '').padEnd(digits, '0')}`),
  );
  const count = Math.floor((to - from) / step) + 1;
  if (units.size !== 1 || !(step > 0) || !(count >= 1))
    throw new UsageError(`--sweep ${text}: ${HOW}`);
  if (count > VALUES_MAX)
    throw new UsageError(`--sweep ${text}: ${count} values; at most ${VALUES_MAX}`);
  const [unit = ''] = units;
  return Array.from({ length: count }, (_, index) => {
    const value = (from + index * step) / 10 ** digits;
    return `${value.toFixed(digits)}${unit}`;
  });
}

/** Some of so many starts, counted from 1, both ends included. */
export interface AskedStarts {
  readonly first: number;
  readonly last: number;
  readonly of: number;
}

/** How many, or `a..b/n`: some of n, as a command that runs the rest of them says. */
export function parseStarts(text: string): AskedStarts {
  const [, first, last, many] = /^(?:(\d{1,5})\.\.(\d{1,5})\/)?(\d{1,5})$/.exec(text) ?? [];
  const of = Number(many ?? 0);
  const asked = { first: Number(first ?? 1), last: Number(last ?? of), of };
  const isSound = asked.first >= 1 && asked.first <= asked.last && asked.last <= of;
  if (isSound && of <= VALUES_MAX) return asked;
  throw new UsageError(`--starts ${text}: how many, from 1 to ${VALUES_MAX}`);
}

/** Evenly from the beginning of the data to the last start from which the run fits. Errors: `UsageError`. */
export function startsOf({ loaded, recorded }: PreparedScenario, asked: AskedStarts): Variation {
  const { duration } = loaded.scenario.clock;
  const tapes = recorded.filter((tape) => tape !== null);
  if (tapes.length < recorded.length)
    throw new UsageError(
      '--starts varies where in a recorded market a run begins; this one is generated\n  fix: --seeds 20 draws other markets',
    );
  if (duration === undefined)
    throw new UsageError(
      '--starts needs a run shorter than the data\n  fix: say how long one lasts, as in --set clock.duration=5m',
    );
  const begins = Math.max(...tapes.map(tapeStart));
  const room = Math.min(...tapes.map(tapeEnd)) - duration - begins;
  const { first, last, of } = asked;
  return {
    key: 'clock.start',
    variants: Array.from({ length: last - first + 1 }, (_, index) => {
      const share = of === 1 ? 0 : (first - 1 + index) / (of - 1);
      const start = formatInstant(epochMicros(begins + Math.floor(room * share)));
      return { label: start, set: `clock.start=${start}` };
    }),
    again: (from, to) => ['--starts', `${first + from}..${first + to}/${of}`],
  };
}
