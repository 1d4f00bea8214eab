/** A market of a scenario with its tape, and what the scenario says of it in the units of its instrument. Pure. */
import { type Instrument, parsePrice, parseQuantity } from '../core/ground/instrument.js';
import { InvariantError } from '../core/ground/invariant.js';
import type { Lots, Ticks } from '../core/ground/units.js';
import type { Tape } from '../sim/tape/tape.js';
import type { ScenarioListing } from './scenario/listings.js';

export interface OpenListing {
  readonly listing: ScenarioListing;
  readonly tape: Tape;
  readonly isFuture: boolean;
}

/** What a recording is of; a generated market is spot. */
export const isOfFuture = ({ venueKind }: Tape): boolean =>
  venueKind === 'usdm' || venueKind === 'coinm';

export function marketOf(markets: readonly OpenListing[], symbol: string | undefined): OpenListing {
  const found =
    symbol === undefined
      ? markets[0]
      : markets.find(({ listing }) => listing.instrument.symbol === symbol);
  if (found === undefined) throw new InvariantError(`unchecked symbol: ${symbol}`);
  return found;
}

export function lotsOf(instrument: Instrument, text: string): Lots {
  const quantity = parseQuantity(instrument, text);
  if (typeof quantity === 'string') throw new InvariantError(`unchecked quantity: ${text}`);
  return quantity;
}

export function ticksOf(instrument: Instrument, text: string): Ticks {
  const price = parsePrice(instrument, text);
  if (typeof price === 'string') throw new InvariantError(`unchecked price: ${text}`);
  return price;
}
