/**
 * The header of a NumPy `.npy` stream, checked to be a one-dimensional array of hftbacktest event records.
 *
 * Source: NumPy's "NPY format", versions 1 to 3: magic, version, header length, a Python dictionary padded to 64 bytes.
 */

export const RECORD_BYTES = 64;

/** The fields of a record in order. Integer columns may be declared signed or not: ours stay below 2^63. */
const FIELDS = ['ev', 'exch_ts', 'local_ts', 'px', 'qty', 'order_id', 'ival', 'fval'];
const FLOATS = new Set(['px', 'qty', 'fval']);

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
const FIXED_BYTES = 12;
const HEADER_BYTES_MAX = 65_536;

export class NpyFault extends Error {}

export const isNpy = (head: Uint8Array): boolean => MAGIC.every((byte, i) => head[i] === byte);

export interface NpyHeader {
  readonly rows: number;
  /** Where the records begin. */
  readonly bytes: number;
}

/** Null while `start` is too short to hold the header. Throws `NpyFault`. */
export function readNpyHeader(start: Buffer): NpyHeader | null {
  if (start.length < FIXED_BYTES) return null;
  if (!isNpy(start)) throw new NpyFault('not a NumPy array');
  const major = start[6]!;
  const lengthAt = MAGIC.length + 2;
  const length = major === 1 ? start.readUInt16LE(lengthAt) : start.readUInt32LE(lengthAt);
  if (major < 1 || major > 3 || length > HEADER_BYTES_MAX)
    throw new NpyFault('a damaged NumPy header');
  const from = lengthAt + (major === 1 ? 2 : 4);
  const bytes = from + length;
  if (start.length < bytes) return null;
  return { rows: rowsOf(start.toString('latin1', from, bytes)), bytes };
}

function rowsOf(dictionary: string): number {
  const shape = /'shape':\s*\((\d+),\s*\)/.exec(dictionary)?.[1];
  if (shape === undefined) throw new NpyFault('not a one-dimensional array');
  if (!/'fortran_order':\s*False/.test(dictionary)) throw new NpyFault('an array in Fortran order');
  const fields = [...dictionary.matchAll(/\('(\w+)',\s*'([^']+)'\)/g)];
  const matches =
    fields.length === FIELDS.length &&
    fields.every(([, name, type], i) => name === FIELDS[i] && isType(name, type!));
  if (!matches)
    throw new NpyFault('not an array of hftbacktest events (ev, exch_ts, local_ts, px, qty, …)');
  const rows = Number(shape);
  if (!Number.isSafeInteger(rows * RECORD_BYTES)) throw new NpyFault('a damaged array length');
  return rows;
}

const isType = (name: string | undefined, type: string): boolean =>
  FLOATS.has(name ?? '') ? type === '<f8' : type === '<u8' || type === '<i8';
