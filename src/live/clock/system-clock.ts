/**
 * The core's clock over the machine's: one reading of the wall clock (or what a venue says), and from there a count that is
 * never set. Where the wall clock goes another way than the count (it was set, or the machine slept) the time line follows it
 * and whoever listens is told by how much, before anything else of that time (F:CLK3, F:CLK4). Mutable, one a process.
 *
 * Invariants: 1. `now` never falls: set back, it stands still until it has caught up. 2. Of the timers that are due, the least
 * by (time, lane, order of scheduling) runs first, as on the virtual clock. 3. An action runs inside a turn of this clock, never
 * inside `schedule`, `cancel` or another action. 4. Node gets no delay that it would fire at once (F:CLK8).
 */
import type { Clock, Lane, TimerHandle } from '../../core/ground/clock.js';
import { InvariantError } from '../../core/ground/invariant.js';
import { TimerHeap } from '../../core/ground/timer-heap.js';
import {
  type EpochMicros,
  MICROS_PER_MS,
  type Micros,
  micros,
  millis,
} from '../../core/ground/units.js';
import { SYSTEM_TIME, type SystemTime } from './system-time.js';

/** Where a time line begins, and how fast it runs. */
export interface TimeLine {
  /** What it shows as the clock is made. */
  readonly shows: EpochMicros;
  /** Time of the line in a time of the machine; 1 = real time. */
  readonly speed: number;
}

/** The longest delay that Node takes; it fires a longer one after a millisecond. */
const DELAY_MS_MAX = 2 ** 31 - 1;
/** How often the wall clock is looked at while nothing happens. */
const LOOK_MS = 1_000;
/** Less than this apart, wall clock and count are one: it is slewed, or was read a little later. Half of what the core allows for. */
const STEP: Micros = millis(500);
/** How long one turn may keep what came in from outside waiting. */
const TURN: Micros = millis(20);

export class SystemClock implements Clock {
  readonly #time: SystemTime;
  readonly #speed: number;
  readonly #heap = new TimerHeap();
  /** What the line showed when the count was 0. */
  #base: number;
  /** Wall clock less count, as last looked at. */
  #apart: number;
  #last: number;
  #onStep: ((stepped: Micros) => void) | null = null;
  /** Takes back the call that is armed; null while there is none. */
  #disarm: (() => void) | null = null;
  #armedFor = Infinity;
  #inTurn = false;
  #closed = false;

  constructor({ shows, speed }: TimeLine, time: SystemTime = SYSTEM_TIME) {
    this.#time = time;
    this.#speed = speed;
    const elapsed = time.elapsed();
    this.#base = shows - elapsed * speed;
    this.#apart = time.wall() - elapsed;
    this.#last = shows;
  }

  /** A time line that shows what the wall clock shows. */
  static ofWall(time: SystemTime = SYSTEM_TIME): SystemClock {
    return new SystemClock({ shows: time.wall() as EpochMicros, speed: 1 }, time);
  }

  now(): EpochMicros {
    const shows = Math.floor(this.#base + this.#time.elapsed() * this.#speed);
    if (shows > this.#last) this.#last = shows;
    return this.#last as EpochMicros;
  }

  schedule(at: EpochMicros, lane: Lane, action: () => void): TimerHandle {
    if (!Number.isSafeInteger(at)) throw new InvariantError(`not a time: ${at}`);
    const timer = this.#heap.schedule(at, lane, action);
    if (!this.#inTurn && at < this.#armedFor) this.#arm();
    return timer;
  }

  cancel(timer: TimerHandle): void {
    this.#heap.cancel(timer);
  }

  /** As the next thing that happens, in its turn. */
  soon(lane: Lane, action: () => void): void {
    this.schedule(this.now(), lane, action);
  }

  /** Tells of every step from now on. */
  onStep(told: (stepped: Micros) => void): void {
    this.#onStep = told;
    this.#arm();
  }

  /** Nothing runs any more, and nothing keeps the process alive. */
  close(): void {
    this.#closed = true;
    this.#disarm?.();
    this.#disarm = null;
  }

  #turn(): void {
    this.#disarm = null;
    this.#inTurn = true;
    try {
      this.#look();
      const until = this.#time.elapsed() + TURN;
      do this.#runDue();
      while (!this.#closed && this.#isDue() && this.#time.elapsed() < until);
    } finally {
      this.#inTurn = false;
      this.#arm();
    }
  }

  #isDue(): boolean {
    const due = this.#heap.peekTime();
    return due !== null && due <= this.now();
  }

  #runDue(): void {
    if (!this.#closed && this.#isDue()) this.#heap.pop()?.();
  }

  /** Has the wall clock gone another way than the count? */
  #look(): void {
    const step = this.#time.wall() - this.#time.elapsed() - this.#apart;
    if (Math.abs(step) < STEP) return;
    this.#apart += step;
    const stepped = Math.round(step * this.#speed);
    this.#base += stepped;
    this.#onStep?.(micros(stepped));
  }

  #arm(): void {
    this.#disarm?.();
    this.#disarm = null;
    this.#armedFor = Infinity;
    const due = this.#heap.peekTime();
    if (this.#closed || (due === null && this.#onStep === null)) return;
    this.#armedFor = due ?? Infinity;
    const longest = this.#onStep === null ? DELAY_MS_MAX : LOOK_MS;
    const delay = due === null ? longest : this.#realMs(due - this.now());
    this.#disarm = this.#time.after(Math.min(delay, longest), () => this.#turn());
  }

  #realMs(length: number): number {
    return Math.max(0, Math.ceil(length / this.#speed / MICROS_PER_MS));
  }
}
