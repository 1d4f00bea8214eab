/**
 * Changes of a recorded book between two of its updates, as a depth stream tells them: each level that changed, with what it holds then.
 * Updates are numbered by the rows of the tape, so that U and u go on from one event to the next, and a snapshot taken at any time
 * stands at one of them. Where the recording lost its way, or a book began anew, numbers are left out: a client has to notice.
 */
import { lotsDown } from '../../../../sim/fills/fill-rules.js';
import {
  ROW_GAP,
  ROW_KIND_MASK,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  type Tape,
} from '../../../../sim/tape/tape.js';
import type { Quanta, Ticks } from '../../../../core/ground/units.js';
import { priceText, quantityText } from '../words/amounts.js';
import type { Market } from './market.js';

export type LevelWords = readonly [price: string, quantity: string];

export interface DepthDiff {
  readonly U: number;
  readonly u: number;
  readonly b: readonly LevelWords[];
  readonly a: readonly LevelWords[];
}

/** Of the updates behind `from`, up to `to`; null where no level changed. */
export function depthDiff(market: Market, from: number, to: number): DepthDiff | null {
  const { tape, instrument } = market;
  const { kind, price, quantity } = tape;
  const first = lastBreak(tape, from, to);
  const bids = new Map<number, number>();
  const asks = new Map<number, number>();
  for (let row = first; row < to; row += 1) {
    const what = kind[row] ?? 0;
    if ((what & ROW_KIND_MASK) !== ROW_LEVEL) continue;
    const side = (what & ROW_SELL) === 0 ? bids : asks;
    side.set(price[row] ?? 0, quantity[row] ?? 0);
  }
  if (bids.size + asks.size === 0) return null;
  const words = (levels: ReadonlyMap<number, number>): readonly LevelWords[] =>
    [...levels].map(([level, held]) => [
      priceText(instrument, (level / tape.quantaPerTick) as Ticks),
      quantityText(instrument, lotsDown(tape, held as Quanta)),
    ]);
  return { U: first + 1, u: to, b: words(bids), a: words(asks) };
}

/** Behind the last row of the stretch after which nothing that was known before holds any more. */
function lastBreak({ kind }: Tape, from: number, to: number): number {
  for (let row = to - 1; row >= from; row -= 1) {
    const what = (kind[row] ?? 0) & ROW_KIND_MASK;
    if (what === ROW_SNAPSHOT || what === ROW_GAP) return row + 1;
  }
  return from;
}
