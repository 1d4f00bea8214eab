/**
 * One run whose process is stopped at given points, counted from 1 over all its lives, and begun again each time on what is in its file (RCV-4);
 * judged by the venue's truth and the invariants, once nothing has stood in its way for a while. What its scenario expects of an undisturbed run is not
 * asked.
 */
import type { Micros } from '../../core/ground/units.js';
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

export interface CrashRun {
  /** Every point it came past, over all lives. */
  readonly points: readonly PointKind[];
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
  const points: PointKind[] = [];
  const stops = new Set(at);
  const atPoint = (kind: PointKind): boolean => stops.has(points.push(kind));
  const loaded = { ...prepared.loaded, expectations: [] };
  const files = new LifeFiles();
  try {
    const ended = executeRun(
      { ...prepared, loaded },
      {
        crash: { atPoint, down, files },
        ...(venue === undefined ? {} : { venue }),
      },
    );
    const failures = judgedRun(ended).failures.map(({ text }) => text);
    return { points, failures, ended };
  } catch (error) {
    if (!(error instanceof RunCrash)) throw error;
    return { points, failures: crashedRun(error).failures.map(({ text }) => text), ended: null };
  } finally {
    files.remove();
  }
}
