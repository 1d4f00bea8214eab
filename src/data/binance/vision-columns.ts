/**
 * The kinds of CSV in Binance's public archive and their columns, with a header line or without one (spot has none).
 *
 * Source: github.com/binance/binance-public-data, README; futures headers as found in the archive.
 */

export type VisionKind = 'trades' | 'aggTrades' | 'bookTicker' | 'klines';

/** Field numbers from 0. */
export interface VisionColumns {
  readonly kind: VisionKind;
  readonly count: number;
  readonly time: number;
  /** Columns that hold prices or quantities. */
  readonly decimals: readonly number[];
}

const TRADES: VisionColumns = { kind: 'trades', count: 6, time: 4, decimals: [1, 2, 3] };
const AGG_TRADES: VisionColumns = { kind: 'aggTrades', count: 7, time: 5, decimals: [1, 2] };
const BOOK_TICKER: VisionColumns = {
  ...{ kind: 'bookTicker', count: 7, time: 5 },
  decimals: [1, 2, 3, 4],
};
const KLINES: VisionColumns = {
  ...{ kind: 'klines', count: 12, time: 0 },
  decimals: [1, 2, 3, 4, 5, 7, 9, 10],
};

/** Spot rows end in one more field, "best match". */
const withBestMatch = (columns: VisionColumns): VisionColumns => ({
  ...columns,
  count: columns.count + 1,
});

const HEADERS: ReadonlyMap<string, VisionColumns> = new Map([
  ['id,price,qty,quote_qty,time,is_buyer_maker', TRADES],
  ['id,price,qty,base_qty,time,is_buyer_maker', TRADES],
  ['id,price,qty,quote_qty,time,is_buyer_maker,is_best_match', withBestMatch(TRADES)],
  [
    'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker',
    AGG_TRADES,
  ],
  ['agg_id,price,qty,first_id,last_id,timestamp,is_buyer_maker', AGG_TRADES],
  [
    'update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time',
    BOOK_TICKER,
  ],
  [
    'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore',
    KLINES,
  ],
]);

export interface VisionLayout extends VisionColumns {
  readonly hasHeader: boolean;
}

const INTEGER = /^\d+$/;
const DECIMAL = /^\d+(\.\d+)?$/;
const BOOLEAN = /^(true|false|True|False)$/;

/** The columns a first line announces, or shows by its values; null when it is nothing of the archive's. */
export function visionLayoutOf(line: string): VisionLayout | null {
  const named = HEADERS.get(line);
  if (named !== undefined) return { ...named, hasHeader: true };
  const shown = columnsOfValues(line.split(','));
  return shown === null ? null : { ...shown, hasHeader: false };
}

function columnsOfValues(fields: readonly string[]): VisionColumns | null {
  const candidates = [
    TRADES,
    withBestMatch(TRADES),
    AGG_TRADES,
    withBestMatch(AGG_TRADES),
    BOOK_TICKER,
    KLINES,
  ];
  return candidates.find((columns) => fits(columns, fields)) ?? null;
}

function fits({ kind, count, time, decimals }: VisionColumns, fields: readonly string[]): boolean {
  if (fields.length !== count || !INTEGER.test(fields[0]!) || !INTEGER.test(fields[time]!))
    return false;
  if (!decimals.every((at) => DECIMAL.test(fields[at]!))) return false;
  const flags = kind === 'trades' ? fields.slice(5) : kind === 'aggTrades' ? fields.slice(6) : [];
  const isLong = kind === 'bookTicker' ? INTEGER.test(fields[6]!) : true;
  return isLong && flags.every((flag) => BOOLEAN.test(flag));
}

export const visionKindOf = (line: string): VisionKind | null => visionLayoutOf(line)?.kind ?? null;
