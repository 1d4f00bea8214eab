/** The events of a run as a reader asks for them: by whose view, kind, order, level and words, from a time on. */
import type { TraceRow } from '../report/telling/trace-row.js';
import { type LogLevel, logLevels } from '../runs/log-levels.js';
import { traceRows } from '../report/telling/trace.js';
import type { TraceSource } from '../report/telling/words.js';

export interface EventRow extends TraceRow {
  /** Of the log, and a fault is a warning; null for what is no line of it. */
  readonly level: LogLevel | null;
}

export const WHERES = ['venue', 'fault', 'input', 'engine'] as const;

export interface EventFilter {
  readonly where?: (typeof WHERES)[number] | undefined;
  readonly kind?: string | undefined;
  /** By short name; of a parent also what happened to its orders. */
  readonly order?: string | undefined;
  /** As loud as that, or louder. */
  readonly level?: 'warn' | 'error' | undefined;
  /** Stands in kind, order or text, in any case. */
  readonly text?: string | undefined;
}

/** In the order of the trace: its rows of the engine are the entries of the journal, one each. */
export function eventRows(source: TraceSource): readonly EventRow[] {
  const levels = logLevels(source.blocks)[Symbol.iterator]();
  return traceRows(source).map((row) => ({ ...row, level: levelOf(row, levels) }));
}

function levelOf(row: TraceRow, levels: Iterator<LogLevel | null>): LogLevel | null {
  if (row.where === 'engine') return (levels.next().value as LogLevel | null | undefined) ?? null;
  return row.where === 'fault' ? 'warn' : null;
}

const LOUD: Readonly<Record<'warn' | 'error', ReadonlySet<LogLevel | null>>> = {
  warn: new Set<LogLevel | null>(['warn', 'error']),
  error: new Set<LogLevel | null>(['error']),
};

export function eventsThatFit(
  rows: readonly EventRow[],
  { where, kind, order, level, text }: EventFilter,
): readonly EventRow[] {
  const sought = text?.toLowerCase();
  return rows.filter(
    (row) =>
      (where === undefined || row.where === where) &&
      (kind === undefined || row.kind === kind) &&
      (order === undefined || isOf(row, order)) &&
      (level === undefined || LOUD[level].has(row.level)) &&
      (sought === undefined || says(row, sought)),
  );
}

const isOf = (row: TraceRow, order: string): boolean =>
  row.order === order || row.order.startsWith(`${order}/`);

const says = ({ kind, order, text, truth = '' }: TraceRow, sought: string): boolean =>
  [kind, order, text, truth].some((part) => part.toLowerCase().includes(sought));

/** How many rows each kind has, by name. */
export function kindsOf(rows: readonly EventRow[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of rows) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Orders in the order in which they first appear. */
export const ordersOf = (rows: readonly EventRow[]): readonly string[] => [
  ...new Set(rows.map(({ order }) => order).filter((order) => order !== '')),
];

/** Position of the first row at `micros` or later; the rows are in order of time. */
export function firstAt(rows: readonly EventRow[], micros: number): number {
  const found = rows.findIndex(({ at }) => at >= micros);
  return found === -1 ? rows.length : found;
}
