/** A machine's time that moves when the test says so, with timers that are as Node's: one that is too long fires at once. */
import type { SystemTime } from '../../../src/live/clock/system-time.js';

const NODE_MAX_MS = 2 ** 31 - 1;

interface Waiting {
  readonly at: number;
  readonly action: () => void;
}

export class FakeTime implements SystemTime {
  /** What `after` was given, longest first seen last. */
  readonly delays: number[] = [];
  #elapsed = 1_000_000;
  #wallAhead: number;
  readonly #waiting = new Set<Waiting>();

  constructor(wall: number) {
    this.#wallAhead = wall - this.#elapsed;
  }

  wall(): number {
    return this.#elapsed + this.#wallAhead;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(delayMs: number, action: () => void): () => void {
    this.delays.push(delayMs);
    const delay = delayMs > NODE_MAX_MS ? 1 : delayMs;
    const waiting = { at: this.#elapsed + delay * 1_000, action };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Somebody sets the wall clock, or the machine slept: the count knows nothing of it. */
  setWall(by: number): void {
    this.#wallAhead += by;
  }

  get nextAt(): number | null {
    let next: number | null = null;
    for (const { at } of this.#waiting) if (next === null || at < next) next = at;
    return next;
  }

  /** Goes on, and calls what falls due on the way. */
  pass(micros: number): void {
    const end = this.#elapsed + micros;
    for (let next = this.nextAt; next !== null && next <= end; next = this.nextAt) {
      const due = [...this.#waiting].find(({ at }) => at === next);
      if (due === undefined) return;
      this.#waiting.delete(due);
      if (next > this.#elapsed) this.#elapsed = next;
      due.action();
    }
    this.#elapsed = end;
  }
}
