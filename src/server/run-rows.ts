/**
 * Orders and fills as the API and the pages show them: the rows of the store with prices and quantities in decimals
 * beside the integers. Decimals are null where the instrument is not known.
 */
import { formatPrice, formatQuantity, type Instrument } from '../core/ground/instrument.js';
import type { Lots, Ticks } from '../core/ground/units.js';
import type { OrderRow } from '../store/stored-run.js';
import type { StoredFill } from '../store/results-store.js';

export interface OrderView extends OrderRow {
  readonly quantity: string | null;
  readonly filledQuantity: string | null;
  readonly limitPrice: string | null;
}

export interface FillView extends Omit<StoredFill, 'feeEstimated'> {
  readonly price: string | null;
  readonly quantity: string | null;
  readonly feeEstimated: boolean;
}

export function orderView(row: OrderRow, instruments: ReadonlyMap<string, Instrument>): OrderView {
  const instrument = instruments.get(row.symbol);
  return {
    ...row,
    quantity: quantityText(instrument, row.quantityLots),
    filledQuantity: quantityText(instrument, row.filledLots),
    limitPrice: row.limitTicks === null ? null : priceText(instrument, row.limitTicks),
  };
}

export function fillView(row: StoredFill, instruments: ReadonlyMap<string, Instrument>): FillView {
  const instrument = instruments.get(row.symbol);
  return {
    ...row,
    price: priceText(instrument, row.priceTicks),
    quantity: quantityText(instrument, row.quantityLots),
    feeEstimated: row.feeEstimated === 1,
  };
}

const priceText = (instrument: Instrument | undefined, price: number): string | null =>
  instrument === undefined ? null : formatPrice(instrument, price as Ticks);

const quantityText = (instrument: Instrument | undefined, quantity: number): string | null =>
  instrument === undefined ? null : formatQuantity(instrument, quantity as Lots);
