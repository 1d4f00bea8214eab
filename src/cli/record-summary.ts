/** What a recording has become: its files, its rows, and what is missing in it. */
import { relative } from 'node:path';
import type { EpochMicros } from '../core/ground/units.js';
import type { RawFiles, WrittenFile } from '../data/binance/raw-files.js';
import { type Recorded, gapText } from '../live/binance/record/market-recorder.js';
import type { Gap, RowCounts } from '../live/binance/record/symbol-recorder.js';
import { left, right, table, textOfLines } from '../report/text/layout.js';

interface Lost {
  readonly at: string;
  readonly until: string | null;
  readonly why: string;
}

export interface RecordSummary {
  readonly symbols: readonly {
    readonly symbol: string;
    readonly rows: RowCounts;
    readonly files: readonly WrittenFile[];
  }[];
  /** ISO 8601, of receipt. */
  readonly span: { readonly first: string; readonly last: string } | null;
  readonly gaps: readonly (Omit<Gap, 'at'> & { readonly at: string })[];
  readonly losses: readonly Lost[];
}

export function recordSummary(
  { rows, gaps, losses, span }: Recorded,
  files: ReadonlyMap<string, Pick<RawFiles, 'written'>>,
): RecordSummary {
  return {
    symbols: [...rows].map(([symbol, of]) => ({
      symbol,
      rows: of,
      files: files.get(symbol)?.written ?? [],
    })),
    span: span === null ? null : { first: isoOf(span.first), last: isoOf(span.last) },
    gaps: gaps.map((gap) => ({ ...gap, at: isoOf(gap.at) })),
    losses: losses.map(({ at, until, why }) => ({
      ...{ at: isoOf(at), why },
      until: until === null ? null : isoOf(until),
    })),
  };
}

/** So many are told one by one; JSON has all. */
const TOLD_MOST = 20;

export function summaryText(summary: RecordSummary, cwd: string): string {
  const { symbols, span, gaps, losses } = summary;
  const files = symbols.flatMap(({ files: of }) => of);
  const columns = [
    left('symbol'),
    ...['depth', 'bookTicker', 'trade', 'snapshot'].map((name) => right(name)),
  ];
  const rows = symbols.map(({ symbol, rows: of }) =>
    [symbol, of['depth@100ms'], of.bookTicker, of.trade, of.snapshot].map(String),
  );
  return textOfLines([
    ...table(columns, rows),
    ...files.map(
      ({ file, lines, bytes }) => `${relative(cwd, file)}: ${lines} lines, ${bytes} bytes`,
    ),
    span === null ? 'nothing came' : `received from ${span.first} to ${span.last}`,
    ...symbols
      .filter(({ rows: of }) => of.snapshot === 0 || of['depth@100ms'] === 0)
      .map(({ symbol }) => `${symbol}: no book can be built from this: ${noBook}`),
    ...told('connections lost', losses, lossText),
    ...told('gaps', gaps, gapText),
  ]);
}

const noBook = 'it takes a snapshot and a change that follows it';

const lossText = ({ at, until, why }: Lost): string =>
  `lost at ${at}, ${until === null ? 'not there again' : `there again at ${until}`}: ${why}`;

function told<One>(
  what: string,
  all: readonly One[],
  textOf: (one: One) => string,
): readonly string[] {
  const more = all.length - TOLD_MOST;
  return [
    `${what}: ${all.length === 0 ? 'none' : all.length}`,
    ...all.slice(0, TOLD_MOST).map((one) => `  ${textOf(one)}`),
    ...(more > 0 ? [`  and ${more} more, in --json`] : []),
  ];
}

const isoOf = (at: EpochMicros): string => new Date(Math.floor(at / 1_000)).toISOString();
