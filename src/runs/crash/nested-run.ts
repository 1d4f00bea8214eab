/** A run that is stopped once, and then up to five times while that is being cleared up (F:PRC2), held against one stop alone (L8). */
import type { Micros } from '../../core/ground/units.js';
import type { L2Venue } from '../../sim/market/l2/l2-venue.js';
import type { RandomStream } from '../../sim/random/random.js';
import type { PreparedScenario } from '../execute-run.js';
import { comparedWithOnce, isNested } from './alike.js';
import { type CrashRun, type Point, stoppedRun } from './crash-run.js';

export interface NestedStops {
  readonly first: number;
  /** From each stop to the next one in points, as long as there is something left to clear up. */
  readonly gaps: readonly number[];
}

export interface NestedRun {
  readonly at: readonly number[];
  readonly failures: readonly string[];
  /** Why it was not held against one stop; null = it was. */
  readonly notCompared: string | null;
  /** Whose venue the next run may take over. */
  readonly last: CrashRun;
}

const STOPS_MOST = 5;
/** The first nested one comes within so many points: no recovery is shorter. */
const NEAR = 7;
/** The others come where the next recovery may be over, too. */
const FAR = 80;

export function drawnStops(points: number, drawn: RandomStream): NestedStops {
  const first = 1 + drawn.nextInt(points);
  const most = 1 + drawn.nextInt(STOPS_MOST);
  const gap = (far: number): number => Math.floor(far ** drawn.nextShare());
  return { first, gaps: Array.from({ length: most }, (_, nth) => gap(nth === 0 ? NEAR : FAR)) };
}

export function nestedRun(
  prepared: PreparedScenario,
  { stops, down }: { readonly stops: NestedStops; readonly down: Micros },
  venue?: L2Venue,
): NestedRun {
  const run = stoppedRun(prepared, { stopsAt: nestedAt(stops), down }, venue);
  const at = run.stops.map(({ number }) => number);
  const { failures } = run;
  if (!isNested(run)) return { at, failures, notCompared: 'it was stopped once', last: run };
  const compared = comparedWithOnce(prepared, run, down);
  if (compared.once !== null) run.ended?.close();
  return {
    at,
    failures: [...failures, ...compared.failures],
    notCompared: compared.notCompared,
    last: compared.once ?? run,
  };
}

function nestedAt({ first, gaps }: NestedStops): (point: Point) => boolean {
  let [next, nth] = [first, 0];
  return ({ number, isNested: isInRecovery }) => {
    if (number !== next || (nth > 0 && !isInRecovery)) return false;
    next = number + (gaps[nth] ?? Infinity);
    nth += 1;
    return true;
  };
}
