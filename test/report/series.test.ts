/** The chart's series: price, fills, position against schedule, thinned. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lots } from '../../src/core/ground/units.js';
import { buildSeries, thin } from '../../src/report/figures/series.js';
import { packIntegers, unpackIntegers } from '../../src/report/schema/packed-integers.js';
import { floatsOn, servedSeries } from '../../src/report/schema/stored-series.js';
import { formatDecimal, decimal } from '../../src/core/ground/decimal.js';
import { fourFills } from './support/four-fills.js';
import { HandMadeJournal, at, runOf, span } from './support/hand-made-journal.js';

describe('series of a run', () => {
  it('shows price, schedule, belief and truth as they stood', () => {
    const series = buildSeries(fourFills(), 100);
    const [parent] = series.parents;
    expect(servedSeries(series).prices[0]).toMatchObject({
      symbol: 'BTCUSDT',
      bid: [100.06, 100.1, 100.12, 100.08],
    });
    expect(parent?.scheduled).toEqual({
      atMicros: [0, 30_000, 60_000, 90_000, 99_010].map(at),
      quantity: [0.1, 0.2, 0.3, 0.4, 0.4],
    });
    expect(parent?.believed.atMicros).toEqual([50, 41_010, 62_060, 99_010].map(at));
    expect(parent?.actual).toEqual({
      atMicros: [20, 41_000, 60_400, 99_000, 99_010].map(at),
      quantity: [0.1, 0.2, 0.3, 0.4, 0.4],
    });
    expect(parent?.fills[2]).toEqual({
      name: 'P1/2.1',
      atMicros: at(60_400),
      knownAtMicros: at(62_060),
      price: 100.1,
      quantity: 0.1,
      liquidity: 'maker',
      cause: 'through',
      late: false,
    });
    expect(JSON.parse(JSON.stringify(series))).toEqual(series);
  });

  it('draws slices that never fell due at the plan’s spacing, remainder first', () => {
    const journal = new HandMadeJournal().received(0, 'a', {
      request: { quantity: lots(11) },
      plan: {
        slices: 3,
        baseQuantity: lots(3),
        remainder: 2,
        spacing: { kind: 'duration', duration: span(10) },
      },
      arrivalMidTwice: null,
    });
    const [parent] = buildSeries(runOf(journal, { endMs: 20 }), 100).parents;
    expect(parent?.scheduled).toEqual({
      atMicros: [at(0), at(0) + 3_333, at(0) + 6_666, at(20)],
      quantity: [0.004, 0.008, 0.011, 0.011],
    });
  });

  it('holds a plan of a million slices to the points asked for, and its sum', () => {
    const journal = new HandMadeJournal().received(0, 'a', {
      request: { quantity: lots(1_000_003) },
      plan: {
        slices: 1_000_000,
        baseQuantity: lots(1),
        remainder: 3,
        spacing: { kind: 'duration', duration: span(1_000) },
      },
      arrivalMidTwice: null,
    });
    const [parent] = buildSeries(runOf(journal, { endMs: 1_000 }), 50).parents;
    expect(parent!.scheduled.atMicros.length).toBeLessThanOrEqual(50);
    expect(parent!.scheduled.quantity.at(-1)).toBe(1_000.003);
  });

  it('thinning keeps the last row and the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.integer({ min: 1, max: 20 }),
        (rows, points) => {
          const kept = thin(rows, points);
          expect(kept.length).toBe(Math.min(rows.length, points));
          expect(kept.at(-1)).toBe(rows.at(-1));
        },
      ),
    );
  });

  it('a price on a grid is the double nearest to its decimal text', () => {
    const steps = fc.constantFrom('0.1', '0.01', '0.00001', '0.25', '5', '0.0000001', '12.5');
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 2 ** 40 }), (step, multiple) => {
        const grid = decimal(step);
        const text = formatDecimal({ ...grid, mantissa: grid.mantissa * BigInt(multiple) });
        expect(floatsOn(step)(multiple)).toBe(Number(text));
      }),
    );
  });

  it('a packed column is read back as it was', () => {
    const some = fc.oneof(
      fc.integer({ min: -200, max: 200 }),
      fc.integer({ min: 1 - 2 ** 52, max: 2 ** 52 - 1 }),
    );
    fc.assert(
      fc.property(fc.array(some), (column) => {
        const text = packIntegers(column);
        expect(unpackIntegers(text)).toEqual(column);
      }),
    );
    // Zigzag varints: 0, -1, 1, -64 and 63 take a byte each.
    expect(packIntegers([0, -1, 1, -64, 63])).toBe(
      Buffer.from([0, 1, 2, 127, 126]).toString('base64'),
    );
  });

  it('what is no packed column is not read as one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        const column = unpackIntegers(text);
        if (column !== null) expect(packIntegers(column)).toBe(text);
      }),
    );
    const endless = Buffer.alloc(400, 128).toString('base64');
    const tooLarge = Buffer.from([255, 255, 255, 255, 255, 255, 255, 31]).toString('base64');
    for (const text of ['gA==', 'AA', 'AA==x', `${endless}AA==`, tooLarge])
      expect(unpackIntegers(text), text).toBeNull();
    for (const value of [0.5, NaN, 2 ** 52])
      expect(() => packIntegers([value])).toThrow(/integers/);
  });
});
