/** F3: what a level has left for a taker, on tapes of a few rows with the result worked out beside each. */
import { describe, expect, it } from 'vitest';
import type { Micros } from '../../../src/core/ground/units.js';
import { BOOK, FILL, Rig, type RigOptions, type Row } from '../exchange/venue-rig.js';

const withFill = (fill: Partial<typeof FILL>): RigOptions => ({ fill: { ...FILL, ...fill } });

describe('F3 available quantity', () => {
  it('F3: what traded at a level since its last row cannot be taken again', () => {
    // 101 shows 10, a buyer took 4 of them, the diff is still to come: 6 are left at 101, the rest comes from 102.
    const rig = new Rig([...BOOK, [10, 'bought', 101, 4]]);
    rig.market(11, 'm', 8);
    expect(rig.fills).toEqual(['m: 6@101 taker at 11', 'm: 2@102 taker at 11']);
  });

  it('F3: a print through a level empties it until its next row', () => {
    // The print at 102 took everything at 101, whatever the book still shows; 102 has 20 - 5.
    const rows: Row[] = [...BOOK, [10, 'bought', 102, 5]];
    const rig = new Rig(rows);
    rig.market(11, 'm', 30);
    expect(rig.fills).toEqual(['m: 15@102 taker at 11']);
    expect(rig.reason('m')).toBe('no-liquidity');
  });

  it('F3: the next row of an emptied level, older prints being settled, revives it', () => {
    // Row at 200 ms: print is 190 ms old, beyond settle (2 ms) and the guard (100 ms). 101 shows 7, all of it there.
    const rig = new Rig([...BOOK, [10, 'bought', 102, 5], [200, 'ask', 101, 7]]);
    rig.market(201, 'm', 30);
    expect(rig.fills).toEqual(['m: 7@101 taker at 201', 'm: 15@102 taker at 201']);
  });

  it('F3: a row clears only trades older than its time less settle', () => {
    // Trade at 10, row at 12 with settle 2 ms: 10 is not older than 10, so the 4 still count against the new 9.
    const late = new Rig([...BOOK, [10, 'bought', 101, 4], [12, 'ask', 101, 9]]);
    late.market(13, 'm', 30, { timeInForce: 'ioc' });
    expect(late.fills[0]).toBe('m: 5@101 taker at 13');
    // Row at 12.001: 10 is older than 10.001, the row knows.
    const settled = new Rig([...BOOK, [10, 'bought', 101, 4], [12.001, 'ask', 101, 9]]);
    settled.market(13, 'm', 30);
    expect(settled.fills[0]).toBe('m: 9@101 taker at 13');
  });

  it('F3: settle keeps trades of the window and clears older ones of the same level', () => {
    // Trades 3 at 5 ms and 4 at 11 ms; the row at 12 clears the first only: 9 - 4 = 5.
    const rig = new Rig([
      ...BOOK,
      [5, 'bought', 101, 3],
      [11, 'bought', 101, 4],
      [12, 'ask', 101, 9],
    ]);
    rig.market(13, 'm', 30);
    expect(rig.fills[0]).toBe('m: 5@101 taker at 13');
  });

  it('F3: a level that appears inside settle of a print through it is empty', () => {
    // 100.. was not displayed when a buyer printed 101 at 10; the ask 100 of 11 ms cannot know of it. (literal: the
    // 100 ms guard would say the same.)
    const rig = new Rig(
      [...BOOK, [10, 'bought', 101, 1], [11, 'ask', 100, 5]],
      withFill({ lateDiffs: 'literal' }),
    );
    rig.market(12, 'm', 30);
    expect(rig.fills[0]).toBe('m: 9@101 taker at 12');
  });

  it('F3: a late diff revives nothing better than the newest print of its last 100 ms', () => {
    // Print at 102 (10 ms); a diff at 60 ms still shows 101: late. At 110 ms exactly 100 ms: late. At 111: believed.
    const rows = (ms: number): Row[] => [...BOOK, [10, 'bought', 102, 5], [ms, 'ask', 101, 7]];
    for (const ms of [60, 110]) {
      const rig = new Rig(rows(ms));
      rig.market(ms + 1, 'm', 30);
      expect(rig.fills).toEqual([`m: 15@102 taker at ${ms + 1}`]);
      expect(rig.venue.counters().lateDiffs).toBe(1);
    }
    const believed = new Rig(rows(111));
    believed.market(112, 'm', 30);
    expect(believed.fills[0]).toBe('m: 7@101 taker at 112');
    expect(believed.venue.counters().lateDiffs).toBe(0);
  });

  it('F3: after quiet rows a print is minded as the first one was', () => {
    // Rows at 5 ms find no print to mind. The print at 10 and the late row at 60 still meet.
    const rows: Row[] = [
      ...BOOK,
      [5, 'bid', 98, 21],
      [6, 'bid', 98, 22],
      [10, 'bought', 102, 5],
      [60, 'ask', 100, 7],
    ];
    const rig = new Rig(rows);
    rig.market(61, 'm', 30);
    expect(rig.fills).toEqual(['m: 15@102 taker at 61']);
    expect(rig.venue.counters().lateDiffs).toBe(1);
  });

  it('F3: a revived level is emptied again by the next print through it', () => {
    // 103 printed at 10: 101 and 102 empty. The row of 200 revives 101. 102 printed at 210: 101 is empty again, 102
    // has had no row; 5 - 1 are left at 103.
    const rows: Row[] = [
      ...BOOK,
      [5, 'ask', 103, 5],
      [10, 'bought', 103, 1],
      [200, 'ask', 101, 7],
      [210, 'bought', 102, 1],
    ];
    const rig = new Rig(rows);
    rig.market(211, 'm', 30);
    expect(rig.fills).toEqual(['m: 4@103 taker at 211']);
  });

  it('F3: lateDiffs literal takes a late diff at its word and still counts it', () => {
    const rig = new Rig(
      [...BOOK, [10, 'bought', 102, 5], [60, 'ask', 101, 7]],
      withFill({ lateDiffs: 'literal' }),
    );
    rig.market(61, 'm', 30);
    expect(rig.fills[0]).toBe('m: 7@101 taker at 61');
    expect(rig.venue.counters().lateDiffs).toBe(1);
  });

  it('F3: a late diff triggers no F8', () => {
    // Own bid at 101 arrives after the print at 102 emptied 101. The late row shows 101 again: nothing to be crossed by.
    const rig = new Rig([...BOOK, [10, 'bought', 102, 20], [60, 'ask', 101, 7]]);
    rig.buy(20, 'b', 101, 5);
    rig.to(60);
    expect(rig.fills).toEqual([]);
    // `literal` believes it, so our bid is crossed.
    const literal = new Rig(
      [...BOOK, [10, 'bought', 102, 20], [60, 'ask', 101, 7]],
      withFill({ lateDiffs: 'literal' }),
    );
    literal.buy(20, 'b', 101, 5);
    literal.to(60);
    expect(literal.fills).toEqual(['b: 5@101 crossed at 60']);
  });

  it('F3: what our takers took is gone until new quantity comes; a smaller row caps it, an increase adds what is new', () => {
    // Took 6 of 10. Row 101 -> 8: taken = min(6, 8) = 6, A = 2. Row 101 -> 12: taken 6, A = 6.
    const rig = new Rig([...BOOK, [20, 'ask', 101, 8], [30, 'ask', 101, 12]]);
    rig.market(10, 'm1', 6);
    rig.buy(21, 'm2', 101, 9, { timeInForce: 'ioc' });
    // A = 2 taken: taken = 8; the row 12 leaves A = 4.
    rig.buy(31, 'm3', 101, 9, { timeInForce: 'ioc' });
    expect(rig.fills).toEqual([
      'm1: 6@101 taker at 10',
      'm2: 2@101 taker at 21',
      'm3: 4@101 taker at 31',
    ]);
  });

  it('F3: a level that is gone forgets what was taken', () => {
    const rig = new Rig([...BOOK, [20, 'ask', 101, 0], [30, 'ask', 101, 5]]);
    rig.market(10, 'm1', 6);
    rig.buy(31, 'm2', 101, 9, { timeInForce: 'ioc' });
    expect(rig.fills[1]).toBe('m2: 5@101 taker at 31');
  });

  it('F3: refill fresh-row gives a taken level back at its next row', () => {
    const rig = new Rig(
      [...BOOK, [20, 'ask', 101, 10]],
      withFill({ refill: { kind: 'fresh-row' } }),
    );
    rig.market(10, 'm1', 6);
    rig.buy(21, 'm2', 101, 20, { timeInForce: 'ioc' });
    expect(rig.fills[1]).toBe('m2: 10@101 taker at 21');
  });

  it('F3: refill half-life halves what was taken after each full half-life', () => {
    // Taken 7 at 10 ms, half-life 10 ms: 7 at 19.999, 3 at 20, 1 at 30, 0 at 40 (10 - taken is available).
    const refill = { kind: 'half-life', halfLife: 10_000 as Micros } as const;
    const left = (ms: number): string | undefined => {
      const rig = new Rig(BOOK, withFill({ refill }));
      rig.market(10, 'm1', 7);
      rig.buy(ms, 'm2', 101, 20, { timeInForce: 'ioc' });
      return rig.fills[1];
    };
    expect([19.999, 20, 30, 40].map((ms) => left(ms)?.split(' ')[1])).toEqual([
      '3@101',
      '7@101',
      '9@101',
      '10@101',
    ]);
  });

  it('F3, F7: refill half-life halves in whole lots, whatever the quantum', () => {
    // 10 quanta to the lot. Taken 5 of 10 lots; after a half-life 2.5 lots count, floored 2: 8 can be had.
    const rows: Row[] = [
      [0, 'snapshot'],
      [0, 'bid', 99, 100],
      [0, 'ask', 101, 100],
    ];
    const refill = { kind: 'half-life', halfLife: 10_000 as Micros } as const;
    const rig = new Rig(rows, { ...withFill({ refill }), header: { quantaPerLot: 10 } });
    rig.market(10, 'm1', 5);
    rig.buy(20, 'm2', 101, 20, { timeInForce: 'ioc' });
    expect(rig.fills[1]?.split(' ')[1]).toBe('8@101');
  });

  it('F3: dust is rounded down to lots for takers, and a level of dust alone is no best', () => {
    // 10 quanta to the lot: 101 holds 0.9 lots, 102 holds 2.5.
    const rows: Row[] = [
      [0, 'snapshot'],
      [0, 'bid', 99, 10],
      [0, 'ask', 101, 9],
      [0, 'ask', 102, 25],
    ];
    const rig = new Rig(rows, { header: { quantaPerLot: 10 } });
    rig.market(1, 'm', 5);
    expect(rig.fills).toEqual(['m: 2@102 taker at 1']);
  });

  it('a recorded level between ticks is refused: nothing could be executed there', () => {
    const rows: Row[] = [
      [0, 'snapshot'],
      [0, 'bid', 995, 10],
    ];
    expect(() => new Rig(rows, { header: { quantaPerTick: 10 } })).toThrow(/row 1.*tick grid/);
  });

  it('F3: sub-tick prints keep their price: through the level above, not at it', () => {
    // 10 price quanta to the tick: asks at ticks 101 (1010) and 102 (1020); a buyer printed 1015.
    const rows: Row[] = [
      [0, 'snapshot'],
      [0, 'bid', 990, 10],
      [0, 'ask', 1_010, 9],
      [0, 'ask', 1_020, 25],
      [10, 'bought', 1_015, 3],
    ];
    const rig = new Rig(rows, { header: { quantaPerTick: 10 } });
    rig.market(11, 'm', 5);
    expect(rig.fills).toEqual(['m: 5@102 taker at 11']);
  });
});
