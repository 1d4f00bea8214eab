/**
 * Outages in an order of their own, drawn for a seed beside the faults of its swarm: paths that go one after the other and
 * heal in another order, a path that flaps at the pace at which clients try again, a cut at every slice. Rates alone hardly
 * ever draw these, and they are what clients that try again get wrong.
 *
 * Unrealistic: one schedule in a run at most, of outages alone; a real breakdown comes with slow and refused requests too.
 */
import { jitter, shareOf } from '../../core/ground/jitter.js';
import { type Micros, millis, seconds } from '../../core/ground/units.js';
import { LINK_PATHS, type LinkPath } from '../../core/order/fault-record.js';
import type { FaultSpec } from './fault-set.js';

export interface ScheduleRun {
  readonly seed: number;
  /** No outage goes on later than so long after the start of the run. */
  readonly acts: Micros;
  /** No outage is longer. */
  readonly longest: Micros;
  /** When slices are due, since the start of the run. */
  readonly boundaries: readonly Micros[];
}

/** Uniform over [0, 1), by the name of what is drawn. */
type Draw = (name: string) => number;

interface Down {
  readonly paths: readonly LinkPath[];
  readonly from: number;
  readonly to: number;
}

const SHORTEST = millis(50);
/** What clients wait between two tries: half a second, doubled each time. */
const PACES = [millis(500), seconds(1), seconds(2), seconds(4), seconds(8)] as const;
const FLAPS_MOST = 10;

/** Outages since the moment at which the schedule begins; of `slice-cuts` since the start of the run. */
const SCHEDULES = {
  /** All paths go, one by one, and heal one by one in another order. */
  swizzle: (draw: Draw, { longest }: ScheduleRun): readonly Down[] => {
    const step = logUniform(SHORTEST, longest / (2 * LINK_PATHS.length), draw('step'));
    const healing = shuffled('heals', draw);
    return shuffled('goes', draw).map((path, turn) => ({
      paths: [path],
      from: turn * step,
      to: (LINK_PATHS.length + healing.indexOf(path)) * step,
    }));
  },
  /** All paths go at once and heal one by one. */
  healing: (draw: Draw, { longest }: ScheduleRun): readonly Down[] => {
    const step = logUniform(SHORTEST, longest / LINK_PATHS.length, draw('step'));
    return shuffled('heals', draw).map((path, turn) => ({
      paths: [path],
      from: 0,
      to: (turn + 1) * step,
    }));
  },
  /** Down for half of the pace at which a client tries again, up for the other half. */
  flapping: (draw: Draw, { longest }: ScheduleRun): readonly Down[] => {
    const pace = PACES[Math.floor(draw('pace') * PACES.length)]!;
    const times = Math.min(FLAPS_MOST, Math.floor(longest / pace));
    const paths = someOf(draw('paths'));
    return Array.from({ length: times }, (_, turn) => ({
      paths,
      from: turn * pace,
      to: turn * pace + pace / 2,
    }));
  },
  /** A short cut around the time of each slice, half of it before. */
  'slice-cuts': (draw: Draw, { boundaries, longest }: ScheduleRun): readonly Down[] => {
    const length = logUniform(SHORTEST, Math.min(seconds(5), longest), draw('length'));
    const paths = someOf(draw('paths'));
    return boundaries.map((at) => ({
      paths,
      from: Math.max(0, at - length / 2),
      to: at + length / 2,
    }));
  },
  /** All paths but one, for as long as anything lasts. */
  'all-but-one': (draw: Draw, { longest }: ScheduleRun): readonly Down[] => {
    const [left] = shuffled('left', draw);
    return [{ paths: LINK_PATHS.filter((path) => path !== left), from: 0, to: longest }];
  },
  /** Everything, for as long as anything lasts: over several slices, where they are close. */
  'long-outage': (_draw: Draw, { longest }: ScheduleRun): readonly Down[] => [
    { paths: LINK_PATHS, from: 0, to: longest },
  ],
} as const;

export type ScheduleName = keyof typeof SCHEDULES;
export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as readonly ScheduleName[];

/** One schedule in a share of the seeds, as outages; nothing in the others. */
export function drawSchedule(share: number, run: ScheduleRun): readonly FaultSpec[] {
  const draw: Draw = (name) => shareOf(jitter(run.seed, name, 'schedule', 0));
  if (draw('any') >= share) return [];
  return scheduleOf(SCHEDULE_NAMES[Math.floor(draw('which') * SCHEDULE_NAMES.length)]!, run);
}

/** The outages of one schedule; those that would go on for too long are left out. */
export function scheduleOf(name: ScheduleName, run: ScheduleRun): readonly FaultSpec[] {
  const draw: Draw = (of) => shareOf(jitter(run.seed, `${name}.${of}`, 'schedule', 0));
  const downs = SCHEDULES[name](draw, run);
  const end = Math.max(0, ...downs.map(({ to }) => to));
  const begins = name === 'slice-cuts' ? 0 : Math.max(0, run.acts - end) * draw('begins');
  return downs
    .map(({ paths, from, to }) => ({
      paths,
      from: Math.floor(begins + from),
      to: Math.floor(begins + to),
    }))
    .filter(({ from, to }) => to > from && to <= run.acts)
    .map(({ paths, from, to }) => ({
      kind: 'outage',
      values: { paths, at: from as Micros, for: (to - from) as Micros },
    }));
}

const logUniform = (least: number, most: number, share: number): number =>
  least * (Math.max(least, most) / least) ** share;

const shuffled = (name: string, draw: Draw): readonly LinkPath[] =>
  LINK_PATHS.map((path) => ({ path, rank: draw(`${name}.${path}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ path }) => path);

/** Not empty: the bits of a whole number name the paths. */
function someOf(share: number): readonly LinkPath[] {
  const bits = 1 + Math.floor(share * (2 ** LINK_PATHS.length - 1));
  return LINK_PATHS.filter((_, index) => (bits & (1 << index)) !== 0);
}
