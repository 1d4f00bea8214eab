/**
 * Reads hftbacktest event records into a `Recording`. Prices and quantities are doubles there: each is taken as the decimal
 * of fewest places that is that very double, so that 61800.3 is 618003 tenths. Mutable: it follows the array.
 */
import { ROW_SELL } from '../../sim/tape/tape.js';
import type { DecimalColumn } from '../columns.js';
import { POWERS_OF_TEN } from '../decimal-scanner.js';
import { NO_ID, NO_TIME, type Recording, SIDE_ASK, SIDE_BID } from '../recording.js';
import { checkedMicros } from '../venue-time.js';

const DEPTH = 1;
const TRADE = 2;
const CLEAR = 3;
const SNAPSHOT = 4;
/** Kinds from here on are orders of an L3 feed. */
const ORDER_FIRST = 10;
const KIND_MASK = 0xff;
const ON_EXCHANGE = 0x80000000;
const ON_LOCAL = 0x40000000;
const BUY = 0x20000000;
const SELL = 0x10000000;
/** A double holds 15 to 17 digits: a price or quantity with more places than this is no decimal any more. */
const PLACES_MAX = 12;

const EXCHANGE_TIME_AT = 8;
const LOCAL_TIME_AT = 16;
const PRICE_AT = 24;
const QUANTITY_AT = 32;

export class EventReader {
  readonly #recording: Recording;
  #row = 0;
  #time = NO_TIME;
  #received = NO_TIME;
  #open = { snapshot: false, time: NO_TIME, received: NO_TIME, line: 0 };

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /** The record at `at`. Throws `DataError` with its row. */
  read(bytes: Buffer, at: number): void {
    this.#row += 1;
    const event = bytes.readUInt32LE(at);
    // The same row in the order it was received; the venue's order is what we replay.
    if ((event & ON_EXCHANGE) === 0) return;
    const kind = event & KIND_MASK;
    if (kind === 0 || kind >= ORDER_FIRST)
      this.#refuse(`event kind ${kind}: an L3 feed is not supported`);
    this.#readTimes(bytes, at);
    if (kind === TRADE) this.#takeTrade(event, bytes, at);
    else if (kind === CLEAR) this.#continueMessage(event, true);
    else if (kind === DEPTH || kind === SNAPSHOT) {
      this.#continueMessage(event, kind === SNAPSHOT);
      this.#takeLevel(event, bytes, at);
    } else this.#recording.skip(`event:${kind}`);
  }

  end(): void {
    this.#closeMessage();
  }

  #readTimes(bytes: Buffer, at: number): void {
    const time = checkedMicros(microsAt(bytes, at + EXCHANGE_TIME_AT));
    const received = checkedMicros(microsAt(bytes, at + LOCAL_TIME_AT));
    if (time === null || received === null)
      this.#refuse('a time that is not in nanoseconds since 1970');
    if (time < this.#time) this.#refuse('exch_ts goes back, and rows come in its order');
    this.#time = time;
    this.#received = received;
  }

  #takeLevel(event: number, bytes: Buffer, at: number): void {
    const { depth } = this.#recording;
    const price = bytes.readDoubleLE(at + PRICE_AT);
    const quantity = bytes.readDoubleLE(at + QUANTITY_AT);
    if (!(price > 0)) this.#refuse(`a level at price ${price}`);
    if (!(quantity >= 0)) this.#refuse(`a level of quantity ${quantity}`);
    this.#push(depth.price, price);
    this.#push(depth.quantity, quantity);
    depth.side.push(this.#isSell(event) ? SIDE_ASK : SIDE_BID);
  }

  #takeTrade(event: number, bytes: Buffer, at: number): void {
    const price = bytes.readDoubleLE(at + PRICE_AT);
    const quantity = bytes.readDoubleLE(at + QUANTITY_AT);
    if (!(price >= 0) || !(quantity >= 0)) this.#refuse(`a trade of ${quantity} at ${price}`);
    if (price === 0 || quantity === 0) {
      this.#recording.skip('zero-print');
      return;
    }
    const { trades } = this.#recording;
    this.#countReversal(event);
    this.#push(trades.price, price);
    this.#push(trades.quantity, quantity);
    trades.id.push(NO_ID);
    trades.time.push(this.#time);
    trades.received.push(this.#received);
    trades.line.push(this.#row);
    trades.flags.push(this.#isSell(event) ? ROW_SELL : 0);
  }

  #isSell(event: number): boolean {
    const sell = (event & SELL) !== 0;
    if (sell === ((event & BUY) !== 0)) this.#refuse('neither or both of the buy and sell flags');
    return sell;
  }

  #push(column: DecimalColumn, value: number): void {
    for (let places = column.scale; places <= PLACES_MAX; places += 1) {
      const power = POWERS_OF_TEN[places]!;
      const mantissa = Math.round(value * power);
      // Dividing by a power of ten rounds to nearest, so equality says: this double is that decimal.
      if (mantissa / power === value && column.push(mantissa, places)) return;
    }
    this.#refuse(`not a decimal of at most ${PLACES_MAX} places: ${value}`);
  }

  /** Depth rows that share both times are one message; a clear begins a snapshot. */
  #continueMessage(event: number, snapshot: boolean): void {
    const open = this.#open;
    const same = open.time === this.#time && open.received === this.#received;
    if (open.line > 0 && same && open.snapshot === snapshot) return;
    this.#closeMessage();
    this.#countReversal(event);
    this.#open = { snapshot, time: this.#time, received: this.#received, line: this.#row };
  }

  /** A row without the local flag stands elsewhere in the order of receipt. */
  #countReversal(event: number): void {
    if ((event & ON_LOCAL) === 0) this.#recording.timeReversals += 1;
  }

  #closeMessage(): void {
    const { snapshot, time, received, line } = this.#open;
    if (line === 0) return;
    const ids = { firstId: NO_ID, lastId: NO_ID, previousId: NO_ID };
    this.#recording.depth.close({ snapshot, ...ids, time, received, line });
    this.#open = { snapshot: false, time: NO_TIME, received: NO_TIME, line: 0 };
  }

  #refuse(what: string): never {
    throw this.#recording.fault(this.#row, { what });
  }
}

/** 64-bit nanoseconds, floored to microseconds without passing what a double holds: 2^32 = 4294967 x 1000 + 296. */
function microsAt(bytes: Buffer, at: number): number {
  const low = bytes.readUInt32LE(at);
  const high = bytes.readInt32LE(at + 4);
  return high * 4_294_967 + Math.floor((high * 296 + low) / 1_000);
}
