/**
 * Takes Binance stream messages into a `Recording`: which venue and symbol they are of, which of their clocks counts,
 * whether they are complete, and what is counted instead of taken. Mutable: it follows one stream.
 */
import { ROW_INELIGIBLE, ROW_SELL } from '../../sim/tape/tape.js';
import { NO_ID, NO_TIME, type Recording, TickerLane, type VenueKind } from '../recording.js';
import type { ReadingLimits } from '../reading-limits.js';
import { STEP_BACK_MAX_MICROS, microsOfStamp } from '../venue-time.js';
import { JsonFault } from './json-cursor.js';
import type { MessageKind, StreamMessage } from './stream-message.js';

export interface RawOptions {
  /** Only this symbol; others are counted and skipped. Null: there must be one only. */
  readonly symbol: string | null;
  readonly limits: ReadingLimits;
  /** Whether the venue's own best prices are taken, too; they are when left out. */
  readonly tickers?: boolean;
}

export class RawSink {
  readonly #recording: Recording;
  readonly #symbolWanted: string | null;
  readonly #takesTickers: boolean;
  #line = 0;
  #received = NO_TIME;
  #receivedMax = NO_TIME;
  #venueTimeMax = 0;
  #kind: VenueKind | null = null;

  constructor(recording: Recording, { symbol, tickers = true }: Omit<RawOptions, 'limits'>) {
    this.#recording = recording;
    this.#symbolWanted = symbol;
    this.#takesTickers = tickers;
    recording.symbol = symbol;
  }

  startLine(line: number, received: number): void {
    this.#line = line;
    if (received < this.#receivedMax - STEP_BACK_MAX_MICROS) {
      throw this.#recording.fault(line, {
        what: `the receive time goes back by ${(this.#receivedMax - received) / 1e6} s`,
        fix: 'Give the files in the order they were recorded',
      });
    }
    this.#received = received;
    this.#receivedMax = Math.max(received, this.#receivedMax);
  }

  /** Throws `JsonFault` or `DataError` on a message that cannot be taken. */
  take(kind: MessageKind, message: StreamMessage): void {
    if (!this.#isWanted(message.symbol)) {
      this.#recording.depth.discard();
      this.#recording.skip('other-symbol');
      return;
    }
    switch (kind) {
      case 'depth':
        this.#takeDiff(message);
        return;
      case 'trade':
        this.#takeTrade(message);
        return;
      case 'snapshot':
        this.#takeSnapshot(message);
        return;
      case 'ticker':
        if (this.#takesTickers) this.#takeTicker(message);
        else this.#recording.skip('ticker');
    }
  }

  /** A snapshot of spot or USD-M names no symbol: it is taken for the stream's own. */
  #isWanted(symbol: string): boolean {
    const recording = this.#recording;
    if (symbol === '' || symbol === recording.symbol) return true;
    if (this.#symbolWanted !== null) return false;
    if (recording.symbol !== null) {
      throw recording.fault(this.#line, {
        what: `a second symbol, ${symbol}, after ${recording.symbol}`,
        fix: 'Name the instrument to take one of them',
      });
    }
    recording.symbol = symbol;
    return true;
  }

  #takeDiff(message: StreamMessage): void {
    const { firstId, lastId, previousId } = message;
    require(message, firstId !== NO_ID &&
      lastId !== NO_ID &&
      firstId <= lastId, 'update ids U and u in order');
    require(message, message.bidsRead && message.asksRead, 'bids and asks');
    this.#setKind(message, previousId === NO_ID ? 'spot' : message.hasPair ? 'coinm' : 'usdm');
    const time = this.#venueTime(message);
    const { depth } = this.#recording;
    const [received, line] = [this.#received, this.#line];
    depth.close({ snapshot: false, firstId, lastId, previousId, time, received, line });
  }

  #takeSnapshot(message: StreamMessage): void {
    require(message, message.bidsRead && message.asksRead, 'bids and asks');
    const { lastId } = message;
    this.#recording.depth.close({
      snapshot: true,
      firstId: lastId,
      lastId,
      previousId: NO_ID,
      time: NO_TIME,
      received: this.#received,
      line: this.#line,
    });
  }

  #takeTrade(message: StreamMessage): void {
    const { tradeId, price, quantity, buyerIsMaker, execution } = message;
    require(message, tradeId !== NO_ID, 'trade id t');
    require(message, price.present && quantity.present, 'price and quantity');
    require(message, buyerIsMaker !== null, 'm, the side of the maker');
    const time = this.#venueTime(message);
    const recording = this.#recording;
    if (price.mantissa === 0 || quantity.mantissa === 0) {
      recording.skip('zero-print');
      return;
    }
    const { trades } = recording;
    const kept =
      trades.price.push(price.mantissa, price.decimals) &&
      trades.quantity.push(quantity.mantissa, quantity.decimals);
    require(message, kept, 'a price and quantity that can be kept exactly');
    const eligible = execution === '' || execution === 'MARKET';
    if (!eligible) recording.skip(`not-matched:${execution}`);
    trades.id.push(tradeId);
    trades.time.push(time);
    trades.received.push(this.#received);
    trades.line.push(this.#line);
    // The maker bought, so the aggressor sold.
    trades.flags.push((buyerIsMaker === true ? ROW_SELL : 0) | (eligible ? 0 : ROW_INELIGIBLE));
  }

  #takeTicker(message: StreamMessage): void {
    const { lastId, bid, bidQuantity, ask, askQuantity } = message;
    require(message, lastId !== NO_ID, 'update id u');
    require(message, bid.present && ask.present, 'best bid and ask');
    require(message, bidQuantity.present && askQuantity.present, 'quantities at the best');
    const tickers = (this.#recording.tickers ??= new TickerLane());
    const stamp = message.tradeTime;
    const time = stamp === NO_ID ? NO_TIME : microsOfStamp(stamp);
    if (time === null) throw new JsonFault(`${stamp} is no time of a market`, message.cursor.at);
    const kept =
      tickers.bid.push(bid.mantissa, bid.decimals) &&
      tickers.bidQuantity.push(bidQuantity.mantissa, bidQuantity.decimals) &&
      tickers.ask.push(ask.mantissa, ask.decimals) &&
      tickers.askQuantity.push(askQuantity.mantissa, askQuantity.decimals);
    require(message, kept, 'prices and quantities that can be kept exactly');
    tickers.id.push(lastId);
    tickers.time.push(time);
    tickers.received.push(this.#received);
  }

  #setKind(message: StreamMessage, kind: VenueKind): void {
    if (this.#kind === kind) return;
    require(message, this.#kind === null, `the fields of a ${String(this.#kind)} stream`);
    this.#kind = kind;
    this.#recording.venueKind = kind;
    this.#recording.rule = kind === 'spot' ? 'spot' : 'futures';
  }

  /** T where the stream has it, else E (F0). */
  #venueTime(message: StreamMessage): number {
    const stamp = message.tradeTime === NO_ID ? message.eventTime : message.tradeTime;
    require(message, stamp !== NO_ID, 'a time T or E');
    const time = microsOfStamp(stamp);
    if (time === null) throw new JsonFault(`${stamp} is no time of a market`, message.cursor.at);
    if (time < this.#venueTimeMax) this.#recording.timeReversals += 1;
    else this.#venueTimeMax = time;
    return time;
  }
}

function require(message: StreamMessage, holds: boolean, what: string): void {
  if (!holds) throw new JsonFault(`the message lacks ${what}`, message.cursor.at);
}
