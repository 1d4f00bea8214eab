/**
 * Reads the lines of Tardis CSV files into a `Recording`, one file after the other. Level rows that share both times and
 * the snapshot flag are one depth message. Mutable: it follows the files.
 */
import { ROW_SELL } from '../../sim/tape/tape.js';
import { CsvFault, CsvRow } from '../csv-row.js';
import type { DecimalColumn } from '../columns.js';
import { excerpt } from '../data-error.js';
import {
  NO_ID,
  NO_TIME,
  type Recording,
  SIDE_ASK,
  SIDE_BID,
  TickerLane,
  type VenueKind,
} from '../recording.js';
import { RepeatedPrefix } from '../repeated-prefix.js';
import { checkedMicros } from '../venue-time.js';
import { type TardisColumns, type TardisKind, columnsOf } from './tardis-columns.js';

/** Tardis' names for the venues whose rules the simulated venue knows. */
const VENUES: ReadonlyMap<string, VenueKind> = new Map([
  ['binance', 'spot'],
  ['binance-futures', 'usdm'],
  ['binance-delivery', 'coinm'],
]);

const COMMA = 0x2c;
const LETTER_A = 0x61;
const BID_COMMA = Buffer.from('bid,');
const ASK_COMMA = Buffer.from('ask,');
const SIDE_BYTES = BID_COMMA.length;
/** Where `side` stands among the columns of a level file. */
const SIDE = 1;

export class TardisReader {
  readonly #recording: Recording;
  readonly #symbolGiven: boolean;
  #columns: TardisColumns | null = null;
  #row = new CsvRow(1);
  readonly #repeated = new RepeatedPrefix();
  #exchange: string | null = null;
  #line = 0;
  #time = NO_TIME;
  #received = NO_TIME;
  #venueTimeMax = 0;
  readonly #receivedByKind = new Map<TardisKind, number>();
  #open = { snapshot: false, time: NO_TIME, received: NO_TIME, line: 0 };

  constructor(recording: Recording, symbol: string | null) {
    this.#recording = recording;
    this.#symbolGiven = symbol !== null;
    recording.symbol = symbol;
  }

  startFile(): void {
    this.#columns = null;
    this.#venueTimeMax = 0;
    this.#repeated.forget();
  }

  endFile(): void {
    this.#closeMessage();
    if (this.#columns !== null) this.#receivedByKind.set(this.#columns.kind, this.#received);
  }

  read(bytes: Buffer, start: number, end: number, line: number): void {
    this.#line = line;
    if (start === end) {
      this.#recording.skip('blank-line');
      return;
    }
    try {
      if (this.#takeAlike(bytes, start, end)) return;
      if (this.#columns === null) this.#startColumns(bytes.toString('latin1', start, end));
      else this.#readRow(this.#columns, bytes, start, end);
    } catch (error) {
      if (!(error instanceof CsvFault)) throw error;
      throw this.#recording.fault(line, { what: error.message });
    }
  }

  #startColumns(header: string): void {
    const columns = columnsOf(header);
    if (columns === null) {
      throw new CsvFault(
        `not the header of incremental_book_L2, trades or quotes: ${excerpt(header)}`,
      );
    }
    this.#columns = columns;
    this.#row = new CsvRow(columns.count);
    this.#received = this.#receivedByKind.get(columns.kind) ?? NO_TIME;
  }

  #readRow(columns: TardisColumns, bytes: Buffer, start: number, end: number): void {
    this.#row.split(bytes, start, end, columns.count);
    this.#checkExchange(columns);
    this.#readTimes(columns);
    if (!this.#isWanted(columns)) this.#recording.skip('other-symbol');
    else if (columns.kind === 'levels') {
      this.#takeLevel(columns.own);
      if (columns.endsInLevel)
        this.#repeated.learn(bytes, start, this.#row.startOf(columns.own[SIDE]!));
    } else if (columns.kind === 'trades') this.#takeTrade(columns.own);
    else this.#takeQuote(columns.own);
  }

  #checkExchange({ exchange }: TardisColumns): void {
    if (this.#exchange !== null && this.#row.is(exchange, this.#exchange)) return;
    const name = this.#row.text(exchange);
    if (this.#exchange !== null) throw new CsvFault(`a second exchange, ${excerpt(name)}`);
    const venueKind = VENUES.get(name);
    if (venueKind === undefined) {
      throw new CsvFault(`exchange ${excerpt(name)} is none of ${[...VENUES.keys()].join(', ')}`);
    }
    this.#exchange = name;
    this.#recording.venueKind = venueKind;
  }

  #isWanted({ symbol }: TardisColumns): boolean {
    const recording = this.#recording;
    if (recording.symbol !== null && this.#row.is(symbol, recording.symbol)) return true;
    if (this.#symbolGiven) return false;
    const name = this.#row.text(symbol);
    if (recording.symbol !== null) {
      throw new CsvFault(`a second symbol, ${excerpt(name)}, after ${recording.symbol}`);
    }
    if (name === '') throw new CsvFault('no symbol');
    recording.symbol = name;
    return true;
  }

  #readTimes(columns: TardisColumns): void {
    const time = this.#row.integer(columns.time, 'timestamp');
    const received = this.#row.integer(columns.received, 'local_timestamp');
    if (checkedMicros(time) === null || checkedMicros(received) === null) {
      throw new CsvFault('a time that is not in microseconds since 1970');
    }
    if (received < this.#received) {
      throw new CsvFault(
        `local_timestamp goes back by ${(this.#received - received) / 1e6} s, and rows come in its order`,
      );
    }
    this.#time = time;
    this.#received = received;
  }

  /** Counted once a message: a message's rows share their time. */
  #countReversal(): void {
    if (this.#time < this.#venueTimeMax) this.#recording.timeReversals += 1;
    else this.#venueTimeMax = this.#time;
  }

  #takeLevel([snapshotAt, sideAt, priceAt, amountAt]: readonly number[]): void {
    const row = this.#row;
    const snapshot = row.is(snapshotAt!, 'true');
    if (!snapshot && !row.is(snapshotAt!, 'false'))
      throw new CsvFault('is_snapshot is neither true nor false');
    this.#continueMessage(snapshot);
    const { depth } = this.#recording;
    const isAsk = row.is(sideAt!, 'ask');
    if (!isAsk && !row.is(sideAt!, 'bid')) throw new CsvFault('side is neither bid nor ask');
    row.decimal(priceAt!, 'price');
    if (row.decimals.mantissa === 0) throw new CsvFault('a level at price zero');
    const { mantissa, decimals } = row.decimals;
    const priced = depth.price.push(mantissa, decimals);
    row.decimal(amountAt!, 'amount');
    const sized = depth.quantity.push(row.decimals.mantissa, row.decimals.decimals);
    if (!priced || !sized) throw new CsvFault('more digits than can be kept exactly');
    depth.side.push(isAsk ? SIDE_ASK : SIDE_BID);
  }

  /**
   * A level row that is like the one before up to `side,price,amount`, and so of the same message; false, with nothing
   * taken, when it is not or when anything about it is unusual.
   */
  #takeAlike(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#repeated.matches(bytes, start, end)) return false;
    const sideAt = start + this.#repeated.length;
    const priceAt = sideAt + SIDE_BYTES;
    const isAsk = bytes[sideAt] === LETTER_A;
    const word = isAsk ? ASK_COMMA : BID_COMMA;
    for (let i = 0; i < SIDE_BYTES; i += 1) if (bytes[sideAt + i] !== word[i]) return false;
    const { decimals } = this.#row;
    const amountAt = decimals.scanTo(bytes, priceAt, end, COMMA) + 1;
    const { mantissa: price, decimals: places } = decimals;
    if (amountAt <= 0 || price === 0 || !decimals.scan(bytes, amountAt, end)) return false;
    const { depth } = this.#recording;
    if (!depth.price.push(price, places)) return false;
    if (!depth.quantity.push(decimals.mantissa, decimals.decimals)) {
      depth.price.truncate(depth.price.length - 1);
      return false;
    }
    depth.side.push(isAsk ? SIDE_ASK : SIDE_BID);
    return true;
  }

  #continueMessage(snapshot: boolean): void {
    const open = this.#open;
    if (
      open.line > 0 &&
      open.snapshot === snapshot &&
      open.time === this.#time &&
      open.received === this.#received
    ) {
      return;
    }
    this.#closeMessage();
    this.#countReversal();
    this.#open = { snapshot, time: this.#time, received: this.#received, line: this.#line };
  }

  #closeMessage(): void {
    const { snapshot, time, received, line } = this.#open;
    if (line === 0) return;
    const ids = { firstId: NO_ID, lastId: NO_ID, previousId: NO_ID };
    this.#recording.depth.close({ snapshot, ...ids, time, received, line });
    this.#open = { snapshot: false, time: NO_TIME, received: NO_TIME, line: 0 };
  }

  /** Where the venue gives no time, Tardis repeats the time of receipt. */
  #takeQuote([askAmountAt, askAt, bidAt, bidAmountAt]: readonly number[]): void {
    const tickers = (this.#recording.tickers ??= new TickerLane());
    this.#takeSide(tickers.bid, tickers.bidQuantity, [bidAt!, bidAmountAt!]);
    this.#takeSide(tickers.ask, tickers.askQuantity, [askAt!, askAmountAt!]);
    tickers.id.push(NO_ID);
    tickers.time.push(this.#time === this.#received ? NO_TIME : this.#time);
    tickers.received.push(this.#received);
  }

  /** An empty side has empty fields. */
  #takeSide(
    prices: DecimalColumn,
    amounts: DecimalColumn,
    [priceAt, amountAt]: readonly [number, number],
  ): void {
    const row = this.#row;
    if (row.is(priceAt, '')) {
      prices.push(0, 0);
      amounts.push(0, 0);
      return;
    }
    row.decimal(priceAt, 'price');
    const priced = prices.push(row.decimals.mantissa, row.decimals.decimals);
    row.decimal(amountAt, 'amount');
    const sized = amounts.push(row.decimals.mantissa, row.decimals.decimals);
    if (!priced || !sized) throw new CsvFault('more digits than can be kept exactly');
  }

  #takeTrade([idAt, sideAt, priceAt, amountAt]: readonly number[]): void {
    const row = this.#row;
    const id = row.integer(idAt!, 'id');
    const sold = row.is(sideAt!, 'sell');
    if (!sold && !row.is(sideAt!, 'buy')) throw new CsvFault('side is neither buy nor sell');
    this.#countReversal();
    row.decimal(priceAt!, 'price');
    const { mantissa, decimals } = row.decimals;
    row.decimal(amountAt!, 'amount');
    if (mantissa === 0 || row.decimals.mantissa === 0) {
      this.#recording.skip('zero-print');
      return;
    }
    const { trades } = this.#recording;
    const kept =
      trades.price.push(mantissa, decimals) &&
      trades.quantity.push(row.decimals.mantissa, row.decimals.decimals);
    if (!kept) throw new CsvFault('more digits than can be kept exactly');
    trades.id.push(id);
    trades.time.push(this.#time);
    trades.received.push(this.#received);
    trades.line.push(this.#line);
    trades.flags.push(sold ? ROW_SELL : 0);
  }
}
