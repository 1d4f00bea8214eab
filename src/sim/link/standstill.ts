/**
 * When the client's process does nothing, and what waits for it to go on: it was held up (F:PRC5) or waits for its disk (F:DSK9). Time goes on, so
 * that afterwards everything is overdue. First it ends what it was in the middle of; then its own timers run, all in a row, as those of an event loop
 * do; what they send is on the wire before it reads anything of what has come meanwhile. Mutable, one a process.
 *
 * Invariants: 1. What waits keeps its order. 2. While anything waits nothing overtakes it.
 */
import { type Clock, LANE_DELIVERY, LANE_WAKE } from '../../core/ground/clock.js';
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';

/** A turn of the loop: between what its timers sent and what it reads. */
const TURN = micros(1);

interface Ears {
  /** It stops in this instant, until the time given as far as is known. */
  readonly onStop: (until: EpochMicros) => void;
  /** It looks at the outside again. */
  readonly onRead: () => void;
}

export class Standstill {
  /** True time. */
  readonly #clock: Clock;
  readonly #ears: Ears;
  #until: EpochMicros | null = null;
  /** It goes on, and has not looked at what has come yet. */
  #isBlind = false;
  readonly #unfinished: (() => void)[] = [];
  readonly #due: (() => void)[] = [];
  readonly #came: (() => void)[] = [];

  constructor(clock: Clock, ears: Ears) {
    this.#clock = clock;
    this.#ears = ears;
  }

  /** Null = it goes on. */
  get until(): EpochMicros | null {
    return this.#until;
  }

  /** From now on; one that it is in already may become longer by it. `then`: what it is in the middle of. */
  begin(lasts: Micros, then?: () => void): void {
    if (then !== undefined) this.#unfinished.push(then);
    const until = plus(this.#clock.now(), lasts);
    if (this.#until !== null && this.#until >= until) return;
    this.#until = until;
    this.#ears.onStop(until);
    this.#clock.schedule(until, LANE_WAKE, () => {
      if (this.#until === until) this.#goOn();
    });
  }

  /** One of its own timers. */
  due(action: () => void): void {
    if (this.#until === null) action();
    else this.#due.push(action);
  }

  /** From outside. */
  comes(action: () => void): void {
    if (this.#until === null && !this.#isBlind) action();
    else this.#came.push(action);
  }

  #goOn(): void {
    this.#until = null;
    this.#isBlind = true;
    if (!this.#run(this.#unfinished) || !this.#run(this.#due)) return;
    this.#clock.schedule(plus(this.#clock.now(), TURN), LANE_DELIVERY, () => this.#read());
  }

  #read(): void {
    if (this.#until !== null) return;
    this.#isBlind = false;
    this.#ears.onRead();
    this.#run(this.#came);
  }

  /** False where it came to stand still again. */
  #run(waiting: (() => void)[]): boolean {
    while (this.#until === null) {
      const action = waiting.shift();
      if (action === undefined) return true;
      action();
    }
    return false;
  }
}
