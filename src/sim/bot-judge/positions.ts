/** What was truly held of each symbol, at any time: sums over the movements, looked up by bisection. Read only once it is made. */
import { firstAfter } from '../../core/ground/first-after.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import type { Movement } from './true-orders.js';

interface Held {
  readonly opening: number;
  /** As they happened. */
  readonly movements: readonly Movement[];
  /** After each of them. */
  readonly after: readonly number[];
}

export class Positions {
  readonly #held = new Map<string, Held>();

  constructor(
    symbols: readonly string[],
    opening: ReadonlyMap<string, Lots>,
    movements: readonly Movement[],
  ) {
    for (const symbol of symbols) {
      const own = movements.filter((one) => one.symbol === symbol);
      let position: number = opening.get(symbol) ?? 0;
      const after = own.map(({ delta }) => (position += delta));
      this.#held.set(symbol, { opening: opening.get(symbol) ?? 0, movements: own, after });
    }
  }

  at(symbol: string, now: EpochMicros): number {
    const held = this.#held.get(symbol);
    if (held === undefined) return 0;
    return held.after[this.#countBy(held, now) - 1] ?? held.opening;
  }

  /** Later than `from`, and not after `now`. */
  movementsIn(symbol: string, from: EpochMicros, now: EpochMicros): readonly Movement[] {
    const held = this.#held.get(symbol);
    return held?.movements.slice(this.#countBy(held, from), this.#countBy(held, now)) ?? [];
  }

  #countBy({ movements }: Held, now: EpochMicros): number {
    return firstAfter(movements, now, ({ at }) => at);
  }
}
