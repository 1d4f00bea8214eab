/**
 * Writes small L2 tapes by hand or by a generator: instants of trades and level rows, in ticks and lots or in quanta.
 * Keeps the tape's own invariants: inside an instant trades stand before level rows, time never falls.
 */
import type { PriceQuanta } from '../../src/core/ground/units.js';
import {
  ROW_GAP,
  ROW_INELIGIBLE,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
  type Tape,
  type TapeScale,
} from '../../src/sim/tape/tape.js';
import type { TopRows } from '../../src/sim/tape/tape.js';

export interface Row {
  readonly kind: number;
  readonly price: number;
  readonly quantity: number;
}

export const bid = (price: number, quantity: number): Row => ({ kind: ROW_LEVEL, price, quantity });
export const ask = (price: number, quantity: number): Row => ({
  kind: ROW_LEVEL | ROW_SELL,
  price,
  quantity,
});
/** A trade whose aggressor sold (hits bids) or bought (hits asks). */
export const sold = (price: number, quantity: number): Row => ({
  kind: ROW_TRADE | ROW_SELL,
  price,
  quantity,
});
export const bought = (price: number, quantity: number): Row => ({
  kind: ROW_TRADE,
  price,
  quantity,
});
export const ineligible = (row: Row): Row => ({ ...row, kind: row.kind | ROW_INELIGIBLE });
export const snapshotRow: Row = { kind: ROW_SNAPSHOT, price: 0, quantity: 0 };
export const gapRow: Row = { kind: ROW_GAP, price: 0, quantity: 0 };

/** The venue's own best prices (F18): price and quantity of each side, 0 at 0 where it says nothing. */
export interface TopRow {
  readonly bid: readonly [price: number, quantity: number];
  readonly ask: readonly [price: number, quantity: number];
}
export const top = (...[onBid, onAsk]: readonly [TopRow['bid'], TopRow['ask']]): TopRow => ({
  bid: onBid,
  ask: onAsk,
});

export interface Instant {
  readonly time: number;
  readonly rows: readonly (Row | TopRow)[];
}

const isTop = (row: Row | TopRow): row is TopRow => 'bid' in row;
const isTrade = (row: Row | TopRow): boolean => !isTop(row) && (row.kind & 3) === ROW_TRADE;

interface Placed<R> {
  readonly time: number;
  readonly row: R;
}

/** The tape of these instants; `snapshotWorst` is what the first snapshot's rows reach. */
export function tapeOf(
  instants: readonly Instant[],
  scale: TapeScale = { quantaPerTick: 1, quantaPerLot: 1 },
): Tape {
  const inOrder = instants.flatMap(({ time, rows }) =>
    [...rows.filter(isTrade), ...rows.filter((row) => !isTrade(row))].map((row) => ({ time, row })),
  );
  const flat: Placed<Row>[] = [];
  const tops: (Placed<TopRow> & { readonly before: number })[] = [];
  for (const { time, row } of inOrder) {
    if (isTop(row)) tops.push({ time, row, before: flat.length });
    else flat.push({ time, row });
  }
  return {
    ...scale,
    symbol: 'TEST',
    tickSize: '1',
    lotSize: '1',
    format: 'generated',
    venueKind: 'generated',
    hasReceiveClock: false,
    receivedOffsetMs: null,
    dustRows: 0,
    subTickPrints: 0,
    skipped: new Map(),
    snapshotWorst: worstOf(instants),
    rows: flat.length,
    time: Float64Array.from(flat, ({ time }) => time),
    kind: Uint8Array.from(flat, ({ row }) => row.kind),
    price: Int32Array.from(flat, ({ row }) => row.price),
    quantity: Float64Array.from(flat, ({ row }) => row.quantity),
    delay: new Int32Array(flat.length),
    top: tops.length === 0 ? null : topRowsOf(tops),
  };
}

export const topRowsOf = (
  tops: readonly (Placed<TopRow> & { readonly before: number })[],
): TopRows => ({
  rows: tops.length,
  before: Int32Array.from(tops, ({ before }) => before),
  time: Float64Array.from(tops, ({ time }) => time),
  bid: Int32Array.from(tops, ({ row }) => row.bid[0]),
  ask: Int32Array.from(tops, ({ row }) => row.ask[0]),
  bidQuantity: Float64Array.from(tops, ({ row }) => row.bid[1]),
  askQuantity: Float64Array.from(tops, ({ row }) => row.ask[1]),
  delay: new Int32Array(tops.length),
});

function worstOf(instants: readonly Instant[]): Tape['snapshotWorst'] {
  const first = instants.find(({ rows }) =>
    rows.some((row) => !isTop(row) && row.kind === ROW_SNAPSHOT),
  );
  const shown = instants
    .filter(({ time }) => time === first?.time)
    .flatMap(({ rows }) => rows)
    .filter((row): row is Row => !isTop(row) && !isTrade(row) && row.quantity > 0);
  const bids = shown.filter((row) => row.kind === ROW_LEVEL).map((row) => row.price);
  const asks = shown.filter((row) => row.kind === (ROW_LEVEL | ROW_SELL)).map((row) => row.price);
  if (bids.length === 0 || asks.length === 0) return null;
  return { bid: Math.min(...bids) as PriceQuanta, ask: Math.max(...asks) as PriceQuanta };
}
