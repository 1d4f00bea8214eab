/** F6: an eligible trade against resting orders: one pool, queue first, through the price. */
import { describe, expect, it } from 'vitest';
import { BOOK, FILL, Rig, type Row } from '../exchange/venue-rig.js';

describe('F6 eligible trade', () => {
  it('F6: a trade above our buy, or by a buyer, does nothing', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 100, 50], [11, 'bought', 99, 50]]);
    rig.buy(1, 'a', 99, 4);
    rig.to(11);
    expect(rig.fills).toEqual([]);
  });

  it('F6: at our price the queue is served first, then we are, up to the trade', () => {
    // Behind 10: sold 6 leaves 4 ahead; sold 6 serves 4, fills 2; sold 6 fills the last 2.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 6], [11, 'sold', 99, 6], [12, 'sold', 99, 6]]);
    rig.buy(1, 'a', 99, 4);
    rig.to(12);
    expect(rig.fills).toEqual(['a: 2@99 queue at 11', 'a: 2@99 queue at 12']);
    const [first] = rig.venue.truth.executions;
    expect(first).toMatchObject({ liquidity: 'maker', tapeRow: 6, aheadBefore: 4, aheadAfter: 0 });
  });

  it('F6: our own sell is the mirror', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 12]]);
    rig.sell(1, 's', 101, 4);
    rig.to(10);
    expect(rig.fills).toEqual(['s: 2@101 queue at 10']);
  });

  it("F6: one order's progress does not reduce what is left for the next", () => {
    // Both stand behind the same 10, not behind 20: sold 12 fills a with 2; for b left = 10, all progress.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 12], [11, 'sold', 99, 2]]);
    rig.buy(1, 'a', 99, 2);
    rig.buy(2, 'b', 99, 2);
    rig.to(11);
    expect(rig.fills).toEqual(['a: 2@99 queue at 10', 'b: 2@99 queue at 11']);
  });

  it('F7: no fill reaches a later own order while an earlier one there has no more before it', () => {
    // Sold 4: one goes to b at 100, three serve a's queue: 7. c comes with 10 - 4 = 6. Sold 9: a: 7 pass, 2 of 5 fill.
    // c: left 7, 6 pass; the last would be c's, but a waits with nothing before it. Sold 4: 3 to a, then 1 to c.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 4], [20, 'sold', 99, 9], [21, 'sold', 99, 4]]);
    rig.buy(1, 'a', 99, 5);
    rig.buy(2, 'b', 100, 1);
    rig.buy(11, 'c', 99, 5);
    rig.to(21);
    expect(rig.fills).toEqual([
      'b: 1@100 through at 10',
      'a: 2@99 queue at 20',
      'a: 3@99 queue at 21',
      'c: 1@99 queue at 21',
    ]);
  });

  it('F6: a trade through our price fills up to its quantity, one pool over all orders, best price first', () => {
    // 7 sold at 97: 100 gets 3, 99 gets min(5, 4) although 10 stood before it.
    const rig = new Rig([...BOOK, [10, 'sold', 97, 7]]);
    rig.buy(1, 'low', 99, 5);
    rig.buy(2, 'high', 100, 3);
    rig.to(10);
    expect(rig.fills).toEqual(['high: 3@100 through at 10', 'low: 4@99 through at 10']);
  });

  it('F6: after a print through it nothing is ahead of what is left of the order', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 98, 1], [11, 'sold', 99, 2]]);
    rig.buy(1, 'a', 99, 5);
    rig.to(11);
    expect(rig.fills).toEqual(['a: 1@99 through at 10', 'a: 2@99 queue at 11']);
  });

  it('F6: through full fills the whole order, and still uses up the pool', () => {
    // 3 sold at 98: the order at 100 fills 5 of 5; for 98 (at the print) 3 - 5 leaves nothing.
    const rig = new Rig([...BOOK, [5, 'bid', 98, 0], [200, 'sold', 98, 3]], {
      fill: { ...FILL, through: 'full' },
    });
    rig.buy(1, 'high', 100, 5);
    rig.buy(6, 'at', 98, 2);
    rig.to(200);
    expect(rig.fills).toEqual(['high: 5@100 through at 200']);
  });

  it('F6: an ineligible print matches nothing, consumes nothing, and is counted', () => {
    const rig = new Rig([...BOOK, [10, 'ineligible', 101, 10]]);
    rig.sell(1, 's', 101, 4);
    rig.market(11, 'm', 10);
    expect(rig.fills).toEqual(['m: 10@101 taker at 11']);
    expect(rig.venue.counters().ineligiblePrints).toBe(1);
  });

  it('F0: trades of an instant come before its book rows, both before our arrival', () => {
    // At 10 ms the level falls to 3 and 8 are sold: the order that arrives at 10 ms finds 3 - 8 -> 0 ahead (settle
    // keeps the trade), and is not filled by that trade.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 8], [10, 'bid', 99, 3], [20, 'sold', 99, 1]]);
    rig.buy(10, 'a', 99, 2);
    expect(rig.fills).toEqual([]);
    rig.to(20);
    expect(rig.fills).toEqual(['a: 1@99 queue at 20']);
  });

  it('hidden ignore: a print with our aggressor side is nothing to us; observed: its part beyond the display fills us', () => {
    // Our bid at 101: the 10 there are sold to a buyer first (A = 0), so it rests. Then a buyer prints 4 at 101 where
    // nothing is left displayed: four hidden lots were sold at our price.
    const rows: Row[] = [...BOOK, [10, 'bought', 101, 10], [20, 'bought', 101, 4]];
    const ignore = new Rig(rows);
    ignore.buy(11, 'a', 101, 3);
    expect(ignore.to(20).fills).toEqual([]);
    const observed = new Rig(rows, { fill: { ...FILL, hidden: 'observed' } });
    observed.buy(11, 'a', 101, 3);
    expect(observed.to(20).fills).toEqual(['a: 3@101 hidden at 20']);
  });

  it('F16: what a print gave our order on one side is not there for what is hidden on the other', () => {
    const rows: Row[] = [...BOOK, [10, 'bought', 101, 10], [20, 'bought', 101, 4]];
    const rig = new Rig(rows, { fill: { ...FILL, hidden: 'observed' } });
    rig.buy(11, 'a', 101, 3);
    rig.sell(12, 'b', 101, 3);
    expect(rig.to(20).fills).toEqual(['b: 3@101 queue at 20', 'a: 1@101 hidden at 20']);
  });
});
