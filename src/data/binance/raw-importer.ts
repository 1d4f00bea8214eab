/**
 * Imports Binance stream logs, `<received nanoseconds> <json>` a line: depth diffs, trades, book tickers and the REST
 * snapshot, of spot, USD-M or COIN-M; several files are one stream. Other streams are counted and skipped. It fills a
 * `Recording`; opening the book and laying out the tape come after.
 */
import { unpackedChunks } from '../byte-source.js';
import { excerpt } from '../data-error.js';
import { readLines } from '../lines.js';
import { NO_ID, Recording } from '../recording.js';
import { checkedMicros } from '../venue-time.js';
import { JsonFault } from './json-cursor.js';
import { type RawOptions, RawSink } from './raw-sink.js';
import { type MessageKind, StreamMessage } from './stream-message.js';

const SPACE = 0x20;
const ZERO = 0x30;
const STAMP_DIGITS = 19;
/** Nanoseconds are floored to microseconds, which is what every other format keeps of the same session. */
const NANO_DIGITS = 3;

/** Remembered stream names; a log has a few. */
const STREAMS_MAX = 32;

interface Stream {
  readonly name: string;
  /** Null: not taken. */
  readonly kind: MessageKind | null;
}

export async function importBinanceRaw(
  files: readonly string[],
  options: RawOptions,
): Promise<Recording> {
  const recording = new Recording('binance-raw', options.limits);
  const reader = new RawLineReader(recording, new RawSink(recording, options));
  let lineStart = 0;
  for (const file of files) {
    recording.files.push({ name: file, lineStart });
    const before = lineStart;
    lineStart += await readLines(
      file,
      unpackedChunks(file, recording.limits.signal),
      (bytes, start, end, line) => {
        reader.read(bytes, start, end, before + line);
        recording.checkRows(before + line);
      },
    );
  }
  return recording;
}

/** Reads one line after the other into a recording. */
export class RawLineReader {
  readonly #recording: Recording;
  readonly #sink: RawSink;
  readonly #message = new StreamMessage();
  readonly #streams: Stream[] = [];

  constructor(recording: Recording, sink: RawSink) {
    this.#recording = recording;
    this.#sink = sink;
  }

  read(bytes: Buffer, start: number, end: number, line: number): void {
    if (start === end) {
      this.#recording.skip('blank-line');
      return;
    }
    try {
      const jsonStart = start + STAMP_DIGITS + 1;
      this.#sink.startLine(line, receivedMicros(bytes, start, end));
      this.#message.cursor.reset(bytes, jsonStart, end);
      this.#readEnvelope(jsonStart);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const why = `the line begins ${excerpt(bytes.subarray(start, end))}`;
      throw this.#recording.fault(line, { what: error.message, why }, error.at - start + 1);
    }
  }

  /** `{"stream": …, "data": {…}}` in either order, or a snapshot, which has no stream. */
  #readEnvelope(jsonStart: number): void {
    const { cursor } = this.#message;
    let stream: Stream | null = null;
    let kind: MessageKind | null = null;
    let bodyAt = NO_ID;
    let bodyRead = false;
    for (let more = cursor.openObject(); more; more = cursor.nextKey()) {
      cursor.key();
      if (cursor.textIs('stream')) {
        cursor.string();
        stream = this.#streamNamed();
        ({ kind } = stream);
      } else if (cursor.textIs('data') && bodyAt === NO_ID) {
        cursor.peek();
        bodyAt = cursor.at;
        bodyRead = kind !== null;
        if (kind === null) cursor.skip();
        else this.#message.read(kind, this.#recording.depth);
      } else cursor.skip();
    }
    cursor.finish();
    if (stream === null) this.#readSnapshot(jsonStart);
    else if (kind === null) this.#recording.skip(`stream:${suffixOf(stream.name)}`);
    else if (bodyAt === NO_ID) throw new JsonFault('a stream message without data', cursor.at);
    else {
      if (!bodyRead) this.#readBody(kind, bodyAt);
      this.#sink.take(kind, this.#message);
    }
  }

  #readSnapshot(at: number): void {
    this.#readBody('snapshot', at);
    if (this.#message.lastId === NO_ID) {
      throw new JsonFault('neither a stream message nor a depth snapshot', at);
    }
    this.#sink.take('snapshot', this.#message);
  }

  #readBody(kind: MessageKind, at: number): void {
    this.#message.cursor.at = at;
    this.#message.read(kind, this.#recording.depth);
  }

  /** The stream whose name the cursor just read: a handful recur on every line. */
  #streamNamed(): Stream {
    const { cursor } = this.#message;
    for (const known of this.#streams) if (cursor.textIs(known.name)) return known;
    const name = cursor.text();
    const stream = { name, kind: kindOfSuffix(suffixOf(name)) };
    if (this.#streams.length < STREAMS_MAX) this.#streams.push(stream);
    return stream;
  }
}

/** What follows the symbol: `btcusdt@depth@100ms` → `depth@100ms`. */
const suffixOf = (stream: string): string => stream.slice(stream.indexOf('@') + 1);

/** `depth5`, `depth10` and `depth20` are partial books, not diffs: not taken. */
function kindOfSuffix(suffix: string): MessageKind | null {
  if (suffix === 'trade') return 'trade';
  if (suffix === 'bookTicker') return 'ticker';
  return suffix === 'depth' || suffix.startsWith('depth@') ? 'depth' : null;
}

function receivedMicros(bytes: Buffer, start: number, end: number): number {
  let micros = 0;
  for (let i = 0; i < STAMP_DIGITS; i += 1) {
    const digit = start + i < end ? bytes[start + i]! - ZERO : NO_ID;
    if (digit < 0 || digit > 9) {
      throw new JsonFault('expected a receive time of 19 digits (nanoseconds)', start + i);
    }
    if (i < STAMP_DIGITS - NANO_DIGITS) micros = micros * 10 + digit;
  }
  if (bytes[start + STAMP_DIGITS] !== SPACE || checkedMicros(micros) === null) {
    throw new JsonFault('expected a receive time, a blank and a message', start);
  }
  return micros;
}
