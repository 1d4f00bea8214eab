/**
 * A tape's header as JSON text and back, checked field by field. Same header, same text.
 */
import { parseDecimal } from '../core/ground/decimal.js';
import type { Tape, TapeHeader } from '../sim/tape/tape.js';

export interface SizedHeader extends TapeHeader, Pick<Tape, 'rows'> {
  /** How many top rows there are (F18). */
  readonly topRows: number;
}

const VENUE_KINDS: readonly string[] = ['spot', 'usdm', 'coinm', 'generated'];

export function encodeHeader(tape: TapeHeader & Pick<Tape, 'rows' | 'top'>): string {
  const { symbol, tickSize, lotSize, quantaPerTick, quantaPerLot, format, venueKind, rows } = tape;
  const { hasReceiveClock, receivedOffsetMs, dustRows, subTickPrints, snapshotWorst } = tape;
  return JSON.stringify({
    ...{ symbol, tickSize, lotSize, quantaPerTick, quantaPerLot, format, venueKind, rows },
    ...{ hasReceiveClock, receivedOffsetMs, dustRows, subTickPrints, snapshotWorst },
    ...(tape.top === null ? {} : { topRows: tape.top.rows }),
    skipped: [...tape.skipped],
  });
}

/** Null when `text` is not what `encodeHeader` writes. */
export function decodeHeader(text: string): SizedHeader | null {
  const fields = objectOf(text);
  if (fields === null) return null;
  const topRows = topRowsIn(fields);
  const valid =
    ['symbol', 'format'].every((key) => typeof fields[key] === 'string') &&
    ['tickSize', 'lotSize'].every((key) => isDecimal(fields[key])) &&
    ['rows', 'dustRows', 'subTickPrints'].every((key) => isCount(fields[key], 0)) &&
    ['quantaPerTick', 'quantaPerLot'].every((key) => isCount(fields[key], 1)) &&
    VENUE_KINDS.includes(String(fields['venueKind'])) &&
    typeof fields['hasReceiveClock'] === 'boolean' &&
    isOffset(fields['receivedOffsetMs']) &&
    isWorst(fields['snapshotWorst']) &&
    isCount(topRows, 0);
  const skipped = skippedOf(fields['skipped']);
  return valid && skipped !== null
    ? ({ ...fields, topRows, skipped } as unknown as SizedHeader)
    : null;
}

/** Left out by files without any, and by those of builds that knew of none. */
const topRowsIn = (fields: Record<string, unknown>): unknown => fields['topRows'] ?? 0;

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

const isDecimal = (value: unknown): boolean =>
  typeof value === 'string' && parseDecimal(value) !== null;
const isCount = (value: unknown, min: number): boolean =>
  Number.isSafeInteger(value) && Number(value) >= min;
const isOffset = (value: unknown): boolean => value === null || Number.isFinite(value);

function isWorst(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  const { bid, ask } = value as Record<string, unknown>;
  return isCount(bid, 1) && isCount(ask, 1);
}

function skippedOf(value: unknown): Map<string, number> | null {
  if (!Array.isArray(value)) return null;
  const skipped = new Map<string, number>();
  for (const entry of value as unknown[]) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'string' || !isCount(entry[1], 0)) return null;
    skipped.set(entry[0], Number(entry[1]));
  }
  return skipped;
}
