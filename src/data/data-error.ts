/**
 * Market data that cannot be used: where (file, line or row), what is wrong, why that matters, what to do about it. It
 * is the one error this layer throws on purpose; it means the input is at fault, never the program.
 */

/** Where in a file: text formats count lines, binary ones rows, both from 1. */
export type DataPlace =
  { readonly line: number; readonly column?: number } | { readonly row: number } | null;

export interface DataFault {
  /** What was found, e.g. `the price is not a plain decimal: "NaN"`. */
  readonly what: string;
  /** Why it cannot be taken; left out where that is plain. */
  readonly why?: string;
  /** What the user can do. */
  readonly fix?: string;
}

export class DataError extends Error {
  override readonly name = 'DataError';
  readonly file: string;
  readonly place: DataPlace;
  readonly fault: DataFault;

  constructor(file: string, place: DataPlace, fault: DataFault) {
    super(describe(file, place, fault));
    this.file = file;
    this.place = place;
    this.fault = fault;
  }
}

function describe(file: string, place: DataPlace, { what, why, fix }: DataFault): string {
  const reason = why === undefined ? '' : ` (${why})`;
  const advice = fix === undefined ? '' : `. ${fix}`;
  return `${file}${placeText(place)}: ${what}${reason}${advice}`;
}

function placeText(place: DataPlace): string {
  if (place === null) return '';
  if ('row' in place) return `: row ${place.row}`;
  return place.column === undefined ? `:${place.line}` : `:${place.line}:${place.column}`;
}

/** At most this much of what was found is quoted, unprintables shown as `?`. */
const EXCERPT_MAX = 60;

export function excerpt(bytes: Uint8Array | string): string {
  const text = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
  const clean = text.slice(0, EXCERPT_MAX).replace(/[^\x20-\x7e]/g, '?');
  return text.length > EXCERPT_MAX ? `"${clean}…"` : `"${clean}"`;
}
