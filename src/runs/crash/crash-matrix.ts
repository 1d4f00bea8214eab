/**
 * `squall crash`: a scenario once to count its points, then once for every point with a stop there, then with a second stop after some
 * of them, drawn near the start of the process that cleans up (F:PRC1, F:PRC2). Plain values, a run at a time, so that whoever drives it
 * can look up in between.
 */
import type { Micros } from '../../core/ground/units.js';
import { RandomStreams } from '../../sim/random/random.js';
import type { PreparedScenario } from '../execute-run.js';
import { type CrashRun, crashRun } from './crash-run.js';
import type { PointKind } from '../../sim/link/client-process.js';

export interface CrashAsked {
  readonly down: Micros;
  /** Runs with two stops. */
  readonly pairs: number;
}

export interface WrongRun {
  readonly at: readonly number[];
  readonly failures: readonly string[];
}

export type MatrixRow = PointKind | 'twice';

export interface CrashMatrix {
  readonly points: number;
  /** Runs that would be made; fewer were where somebody left off. */
  readonly asked: number;
  /** Runs by where they were stopped first. */
  readonly runs: ReadonlyMap<MatrixRow, { readonly runs: number; readonly wrong: number }>;
  readonly wrong: readonly WrongRun[];
}

/** A second stop comes this many points after the first at most: that is where recovery is. */
const NEAR = 80;

/** Yields the share done; once told `true` it runs no further, and returns what was done. */
export function* crashMatrix(
  prepared: PreparedScenario,
  { down, pairs }: CrashAsked,
): Generator<number, CrashMatrix, boolean | undefined> {
  const counted = crashRun(prepared, { at: [], down });
  const { points } = counted;
  const runs = new Map<MatrixRow, { runs: number; wrong: number }>();
  const wrong: WrongRun[] = [];
  let last: CrashRun = counted;
  const stopAt = (row: MatrixRow, at: readonly number[]): void => {
    last.ended?.close();
    const run = crashRun(prepared, { at, down }, last.ended?.venue);
    const sum = runs.get(row) ?? { runs: 0, wrong: 0 };
    const isWrong = run.failures.length > 0;
    runs.set(row, { runs: sum.runs + 1, wrong: sum.wrong + (isWrong ? 1 : 0) });
    if (isWrong) wrong.push({ at, failures: run.failures });
    last = run;
  };
  if (counted.failures.length > 0) wrong.push({ at: [], failures: counted.failures });
  const all = points.length + pairs;
  let isLeftOff = false;
  for (const [index, kind] of points.entries()) {
    if (isLeftOff) break;
    stopAt(kind, [index + 1]);
    isLeftOff = (yield (index + 1) / all) === true;
  }
  const drawn = new RandomStreams(prepared.loaded.scenario.seed).of('crash.pairs');
  for (let pair = 0; pair < pairs && points.length > 0 && !isLeftOff; pair += 1) {
    const first = 1 + drawn.nextInt(points.length);
    stopAt('twice', [first, first + 1 + Math.floor(NEAR ** drawn.nextShare())]);
    isLeftOff = (yield (points.length + pair + 1) / all) === true;
  }
  last.ended?.close();
  return { points: points.length, asked: all, runs, wrong };
}
