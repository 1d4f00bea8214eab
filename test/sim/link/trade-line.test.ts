/** Prints as a feed delivers them: in order, late, lost, whose side; and the same to whoever watches, since when ever. */
import { describe, expect, it } from 'vitest';
import {
  type EpochMicros,
  type PriceQuanta,
  type Quanta,
  millis,
  plus,
} from '../../../src/core/ground/units.js';
import type { FeedLoss } from '../../../src/sim/fault/link-fault.js';
import { tradeLine } from '../../../src/sim/link/trade-line.js';
import { latencyModel } from '../../../src/sim/random/latency-model.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import {
  ROW_INELIGIBLE,
  ROW_LEVEL,
  ROW_SELL,
  ROW_SNAPSHOT,
  ROW_TRADE,
} from '../../../src/sim/tape/tape.js';
import { NOTHING, NO_PRICE, TapeBuilder } from '../../../src/sim/tape/tape-builder.js';

const START = 1_000_000 as EpochMicros;
const at = (ms: number): EpochMicros => plus(START, millis(ms));

type Row = readonly [ms: number, kind: number, price?: number, quantity?: number, delayMs?: number];

function tapeOf(...rows: readonly Row[]) {
  const builder = new TapeBuilder();
  builder.push(START, ROW_SNAPSHOT, NO_PRICE, NOTHING, 0);
  builder.push(START, ROW_LEVEL, 100 as PriceQuanta, 5 as Quanta, 0);
  for (const [ms, kind, price = 100, quantity = 5, delayMs = 0] of rows)
    builder.push(at(ms), kind, price as PriceQuanta, quantity as Quanta, delayMs * 1_000);
  return builder.finish({
    symbol: 'X',
    tickSize: '0.1',
    lotSize: '0.001',
    quantaPerTick: 1,
    quantaPerLot: 10,
    format: 'generated',
    venueKind: 'generated',
    hasReceiveClock: false,
    receivedOffsetMs: null,
    dustRows: 0,
    subTickPrints: 0,
    skipped: new Map(),
    snapshotWorst: null,
  });
}

const constant = () => ({ sample: () => millis(10) });
/** One that draws, the same each time. */
const drawn = () =>
  latencyModel(
    { kind: 'lognormal', median: millis(50), sigma: 0.5 },
    new RandomStreams(7).of('prints'),
  );

const watch = (
  rows: readonly Row[],
  { latency = constant, losses = [] as readonly FeedLoss[] } = {},
) => tradeLine({ tape: tapeOf(...rows), start: START, latency, losses });

const msOf = (micros_: number): number => (micros_ - START) / 1_000;

describe('the line of prints', () => {
  it('tells a print once it was delivered, with its side, its numbers and its text', () => {
    const read = watch([
      [5, ROW_TRADE, 101, 25],
      [7, ROW_TRADE | ROW_SELL, 100, 10, 3],
    ])(START);
    expect(read(at(14))).toEqual([]);
    expect(read(at(15))).toEqual([
      {
        symbol: 'X',
        side: 'buy',
        ticks: 101,
        lots: 2.5,
        priceText: '10.1',
        quantityText: '0.0025',
        venueTime: at(5),
        deliveredAt: at(15),
      },
    ]);
    expect(read(at(19))).toEqual([]);
    expect(read(at(20)).map(({ side, deliveredAt }) => [side, msOf(deliveredAt)])).toEqual([
      ['sell', 20],
    ]);
  });

  it('leaves out what is no trade of the market, and what stood before the run', () => {
    const read = watch([
      [0, ROW_TRADE],
      [1, ROW_TRADE | ROW_INELIGIBLE],
      [2, ROW_LEVEL],
      [3, ROW_TRADE],
    ])(START);
    expect(read(at(100)).map(({ venueTime }) => msOf(venueTime))).toEqual([3]);
  });

  it('keeps the order of one connection: what is held up holds up the rest', () => {
    const read = watch([
      [5, ROW_TRADE, 101, 1, 40],
      [6, ROW_TRADE, 102, 1],
    ])(START);
    expect(read(at(54))).toEqual([]);
    expect(read(at(55)).map(({ ticks, deliveredAt }) => [ticks, msOf(deliveredAt)])).toEqual([
      [101, 55],
      [102, 55],
    ]);
  });

  it('a loss takes what would be delivered in its time', () => {
    const loss: FeedLoss = { from: at(15), to: at(25), symbol: null, loses: () => true };
    const read = watch(
      [4, 5, 14, 15].map((ms) => [ms, ROW_TRADE] as const),
      { losses: [loss] },
    )(START);
    expect(read(at(100)).map(({ venueTime }) => msOf(venueTime))).toEqual([4, 15]);
  });

  it('who begins later is told what is on its way then, and nothing that was delivered', () => {
    const watched = watch([5, 20, 26].map((ms) => [ms, ROW_TRADE] as const));
    const read = watched(at(25));
    expect(read(at(100)).map(({ venueTime }) => msOf(venueTime))).toEqual([20, 26]);
  });

  it('a print is delivered at the same time to all, however many watch and since when', () => {
    const rows = Array.from({ length: 50 }, (_, index) => [10 * index + 1, ROW_TRADE] as const);
    const watched = watch(rows, { latency: drawn });
    const first = watched(START);
    const second = watched(START);
    const alone = watch(rows, { latency: drawn })(START)(at(10_000));
    const seen = first(at(300));
    const later = watched(at(300));
    expect([...seen, ...first(at(10_000))]).toEqual(alone);
    expect(second(at(10_000))).toEqual(alone);
    expect(later(at(10_000))).toEqual(alone.slice(seen.length));
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(alone.map(({ deliveredAt }) => deliveredAt)).size).toBeGreaterThan(5);
  });
});
