/** The instrument as a strategy has it: its grid, and the way from ticks and lots to decimal text and back. */
import {
  type Instrument,
  formatPrice,
  formatQuantity,
  parsePrice,
  parseQuantity,
} from '../ground/instrument.js';
import type { TopOfBook } from '../order/outcome.js';
import type { Lots, Ticks } from '../ground/units.js';

/** The instrument's own fields (symbol, tickSize, lotSize, minNotional …), and its numbers as text. */
export interface StrategyInstrument extends Instrument {
  priceText(price: Ticks): string;
  quantityText(quantity: Lots): string;
  /** Throws for text that is no decimal or lies off the grid. */
  ticksOf(price: string): Ticks;
  lotsOf(quantity: string): Lots;
}

/** The top of the book in ticks and lots, and the same as decimal text. */
export interface StrategyQuote extends TopOfBook {
  readonly symbol: string;
  readonly bidPrice: string;
  readonly bidSize: string;
  readonly askPrice: string;
  readonly askSize: string;
}

export const strategyInstrument = (instrument: Instrument): StrategyInstrument => ({
  ...instrument,
  priceText: (price) => formatPrice(instrument, price),
  quantityText: (quantity) => formatQuantity(instrument, quantity),
  ticksOf: (text) => {
    const price = parsePrice(instrument, text);
    if (typeof price === 'string') throw offGrid(text, `ticks of ${instrument.tickSize}`);
    return price;
  },
  lotsOf: (text) => {
    const quantity = parseQuantity(instrument, text);
    if (typeof quantity === 'string') throw offGrid(text, `lots of ${instrument.lotSize}`);
    return quantity;
  },
});

const offGrid = (text: string, grid: string): Error =>
  new RangeError(`"${text}" is not a decimal number in whole ${grid}`);

export const withText = (instrument: Instrument, quote: TopOfBook): StrategyQuote => ({
  ...quote,
  symbol: instrument.symbol,
  bidPrice: formatPrice(instrument, quote.bid),
  bidSize: formatQuantity(instrument, quote.bidQuantity),
  askPrice: formatPrice(instrument, quote.ask),
  askSize: formatQuantity(instrument, quote.askQuantity),
});
