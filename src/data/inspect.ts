/**
 * What `squall data inspect` says about files: what they are, what they span, and whether the book they rebuild is sound.
 */
import type { Tape } from '../sim/tape/tape.js';
import { tapeEnd, tapeStart } from '../sim/tape/tape.js';
import { type VisionKind } from './binance/vision-columns.js';
import { type VisionSummary, inspectVision } from './binance/vision-inspector.js';
import { type TickerCounts, checkBook, checkTickers } from './book-check.js';
import { DataError } from './data-error.js';
import type { DataFormat } from './detect.js';
import {
  type LoadOptions,
  assembled,
  sessionFormat,
  importRecording,
  loadTape,
  pathsOf,
} from './open.js';

export interface InspectReport {
  readonly files: readonly string[];
  readonly format: DataFormat;
  /** Rows of the tape: levels, trades, snapshots and gaps. For `binance-vision` the rows of the files. */
  readonly rows: number;
  /** Rows of the tape's stream of best prices (F18), beside those above; null where it has none. */
  readonly topRows: number | null;
  /** ISO 8601 in UTC with microseconds, venue time of the first and the last row. */
  readonly span: { readonly start: string; readonly end: string };
  readonly symbols: readonly string[];
  readonly sequenceGaps: number;
  readonly crossedBooks: number;
  /** Messages whose venue time is before that of one received earlier. */
  readonly timeReversals: number;
  /** F1; null without a receive clock. */
  readonly receivedOffsetMs: number | null;
  readonly skipped: Readonly<Record<string, number>>;
  /** Null where the format has no book ticker with update ids. */
  readonly bookTicker: TickerCounts | null;
  /** Null where no tape can be made of the files. */
  readonly tape: TapeFacts | null;
  /** What a file of Binance's archive holds. */
  readonly archiveKind: VisionKind | null;
}

export interface TapeFacts {
  readonly venueKind: Tape['venueKind'];
  readonly tickSize: string;
  readonly lotSize: string;
  readonly dustRows: number;
  readonly subTickPrints: number;
}

/** Throws `DataError` on files that cannot be read whole. */
export async function inspectFiles(
  files: readonly string[],
  options: LoadOptions = {},
): Promise<InspectReport> {
  const paths = pathsOf(files, options.root);
  const format = options.format ?? (await sessionFormat(paths)).format;
  if (format === 'binance-vision') return inspectArchive(files, paths);
  if (format === 'arrow') {
    return reportOf(files, await loadTape(files, options), {
      format,
      timeReversals: 0,
      bookTicker: null,
    });
  }
  const recording = await importRecording(paths, format, options);
  const { tape, plan } = assembled(recording, options);
  const { timeReversals, tickers, rule } = recording;
  const hasIds = tickers !== null && rule !== 'marked';
  const bookTicker = hasIds ? checkTickers(recording, plan, tickers) : null;
  return reportOf(files, tape, { format, timeReversals, bookTicker });
}

type Observed = Pick<InspectReport, 'format' | 'timeReversals' | 'bookTicker'>;

function reportOf(files: readonly string[], tape: Tape, observed: Observed): InspectReport {
  const { venueKind, tickSize, lotSize, dustRows, subTickPrints } = tape;
  return {
    files,
    format: observed.format,
    rows: tape.rows,
    topRows: tape.top?.rows ?? null,
    span: spanOf(tapeStart(tape), tapeEnd(tape)),
    symbols: tape.symbol === 'unknown' ? [] : [tape.symbol],
    ...checkBook(tape),
    timeReversals: observed.timeReversals,
    receivedOffsetMs: tape.receivedOffsetMs,
    skipped: Object.fromEntries(tape.skipped),
    bookTicker: observed.bookTicker,
    tape: { venueKind, tickSize, lotSize, dustRows, subTickPrints },
    archiveKind: null,
  };
}

async function inspectArchive(
  files: readonly string[],
  paths: readonly string[],
): Promise<InspectReport> {
  const summaries: VisionSummary[] = [];
  for (const path of paths) summaries.push(await inspectVision(path));
  const [first] = summaries;
  const other = summaries.findIndex(({ kind }) => kind !== first!.kind);
  if (other > 0) {
    throw new DataError(paths[other]!, null, {
      what: `${summaries[other]!.kind} beside ${first!.kind}`,
      fix: 'Inspect files of one kind together',
    });
  }
  const sum = (key: 'rows' | 'sequenceGaps' | 'crossedBooks' | 'timeReversals'): number =>
    summaries.reduce((total, summary) => total + summary[key], 0);
  return {
    files,
    format: 'binance-vision',
    rows: sum('rows'),
    topRows: null,
    span: spanOf(
      Math.min(...summaries.map(({ start }) => start)),
      Math.max(...summaries.map(({ end }) => end)),
    ),
    symbols: [...new Set(summaries.flatMap(({ symbol }) => symbol ?? []))],
    sequenceGaps: sum('sequenceGaps'),
    crossedBooks: sum('crossedBooks'),
    timeReversals: sum('timeReversals'),
    receivedOffsetMs: null,
    skipped: {},
    bookTicker: null,
    tape: null,
    archiveKind: first!.kind,
  };
}

const spanOf = (start: number, end: number): InspectReport['span'] => ({
  start: isoOf(start),
  end: isoOf(end),
});

/** `Date` only formats: it holds milliseconds, the microseconds are put behind. */
function isoOf(micros: number): string {
  const millis = Math.floor(micros / 1_000);
  const below = String(micros - millis * 1_000).padStart(3, '0');
  return new Date(millis).toISOString().replace('Z', `${below}Z`);
}
