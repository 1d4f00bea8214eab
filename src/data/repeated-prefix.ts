/**
 * The part of a CSV row that the rows after it repeat: tens of level rows in a row share exchange, symbol and both times.
 * Comparing bytes is several times cheaper than reading them again. Mutable; owned by one reader.
 */

const BYTES_MAX = 256;

export class RepeatedPrefix {
  /** Bytes of the prefix; 0 while there is none. */
  length = 0;
  readonly #bytes = new Uint8Array(BYTES_MAX);

  /** The bytes from `start` up to `end` are what the next rows may repeat. */
  learn(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.length = length > BYTES_MAX ? 0 : length;
    for (let i = 0; i < this.length; i += 1) this.#bytes[i] = bytes[start + i]!;
  }

  forget(): void {
    this.length = 0;
  }

  /** Whether the row from `start` up to `end` begins with the prefix. */
  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const { length } = this;
    if (length === 0 || end - start < length) return false;
    const prefix = this.#bytes;
    // From the end: what differs between rows is the last digits of the times.
    for (let i = length - 1; i >= 0; i -= 1) if (bytes[start + i] !== prefix[i]) return false;
    return true;
  }
}
