/**
 * The header line of a Tardis CSV: which kind of file it is and where its columns stand.
 */

export type TardisKind = 'levels' | 'trades' | 'quotes';

/** Field numbers from 0; `count` is how many a row must have. */
export interface TardisColumns {
  readonly kind: TardisKind;
  readonly count: number;
  readonly exchange: number;
  readonly symbol: number;
  readonly time: number;
  readonly received: number;
  /** The columns of the kind, in the order of `OWN_COLUMNS`. */
  readonly own: readonly number[];
  /** The file is of levels, and its rows end in `side,price,amount`. */
  readonly endsInLevel: boolean;
}

const SHARED_COLUMNS = ['exchange', 'symbol', 'timestamp', 'local_timestamp'];

const OWN_COLUMNS: ReadonlyMap<TardisKind, readonly string[]> = new Map([
  ['levels', ['is_snapshot', 'side', 'price', 'amount']],
  ['trades', ['id', 'side', 'price', 'amount']],
  ['quotes', ['ask_amount', 'ask_price', 'bid_price', 'bid_amount']],
]);

/** Null when this is no header of a file we take; columns we do not know may stand among the others. */
export function columnsOf(header: string): TardisColumns | null {
  const names = header.split(',');
  if (new Set(names).size !== names.length) return null;
  const [exchange, symbol, time, received] = SHARED_COLUMNS.map((name) => names.indexOf(name));
  if (exchange! < 0 || symbol! < 0 || time! < 0 || received! < 0) return null;
  for (const [kind, columns] of OWN_COLUMNS) {
    const own = columns.map((name) => names.indexOf(name));
    if (own.some((position) => position < 0)) continue;
    return {
      kind,
      count: names.length,
      exchange: exchange!,
      symbol: symbol!,
      time: time!,
      received: received!,
      own,
      endsInLevel: kind === 'levels' && header.endsWith(',side,price,amount'),
    };
  }
  return null;
}

export const isTardisHeader = (line: string): boolean => columnsOf(line) !== null;
