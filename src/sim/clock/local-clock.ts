/**
 * A process whose clock is wrong or that sleeps, over true time: the clock it reads, and true time as far as it is awake. What
 * falls due or comes while it sleeps happens when it wakes, in the order in which it would have. Mutable, one a run.
 *
 * Invariants: 1. An action of the local clock runs at the first time, awake, at which it shows that time or more. 2. A step moves
 * what is pending to where it is due by then.
 */
import type { Clock, Lane, TimerHandle } from '../../core/ground/clock.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { ClockShape } from './clock-shape.js';

interface Pending {
  readonly at: EpochMicros;
  readonly lane: Lane;
  readonly action: () => void;
  timer: TimerHandle;
}

/** True time for whoever is in the process: nothing of it runs while it sleeps. */
export class AwakeClock implements Clock {
  readonly #world: Clock;
  readonly #shape: ClockShape;

  constructor(world: Clock, shape: ClockShape) {
    this.#world = world;
    this.#shape = shape;
  }

  now(): EpochMicros {
    return this.#world.now();
  }

  /** A timer that was put off cannot be called off any more: it belongs to the outside. */
  schedule(at: EpochMicros, lane: Lane, action: () => void): TimerHandle {
    return this.#world.schedule(at, lane, () => this.whenAwake(lane, action));
  }

  cancel(timer: TimerHandle): void {
    this.#world.cancel(timer);
  }

  /** Now, or when it wakes. */
  whenAwake(lane: Lane, action: () => void): void {
    const now = this.#world.now();
    const awake = this.#shape.awakeAt(now);
    if (awake === now) action();
    else this.schedule(awake, lane, action);
  }
}

export class LocalClock implements Clock {
  readonly #world: Clock;
  readonly #awake: AwakeClock;
  readonly #shape: ClockShape;
  readonly #pending = new Map<TimerHandle, Pending>();
  #last = 0;

  constructor(world: Clock, awake: AwakeClock, shape: ClockShape) {
    this.#world = world;
    this.#awake = awake;
    this.#shape = shape;
  }

  now(): EpochMicros {
    return this.#shape.shownAt(this.#world.now());
  }

  schedule(at: EpochMicros, lane: Lane, action: () => void): TimerHandle {
    this.#last += 1;
    const handle = this.#last as TimerHandle;
    const timer = this.#place(handle, { at, lane, action });
    this.#pending.set(handle, { at, lane, action, timer });
    return handle;
  }

  cancel(handle: TimerHandle): void {
    const pending = this.#pending.get(handle);
    this.#pending.delete(handle);
    if (pending !== undefined) this.#world.cancel(pending.timer);
  }

  /** The clock will show other times than was known: what is pending is due at another. */
  changed(): void {
    for (const [handle, pending] of this.#pending) {
      this.#world.cancel(pending.timer);
      pending.timer = this.#place(handle, pending);
    }
  }

  #place(handle: TimerHandle, { at, lane, action }: Omit<Pending, 'timer'>): TimerHandle {
    const due = this.#shape.reachedAt(at, this.#world.now());
    return this.#world.schedule(due, lane, () =>
      this.#awake.whenAwake(lane, () => {
        if (this.#pending.delete(handle)) action();
      }),
    );
  }
}
