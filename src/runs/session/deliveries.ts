/** What is on its way to the engine in a changed session: by time, then in the order in which it was sent. Made when it arrives. Mutable, one owner. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { InputBody } from '../../core/state/input.js';

/** Null = in the end nothing arrives. */
export type Arriving = () => InputBody | null;

interface Delivery {
  readonly at: EpochMicros;
  readonly arriving: Arriving;
}

export class Deliveries {
  readonly #queue: Delivery[] = [];

  add(at: EpochMicros, arriving: Arriving): void {
    const behind = this.#queue.findLastIndex((delivery) => delivery.at <= at);
    this.#queue.splice(behind + 1, 0, { at, arriving });
  }

  /** Of the first; null = nothing is on its way. */
  get at(): EpochMicros | null {
    return this.#queue[0]?.at ?? null;
  }

  take(): InputBody | null {
    return this.#queue.shift()?.arriving() ?? null;
  }

  /** With the process that waited for it. */
  lose(): void {
    this.#queue.length = 0;
  }
}
