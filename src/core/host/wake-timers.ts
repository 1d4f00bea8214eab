/**
 * One timer for each owner that waits for a time (`nextWakeOf`), moved only when that time moves. A timer the clock
 * refuses becomes an input, once, and is tried again whenever anything happens (SCH-6). Mutable, one owner (the host).
 *
 * Invariant: what falls due is what was armed last.
 */
import type { Clock, TimerHandle } from '../ground/clock.js';
import { LANE_WAKE } from '../ground/clock.js';
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { InputBody } from '../state/input.js';
import { type Owner, ownerKey } from '../state/owner.js';
import type { State } from '../state/state.js';
import { nextWakeOf } from '../state/wakes.js';

interface ArmedWake {
  readonly at: EpochMicros;
  readonly timer: TimerHandle;
}

export class WakeTimers {
  readonly #clock: Clock;
  readonly #state: State;
  readonly #take: (input: InputBody) => void;
  readonly #armed = new Map<string, ArmedWake>();
  /** Owners whose timer the clock refused. */
  readonly #refused = new Map<string, Owner>();

  constructor(clock: Clock, state: State, take: (input: InputBody) => void) {
    this.#clock = clock;
    this.#state = state;
    this.#take = take;
  }

  /** Makes the owner's timer the one the state names. */
  arm(owner: Owner): void {
    const at = nextWakeOf(this.#state, owner);
    const key = ownerKey(owner);
    const armed = this.#armed.get(key);
    if (armed !== undefined) {
      if (armed.at === at) return;
      this.#clock.cancel(armed.timer);
      this.#armed.delete(key);
    }
    if (at === null) this.#refused.delete(key);
    else this.#schedule(owner, key, at);
  }

  retryRefused(): void {
    for (const owner of [...this.#refused.values()]) this.arm(owner);
  }

  cancelAll(): void {
    for (const { timer } of this.#armed.values()) this.#clock.cancel(timer);
    this.#armed.clear();
  }

  #schedule(owner: Owner, key: string, at: EpochMicros): void {
    const now = this.#clock.now();
    try {
      const timer = this.#clock.schedule(at < now ? now : at, LANE_WAKE, () => {
        invariant(this.#armed.get(key)?.at === at, 'a wake fell due that was not the armed one');
        this.#armed.delete(key);
        this.#take({ kind: 'wake', owner });
      });
      this.#armed.set(key, { at, timer });
      this.#refused.delete(key);
    } catch (error) {
      if (this.#refused.has(key)) return;
      this.#refused.set(key, owner);
      const text = error instanceof Error ? error.message : String(error);
      this.#take({ kind: 'wake-refused', owner, text });
    }
  }
}
