/**
 * One line of plain CSV as byte ranges: no quotes, no escapes, which no market data archive uses. Mutable and reused for
 * every line; it also reads the few kinds of value such files hold, and says what is wrong by throwing `CsvFault`.
 */
import { excerpt } from './data-error.js';
import { DecimalScanner } from './decimal-scanner.js';

const COMMA = 0x2c;
const ZERO = 0x30;

export class CsvFault extends Error {}

export class CsvRow {
  fields = 0;
  readonly decimals = new DecimalScanner();
  #bytes: Buffer = Buffer.alloc(0);
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor(fieldsMax: number) {
    this.#starts = new Int32Array(fieldsMax);
    this.#ends = new Int32Array(fieldsMax);
  }

  /** Splits a line, which must have exactly `expected` fields. */
  split(bytes: Buffer, start: number, end: number, expected: number): void {
    this.#bytes = bytes;
    let field = 0;
    this.#starts[0] = start;
    for (let at = start; at < end; at += 1) {
      if (bytes[at] !== COMMA) continue;
      this.#ends[field] = at;
      field += 1;
      this.#starts[field] = at + 1;
    }
    this.#ends[field] = end;
    this.fields = field + 1;
    if (this.fields !== expected) {
      throw new CsvFault(`${this.fields} fields where the header names ${expected}`);
    }
  }

  /** Where the bytes of a field begin. */
  startOf(field: number): number {
    return this.#starts[field]!;
  }

  text(field: number): string {
    return this.#bytes.toString('latin1', this.#starts[field], this.#ends[field]);
  }

  is(field: number, text: string): boolean {
    const start = this.#starts[field]!;
    if (this.#ends[field]! - start !== text.length) return false;
    for (let i = 0; i < text.length; i += 1) {
      if (this.#bytes[start + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** A non-negative whole number that a double holds exactly. */
  integer(field: number, name: string): number {
    const start = this.#starts[field]!;
    const end = this.#ends[field]!;
    let value = 0;
    for (let at = start; at < end; at += 1) {
      const digit = this.#bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) throw this.#fault(field, `${name} is not a whole number`);
      value = value * 10 + digit;
    }
    if (start === end || value > Number.MAX_SAFE_INTEGER) {
      throw this.#fault(field, `${name} is not a whole number`);
    }
    return value;
  }

  /** Leaves the value in `decimals`. */
  decimal(field: number, name: string): void {
    if (!this.decimals.scan(this.#bytes, this.#starts[field]!, this.#ends[field]!)) {
      throw this.#fault(field, `${name} is not a plain, non-negative decimal`);
    }
  }

  #fault(field: number, what: string): CsvFault {
    const found = this.#bytes.subarray(this.#starts[field], this.#ends[field]);
    return new CsvFault(`${what}: ${excerpt(found)}`);
  }
}
