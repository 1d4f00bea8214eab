/** A machine's time that stands still until the test moves it, and whose timers fire when the test says so. */
import type { SystemTime } from '../../../../src/live/clock/system-time.js';

export class HandTime implements SystemTime {
  #elapsed = 0;
  #action: (() => void) | null = null;

  wall(): number {
    return this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  /** Whoever uses it has one timer at a time: another one takes its place. */
  after(_: number, action: () => void): () => void {
    this.#action = action;
    return () => {
      if (this.#action === action) this.#action = null;
    };
  }

  moveTo(elapsed: number): void {
    this.#elapsed = elapsed;
  }

  /** Whatever is due by now. */
  fire(): void {
    const action = this.#action;
    this.#action = null;
    action?.();
  }
}
