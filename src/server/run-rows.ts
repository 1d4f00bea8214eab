/**
 * Orders and fills as the API shows them: the stored rows, with prices and quantities in decimals beside the integers.
 * Decimals are null where the instrument is not known.
 */
import { formatPrice, formatQuantity, type Instrument } from '../core/ground/instrument.js';
import type { Lots, Ticks } from '../core/ground/units.js';
import type { Fill } from '../report/schema/fill.js';
import type { OrderRow } from '../report/schema/order-row.js';

type Instruments = ReadonlyMap<string, Instrument>;

export function orderWithDecimals(row: OrderRow, instruments: Instruments) {
  const instrument = instruments.get(row.symbol);
  return {
    ...row,
    quantity: quantityText(instrument, row.quantityLots),
    filledQuantity: quantityText(instrument, row.filledLots),
    limitPrice: row.limitTicks === null ? null : priceText(instrument, row.limitTicks),
  };
}

export function fillWithDecimals(fill: Fill, instruments: Instruments) {
  const instrument = instruments.get(fill.symbol);
  return {
    ...fill,
    price: priceText(instrument, fill.priceTicks),
    quantity: quantityText(instrument, fill.quantityLots),
  };
}

const priceText = (instrument: Instrument | undefined, price: number): string | null =>
  instrument === undefined ? null : formatPrice(instrument, price as Ticks);

const quantityText = (instrument: Instrument | undefined, quantity: number): string | null =>
  instrument === undefined ? null : formatQuantity(instrument, quantity as Lots);
