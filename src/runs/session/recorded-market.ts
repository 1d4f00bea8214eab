/**
 * The market as a recording knows it: what the engine looked at, when it looked. Between two looks it is as it was at the one before, and the feed is taken to
 * have lived until the next look says that it had not; after the last look it is as it was then, and alive. Mutable, one owner, who says where the
 * recording stands.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { QuoteView } from '../../core/order/outcome.js';
import type { JournalBlock } from '../../core/state/journal-block.js';

interface Look {
  readonly seq: number;
  readonly view: QuoteView;
}

export class RecordedMarket {
  readonly #looks = new Map<string, Look[]>();
  #seq = 0;
  #now = 0 as EpochMicros;
  /** Of the block at hand, whose looks are exact. */
  #isAtBlock = false;

  constructor(blocks: Iterable<JournalBlock>) {
    for (const { seq, input } of blocks)
      for (const view of input.quotes ?? []) {
        const looks = this.#looks.get(view.symbol);
        if (looks === undefined) this.#looks.set(view.symbol, [{ seq, view }]);
        else looks.push({ seq, view });
      }
  }

  /** At the input of block `seq` itself, or some time after it. */
  stand(seq: number, now: EpochMicros, isAtBlock: boolean): void {
    this.#seq = seq;
    this.#now = now;
    this.#isAtBlock = isAtBlock;
  }

  quoteOf(symbol: string): QuoteView {
    const looks = this.#looks.get(symbol) ?? [];
    const index = lastAt(looks, this.#seq);
    const look = looks[Math.max(index, 0)];
    if (look === undefined) return { symbol, quote: null, aliveAt: null };
    if (this.#isAtBlock && look.seq === this.#seq) return look.view;
    return { ...look.view, aliveAt: this.#aliveAt(look.view, looks[Math.max(index, 0) + 1]) };
  }

  #aliveAt({ aliveAt }: QuoteView, next: Look | undefined): EpochMicros | null {
    if (next === undefined) return this.#now;
    const known = next.view.aliveAt;
    if (known === null) return aliveAt;
    return Math.max(aliveAt ?? known, Math.min(known, this.#now)) as EpochMicros;
  }
}

/** Index of the last look up to `seq`; -1 = none. */
function lastAt(looks: readonly Look[], seq: number): number {
  let [low, high] = [0, looks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((looks[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
