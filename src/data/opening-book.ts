/**
 * The whole book at the instant it opens: the snapshot's levels with the diffs of that instant applied, which is how the venue
 * stood then. Levels a diff deletes stay in it with quantity 0: naming a price is knowledge too (F5).
 */
import { type Recording, SIDE_BID } from './recording.js';

/** Level rows of the depth lane, best first; `worst` are rows of the snapshot, null for an empty side. */
export interface OpeningBook {
  readonly bids: readonly number[];
  readonly asks: readonly number[];
  readonly worstBid: number | null;
  readonly worstAsk: number | null;
}

export function openingBook(
  recording: Recording,
  snapshot: number,
  diffs: readonly number[],
): OpeningBook {
  const { depth } = recording;
  const byPrice = [new Map<number, number>(), new Map<number, number>()] as const;
  const worst: [number | null, number | null] = [null, null];
  const rowsOf = (message: number, take: (side: 0 | 1, row: number) => void): void => {
    for (let row = depth.rowStart(message); row < depth.rowEnd.at(message); row += 1) {
      take(depth.side.at(row) === SIDE_BID ? 0 : 1, row);
    }
  };
  const priceAt = (row: number): number => depth.price.at(row);
  rowsOf(snapshot, (side, row) => {
    byPrice[side].set(priceAt(row), row);
    const before = worst[side];
    const isWorse =
      before === null ||
      (side === 0 ? priceAt(row) < priceAt(before) : priceAt(row) > priceAt(before));
    if (isWorse) worst[side] = row;
  });
  for (const diff of diffs) rowsOf(diff, (side, row) => byPrice[side].set(priceAt(row), row));
  const [bids, asks] = byPrice.map((side) =>
    [...side.values()].sort((a, b) => priceAt(a) - priceAt(b)),
  );
  return { bids: bids!.reverse(), asks: asks!, worstBid: worst[0], worstAsk: worst[1] };
}
