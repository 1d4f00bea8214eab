/**
 * A recorded or generated L2 market as columns: one row per level update or trade, in the venue's own order.
 * Integers only: prices in `priceQuanta` (ticks x `quantaPerTick`), quantities in `quantityQuanta` (lots x
 * `quantaPerLot`), so that recorded dust and sub-tick prints stay exact. Read-only once built; shared by runs.
 *
 * Invariants: 1. `time` never falls. 2. Inside one instant trades stand before level rows (F0); inside a
 * lane the source's sequence order holds. 3. A `SNAPSHOT` row is the first row of a (re)synchronised book and is
 * followed, at the same instant, by the `LEVEL` rows of the whole book (snapshot and first diff applied together).
 * 4. Every row between a `GAP` row and the next `SNAPSHOT` row is a trade. 5. `delay >= 0`.
 */
import type { EpochMicros, PriceQuanta } from '../../core/ground/units.js';

/** Row kinds, low bits of `kind`. */
export const ROW_LEVEL = 0;
export const ROW_TRADE = 1;
/** Book is (re)opened: levels that follow at this instant are the whole book. Price and quantity are unused. */
export const ROW_SNAPSHOT = 2;
/** The stream lost a row: the book is not known from here to the next snapshot. */
export const ROW_GAP = 3;
export const ROW_KIND_MASK = 3;
/** LEVEL: set = ask side, clear = bid side. TRADE: set = aggressor sold, clear = aggressor bought. */
export const ROW_SELL = 4;
/** TRADE that must not match (insurance fund, ADL, zero print ...); counted as volume under its reason only. */
export const ROW_INELIGIBLE = 8;

/** 25 bytes a row: 6.7 GB. Beyond it a recording is to be cut into several. */
export const TAPE_ROWS_MAX = 2 ** 28;

export interface TapeScale {
  /** Price quanta per tick, >= 1. */
  readonly quantaPerTick: number;
  /** Quantity quanta per lot, >= 1. */
  readonly quantaPerLot: number;
}

export interface TapeHeader extends TapeScale {
  readonly symbol: string;
  /** Decimal strings; the grid the integers below are on. */
  readonly tickSize: string;
  readonly lotSize: string;
  /** Where it came from: 'binance-raw', 'tardis', 'hftbacktest', 'generated'. */
  readonly format: string;
  readonly venueKind: 'spot' | 'usdm' | 'coinm' | 'generated';
  /** True where the source has a receive clock, so `delay` is measured (F1). */
  readonly hasReceiveClock: boolean;
  /** -min(received - venue) over depth and trade rows, ms; null without a receive clock. */
  readonly receivedOffsetMs: number | null;
  /** Rows that carried a quantity off the lot grid (kept exact), and prints off the tick grid. */
  readonly dustRows: number;
  readonly subTickPrints: number;
  /** Named skips of the import, reason -> count. */
  readonly skipped: ReadonlyMap<string, number>;
  /** The worst level of each side of the first snapshot, in price quanta (F5 'known'); null if none. */
  readonly snapshotWorst: { readonly bid: PriceQuanta; readonly ask: PriceQuanta } | null;
}

/**
 * The venue's own best prices (F18): a lane beside the rows, so that the rows, their numbers and what reads them stay the
 * same whether a recording has such a stream or not. Its contract with the rows: top-rows.ts.
 */
export interface TopRows {
  readonly rows: number;
  /** The tape row it stands before; the number of tape rows where it stands behind all. */
  readonly before: Int32Array;
  /** Venue time, epoch microseconds. */
  readonly time: Float64Array;
  /** In price quanta; 0 = the row says nothing of that side. */
  readonly bid: Int32Array;
  readonly ask: Int32Array;
  /** In quantity quanta, rounded down. */
  readonly bidQuantity: Float64Array;
  readonly askQuantity: Float64Array;
  /** As that of a tape's row. */
  readonly delay: Int32Array;
}

export interface Tape extends TapeHeader {
  readonly rows: number;
  /** Venue time, epoch microseconds. */
  readonly time: Float64Array;
  /** Row kind and flags. */
  readonly kind: Uint8Array;
  /** Price in quanta; an import whose prices pass 2^31 is refused. */
  readonly price: Int32Array;
  /** Quantity in quanta: the level's new total (0 = gone), or the trade's size. */
  readonly quantity: Float64Array;
  /** received - venue + offset in microseconds, >= 0; all zero without a receive clock. */
  readonly delay: Int32Array;
  /** The venue's own best prices (F18); null where the recording has none. */
  readonly top: TopRows | null;
}

export const tapeStart = (tape: Tape): EpochMicros => (tape.time[0] ?? 0) as EpochMicros;
export const tapeEnd = (tape: Tape): EpochMicros => (tape.time[tape.rows - 1] ?? 0) as EpochMicros;
