/**
 * The clock of a simulation: time moves only when the run moves it, from timer to timer. Mutable,
 * one owner: the run loop advances it, everybody else sees `Clock`. It never looks at real time and
 * runs nothing on its own.
 *
 * Invariants: 1. Time never goes back, nor past a pending timer. 2. The timer that runs is always
 * the least pending one by (time, lane, order of scheduling). So a timer scheduled during an
 * instant in a lane that instant has already gone through runs next, before the lanes that are
 * left: a lane orders what is pending, it is not a phase that closes. 3. Nobody advances the clock
 * from inside an action. 4. A throwing action has run; the others stay pending.
 */
import type { Clock, Lane, TimerHandle } from '../../core/ground/clock.js';
import { InvariantError } from '../../core/ground/invariant.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { TimerHeap } from '../../core/ground/timer-heap.js';

export class VirtualClock implements Clock {
  readonly #heap = new TimerHeap();
  #now: EpochMicros;
  #running = false;

  constructor(start: EpochMicros) {
    this.#now = start;
  }

  now(): EpochMicros {
    return this.#now;
  }

  /** Timers that are pending. */
  get pending(): number {
    return this.#heap.size;
  }

  schedule(at: EpochMicros, lane: Lane, action: () => void): TimerHandle {
    this.#checkTime(at);
    return this.#heap.schedule(at, lane, action);
  }

  cancel(timer: TimerHandle): void {
    this.#heap.cancel(timer);
  }

  /** When the next timer is due; null when none is pending. */
  peekTime(): EpochMicros | null {
    return this.#heap.peekTime();
  }

  /** Moves to the next timer and runs it. False when none is pending. */
  runOne(): boolean {
    this.#checkIdle();
    const at = this.#heap.peekTime();
    if (at === null) return false;
    const action = this.#heap.pop()!;
    this.#now = at;
    this.#running = true;
    try {
      action();
    } finally {
      this.#running = false;
    }
    return true;
  }

  /** Moves time forward and runs nothing; a timer due at `at` itself stays pending. */
  advanceTo(at: EpochMicros): void {
    this.#checkIdle();
    this.#checkTime(at);
    const due = this.#heap.peekTime();
    if (due !== null && due < at)
      throw new InvariantError(`clock advanced to ${at} past the timer due at ${due}`);
    this.#now = at;
  }

  /**
   * Runs every timer due at or before `at`, those scheduled on the way too, and ends with time at
   * `at`.
   */
  runUntil(at: EpochMicros): void {
    this.#checkTime(at);
    for (let due = this.peekTime(); due !== null && due <= at; due = this.peekTime()) this.runOne();
    this.advanceTo(at);
  }

  #checkTime(at: EpochMicros): void {
    if (!Number.isSafeInteger(at) || at < this.#now) throw timeRefused(at, this.#now);
  }

  #checkIdle(): void {
    if (this.#running)
      throw new InvariantError('the clock was advanced from inside one of its own actions');
  }
}

/**
 * Apart from the check, so that nothing of the message is computed unless it is needed:
 * `invariant(…)` would build it on every call, and two messages in the check itself let the
 * compiler lift their common number-to-text above the branch (100 ns a timer, in some processes).
 */
function timeRefused(at: EpochMicros, now: EpochMicros): InvariantError {
  return new InvariantError(
    Number.isSafeInteger(at) ? `time ${at} is before now, ${now}` : `not a time: ${at}`,
  );
}
