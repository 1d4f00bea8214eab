/**
 * What a timer costs while N others are pending, on our clock, on RxJS over our clock and on RxJS's
 * own VirtualTimeScheduler: the hold model, in which every timer that fires schedules itself again
 * after a pseudo-random delay. Timers that fire in another order than the contender's show in
 * `check`, a digest of the first firings.
 */
import type { SchedulerAction, SchedulerLike } from 'rxjs';
import { VirtualTimeScheduler } from 'rxjs';
import { LANE_WAKE } from '../src/core/ground/clock.js';
import { finishHash, mixWord } from '../src/core/ground/hash32.js';
import { schedulerOf } from '../src/core/ground/rx-scheduler.js';
import { type EpochMicros, MICROS_PER_MS } from '../src/core/ground/units.js';
import { VirtualClock } from '../src/sim/clock/virtual-clock.js';
import { type Contender, type Measurement, runBenchmark } from './runner.js';

/** Firings that `check` digests: the slowest contender must get through them in a second. */
const CHECKED_FIRINGS = 2_000;
const FAST_FIRINGS = 1_000_000;
/** About a millisecond of our timers, and of RxJS's: short, so that few rounds share the processor. */
const FAST_ROUND = 5_000;
const SLOW_ROUND = 10;
const START = 1_700_000_000_000_000 as EpochMicros;
/** Small enough to stay in the nearest cache: the harness must not cost more than what it measures. */
const DELAYS = Int32Array.from(
  { length: 1 << 12 },
  (_, index) => 1 + (finishHash(index) % 100_000),
);
const delayOf = (draw: number): number => DELAYS[draw & (DELAYS.length - 1)]!;

/**
 * Counts the firings, digests the first ones, and times them in rounds. The figure is the median
 * round of the last three quarters: on a busy machine rounds that were interrupted fall out, and so
 * do those with a garbage collection (one in fifty or so).
 */
class Firings {
  count = 0;
  digest = 0;
  readonly total: number;
  readonly #perRound: number;
  readonly #roundEnds: number[] = [performance.now()];

  constructor(total: number, perRound: number) {
    this.total = total;
    this.#perRound = perRound;
  }

  get done(): boolean {
    return this.count >= this.total;
  }

  /** Called by timer `id`; its next delay in ms. */
  fire(id: number): number {
    if (this.count < CHECKED_FIRINGS) this.digest = mixWord(this.digest, id);
    this.count += 1;
    if (this.count % this.#perRound === 0) this.#roundEnds.push(performance.now());
    return delayOf(this.count * 31 + id);
  }

  measurement(pending: number): Measurement {
    const ends = this.#roundEnds;
    const nanos = ends.slice(1).map((end, round) => ((end - ends[round]!) * 1e6) / this.#perRound);
    const warm = nanos.slice(nanos.length >> 2).sort((a, b) => a - b);
    return {
      nanos: warm[warm.length >> 1]!,
      check: finishHash(this.digest).toString(16),
      details: { pending, firings: this.count, 'cold ns': Math.round(nanos[0]!) },
    };
  }
}

function onClock(pending: number): Measurement {
  const clock = new VirtualClock(START);
  const later = (delay: number): EpochMicros =>
    (clock.now() + delay * MICROS_PER_MS) as EpochMicros;
  let firings: Firings | null = null;
  for (let id = 0; id < pending; id += 1) {
    const action = (): void => {
      clock.schedule(later(firings!.fire(id)), LANE_WAKE, action);
    };
    clock.schedule(later(delayOf(id)), LANE_WAKE, action);
  }
  firings = new Firings(FAST_FIRINGS, FAST_ROUND);
  while (!firings.done) clock.runOne();
  return firings.measurement(pending);
}

/**
 * As `onClock` with one action for all timers: the cost of the heap without that of fetching a
 * cold closure.
 */
function onClockShared(pending: number): Measurement {
  const clock = new VirtualClock(START);
  const later = (delay: number): EpochMicros =>
    (clock.now() + delay * MICROS_PER_MS) as EpochMicros;
  const firings = new Firings(FAST_FIRINGS, FAST_ROUND);
  const action = (): void => {
    clock.schedule(later(firings.fire(0)), LANE_WAKE, action);
  };
  for (let id = 0; id < pending; id += 1) clock.schedule(later(delayOf(id)), LANE_WAKE, action);
  while (!firings.done) clock.runOne();
  return firings.measurement(pending);
}

function startTimers(
  scheduler: SchedulerLike,
  pending: number,
  fire: (id: number) => number | null,
): void {
  for (let id = 0; id < pending; id += 1) {
    scheduler.schedule(function (this: SchedulerAction<unknown>): void {
      const delay = fire(id);
      if (delay !== null) this.schedule(undefined, delay);
    }, delayOf(id));
  }
}

function onOurScheduler(pending: number): Measurement {
  const clock = new VirtualClock(START);
  let firings: Firings | null = null;
  startTimers(schedulerOf(clock), pending, (id) => firings!.fire(id));
  firings = new Firings(FAST_FIRINGS, FAST_ROUND);
  while (!firings.done) clock.runOne();
  return firings.measurement(pending);
}

function onVirtualTimeScheduler(pending: number): Measurement {
  const scheduler = new VirtualTimeScheduler();
  let firings: Firings | null = null;
  // A flush ends only when its queue is empty: once enough is measured, the timers run out
  // uncounted.
  startTimers(scheduler, pending, (id) => (firings!.done ? null : firings!.fire(id)));
  firings = new Firings(CHECKED_FIRINGS, SLOW_ROUND);
  scheduler.flush();
  return firings.measurement(pending);
}

const contender = (
  name: string,
  pending: number,
  measure: (pending: number) => Measurement,
): Contender => ({
  name: `${name}-${pending}`,
  measure: () => measure(pending),
});

await runBenchmark({
  url: import.meta.url,
  contenders: [
    ...[100, 1_000, 10_000, 100_000].map((pending) => contender('clock', pending, onClock)),
    ...[100, 100_000].map((pending) => contender('clock-shared', pending, onClockShared)),
    ...[1_000, 10_000, 100_000].map((pending) => contender('scheduler', pending, onOurScheduler)),
    ...[1_000, 10_000].map((pending) => contender('rxjs', pending, onVirtualTimeScheduler)),
  ],
  comparisons: [
    { title: 'timers, 1,000 pending: Clock', subject: 'clock-1000', reference: 'rxjs-1000' },
    {
      title: 'timers, 10,000 pending: Clock',
      subject: 'clock-10000',
      reference: 'rxjs-10000',
      floor: 500,
    },
    {
      title: 'timers, 1,000 pending: SchedulerLike',
      subject: 'scheduler-1000',
      reference: 'rxjs-1000',
    },
    {
      title: 'timers, 10,000 pending: SchedulerLike',
      subject: 'scheduler-10000',
      reference: 'rxjs-10000',
    },
    {
      title: 'growth 100 -> 100,000 pending, one action for all (ratio = share of speed kept)',
      subject: 'clock-shared-100000',
      reference: 'clock-shared-100',
      floor: 0.25,
      differentWork: true,
    },
    {
      title: 'growth 100 -> 100,000 pending, an action each: the closures leave the cache too',
      subject: 'clock-100000',
      reference: 'clock-100',
      differentWork: true,
    },
    {
      title: 'SchedulerLike at 100,000 pending beside Clock',
      subject: 'scheduler-100000',
      reference: 'clock-100000',
    },
  ],
});
