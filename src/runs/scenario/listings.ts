/**
 * The instruments of a scenario, each with its market: those of `instruments:`, or the one that `instrument:` and `market:`
 * name. The first is what an order, a strategy or a fault means that names none.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { type InstrumentFields, instrumentOf } from './instrument.js';
import type { MarketFields } from './market-schema.js';
import type { Path } from './problem.js';
import type { Scenario } from './schema.js';

export interface ScenarioListing {
  readonly instrument: Instrument;
  readonly fields: InstrumentFields;
  readonly market: MarketFields;
  /** Where both stand in the file. */
  readonly path: Path;
  readonly marketPath: Path;
}

type Listed = Pick<Scenario, 'instrument' | 'market' | 'instruments'>;

/** At least one. */
export function listingsOf({
  instrument,
  market,
  instruments,
}: Listed): readonly ScenarioListing[] {
  if (instruments !== undefined) {
    return instruments.map(({ market: of, ...fields }, index) => ({
      instrument: instrumentOf(fields),
      fields,
      market: of,
      path: ['instruments', index],
      marketPath: ['instruments', index, 'market'],
    }));
  }
  // The schema demands one form or the other.
  if (instrument === undefined || market === undefined) return [];
  const path = ['instrument'];
  return [
    {
      instrument: instrumentOf(instrument),
      fields: instrument,
      market,
      path,
      marketPath: ['market'],
    },
  ];
}

/** The listing of a symbol, the first when none is named; undefined for one that is not listed. */
export function listingOf(
  scenario: Listed,
  symbol: string | undefined,
): ScenarioListing | undefined {
  const listings = listingsOf(scenario);
  return symbol === undefined
    ? listings[0]
    : listings.find(({ instrument }) => instrument.symbol === symbol);
}

/**
 * Whether random draws are by symbol, so that a further instrument moves no other's. The short form draws without: its
 * seeds give the runs they always gave.
 */
export const drawsBySymbol = ({ instruments }: Pick<Scenario, 'instruments'>): boolean =>
  instruments !== undefined;
