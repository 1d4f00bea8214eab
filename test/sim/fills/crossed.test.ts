/** F8: the recorded market crosses a resting order, on tapes of a few rows worked out by hand. */
import { describe, expect, it } from 'vitest';
import { BOOK, Rig, type Row } from '../exchange/venue-rig.js';

describe('F8 the recorded book crosses us', () => {
  it('F8: a book at our price fills what is available there, as maker at our price', () => {
    const rig = new Rig([...BOOK, [10, 'ask', 100, 3]]);
    rig.buy(1, 'a', 100, 5);
    rig.to(10);
    expect(rig.fills).toEqual(['a: 3@100 crossed at 10']);
    expect(rig.venue.truth.executions[0]).toMatchObject({ liquidity: 'maker', tapeRow: 5 });
  });

  it('F8: one execution per order and instant over all crossing levels, and it is taken from them', () => {
    // Asks fall to 99 (2) and 100 (3): our bid at 100 fills 5 at 100 in one execution; a taker finds nothing below 101.
    const rows: Row[] = [...BOOK, [10, 'bid', 99, 0], [10, 'ask', 99, 2], [10, 'ask', 100, 3]];
    const rig = new Rig(rows);
    rig.buy(1, 'a', 100, 9);
    rig.market(11, 'm', 4);
    expect(rig.fills).toEqual(['a: 5@100 crossed at 10', 'm: 4@101 taker at 11']);
  });

  it('F8: best price first, then time; later orders get what is left', () => {
    const rig = new Rig([...BOOK, [10, 'bid', 99, 0], [10, 'ask', 99, 6]]);
    rig.buy(1, 'low', 99, 4);
    rig.buy(2, 'high1', 100, 2);
    rig.buy(3, 'high2', 100, 3);
    rig.to(10);
    expect(rig.fills).toEqual([
      'high1: 2@100 crossed at 10',
      'high2: 3@100 crossed at 10',
      'low: 1@99 crossed at 10',
    ]);
  });

  it('F8: each order begins where the one before stopped, inside a level too', () => {
    const rows: Row[] = [
      ...BOOK,
      [10, 'bid', 99, 0],
      [10, 'ask', 98, 3],
      [10, 'ask', 99, 3],
      [10, 'ask', 100, 3],
    ];
    const rig = new Rig(rows);
    rig.buy(1, 'a', 100, 2);
    rig.buy(2, 'b', 100, 2);
    rig.buy(3, 'c', 99, 4);
    rig.buy(4, 'd', 98, 9);
    rig.to(10);
    // a: 2 of 98; b: 1 of 98, 1 of 99; c: the 2 left at 99, and 100 is beyond its limit; d: nothing is left at 98.
    expect(rig.fills).toEqual([
      'a: 2@100 crossed at 10',
      'b: 2@100 crossed at 10',
      'c: 2@99 crossed at 10',
    ]);
  });

  it('F8: happens whether or not the best moved: when quantity is added at a crossing level', () => {
    const rig = new Rig([...BOOK, [10, 'ask', 100, 3], [200, 'ask', 100, 5]]);
    rig.buy(1, 'a', 100, 9);
    rig.to(200);
    // taken = min(3, 5): two are new.
    expect(rig.fills).toEqual(['a: 3@100 crossed at 10', 'a: 2@100 crossed at 200']);
  });

  it('F8: only after all rows of the instant', () => {
    // Inside one instant the ask shows up at 100 and is gone again: nobody was crossed.
    const rig = new Rig([...BOOK, [10, 'ask', 100, 3], [10, 'ask', 100, 0]]);
    rig.buy(1, 'a', 100, 5);
    rig.to(10);
    expect(rig.fills).toEqual([]);
  });

  it('F8: a sell is the mirror', () => {
    const rig = new Rig([...BOOK, [10, 'ask', 101, 0], [10, 'bid', 101, 2]]);
    rig.sell(1, 's', 100, 5);
    rig.to(10);
    expect(rig.fills).toEqual(['s: 2@100 crossed at 10']);
  });
});
