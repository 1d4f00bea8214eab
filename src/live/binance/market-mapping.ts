/**
 * What the venue says of its market: the book, the best prices, and what was traded in a day. A best price off the grid is an error, for
 * orders would be made by another grid than the venue's; deeper in the book it counts as the next one that is no better. Pure. Errors:
 * `UnreadableError`.
 */
import {
  type Decimal,
  addDecimal,
  decimal,
  divide,
  parseDecimal,
} from '../../core/ground/decimal.js';
import { type Instrument, roundQuantity } from '../../core/ground/instrument.js';
import { type EpochMicros, type Lots, MICROS_PER_MS } from '../../core/ground/units.js';
import type { DepthLevel, TopOfBook } from '../../core/order/outcome.js';
import { type Fields, UnreadableError, fieldsOf, listOf } from '../rest/fields.js';
import { nextPriceIn, priceIn, wholeLotsIn } from './fields.js';

export function depthOf(
  body: unknown,
  instrument: Instrument,
): { readonly bids: readonly DepthLevel[]; readonly asks: readonly DepthLevel[] } {
  const fields = fieldsOf(body, 'the book');
  const side = (name: string, worse: 'floor' | 'ceil'): readonly DepthLevel[] =>
    listOf(fields[name], name).flatMap((level) => {
      const [price, quantity] = listOf(level, 'a level');
      const at = nextPriceIn(instrument, { [name]: price }, name, worse);
      const lots = wholeLotsIn(instrument, { [name]: quantity }, name);
      return lots > 0 ? [{ price: at, quantity: lots }] : [];
    });
  return { bids: side('bids', 'floor'), asks: side('asks', 'ceil') };
}

/** The venue puts no time on it. */
export const bestOf = (
  event: Fields,
  instrument: Instrument,
): Omit<TopOfBook, 'venueTime' | 'deliveredAt'> => ({
  bid: priceIn(instrument, event, 'b'),
  bidQuantity: wholeLotsIn(instrument, event, 'B'),
  ask: priceIn(instrument, event, 'a'),
  askQuantity: wholeLotsIn(instrument, event, 'A'),
});

// Places in a row of klines.
const VOLUME = 5;
const CLOSE_TIME = 6;

/** Of the days that are over; null where there was none. */
export function dailyVolumeOf(
  body: unknown,
  instrument: Instrument,
  now: EpochMicros,
): Lots | null {
  let sum: Decimal = decimal('0');
  let days = 0;
  for (const row of listOf(body, 'the days')) {
    const cells = listOf(row, 'a day');
    const volume = parseDecimal(String(cells[VOLUME]));
    const closed = Number(cells[CLOSE_TIME]) * MICROS_PER_MS;
    if (volume === null || !Number.isSafeInteger(closed))
      throw new UnreadableError('a day without volume or end');
    if (closed >= now) continue;
    sum = addDecimal(sum, volume);
    days += 1;
  }
  if (days === 0) return null;
  const mean = { ...sum, mantissa: divide(sum.mantissa, BigInt(days), 'floor') };
  return roundQuantity(instrument, mean, 'floor');
}
