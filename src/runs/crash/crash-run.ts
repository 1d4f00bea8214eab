/**
 * One run whose process is stopped at given points, counted from 1 over all its lives, and begun again each time on what is in its file (RCV-4);
 * judged by the venue's truth and the invariants, once nothing has stood in its way for a while. What its scenario expects of an undisturbed run is not
 * asked.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { L2Venue } from '../../sim/market/l2/l2-venue.js';
import { crashedRun, judgedRun } from '../campaign/judged-run.js';
import type { EndedRun } from '../ended-run.js';
import { type PreparedScenario, executeRun } from '../execute-run.js';
import { RunCrash } from '../run-crash.js';
import { LifeFiles } from './life-files.js';
import type { PointKind } from '../../sim/link/client-process.js';

export interface Stops {
  /** Points, in order; none = it is only counted. */
  readonly at: readonly number[];
  /** From each stop to the next process. */
  readonly down: Micros;
}

/** A point, as whoever stops there is asked. */
export interface Point {
  /** From 1. */
  readonly number: number;
  /** It was stopped before, and what that left is still being cleared up. */
  readonly isNested: boolean;
}

export interface StopMade extends Point {
  readonly at: EpochMicros;
}

export interface CrashRun {
  /** Every point it came past, over all lives. */
  readonly points: readonly PointKind[];
  /** Where it was stopped; of points alone, not by its own faults. */
  readonly stops: readonly StopMade[];
  readonly failures: readonly string[];
  /** Null where the program itself failed. */
  readonly ended: EndedRun | null;
}

/** `venue`: of an earlier run that nobody needs any more. */
export function crashRun(
  prepared: PreparedScenario,
  { at, down }: Stops,
  venue?: L2Venue,
): CrashRun {
  const stops = new Set(at);
  return stoppedRun(prepared, { stopsAt: ({ number }) => stops.has(number), down }, venue);
}

/** As `crashRun`, stopped wherever `stopsAt` says so. */
export function stoppedRun(
  prepared: PreparedScenario,
  { stopsAt, down }: { readonly stopsAt: (point: Point) => boolean; readonly down: Micros },
  venue?: L2Venue,
): CrashRun {
  const points: PointKind[] = [];
  const stops: StopMade[] = [];
  let [stoppedAt, hasRecovered]: [Point | null, boolean] = [null, false];
  const atPoint = (kind: PointKind, isRecovering: boolean): boolean => {
    const number = points.push(kind);
    hasRecovered ||= stoppedAt !== null && !isRecovering;
    const point = { number, isNested: stoppedAt !== null && !hasRecovered };
    if (!stopsAt(point)) return false;
    stoppedAt = point;
    return true;
  };
  const downFrom = (at: EpochMicros): Micros => {
    if (stoppedAt !== null) stops.push({ ...stoppedAt, at });
    return down;
  };
  const loaded = { ...prepared.loaded, expectations: [] };
  const files = new LifeFiles();
  try {
    const ended = executeRun(
      { ...prepared, loaded },
      {
        crash: { atPoint, downFrom, files },
        ...(venue === undefined ? {} : { venue }),
      },
    );
    const failures = judgedRun(ended).failures.map(({ text }) => text);
    return { points, stops, failures, ended };
  } catch (error) {
    if (!(error instanceof RunCrash)) throw error;
    const failures = crashedRun(error).failures.map(({ text }) => text);
    return { points, stops, failures, ended: null };
  } finally {
    files.remove();
  }
}
