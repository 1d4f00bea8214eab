/**
 * The instruments traded at Alpaca, under whatever name it uses, and amounts of its text on their grid: what is off the grid is said, never
 * rounded. Pure.
 */
import {
  type GridProblem,
  type Instrument,
  parsePrice,
  parseQuantity,
} from '../../core/ground/instrument.js';
import type { Lots, Ticks } from '../../core/ground/units.js';
import { UnreadableError } from '../rest/fields.js';

export type AssetClass = 'us_equity' | 'crypto';

export interface ListedInstrument {
  readonly instrument: Instrument;
  /** As Alpaca lists it: a pair is "BTC/USD". */
  readonly symbol: string;
  readonly assetClass: AssetClass;
}

export class VenueInstruments {
  readonly all: readonly ListedInstrument[];
  readonly #byName: ReadonlyMap<string, ListedInstrument>;

  constructor(listed: readonly ListedInstrument[]) {
    this.all = listed;
    this.#byName = new Map(
      listed.flatMap((one) =>
        // A pair has been called "BTCUSD" in positions.
        [one.symbol.replace('/', ''), one.instrument.symbol, one.symbol].map((name) => [name, one]),
      ),
    );
  }

  /** By any of its names, ours among them; undefined for what is not traded here. */
  find(name: string): ListedInstrument | undefined {
    return this.#byName.get(name);
  }
}

const WORDS: Readonly<Record<GridProblem, string>> = {
  'not-a-decimal': 'is no number',
  'off-grid': 'is off the grid',
  'out-of-range': 'is out of range',
};

/** Errors of both: `UnreadableError`. */
export function ticksOf(instrument: Instrument, price: string, name: string): Ticks {
  const ticks = parsePrice(instrument, price);
  if (typeof ticks === 'number') return ticks;
  const { symbol, tickSize } = instrument;
  throw new UnreadableError(`${name} ${price} of ${symbol} ${WORDS[ticks]} of ${tickSize}`);
}

export function lotsOf(instrument: Instrument, quantity: string, name: string): Lots {
  const lots = parseQuantity(instrument, quantity);
  if (typeof lots === 'number') return lots;
  const { symbol, lotSize } = instrument;
  throw new UnreadableError(`${name} ${quantity} of ${symbol} ${WORDS[lots]} of ${lotSize}`);
}
