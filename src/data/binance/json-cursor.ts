/**
 * A strict JSON reader over bytes that builds nothing: the caller walks keys and takes values where they stand. Skipped
 * values are checked too, so a damaged line is refused wherever the damage is. Mutable and reused for every line.
 *
 * Not a general parser: keys and strings are taken as they are written, escapes unresolved (no field of a market data
 * message has one), and duplicate keys are the caller's to notice.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const MINUS = 0x2d;
const ZERO = 0x30;
/** Market data nests four deep. */
const DEPTH_MAX = 32;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LITERALS = ['true', 'false', 'null'].map((text) => Buffer.from(text));

/** Thrown with the byte where the text stops being what it should be. */
export class JsonFault extends Error {
  readonly at: number;

  constructor(what: string, at: number) {
    super(what);
    this.at = at;
  }
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09;
const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= ZERO && byte <= 0x39;

export class JsonCursor {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  #end = 0;
  /** The last string read, without its quotes. */
  textStart = 0;
  textEnd = 0;

  reset(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  /** The byte of the next token, blanks skipped. */
  peek(): number | undefined {
    while (isSpace(this.bytes[this.at]) && this.at < this.#end) this.at += 1;
    return this.at < this.#end ? this.bytes[this.at] : undefined;
  }

  /** Steps into an object: whether it has a first key. Then `key`, a value, `nextKey`, and so on. */
  openObject(): boolean {
    this.#expect(OPEN_OBJECT, 'an object');
    if (this.peek() !== CLOSE_OBJECT) return true;
    this.at += 1;
    return false;
  }

  /** Reads `"key":`, leaving the key as the last string. */
  key(): void {
    this.string();
    const { textStart, textEnd } = this;
    this.#expect(COLON, '":"');
    this.textStart = textStart;
    this.textEnd = textEnd;
  }

  /** After a value: whether another key follows. */
  nextKey(): boolean {
    return this.#more(CLOSE_OBJECT);
  }

  /** Steps into an array: whether it has a first element. */
  openArray(): boolean {
    this.#expect(OPEN_ARRAY, 'an array');
    if (this.peek() !== CLOSE_ARRAY) return true;
    this.at += 1;
    return false;
  }

  nextElement(): boolean {
    return this.#more(CLOSE_ARRAY);
  }

  string(): void {
    this.#expect(QUOTE, 'a string');
    const { bytes } = this;
    const start = this.at;
    let at = start;
    for (; at < this.#end; at += 1) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) at += 1;
      else if (byte < 0x20) throw new JsonFault('a control character in a string', at);
    }
    if (at >= this.#end) throw new JsonFault('an unfinished string', start);
    this.textStart = start;
    this.textEnd = at;
    this.at = at + 1;
  }

  /** A non-negative integer that a double holds exactly. */
  integer(): number {
    this.peek();
    const start = this.at;
    let value = 0;
    while (this.at < this.#end && isDigit(this.bytes[this.at])) {
      value = value * 10 + this.bytes[this.at]! - ZERO;
      this.at += 1;
    }
    if (this.at === start || value > Number.MAX_SAFE_INTEGER) {
      throw new JsonFault('expected a whole number', start);
    }
    return value;
  }

  boolean(): boolean {
    const first = this.peek();
    const start = this.at;
    this.#literal();
    if (first === 0x6e) throw new JsonFault('expected true or false', start);
    return first === 0x74;
  }

  /** Checks and passes over any value. */
  skip(depth = 0): void {
    if (depth > DEPTH_MAX) throw new JsonFault('nested too deep', this.at);
    const byte = this.peek();
    if (byte === QUOTE) this.string();
    else if (byte === OPEN_OBJECT) {
      for (let more = this.openObject(); more; more = this.nextKey()) {
        this.key();
        this.skip(depth + 1);
      }
    } else if (byte === OPEN_ARRAY) {
      for (let more = this.openArray(); more; more = this.nextElement()) this.skip(depth + 1);
    } else if (byte === MINUS || isDigit(byte)) this.#number();
    else this.#literal();
  }

  /** Nothing but blanks may follow. */
  finish(): void {
    if (this.peek() !== undefined)
      throw new JsonFault('text after the end of the message', this.at);
  }

  /** Whether the last string is `text` (ASCII). */
  textIs(text: string): boolean {
    const { bytes, textStart } = this;
    if (this.textEnd - textStart !== text.length) return false;
    for (let i = 0; i < text.length; i += 1) {
      if (bytes[textStart + i] !== text.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Where the text being read ends. */
  get end(): number {
    return this.#end;
  }

  text(): string {
    return this.bytes.toString('latin1', this.textStart, this.textEnd);
  }

  #more(close: number): boolean {
    const byte = this.peek();
    if (byte !== COMMA && byte !== close) throw new JsonFault('expected "," or an end', this.at);
    this.at += 1;
    return byte === COMMA;
  }

  #expect(byte: number, name: string): void {
    if (this.peek() !== byte) throw new JsonFault(`expected ${name}`, this.at);
    this.at += 1;
  }

  #number(): void {
    const start = this.at;
    while (this.at < this.#end && /[-+.0-9eE]/.test(String.fromCharCode(this.bytes[this.at]!)))
      this.at += 1;
    if (!NUMBER.test(this.bytes.toString('latin1', start, this.at)))
      throw new JsonFault('not a number', start);
  }

  #literal(): void {
    for (const literal of LITERALS) {
      const end = this.at + literal.length;
      if (end <= this.#end && literal.equals(this.bytes.subarray(this.at, end))) {
        this.at = end;
        return;
      }
    }
    throw new JsonFault('expected a value', this.at);
  }
}
