/**
 * The hash of the rows of a table, in whatever order they come: SHA-256 over their texts, sorted. Of very many rows
 * each text is replaced by its own hash first, so that a long run takes no room twice. Mutable on purpose, one owner.
 */
import { sha256Hex } from '../../core/ground/digest.js';

export interface SealedRows {
  readonly rows: number;
  readonly hash: string;
}

/** From here on a row is kept as its hash. */
const MANY = 4_096;

export class RowsHash {
  #texts: string[] = [];

  /** `text`: a `rowText`. */
  add(text: string): void {
    if (this.#texts.length === MANY) this.#texts = this.#texts.map((one) => sha256Hex(one));
    this.#texts.push(this.#texts.length < MANY ? text : sha256Hex(text));
  }

  /** Once, at the end. */
  sealed(): SealedRows {
    const rows = this.#texts.length;
    return { rows, hash: rows === 0 ? NO_ROWS : sha256Hex(this.#texts.sort().join('\n')) };
  }
}

const NO_ROWS = sha256Hex('');
