/** When orders left, by symbol, as far back as a limit looks. Mutable, one owner. */
import type { EpochMicros } from '../../core/ground/units.js';

const MINUTE = 60_000_000;

export class SendTimes {
  readonly #left = new Map<string, EpochMicros[]>();

  note(symbol: string, at: EpochMicros): void {
    const times = this.#left.get(symbol);
    if (times === undefined) this.#left.set(symbol, [at]);
    else {
      while (times.length > 0 && at - (times[0] ?? at) >= MINUTE) times.shift();
      times.push(at);
    }
  }

  /** In the minute before `at`. */
  within(symbol: string, at: EpochMicros): number {
    const times = this.#left.get(symbol) ?? [];
    return times.filter((one) => at - one < MINUTE).length;
  }
}
