/** Whoever hears of a quote may stop the venue there: it goes no further than the end of that instant in any market. */
import { describe, expect, it } from 'vitest';
import type { QuoteSink } from '../../../src/sim/market/quote-sink.js';
import { L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import { BOOK, Rig, type Row, START, at } from './venue-rig.js';

const ROWS: readonly Row[] = [
  ...BOOK,
  [10, 'bid', 99, 11],
  [20, 'bid', 99, 12],
  [30, 'bid', 99, 13],
  [40, 'bid', 99, 14],
];

/** Venues of one and of several markets on the same tape, all interrupted as the quote of `ms` is told. */
function venueOf(symbols: readonly string[], ms: number, halted: readonly [number, number][] = []) {
  const { setup } = new Rig(ROWS);
  const [listing] = setup.listings;
  const seen: string[] = [];
  const ear = (symbol: string): QuoteSink => ({
    quote: (time) => {
      seen.push(`${symbol}${(time - START) / 1_000}`);
      if (symbol === symbols[0] && time === at(ms)) venue.interrupt();
    },
    none: () => undefined,
  });
  const venue: L2Venue = new L2Venue({
    ...setup,
    listings: symbols.map((symbol) => ({
      ...listing!,
      instrument: { ...listing!.instrument, symbol },
      quotes: [ear(symbol)],
      halts: halted.map(([from, to]) => ({ from: at(from), to: at(to), newOrders: 'refuse' })),
    })),
  });
  return { venue, seen };
}

describe('an interrupted venue', () => {
  it.each([
    { name: 'one market', symbols: ['A'], halted: [] },
    { name: 'several markets', symbols: ['B', 'A', 'C'], halted: [] },
    { name: 'a market in a halt', symbols: ['A'], halted: [[15, 35]] },
    { name: 'a market that reopens', symbols: ['A'], halted: [[5, 20]] },
  ] as const)('SIM-2: stops at the end of the instant and goes on from there: $name', (drawn) => {
    const { venue, seen } = venueOf(drawn.symbols, 20, drawn.halted as never);
    expect(venue.advance(at(35))).toBe(at(20));
    expect(seen.filter((text) => text.endsWith('20'))).toHaveLength(drawn.symbols.length);
    expect(seen.filter((text) => text.endsWith('30'))).toEqual([]);
    expect(venue.advance(at(35))).toBe(at(35));
    expect(seen.filter((text) => text.endsWith('30'))).toHaveLength(drawn.symbols.length);
    venue.interrupt();
    expect(venue.advance(at(50))).toBe(at(50));
  });
});
