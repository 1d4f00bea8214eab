/**
 * RxJS on the injected clock: with `schedulerOf(clock)` the operators that take a scheduler (timer,
 * interval, delay, debounceTime, timeout, bufferTime, observeOn …) run on virtual or system time
 * alike. The one place where RxJS's milliseconds become microseconds. It does not replace the
 * default scheduler: an operator that is not given this one still uses real time.
 *
 * Invariants: 1. An action has at most one pending timer; rescheduling replaces it. 2.
 * Unsubscribing cancels the timer. 3. Work never runs inside `schedule`, also with delay 0. 4. What
 * work throws closes its action and propagates to whoever advances the clock; other actions stay
 * scheduled.
 */
import { type SchedulerAction, type SchedulerLike, Subscription } from 'rxjs';
import { type Clock, LANE_WAKE, type TimerHandle } from './clock.js';
import { InvariantError } from './invariant.js';
import { type EpochMicros, MICROS_PER_MS } from './units.js';

type Work<T> = (this: SchedulerAction<T>, state?: T) => void;

/**
 * A SchedulerLike over `clock`, in the wake lane.
 *
 * Units: milliseconds as RxJS has them; `now()` may carry a fraction of one. Delays are rounded to
 * the microsecond, to at least one when positive (an operator that waits for "the rest" would
 * otherwise spin within an instant); negative ones count as 0, and Infinity never comes due.
 */
export function schedulerOf(clock: Clock): SchedulerLike {
  return {
    now: () => clock.now() / MICROS_PER_MS,
    schedule: <T>(work: Work<T>, delay?: number, state?: T): Subscription =>
      new ClockAction(clock, work).schedule(state, delay),
  };
}

function microsOf(delay: number): number {
  if (Number.isNaN(delay)) throw new InvariantError('a delay of NaN milliseconds');
  if (delay <= 0) return 0;
  return Math.max(1, Math.round(delay * MICROS_PER_MS));
}

class ClockAction<T> extends Subscription implements SchedulerAction<T> {
  readonly #clock: Clock;
  readonly #work: Work<T>;
  readonly #fire: () => void;
  #state: T | undefined = undefined;
  #timer: TimerHandle | null = null;

  constructor(clock: Clock, work: Work<T>) {
    super();
    this.#clock = clock;
    this.#work = work;
    this.#fire = () => {
      this.#run();
    };
  }

  schedule(state?: T, delay = 0): Subscription {
    if (this.closed) return this;
    this.#cancelTimer();
    this.#state = state;
    const wait = microsOf(delay);
    if (wait !== Infinity) {
      const at = (this.#clock.now() + wait) as EpochMicros;
      this.#timer = this.#clock.schedule(at, LANE_WAKE, this.#fire);
    }
    return this;
  }

  override unsubscribe(): void {
    if (this.closed) return;
    this.#cancelTimer();
    this.#state = undefined;
    super.unsubscribe();
  }

  #run(): void {
    this.#timer = null;
    try {
      this.#work.call(this, this.#state);
    } catch (error) {
      this.unsubscribe();
      throw error;
    }
  }

  #cancelTimer(): void {
    if (this.#timer === null) return;
    this.#clock.cancel(this.#timer);
    this.#timer = null;
  }
}
