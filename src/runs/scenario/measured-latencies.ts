/**
 * `venue.latency.recorded` (F20): latencies that a session measured, played in the order in which they were measured, so that
 * slow messages come as they came: one after the other. The file is CSV, its first line `path,micros`, then a line for each
 * message: the path it took and for how many microseconds it was under way, one way.
 *
 * Unrealistic: the n-th message of a path takes as long as the n-th that was measured, however busy the market is now.
 */
import { dirname, resolve } from 'node:path';
import type { Micros } from '../../core/ground/units.js';
import type { Found } from './problem.js';
import { Unreadable, readWritten } from './read-written.js';
import type { Scenario } from './schema.js';

export const MEASURED_PATHS = ['submit', 'cancel', 'ack', 'query', 'stream'] as const;
export type MeasuredPath = (typeof MEASURED_PATHS)[number];

/** Of each path that was measured, in order. */
export type MeasuredLatencies = ReadonlyMap<MeasuredPath, readonly Micros[]>;

export interface Measured {
  readonly latencies: MeasuredLatencies;
  readonly problems: readonly Found[];
}

const NOTHING_MEASURED: Measured = { latencies: new Map(), problems: [] };
const HEADER = 'path,micros';
/** An hour: nothing waits so long for a message. */
const MICROS_MAX = 3_600_000_000;
const LINE = /^([a-z]+),(\d{1,10})$/;

/** `scenarioFile`: relative names are beside it. */
export function measuredLatencies(
  { venue }: Pick<Scenario, 'venue'>,
  scenarioFile: string,
): Measured {
  const { recorded } = venue.latency;
  if (recorded === undefined) return NOTHING_MEASURED;
  const file = measuredFile(scenarioFile, recorded);
  try {
    const { latencies, what } = parseMeasured(readWritten(file));
    return { latencies, problems: what === null ? [] : [problem(`${file}: ${what}`)] };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const what = `the measured latencies of ${file} cannot be read: ${error.message}`;
    return { latencies: new Map(), problems: [problem(what)] };
  }
}

export const measuredFile = (scenarioFile: string, recorded: string): string =>
  resolve(dirname(resolve(scenarioFile)), recorded);

const problem = (what: string): Found => ({
  path: ['venue', 'latency', 'recorded'],
  what,
  fix: `give a CSV file, relative to the folder of this scenario, whose first line is "${HEADER}" and whose others are such as "submit,18250"`,
});

interface Parsed {
  readonly latencies: MeasuredLatencies;
  /** What is wrong, with its line. */
  readonly what: string | null;
}

export function parseMeasured(text: string): Parsed {
  const [header = '', ...lines] = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const latencies = new Map<MeasuredPath, Micros[]>();
  const wrong = (line: number, what: string): Parsed => ({
    latencies: new Map(),
    what: `line ${line} ${what}`,
  });
  if (header.trim() !== HEADER) return wrong(1, `is not "${HEADER}"`);
  if (lines.length === 0) return wrong(2, 'is missing: nothing was measured');
  for (const [index, line] of lines.entries()) {
    const [, name = '', digits = ''] = LINE.exec(line.trim()) ?? [];
    const path = MEASURED_PATHS.find((one) => one === name);
    const length = Number(digits);
    if (name === '') return wrong(index + 2, 'is not a path and a whole number of microseconds');
    if (path === undefined)
      return wrong(index + 2, `names no path of these: ${MEASURED_PATHS.join(', ')}`);
    if (length > MICROS_MAX) return wrong(index + 2, 'is longer than an hour');
    const known = latencies.get(path) ?? [];
    known.push(length as Micros);
    latencies.set(path, known);
  }
  return { latencies, what: null };
}
