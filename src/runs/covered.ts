/**
 * Whether recorded markets and calendars cover the time of a run, and whether what is to happen in it lies in that time.
 * Pure.
 */
import { calendarOf } from '../core/ground/calendar/calendar-of.js';
import { formatInstant } from '../core/ground/calendar/instant.js';
import {
  type EpochMicros,
  MICROS_PER_SECOND,
  type Micros,
  micros,
  plus,
} from '../core/ground/units.js';
import { type Tape, tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { type RunWindow, runWindow } from './run-window.js';
import { timeProblems } from './scenario/cross-checks.js';
import type { Found, Path } from './scenario/problem.js';
import { formatDuration } from './scenario/duration.js';
import { listingsOf } from './scenario/listings.js';
import type { Scenario } from './scenario/schema.js';

/** A market read from files, and where the scenario names those. */
export interface RecordedMarket {
  readonly tape: Tape;
  readonly path: Path;
}

export function windowProblems(
  scenario: Scenario,
  recorded: readonly RecordedMarket[],
): readonly Found[] {
  const window = runWindow(
    scenario,
    recorded.map(({ tape }) => tape),
  );
  const uncovered = [
    ...recorded.flatMap((market) => uncoveredBy(scenario, market, window)),
    ...calendarProblems(scenario, window),
  ];
  return uncovered.length > 0 ? uncovered : timeProblems(scenario, window);
}

function uncoveredBy(
  { clock }: Scenario,
  { tape, path }: RecordedMarket,
  { start, length }: RunWindow,
): readonly Found[] {
  const first = tapeStart(tape);
  const last = tapeEnd(tape);
  const why = `the data of ${tape.symbol} spans ${formatInstant(first)} to ${formatInstant(last)}`;
  if (start < first || start >= last) {
    const begins = formatInstant(start);
    if (clock.start === undefined) {
      const what = `this market has ended at ${begins}, when the last of the recorded ones begins`;
      return [{ path, what, why, fix: 'name recordings of the same time' }];
    }
    const fix = 'write an instant in between, or leave it out';
    return [{ path: ['clock', 'start'], what: `${begins} is outside the data`, why, fix }];
  }
  if (plus(start, length) <= last) return [];
  const what = `${formatDuration(length)} is longer than the data lasts`;
  return [{ path: ['clock', 'duration'], what, why, fix: longestFrom(start, last) }];
}

function calendarProblems(scenario: Scenario, { start, length }: RunWindow): readonly Found[] {
  const end = plus(start, length);
  return listingsOf(scenario).flatMap(({ instrument, path }): readonly Found[] => {
    const calendar = calendarOf(instrument.calendar);
    if (calendar.covers(start) && calendar.covers(end)) return [];
    const what = `the sessions of ${instrument.calendar} are not known from ${formatInstant(start)} to ${formatInstant(end)}`;
    const fix = 'write another clock.start or clock.duration, or calendar: always-open';
    return [{ path: [...path, 'calendar'], what, fix }];
  });
}

function longestFrom(start: EpochMicros, last: EpochMicros): string {
  const room = last - start;
  const whole = Math.floor(room / MICROS_PER_SECOND) * MICROS_PER_SECOND;
  const most: Micros = micros(whole > 0 ? whole : room);
  return `write at most ${formatDuration(most)}`;
}
