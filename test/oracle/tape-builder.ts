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

export interface Instant {
  readonly time: number;
  readonly rows: readonly Row[];
}

const isTrade = (row: Row): boolean => (row.kind & 3) === ROW_TRADE;

/** The tape of these instants; `snapshotWorst` is what the first snapshot's rows reach. */
export function tapeOf(
  instants: readonly Instant[],
  scale: TapeScale = { quantaPerTick: 1, quantaPerLot: 1 },
): Tape {
  const flat = instants.flatMap(({ time, rows }) => [
    ...rows.filter(isTrade).map((row) => ({ time, row })),
    ...rows.filter((row) => !isTrade(row)).map((row) => ({ time, row })),
  ]);
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
  };
}

function worstOf(instants: readonly Instant[]): Tape['snapshotWorst'] {
  const first = instants.find(({ rows }) => rows.some((row) => row.kind === ROW_SNAPSHOT));
  const shown = instants
    .filter(({ time }) => time === first?.time)
    .flatMap(({ rows }) => rows)
    .filter((row) => !isTrade(row) && row.quantity > 0);
  const bids = shown.filter((row) => row.kind === ROW_LEVEL).map((row) => row.price);
  const asks = shown.filter((row) => row.kind === (ROW_LEVEL | ROW_SELL)).map((row) => row.price);
  if (bids.length === 0 || asks.length === 0) return null;
  return { bid: Math.min(...bids) as PriceQuanta, ask: Math.max(...asks) as PriceQuanta };
}
