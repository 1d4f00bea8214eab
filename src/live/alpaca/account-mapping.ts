/** What is held, and what time it is, in Alpaca's words → in ours. Pure. */
import { type EpochMicros, type Lots, lots } from '../../core/ground/units.js';
import type { PositionRow } from '../../core/order/outcome.js';
import { UnreadableError, fieldsOf, listOf, needAmount, needText } from '../rest/fields.js';
import { microsIn } from './order-mapping.js';
import { type VenueInstruments, lotsOf } from './venue-instruments.js';

/** Of what is traded here; what else the account holds is nobody's business. Errors: `UnreadableError`. */
export function positionsOf(reply: unknown, instruments: VenueInstruments): readonly PositionRow[] {
  return listOf(reply, 'the positions').flatMap((row) => {
    const position = fieldsOf(row, 'a position');
    const listed = instruments.find(needText(position, 'symbol'));
    if (listed === undefined) return [];
    const { instrument } = listed;
    const quantity = lotsOf(instrument, needAmount(position, 'qty'), 'qty');
    return [{ symbol: instrument.symbol, quantity: signed(quantity, needText(position, 'side')) }];
  });
}

/** A short one is told by its side, and most often by a sign as well. */
function signed(quantity: Lots, side: string): Lots {
  if (side === 'short') return lots(-Math.abs(quantity));
  if (side === 'long' && quantity >= 0) return quantity;
  throw new UnreadableError(`a position of ${quantity} lots is said to be "${side}"`);
}

/** Errors: `UnreadableError`. */
export function venueTimeOf(reply: unknown): EpochMicros {
  const time = microsIn(fieldsOf(reply, 'the clock'), 'timestamp');
  if (time === null) throw new UnreadableError('timestamp is no time');
  return time;
}
