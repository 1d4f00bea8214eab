/** Time for whoever gives orders to a running engine: once it is closed nothing more comes from outside, and what goes on goes on. */
import type { Clock, Lane, TimerHandle } from '../../core/ground/clock.js';
import type { EpochMicros } from '../../core/ground/units.js';

export class OutsideClock implements Clock {
  readonly #clock: Clock;
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): EpochMicros {
    return this.#clock.now();
  }

  schedule(at: EpochMicros, lane: Lane, action: () => void): TimerHandle {
    return this.#clock.schedule(at, lane, () => {
      if (!this.#closed) action();
    });
  }

  cancel(timer: TimerHandle): void {
    this.#clock.cancel(timer);
  }

  close(): void {
    this.#closed = true;
  }
}
