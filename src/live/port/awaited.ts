/**
 * What was sent over a connection and has no answer yet: each gets one, be it the loss of it by time or with the connection.
 * Mutable, one owner.
 */
import { type Clock, LANE_DELIVERY, type TimerHandle } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';

export type Loss = 'timeout' | 'reset';

interface Awaited {
  readonly lost: (how: Loss) => void;
  readonly timer: TimerHandle;
}

export class AwaitedAnswers {
  readonly #clock: Clock;
  readonly #timeout: Micros;
  readonly #awaited = new Map<string, Awaited>();

  constructor(clock: Clock, timeout: Micros) {
    this.#clock = clock;
    this.#timeout = timeout;
  }

  /** `lost` is called once unless it is settled first. */
  add(key: string, lost: (how: Loss) => void): void {
    const at = plus(this.#clock.now(), this.#timeout);
    const timer = this.#clock.schedule(at, LANE_DELIVERY, () => {
      this.#awaited.delete(key);
      lost('timeout');
    });
    this.#awaited.set(key, { lost, timer });
  }

  /** False where nobody waits for it any more. */
  settle(key: string): boolean {
    const awaited = this.#awaited.get(key);
    if (awaited === undefined) return false;
    this.#clock.cancel(awaited.timer);
    return this.#awaited.delete(key);
  }

  /** The connection has ended. */
  loseAll(): void {
    const all = [...this.#awaited];
    for (const [key] of all) this.settle(key);
    for (const [, { lost }] of all) lost('reset');
  }
}
