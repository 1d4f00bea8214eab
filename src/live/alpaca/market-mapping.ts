/** Alpaca's market data → ours: a quote, the levels of a book, the volume of days. Pure. */
import {
  type Decimal,
  decimal,
  divide,
  formatDecimal,
  rescale,
} from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type EpochMicros, type Lots, lots } from '../../core/ground/units.js';
import type { DepthLevel, TopOfBook } from '../../core/order/outcome.js';
import { type Fields, UnreadableError, fieldsOf, listOf, needAmount } from '../rest/fields.js';
import { microsIn } from './order-mapping.js';
import { lotsOf, ticksOf } from './venue-instruments.js';

/** As the stream's client names the fields of a quote; REST has `bp`, `bs`, `ap`, `as`, `t`. */
export interface QuoteFields {
  readonly bidPrice: string;
  readonly bidSize: string;
  readonly askPrice: string;
  readonly askSize: string;
}

/** Null where one side of the market is empty: Alpaca writes 0 for it. Errors: `UnreadableError`. */
export function topOf(
  quote: QuoteFields,
  venueTime: EpochMicros,
  instrument: Instrument,
): Omit<TopOfBook, 'deliveredAt'> | null {
  const bid = ticksOf(instrument, quote.bidPrice, 'bid');
  const ask = ticksOf(instrument, quote.askPrice, 'ask');
  if (bid <= 0 || ask <= 0) return null;
  return {
    bid,
    bidQuantity: lotsOf(instrument, quote.bidSize, 'bid size'),
    ask,
    askQuantity: lotsOf(instrument, quote.askSize, 'ask size'),
    venueTime,
  };
}

export interface Depth {
  readonly bids: readonly DepthLevel[];
  readonly asks: readonly DepthLevel[];
}

/** Of one symbol in a reply `{[name]: {SYMBOL: …}}`; a symbol without an entry has none. Errors: `UnreadableError`. */
export function entryOf(reply: unknown, name: string, symbol: string): unknown {
  const entries = fieldsOf(fieldsOf(reply, `the reply of ${name}`)[name] ?? {}, name);
  return entries[symbol] ?? null;
}

/** A quote is a book of one level. Errors: `UnreadableError`. */
export function depthOfQuote(entry: unknown, instrument: Instrument): Depth {
  if (entry === null) return { bids: [], asks: [] };
  const quote = fieldsOf(entry, 'a quote');
  return {
    bids: levelsOf([{ p: quote['bp'], s: quote['bs'] }], instrument, 1),
    asks: levelsOf([{ p: quote['ap'], s: quote['as'] }], instrument, 1),
  };
}

/** Errors: `UnreadableError`. */
export function depthOfBook(entry: unknown, instrument: Instrument, most: number): Depth {
  if (entry === null) return { bids: [], asks: [] };
  const book = fieldsOf(entry, 'an order book');
  return {
    bids: levelsOf(book['b'] ?? [], instrument, most),
    asks: levelsOf(book['a'] ?? [], instrument, most),
  };
}

/** Best first, as Alpaca lists them; what is empty is no level. */
const levelsOf = (side: unknown, instrument: Instrument, most: number): readonly DepthLevel[] =>
  listOf(side, 'a side of a book')
    .map((level) => levelOf(fieldsOf(level, 'a level'), instrument))
    .filter(({ price, quantity }) => price > 0 && quantity > 0)
    .slice(0, most);

const levelOf = (level: Fields, instrument: Instrument): DepthLevel => ({
  price: ticksOf(instrument, needAmount(level, 'p'), 'price'),
  quantity: lotsOf(instrument, needAmount(level, 's'), 'size'),
});

interface Day {
  readonly begins: EpochMicros;
  readonly volume: string;
}

/**
 * The mean volume of the last `days` days that are over, rounded down to a lot; null where there is none. A day in the reply is over
 * when another one came after it. Errors: `UnreadableError`.
 */
export function averageVolume(entry: unknown, instrument: Instrument, days: number): Lots | null {
  if (entry === null) return null;
  const bars = listOf(entry, 'the bars').map((bar) => dayOf(fieldsOf(bar, 'a bar')));
  const sorted = bars.sort((a, b) => a.begins - b.begins);
  const over = sorted.slice(0, -1).slice(-days);
  return over.length === 0 ? null : wholeLots(instrument, meanOf(over));
}

function dayOf(bar: Fields): Day {
  const begins = microsIn(bar, 't');
  if (begins === null) throw new UnreadableError('t of a bar is no time');
  return { begins, volume: needAmount(bar, 'v') };
}

/** Exact to the digits kept, which are more than any lot has. */
const DIGITS = 12;

function wholeLots({ symbol, lotSize }: Instrument, mean: Decimal): Lots {
  const lot = decimal(lotSize);
  const scale = Math.max(lot.scale, mean.scale);
  const whole = Number(
    divide(rescale(mean, scale, 'floor'), rescale(lot, scale, 'floor'), 'floor'),
  );
  if (Number.isSafeInteger(whole)) return lots(whole);
  throw new UnreadableError(`a volume of ${formatDecimal(mean)} ${symbol} is out of range`);
}

function meanOf(days: readonly Day[]): Decimal {
  const sum = days.reduce((all, { volume }) => all + rescale(decimal(volume), DIGITS, 'floor'), 0n);
  return { mantissa: sum / BigInt(days.length), scale: DIGITS };
}
