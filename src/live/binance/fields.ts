/**
 * Fields of what the venue said, as the core counts them: prices in ticks, quantities in lots, times in microseconds. Nothing is rounded
 * here: what is missing, no number or off the grid is an error that names the field. Pure.
 */
import { type Instrument, parsePrice, parseQuantity } from '../../core/ground/instrument.js';
import { type EpochMicros, type Lots, MICROS_PER_MS, type Ticks } from '../../core/ground/units.js';
import { type VenueNanos, venueNanos } from '../../core/order/order.js';

/** A record of `parseNumbersAsText`. */
export type Fields = Readonly<Record<string, unknown>>;

/** The venue said something that cannot be read as it should be. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableError(`${what} is no record`);
  return value as Fields;
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnreadableError(`${what} is no list`);
  return value as readonly unknown[];
}

export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new UnreadableError(`${name} is missing`);
  return value;
}

const NUMBER = /^\d{1,20}$/;

/** The venue numbers its orders and trades; some beyond what a double holds. */
export function numberIn(fields: Fields, name: string): string {
  const text = textIn(fields, name);
  if (!NUMBER.test(text)) throw new UnreadableError(`${name} ${text} is no number`);
  return text;
}

/** Null where the venue leaves it out, says null or nothing. */
export function textOrNull(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
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
  const text = textIn(fields, name);
  if (!WHOLE.test(text)) throw new UnreadableError(`${name} ${text} is no time`);
  return microsOf(text, name);
}

function microsOf(text: string, name: string): EpochMicros {
  const micros = Number(text) * MICROS_PER_MS;
  if (!Number.isSafeInteger(micros)) throw new UnreadableError(`${name} ${text} is no time`);
  return micros as EpochMicros;
}

export const stampIn = (fields: Fields, name: string): VenueNanos =>
  venueNanos(timeIn(fields, name));

export const priceIn = (instrument: Instrument, fields: Fields, name: string): Ticks =>
  priceOf(instrument, textIn(fields, name), name);

export function priceOf(instrument: Instrument, text: string, name: string): Ticks {
  const price = parsePrice(instrument, text);
  if (typeof price !== 'string') return price;
  const grid = `the tick of ${instrument.symbol}, ${instrument.tickSize}`;
  throw new UnreadableError(`${name} ${text} is ${price} (${grid})`);
}

export const quantityIn = (instrument: Instrument, fields: Fields, name: string): Lots =>
  quantityOf(instrument, textIn(fields, name), name);

export function quantityOf(instrument: Instrument, text: string, name: string): Lots {
  const quantity = parseQuantity(instrument, text);
  if (typeof quantity !== 'string') return quantity;
  const grid = `the lot of ${instrument.symbol}, ${instrument.lotSize}`;
  throw new UnreadableError(`${name} ${text} is ${quantity} (${grid})`);
}
