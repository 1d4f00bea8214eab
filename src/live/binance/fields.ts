/**
 * Fields of what the venue said, as the core counts them: prices in ticks, quantities in lots, times in microseconds. Nothing that is
 * ours is rounded: what is missing, no number or off the grid is an error that names the field. Pure. Errors: `UnreadableError`.
 */
import { decimal } from '../../core/ground/decimal.js';
import {
  type Instrument,
  parsePrice,
  parseQuantity,
  roundPrice,
  roundQuantity,
} from '../../core/ground/instrument.js';
import { type EpochMicros, type Lots, MICROS_PER_MS, type Ticks } from '../../core/ground/units.js';
import { type VenueNanos, venueNanos } from '../../core/order/order.js';
import { type Fields, UnreadableError, needAmount, needText } from '../rest/fields.js';

const NUMBER = /^\d{1,20}$/;

/** The venue numbers its orders and trades; some beyond what a double holds. */
export function numberIn(fields: Fields, name: string): string {
  const text = needText(fields, name);
  if (!NUMBER.test(text)) throw new UnreadableError(`${name} ${text} is no number`);
  return text;
}

/** `read` where the venue says something there; null where it says nothing. */
export const orNull = <T>(fields: Fields, name: string, read: (name: string) => T): T | null =>
  fields[name] === undefined || fields[name] === null ? null : read(name);

export const truthIn = (fields: Fields, name: string): boolean | null => {
  const value = fields[name];
  return typeof value === 'boolean' ? value : null;
};

const WHOLE = /^\d{1,15}$/;

/** The venue speaks in milliseconds. */
export function timeIn(fields: Fields, name: string): EpochMicros {
  const text = needText(fields, name);
  const micros = WHOLE.test(text) ? Number(text) * MICROS_PER_MS : NaN;
  if (!Number.isSafeInteger(micros)) throw new UnreadableError(`${name} ${text} is no time`);
  return micros as EpochMicros;
}

export const stampIn = (fields: Fields, name: string): VenueNanos =>
  venueNanos(timeIn(fields, name));

export function priceIn(instrument: Instrument, fields: Fields, name: string): Ticks {
  const text = needAmount(fields, name);
  const price = parsePrice(instrument, text);
  if (typeof price !== 'string') return price;
  const grid = `the tick of ${instrument.symbol}, ${instrument.tickSize}`;
  throw new UnreadableError(`${name} ${text} is ${price} (${grid})`);
}

export function quantityIn(instrument: Instrument, fields: Fields, name: string): Lots {
  const text = needAmount(fields, name);
  const quantity = parseQuantity(instrument, text);
  if (typeof quantity !== 'string') return quantity;
  const grid = `the lot of ${instrument.symbol}, ${instrument.lotSize}`;
  throw new UnreadableError(`${name} ${text} is ${quantity} (${grid})`);
}

// Of orders that are not ours, some rest from a time when the grid was finer.

/** What of it is less than a lot cannot be traded with. */
export const wholeLotsIn = (instrument: Instrument, fields: Fields, name: string): Lots =>
  roundQuantity(instrument, decimal(needAmount(fields, name)), 'floor');

/** `worse`: the direction in which it is no better a price than it is. */
export const nextPriceIn = (
  instrument: Instrument,
  fields: Fields,
  name: string,
  worse: 'floor' | 'ceil',
): Ticks => roundPrice(instrument, decimal(needAmount(fields, name)), worse);
