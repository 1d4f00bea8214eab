/** How many requests the engine meant in each minute of a run. Mutable, owned by the auditor. */
import { type EpochMicros, MICROS_PER_SECOND } from '../../../core/ground/units.js';
import { commandOf } from '../../../core/state/commands-of.js';
import type { Entry } from '../../../core/state/entry.js';

const MINUTE = 60 * MICROS_PER_SECOND;

export class RequestsByMinute {
  readonly #counts = new Map<number, number>();

  onEntry(entry: Entry, at: EpochMicros): void {
    if (commandOf(entry) === null) return;
    const minute = Math.floor(at / MINUTE);
    this.#counts.set(minute, (this.#counts.get(minute) ?? 0) + 1);
  }

  /** In whole minutes from the first that begins at `from` or later. */
  since(from: EpochMicros): number {
    const first = Math.ceil(from / MINUTE);
    let sum = 0;
    for (const [minute, count] of this.#counts) if (minute >= first) sum += count;
    return sum;
  }
}
