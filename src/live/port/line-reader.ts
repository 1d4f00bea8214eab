/**
 * Bytes of a socket into lines of UTF-8. Mutable, one a connection. A line that is too long, or no UTF-8, is a `FrameError`:
 * whoever reads ends the connection, since what follows cannot be told apart from it.
 */
import { FrameError } from './frames.js';

const LINE_FEED = 10;

export class LineReader {
  readonly #bytesMax: number;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The lines that are whole now. Errors: `FrameError`. */
  *read(chunk: Uint8Array): Generator<string> {
    let rest = chunk;
    for (;;) {
      const end = rest.indexOf(LINE_FEED);
      const part = end < 0 ? rest : rest.subarray(0, end);
      this.#take(part);
      if (end < 0) return;
      yield this.#line();
      rest = rest.subarray(end + 1);
    }
  }

  #take(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#bytesMax)
      throw new FrameError(`a line of more than ${this.#bytesMax} bytes`);
    if (part.length > 0) this.#parts.push(part);
  }

  #line(): string {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw new FrameError('a line that is no UTF-8');
    }
  }
}
