/**
 * The hash of the rows of a table, in whatever order they come: SHA-256 over their texts, sorted. Of very many rows
 * each text is replaced by its own hash first, so that a long run takes no room twice. Mutable on purpose, one owner.
 */
import { sha256Hex, sha256HexOf } from '../../core/ground/digest.js';

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
    if (rows === 0) return { rows, hash: NO_ROWS };
    const sorted = this.#texts.sort();
    return {
      rows,
      hash: rows > MANY ? sha256HexOf(linesOf(sorted)) : sha256Hex(sorted.join('\n')),
    };
  }
}

/** Pieces of what `join` would put together: of a million rows that is 65 MB, and as much again as bytes. */
function* linesOf(texts: readonly string[]): Iterable<string> {
  for (let from = 0; from < texts.length; from += MANY) {
    if (from > 0) yield '\n';
    yield texts.slice(from, from + MANY).join('\n');
  }
}

const NO_ROWS = sha256Hex('');
