/** Why and how long slices were held before they were sent: each run of looks for one reason is one wait. */
import type { SliceWait } from '../../core/state/entry.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { ParentId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';

export interface Wait {
  readonly reason: SliceWait;
  /** The first look at which it was held. */
  readonly from: EpochMicros;
  /** When the last of them was to be looked at again. */
  readonly until: EpochMicros;
  readonly looks: number;
}

export const WAIT_WORDS: Readonly<Record<SliceWait, string>> = {
  gate: 'the gate is shut',
  'rate-limit': 'the venue takes no requests',
  refused: 'the venue refused the very same order three times',
  closed: 'the market is closed',
  'thin-book': 'the book is too thin',
  'market-data': 'market data is too old, or could not be read',
};

export class Waits {
  readonly #waits = new Map<string, Wait[]>();

  constructor(blocks: Iterable<JournalBlock>) {
    for (const { input, entries } of blocks) {
      for (const entry of entries)
        if (entry.kind === 'slice-waiting')
          this.#take(keyOf(entry.parentId, entry.slice), input.at, entry);
    }
  }

  of(parentId: ParentId, slice: number): readonly Wait[] {
    return this.#waits.get(keyOf(parentId, slice)) ?? [];
  }

  #take(
    key: string,
    at: EpochMicros,
    { reason, nextAt }: { readonly reason: SliceWait; readonly nextAt: EpochMicros },
  ): void {
    const waits = this.#waits.get(key) ?? [];
    const last = waits.at(-1);
    if (last?.reason === reason)
      waits[waits.length - 1] = { ...last, until: nextAt, looks: last.looks + 1 };
    else waits.push({ reason, from: at, until: nextAt, looks: 1 });
    this.#waits.set(key, waits);
  }
}

const keyOf = (parentId: ParentId, slice: number): string => `${parentId} ${slice}`;
