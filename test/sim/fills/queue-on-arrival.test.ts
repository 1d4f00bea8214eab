/** F5: where an order joins the queue, and when nothing is known of its level. */
import type { PriceQuanta } from '../../../src/core/ground/units.js';
import { describe, expect, it } from 'vitest';
import type { TruthEntry } from '../../../src/core/order/truth.js';
import { BOOK, FILL, Rig, type Row } from '../exchange/venue-rig.js';

/** The queue the ledger says an order found: a number, or null where it is unknown. */
const aheadOf = (rig: Rig, id: string): number | null | undefined => {
  const entry = rig.venue.truth.entries.find(
    (one: TruthEntry) => one.kind === 'accepted' && one.clientOrderId === id,
  );
  return entry?.kind === 'accepted' ? entry.ahead : undefined;
};

describe('F5 queue on arrival', () => {
  it('F5: ahead is what the tape shows less what traded since, 0 inside the spread', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 99, 4]]);
    rig.buy(1, 'a', 99, 1);
    rig.buy(1, 'b', 100, 1);
    rig.buy(11, 'c', 99, 1);
    expect(['a', 'b', 'c'].map((id) => aheadOf(rig, id))).toEqual([10, 0, 6]);
  });

  it('F5: a known price that shows nothing has no queue, one beyond the snapshot has an unknown one', () => {
    // The snapshot reaches down to 95; 96 is inside it and empty, 94 outside.
    const rig = new Rig(BOOK, {
      header: { snapshotWorst: { bid: 95 as PriceQuanta, ask: 105 as PriceQuanta } },
    });
    rig.buy(1, 'known', 96, 1);
    rig.buy(1, 'unknown', 94, 1);
    expect([aheadOf(rig, 'known'), aheadOf(rig, 'unknown')]).toEqual([0, null]);
    expect(rig.venue.counters().beyondDepth).toBe(1);
  });

  it('F5: a price beyond the snapshot stays unknown when all that was known above it has gone', () => {
    // 90 is named, 98 and 99 go: 95 is better than the best bid there is, but nobody ever showed 91 to 97.
    const rows: Row[] = [...BOOK, [10, 'bid', 90, 7], [11, 'bid', 99, 0], [11, 'bid', 98, 0]];
    const rig = new Rig(rows);
    rig.buy(12, 'a', 95, 1);
    rig.buy(12, 'b', 98, 1);
    expect([aheadOf(rig, 'a'), aheadOf(rig, 'b')]).toEqual([null, 0]);
  });

  it('F5: a price outside the snapshot is known once a row has named it', () => {
    const rig = new Rig([...BOOK, [10, 'bid', 90, 7], [20, 'bid', 90, 0]]);
    rig.buy(11, 'a', 90, 1);
    rig.buy(21, 'b', 90, 1);
    expect([aheadOf(rig, 'a'), aheadOf(rig, 'b')]).toEqual([7, 0]);
  });

  it('F5: an unknown order does not fill at its price until a row reports it', () => {
    // 97 unknown. Sold 50 at 97 at 10 ms: no fill. Row 97 = 3 at 20 ms: ahead 3. Sold 5 at 97: 3 to the queue, 2 to us.
    const rig = new Rig([...BOOK, [10, 'sold', 97, 50], [20, 'bid', 97, 3], [200, 'sold', 97, 5]]);
    rig.buy(1, 'u', 97, 4);
    rig.to(200);
    expect(rig.fills).toEqual(['u: 2@97 queue at 200']);
  });

  it('F5: a print through an unknown order makes its queue 0 and fills it', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 96, 3], [20, 'sold', 97, 1]]);
    rig.buy(1, 'u', 97, 5);
    rig.to(20);
    expect(rig.fills).toEqual(['u: 3@97 through at 10', 'u: 1@97 queue at 20']);
  });

  it('F5: the opposite best through an unknown price fills it by F8, the opposite best at it does not', () => {
    const emptied: Row[] = [
      [10, 'bid', 99, 0],
      [10, 'bid', 98, 0],
      [10, 'ask', 101, 0],
      [10, 'ask', 102, 0],
    ];
    const atPrice = new Rig([...BOOK, ...emptied, [10, 'ask', 97, 3]]);
    atPrice.buy(1, 'u', 97, 5);
    atPrice.to(10);
    expect(atPrice.fills).toEqual([]);
    const through = new Rig([...BOOK, ...emptied, [10, 'ask', 96, 3]]);
    through.buy(1, 'u', 97, 5);
    through.to(10);
    expect(through.fills).toEqual(['u: 3@97 crossed at 10']);
  });

  it('F5: own earlier orders at the price are served first', () => {
    // Both behind the market's 10. Sold 13: 10 to the queue, then 3 of the pool, all to a.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 13], [11, 'sold', 99, 3]]);
    rig.buy(1, 'a', 99, 4);
    rig.buy(1, 'b', 99, 4);
    rig.to(11);
    expect(rig.fills).toEqual([
      'a: 3@99 queue at 10',
      'a: 1@99 queue at 11',
      'b: 2@99 queue at 11',
    ]);
  });

  it('F5: own orders never match each other; the crossing is counted', () => {
    const rig = new Rig(BOOK);
    rig.sell(1, 's', 100, 2);
    rig.buy(2, 'b', 100, 2);
    expect(rig.fills).toEqual([]);
    expect(rig.venue.counters().ownCrossings).toBe(1);
  });

  it('F5: a replace that only lowers the quantity keeps queue and priority', () => {
    // a and b behind 10. a shrinks to 2 in place: sold 11 gives 10 to the queue and 1 to a2; sold 2: 1 each.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 11], [11, 'sold', 99, 2]]);
    rig.buy(1, 'a', 99, 4);
    rig.buy(1, 'b', 99, 4);
    expect(rig.replace(2, 'a', { id: 'a2', quantity: 2 })).toMatchObject({ kind: 'accepted' });
    rig.to(11);
    expect(rig.fills).toEqual([
      'a2: 1@99 queue at 10',
      'a2: 1@99 queue at 11',
      'b: 1@99 queue at 11',
    ]);
    expect(rig.status('a')).toBe('replaced 0/4');
  });

  it('F5: any other replace arrives anew: behind own later orders, with the queue of now', () => {
    // Between them the level grew to 30: b stands behind 10, a2 (more quantity) behind 30.
    const rig = new Rig([...BOOK, [5, 'bid', 99, 30], [200, 'sold', 99, 13]]);
    rig.buy(1, 'a', 99, 4);
    rig.buy(1, 'b', 99, 4);
    rig.replace(6, 'a', { id: 'a2', quantity: 5 });
    rig.to(200);
    expect(rig.fills).toEqual(['b: 3@99 queue at 200']);
  });

  it('F5: a replace to a marketable price takes', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 99, 4);
    rig.replace(2, 'a', { id: 'a2', quantity: 4, price: 101 });
    expect(rig.fills).toEqual(['a2: 4@101 taker at 2']);
  });

  it('F5: a replace sets the new total: leaves = total - filled, over the whole chain', () => {
    // a fills 3 of 10; total 8 leaves 5; a2 fills 1 more, total 6 leaves 2.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 13], [20, 'sold', 99, 1]]);
    rig.buy(1, 'a', 99, 10);
    rig.replace(11, 'a', { id: 'a2', quantity: 8 });
    expect(rig.status('a2')).toBe('accepted 0/5');
    rig.replace(21, 'a2', { id: 'a3', quantity: 6 });
    expect(rig.status('a3')).toBe('accepted 0/2');
    // Four are filled: a total of 4 leaves nothing.
    expect(rig.replace(22, 'a3', { id: 'a4', quantity: 4 })).toMatchObject({
      code: 'invalid-order',
    });
    expect(rig.status('a3')).toBe('accepted 0/2');
  });

  it('F5 F:CAN6: a cancel that arrives before its order finds nothing, and the order then lives', () => {
    const rig = new Rig(BOOK);
    expect(rig.cancel(1, 'a')).toMatchObject({ kind: 'rejected', code: 'order-not-found' });
    rig.buy(2, 'a', 99, 4);
    expect(rig.status('a')).toBe('accepted 0/4');
  });

  it('F5: the queue is rounded up to lots', () => {
    // 10 quanta to the lot, 15 quanta stand there: ahead is 2 lots = 20 quanta.
    const rows: Row[] = [
      [0, 'snapshot'],
      [0, 'bid', 99, 15],
      [0, 'ask', 101, 50],
      [10, 'sold', 99, 29],
    ];
    const rig = new Rig(rows, { header: { quantaPerLot: 10 } });
    rig.buy(1, 'a', 99, 3);
    expect(aheadOf(rig, 'a')).toBe(20);
    // 29 sold: 20 to the queue, 9 quanta are no whole lot.
    rig.to(10);
    expect(rig.fills).toEqual([]);
  });

  it('F7: model none never has a queue, known or not', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 97, 2]], {
      fill: { ...FILL, queue: { kind: 'none' } },
    });
    rig.buy(1, 'u', 97, 5);
    rig.to(10);
    expect(rig.fills).toEqual(['u: 2@97 queue at 10']);
  });
});

describe('F2 synchronisation', () => {
  const gap: readonly Row[] = [
    ...BOOK,
    [10, 'gap'],
    [20, 'sold', 99, 50],
    [30, 'snapshot'],
    [30, 'bid', 99, 4],
    [30, 'ask', 101, 10],
    [200, 'sold', 99, 6],
  ];

  it('F2: before the book opens and in a gap the venue is not open; cancels work', () => {
    const rig = new Rig(gap);
    rig.buy(1, 'a', 99, 4);
    expect(rig.buy(11, 'b', 99, 1)).toMatchObject({ kind: 'rejected', code: 'not-open' });
    expect(rig.replace(11, 'a', { id: 'a2', quantity: 2 })).toMatchObject({ code: 'not-open' });
    expect(rig.cancel(12, 'a')).toMatchObject({ kind: 'accepted', status: 'canceled' });
    const early = new Rig([
      [0, 'sold', 99, 1],
      [5, 'snapshot'],
      [5, 'bid', 99, 1],
    ]);
    expect(early.buy(1, 'e', 99, 1)).toMatchObject({ code: 'not-open' });
  });

  it('F2: in a gap orders freeze; afterwards the queue is min(ahead, new quantity)', () => {
    // The 50 sold in the gap do nothing. Resync: ahead = min(10, 4) = 4; sold 6: 4 to the queue, 2 to us.
    const rig = new Rig(gap);
    rig.buy(1, 'a', 99, 9);
    rig.to(200);
    expect(rig.fills).toEqual(['a: 2@99 queue at 200']);
    expect(rig.venue.counters().desynchronizedMicros).toBe(20_000);
  });

  it('F2: what was taken before a gap is remembered up to what the snapshot shows', () => {
    // Took 6 of 10 at 101. The snapshot shows 10 again: taken min(6, 10), 4 are left.
    const rig = new Rig(gap);
    rig.market(1, 'm', 6);
    rig.buy(31, 'i', 101, 9, { timeInForce: 'ioc' });
    expect(rig.fills[1]).toBe('i: 4@101 taker at 31');
  });

  it('F2: a snapshot is the row of every level: taken falls to what it shows', () => {
    // Took 6 of 10; the snapshot shows 3, so taken = 3; the row of 200 shows 10: 7 are new.
    const rows: Row[] = [
      ...BOOK,
      [10, 'snapshot'],
      [10, 'bid', 99, 4],
      [10, 'ask', 101, 3],
      [200, 'ask', 101, 10],
    ];
    const rig = new Rig(rows);
    rig.market(1, 'm', 6);
    rig.buy(201, 'i', 101, 20, { timeInForce: 'ioc' });
    expect(rig.fills[1]).toBe('i: 7@101 taker at 201');
  });
});
