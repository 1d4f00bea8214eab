/**
 * The fields of one Binance stream message, read in whatever order they stand; keys it does not know are checked and passed
 * over. Levels go straight into the depth lane. It judges the form of a field, not what the message means.
 *
 * Source: Binance "Web Socket Streams" for spot, USD-M and COIN-M: depthUpdate, trade, bookTicker, and REST depth.
 */
import type { DepthLane } from '../recording.js';
import { NO_ID, SIDE_ASK, SIDE_BID } from '../recording.js';
import { excerpt } from '../data-error.js';
import { DecimalScanner } from '../decimal-scanner.js';
import { JsonCursor, JsonFault } from './json-cursor.js';

export type MessageKind = 'depth' | 'trade' | 'ticker' | 'snapshot';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** A one- or two-letter key as a number; 0 for any longer one. */
const keyCode = (text: string): number =>
  text.length === 1 ? text.charCodeAt(0) : (text.charCodeAt(0) << 8) | text.charCodeAt(1);

const KEY = {
  E: keyCode('E'),
  T: keyCode('T'),
  s: keyCode('s'),
  ps: keyCode('ps'),
  U: keyCode('U'),
  u: keyCode('u'),
  pu: keyCode('pu'),
  b: keyCode('b'),
  a: keyCode('a'),
  B: keyCode('B'),
  A: keyCode('A'),
  t: keyCode('t'),
  p: keyCode('p'),
  q: keyCode('q'),
  m: keyCode('m'),
  X: keyCode('X'),
} as const;

/** A decimal field: value = mantissa / 10^decimals. */
class DecimalField {
  present = false;
  mantissa = 0;
  decimals = 0;
}

/** Mutable; `read` overwrites it with the next message. */
export class StreamMessage {
  readonly cursor = new JsonCursor();
  eventTime = NO_ID;
  tradeTime = NO_ID;
  symbol = '';
  /** COIN-M names the pair beside the symbol. */
  hasPair = false;
  firstId = NO_ID;
  lastId = NO_ID;
  previousId = NO_ID;
  tradeId = NO_ID;
  buyerIsMaker: boolean | null = null;
  /** Why a futures trade happened: MARKET, INSURANCE_FUND, ADL …; '' when absent. */
  execution = '';
  bidsRead = false;
  asksRead = false;
  readonly price = new DecimalField();
  readonly quantity = new DecimalField();
  readonly bid = new DecimalField();
  readonly bidQuantity = new DecimalField();
  readonly ask = new DecimalField();
  readonly askQuantity = new DecimalField();
  readonly #decimals = new DecimalScanner();
  #symbolSeen = '';

  /** Reads the object at the cursor. Throws `JsonFault`. */
  read(kind: MessageKind, lane: DepthLane): void {
    this.#clear();
    const { cursor } = this;
    for (let more = cursor.openObject(); more; more = cursor.nextKey()) {
      cursor.key();
      if (kind === 'snapshot') this.#snapshotField(lane);
      else this.#streamField(kind, this.#code(), lane);
    }
  }

  #clear(): void {
    this.eventTime = this.tradeTime = NO_ID;
    this.firstId = this.lastId = this.previousId = this.tradeId = NO_ID;
    this.symbol = this.execution = '';
    this.hasPair = this.bidsRead = this.asksRead = false;
    this.buyerIsMaker = null;
    this.price.present = this.quantity.present = false;
    this.bid.present = this.bidQuantity.present = false;
    this.ask.present = this.askQuantity.present = false;
  }

  #code(): number {
    const { bytes, textStart, textEnd } = this.cursor;
    const length = textEnd - textStart;
    if (length === 1) return bytes[textStart]!;
    return length === 2 ? (bytes[textStart]! << 8) | bytes[textStart + 1]! : 0;
  }

  #streamField(kind: MessageKind, code: number, lane: DepthLane): void {
    const { cursor } = this;
    if (code === KEY.s) this.symbol = this.#symbol();
    else if (code === KEY.E) this.eventTime = cursor.integer();
    else if (code === KEY.T) this.tradeTime = cursor.integer();
    else if (code === KEY.ps) {
      this.hasPair = true;
      cursor.skip();
    } else if (kind === 'depth') this.#depthField(code, lane);
    else if (kind === 'trade') this.#tradeField(code);
    else this.#tickerField(code);
  }

  #depthField(code: number, lane: DepthLane): void {
    const { cursor } = this;
    if (code === KEY.U) this.firstId = cursor.integer();
    else if (code === KEY.u) this.lastId = cursor.integer();
    else if (code === KEY.pu) this.previousId = cursor.integer();
    else if (code === KEY.b) this.#bids(lane);
    else if (code === KEY.a) this.#asks(lane);
    else cursor.skip();
  }

  #tradeField(code: number): void {
    const { cursor } = this;
    if (code === KEY.t) this.tradeId = cursor.integer();
    else if (code === KEY.p) this.#decimal(this.price);
    else if (code === KEY.q) this.#decimal(this.quantity);
    else if (code === KEY.m) this.buyerIsMaker = cursor.boolean();
    else if (code === KEY.X) {
      cursor.string();
      this.execution = cursor.text();
    } else cursor.skip();
  }

  #tickerField(code: number): void {
    if (code === KEY.u) this.lastId = this.cursor.integer();
    else if (code === KEY.b) this.#decimal(this.bid);
    else if (code === KEY.B) this.#decimal(this.bidQuantity);
    else if (code === KEY.a) this.#decimal(this.ask);
    else if (code === KEY.A) this.#decimal(this.askQuantity);
    else this.cursor.skip();
  }

  #snapshotField(lane: DepthLane): void {
    const { cursor } = this;
    switch (cursor.text()) {
      case 'lastUpdateId':
        this.lastId = cursor.integer();
        break;
      case 'E':
        this.eventTime = cursor.integer();
        break;
      case 'T':
        this.tradeTime = cursor.integer();
        break;
      case 'symbol':
        this.symbol = this.#symbol();
        break;
      case 'pair':
        this.hasPair = true;
        cursor.skip();
        break;
      case 'bids':
        this.#bids(lane);
        break;
      case 'asks':
        this.#asks(lane);
        break;
      default:
        cursor.skip();
    }
  }

  #bids(lane: DepthLane): void {
    if (this.bidsRead) throw new JsonFault('the bids stand twice', this.cursor.at);
    this.bidsRead = true;
    this.#levels(lane, SIDE_BID);
    // The order of keys is no information: a message always gives the same rows.
    if (this.asksRead) lane.bidsFirst();
  }

  #asks(lane: DepthLane): void {
    if (this.asksRead) throw new JsonFault('the asks stand twice', this.cursor.at);
    this.asksRead = true;
    this.#levels(lane, SIDE_ASK);
  }

  /** `[["price","quantity"], …]`; further elements of a level (COIN-M had one) are passed over. */
  #levels(lane: DepthLane, side: number): void {
    const { cursor } = this;
    for (let more = cursor.openArray(); more; more = cursor.nextElement()) {
      if (!this.#compactLevel(lane)) this.#level(lane);
      lane.side.push(side);
    }
  }

  /** A level as venues write it, `["1.5","2"]`, in one pass; false, with nothing taken, when it is written otherwise. */
  #compactLevel(lane: DepthLane): boolean {
    const { cursor } = this;
    const { bytes, at, end } = cursor;
    const decimals = this.#decimals;
    if (bytes[at] !== OPEN_ARRAY || bytes[at + 1] !== QUOTE) return false;
    const priceEnd = decimals.scanTo(bytes, at + 2, end, QUOTE);
    const { mantissa: price, decimals: places } = decimals;
    if (priceEnd < 0 || price === 0) return false;
    if (bytes[priceEnd + 1] !== COMMA || bytes[priceEnd + 2] !== QUOTE) return false;
    const quantityEnd = decimals.scanTo(bytes, priceEnd + 3, end, QUOTE);
    if (quantityEnd < 0 || bytes[quantityEnd + 1] !== CLOSE_ARRAY || quantityEnd + 1 >= end)
      return false;
    if (!lane.price.push(price, places)) return false;
    if (!lane.quantity.push(decimals.mantissa, decimals.decimals)) {
      lane.price.truncate(lane.price.length - 1);
      return false;
    }
    cursor.at = quantityEnd + 2;
    return true;
  }

  #level(lane: DepthLane): void {
    const { cursor } = this;
    const decimals = this.#decimals;
    if (cursor.peek() !== OPEN_ARRAY || !cursor.openArray()) {
      throw new JsonFault('expected a level', cursor.at);
    }
    this.#scanDecimal();
    if (decimals.mantissa === 0) throw new JsonFault('a level at price zero', cursor.textStart);
    if (!lane.price.push(decimals.mantissa, decimals.decimals)) this.#tooLong();
    if (!cursor.nextElement()) throw new JsonFault('a level without quantity', cursor.at);
    this.#scanDecimal();
    if (!lane.quantity.push(decimals.mantissa, decimals.decimals)) this.#tooLong();
    while (cursor.nextElement()) cursor.skip();
  }

  #decimal(field: DecimalField): void {
    this.#scanDecimal();
    field.present = true;
    field.mantissa = this.#decimals.mantissa;
    field.decimals = this.#decimals.decimals;
  }

  #scanDecimal(): void {
    const { cursor } = this;
    if (cursor.peek() !== QUOTE) throw new JsonFault('expected a decimal in quotes', cursor.at);
    cursor.string();
    const { bytes, textStart, textEnd } = cursor;
    if (!this.#decimals.scan(bytes, textStart, textEnd)) {
      const found = excerpt(bytes.subarray(textStart, textEnd));
      throw new JsonFault(`not a plain, non-negative decimal: ${found}`, textStart);
    }
  }

  #tooLong(): never {
    const { bytes, textStart, textEnd } = this.cursor;
    const found = excerpt(bytes.subarray(textStart, textEnd));
    throw new JsonFault(`more digits than can be kept exactly: ${found}`, textStart);
  }

  /** One string object per symbol, not per message. */
  #symbol(): string {
    const { cursor } = this;
    cursor.string();
    if (!cursor.textIs(this.#symbolSeen)) this.#symbolSeen = cursor.text();
    return this.#symbolSeen;
  }
}
