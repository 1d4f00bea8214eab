/** `--sweep key=…` and `--starts N` as variants of a scenario: what each puts over its file, and what it is called. */
import { formatInstant } from '../core/ground/calendar/instant.js';
import { epochMicros } from '../core/ground/units.js';
import type { PreparedScenario } from '../runs/execute-run.js';
import { tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { UsageError } from './failure.js';

export interface Variant {
  readonly label: string;
  /** As `--set` takes it. */
  readonly set: string;
}

const VALUES_MAX = 10_000;
const NUMBER = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?([a-z]*)$/;
const HOW = 'write key=a..b/step, as in venue.latency.submit=5ms..50ms/5ms, or key=v1,v2';

/** `key=a..b/step` with numbers of one unit, both ends included, or `key=v1,v2` with any values. Errors: `UsageError`. */
export function parseSweep(text: string): readonly Variant[] {
  const [, key, values = ''] = /^([\w.-]+)=(.+)$/s.exec(text) ?? [];
  if (key === undefined) throw new UsageError(`--sweep ${text}: ${HOW}`);
  const range = /^([^,]+?)\.\.([^,]+)\/([^,]+)$/.exec(values);
  const list = range === null ? listOf(values) : steps(text, range.slice(1, 4));
  return list.map((value) => ({ label: value, set: `${key}=${value}` }));
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

export function parseStarts(text: string): number {
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= VALUES_MAX) return count;
  throw new UsageError(`--starts ${text}: how many, from 1 to ${VALUES_MAX}`);
}

/** `count` starts, evenly from the beginning of the data to the last from which the run fits. Errors: `UsageError`. */
export function startsOf({ loaded, tapesOf }: PreparedScenario, count: number): readonly Variant[] {
  const { scenario } = loaded;
  const tapes = tapesOf(scenario.seed);
  const { duration } = scenario.clock;
  if (tapes.some(({ format }) => format === 'generated'))
    throw new UsageError(
      '--starts varies where in a recorded market a run begins; this one is generated\n  fix: --seeds 20 draws other markets',
    );
  if (duration === undefined)
    throw new UsageError(
      '--starts needs a run shorter than the data\n  fix: say how long one lasts, as in --set clock.duration=5m',
    );
  const first = Math.max(...tapes.map(tapeStart));
  const room = Math.min(...tapes.map(tapeEnd)) - duration - first;
  return Array.from({ length: count }, (_, index) => {
    const share = count === 1 ? 0 : index / (count - 1);
    const start = formatInstant(epochMicros(first + Math.floor(room * share)));
    return { label: start, set: `clock.start=${start}` };
  });
}
