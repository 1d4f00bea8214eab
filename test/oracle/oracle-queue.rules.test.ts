/**
 * The oracle itself, rule by rule: F5 to F7 (the queue of a resting order) and hidden prints.
 * Each tape is a few rows, its result worked out in the comment from the text of the fill rules. Times in microseconds,
 * prices in ticks, quantities in lots; settle is 1 ms unless said otherwise.
 */
import { describe, expect, it } from 'vitest';
import { BOOK, cancel, order, play, replace } from './play.js';
import { ask, bid, bought, ineligible, snapshotRow, sold } from './tape-builder.js';

describe('F5 queue on arrival', () => {
  it('F5: the queue is what is displayed less what traded since', () => {
    // 99 x 10, 4 sold before we come: ahead 6. Sold 8: 6 pass, we get 2.
    const tape = [BOOK, { time: 1_000, rows: [sold(99, 4)] }, { time: 5_000, rows: [sold(99, 8)] }];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy 5', { limit: 99 })] })).toEqual([
      '5000 a 2 @ 99 queue',
    ]);
  });

  it('F5: inside the spread there is no queue', () => {
    const tape = [BOOK, { time: 5_000, rows: [sold(100, 2)] }];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy 5', { limit: 100 })] })).toEqual([
      '5000 a 2 @ 100 queue',
    ]);
  });

  it('F5: beyond the snapshot nothing is known: no fill at the price until a row reports it', () => {
    // 96 is worse than the worst bid 97. Sold 96 at 5,000: nothing. Row 96 x 3: ahead 3. Sold 5: 3 pass, 2 for us.
    const tape = [
      BOOK,
      { time: 5_000, rows: [sold(96, 50)] },
      { time: 200_000, rows: [bid(96, 3)] },
      { time: 300_000, rows: [sold(96, 5)] },
    ];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy 5', { limit: 96 })] })).toEqual([
      '300000 a 2 @ 96 queue',
    ]);
  });

  it('F5: beyond the snapshot a print through the price, or the opposite best through it, ends the ignorance', () => {
    const requests = [order(2_000, 'a', 'buy 5', { limit: 96 })];
    const through = [
      BOOK,
      { time: 5_000, rows: [sold(95, 2)] },
      { time: 6_000, rows: [sold(96, 1)] },
    ];
    expect(play({ tape: through, requests })).toEqual([
      '5000 a 2 @ 96 through',
      '6000 a 1 @ 96 queue',
    ]);
    const passed = [
      BOOK,
      { time: 5_000, rows: [ask(95, 2)] },
      { time: 6_000, rows: [sold(96, 1)] },
    ];
    expect(play({ tape: passed, requests })).toEqual([
      '5000 a 2 @ 96 crossed',
      '6000 a 1 @ 96 queue',
    ]);
  });

  it('F5: beyond the snapshot an offer exactly at the price is not through it', () => {
    // Ask 96 x 2 stands at our unknown 96: no fill. Ask 95 x 2 is through it: ahead 0, both levels fill us.
    const tape = [BOOK, { time: 5_000, rows: [ask(96, 2)] }, { time: 6_000, rows: [ask(95, 2)] }];
    const requests = [order(2_000, 'a', 'buy 5', { limit: 96 })];
    expect(play({ tape, requests })).toEqual(['6000 a 4 @ 96 crossed']);
  });

  it('F5: beyond the snapshot stays unknown when all that was known above has gone', () => {
    // 97 was the worst bid shown; all of 99, 98, 97 go, 90 is reported. 95 is better than 90, yet never was shown.
    const gone = [bid(99, 0), bid(98, 0), bid(97, 0), bid(90, 5)];
    const tape = [BOOK, { time: 1_000, rows: gone }, { time: 5_000, rows: [sold(95, 9)] }];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy 5', { limit: 95 })] })).toEqual([]);
  });

  it('F5: our earlier order at a price is served first', () => {
    // ahead 10 each. Sold 14: a: 10 pass, 3 of 4 fill a. b: left = 14 - 3 = 11, 10 pass, 1.
    const tape = [BOOK, { time: 5_000, rows: [sold(99, 14)] }];
    const requests = [
      order(1_000, 'a', 'buy 3', { limit: 99 }),
      order(1_000, 'b', 'buy 3', { limit: 99 }),
    ];
    expect(play({ tape, requests })).toEqual(['5000 a 3 @ 99 queue', '5000 b 1 @ 99 queue']);
  });

  it('F5: our orders do not match each other', () => {
    const requests = [
      order(1_000, 'a', 'buy 3', { limit: 100 }),
      order(2_000, 'd', 'sell 3', { limit: 100 }),
    ];
    expect(play({ tape: [BOOK], requests })).toEqual([]);
  });

  it('F5: a replace keeps the queue only when quantity falls at the same price', () => {
    // 99 goes to 20 behind us. Sold 12: with the old queue of 10 two are ours, with a new one of 20 none.
    const tape = [
      BOOK,
      { time: 2_000, rows: [bid(99, 20)] },
      { time: 5_000, rows: [sold(99, 12)] },
    ];
    const submit = order(1_000, 'a', 'buy 5', { limit: 99 });
    const kept = [submit, replace(3_000, 'a', { id: 'b', quantity: 4 })];
    const equal = [submit, replace(3_000, 'a', { id: 'b', quantity: 5 })];
    const grown = [submit, replace(3_000, 'a', { id: 'b', quantity: 6, limit: 99 })];
    expect(play({ tape, requests: kept })).toEqual(['3000 a replaced', '5000 b 2 @ 99 queue']);
    expect(play({ tape, requests: equal })).toEqual(['3000 a replaced']);
    expect(play({ tape, requests: grown })).toEqual(['3000 a replaced']);
  });

  it('F5: a replace sets the total: what was filled counts against it', () => {
    // 2 of 5 filled at 100. New total 3 leaves 1.
    const tape = [
      BOOK,
      { time: 2_000, rows: [sold(100, 2)] },
      { time: 5_000, rows: [sold(100, 9)] },
    ];
    const requests = [
      order(1_000, 'a', 'buy 5', { limit: 100 }),
      replace(3_000, 'a', { id: 'b', quantity: 3 }),
    ];
    expect(play({ tape, requests })).toEqual([
      '2000 a 2 @ 100 queue',
      '3000 a replaced',
      '5000 b 1 @ 100 queue',
    ]);
  });

  it('F5: a replace to what is filled, or below, is refused and the order lives', () => {
    // 2 of 5 filled at 100, then the rest.
    const tape = [
      BOOK,
      { time: 2_000, rows: [sold(100, 2)] },
      { time: 5_000, rows: [sold(100, 9)] },
    ];
    const requests = [
      order(1_000, 'a', 'buy 5', { limit: 100 }),
      replace(3_000, 'a', { id: 'b', quantity: 2 }),
      replace(4_000, 'a', { id: 'c', quantity: 1 }),
    ];
    expect(play({ tape, requests })).toEqual([
      '2000 a 2 @ 100 queue',
      '3000 b replace-rejected invalid-order',
      '4000 c replace-rejected invalid-order',
      '5000 a 3 @ 100 queue',
    ]);
  });

  it('F5: a replaced price arrives anew and takes what it meets', () => {
    const requests = [
      order(1_000, 'a', 'buy 5', { limit: 99 }),
      replace(3_000, 'a', { id: 'b', quantity: 5, limit: 101 }),
    ];
    expect(play({ tape: [BOOK], requests })).toEqual(['3000 a replaced', '3000 b 5 @ 101 taker']);
  });

  it('F5: a cancel that arrives before its order finds nothing, and the order lives', () => {
    const tape = [BOOK, { time: 5_000, rows: [sold(100, 2)] }];
    const requests = [cancel(1_000, 'a'), order(1_000, 'a', 'buy 5', { limit: 100 })];
    expect(play({ tape, requests })).toEqual(['5000 a 2 @ 100 queue']);
  });
});

describe('F6 eligible trades', () => {
  const resting = [
    order(1_000, 'a', 'buy 4', { limit: 100 }),
    order(1_000, 'b', 'buy 4', { limit: 99 }),
    order(1_000, 'c', 'buy 4', { limit: 98 }),
  ];

  it('F6: one pool over all our orders, dearest first; a trade above our price is nothing', () => {
    // Sold 6 at 99. a (100): through, 4. b (99): left 2, all of it passes into its queue of 10. c: 98 < 99, nothing.
    // A seller at 99 again, 9: b: queue 8 passes, 1 is ours.
    const tape = [BOOK, { time: 5_000, rows: [sold(99, 6)] }, { time: 6_000, rows: [sold(99, 9)] }];
    expect(play({ tape, requests: resting })).toEqual([
      '5000 a 4 @ 100 through',
      '6000 b 1 @ 99 queue',
    ]);
  });

  it('F6: through = full fills all that was passed, but the pool still shrinks by it', () => {
    // Sold 1 at 98: a and b were passed and fill whole (8 > 1); c at 98: left = max(0, 1 - 8) = 0.
    const tape = [
      BOOK,
      { time: 5_000, rows: [sold(98, 1)] },
      { time: 6_000, rows: [sold(98, 12)] },
    ];
    expect(play({ tape, requests: resting, fill: { through: 'full' } })).toEqual([
      '5000 a 4 @ 100 through',
      '5000 b 4 @ 99 through',
      '6000 c 2 @ 98 queue',
    ]);
    expect(play({ tape, requests: resting })[0]).toBe('5000 a 1 @ 100 through');
  });

  it('F6: an aggressor on our side is nothing, nor is a print that may not match', () => {
    const tape = [BOOK, { time: 5_000, rows: [bought(99, 50), ineligible(sold(98, 50))] }];
    expect(play({ tape, requests: resting })).toEqual([]);
  });

  it('F6: for a seller everything is mirrored; a sub-tick print counts at its exact price', () => {
    // 2 quanta a tick. Bought at 100.5 (201): through a seller at 100, nothing for one at 101.
    const scale = { quantaPerTick: 2, quantaPerLot: 1 };
    const book = { time: 0, rows: [snapshotRow, bid(198, 10), ask(202, 10)] };
    const tape = [book, { time: 5_000, rows: [bought(201, 9)] }];
    const requests = [
      order(1_000, 'a', 'sell 4', { limit: 100 }),
      order(1_000, 'b', 'sell 4', { limit: 101 }),
    ];
    expect(play({ tape, requests, scale })).toEqual(['5000 a 4 @ 100 through']);
  });

  it('hidden liquidity: ignored unless observed; then what a print shows beyond the display fills after the queue', () => {
    // Somebody buys 3 at 100 where nobody offers: a hidden seller stands there. Our bid at 100 would have met him.
    const tape = [BOOK, { time: 5_000, rows: [bought(100, 3)] }];
    expect(play({ tape, requests: resting })).toEqual([]);
    expect(play({ tape, requests: resting, fill: { hidden: 'observed' } })).toEqual([
      '5000 a 3 @ 100 hidden',
    ]);
  });

  it('F16: what a print gave our order on one side is not there for what is hidden on the other', () => {
    // Our bid and our offer at 100, where nobody else is; somebody buys 4, of which our offer sells him 3.
    const tape = [BOOK, { time: 5_000, rows: [bought(100, 4)] }];
    const requests = [...resting, order(2_000, 'd', 'sell 3', { limit: 100 })];
    expect(play({ tape, requests, fill: { hidden: 'observed' } })).toEqual([
      '5000 d 3 @ 100 queue',
      '5000 a 1 @ 100 hidden',
    ]);
  });
});

describe('F7 book rows', () => {
  const requests = [order(1_000, 'a', 'buy 5', { limit: 99 })];

  it('F7: back: a decrease is taken from behind us until there is nobody there', () => {
    // ahead 10. Grows to 16 (behind us), falls to 7: ahead 7. Sold 9: 2 for us.
    const tape = [
      BOOK,
      { time: 2_000, rows: [bid(99, 16)] },
      { time: 3_000, rows: [bid(99, 7)] },
      { time: 5_000, rows: [sold(99, 9)] },
    ];
    expect(play({ tape, requests })).toEqual(['5000 a 2 @ 99 queue']);
  });

  it('F7: probabilistic: the unexplained part of a decrease is shared by f^n to b^n', () => {
    // ahead 10, grows to 16: f = 10, b = 6. Falls to 12, unexplained 4: n = 1: floor(40 / 16) = 2, ahead 8;
    // n = 2: floor(4 * 100 / 136) = 2, ahead 8; n = 3: floor(4 * 1000 / 1216) = 3, ahead 7. Sold 9: 1, 1, 2 ours.
    const tape = [
      BOOK,
      { time: 2_000, rows: [bid(99, 16)] },
      { time: 3_000, rows: [bid(99, 12)] },
      { time: 5_000, rows: [sold(99, 9)] },
    ];
    const ours = ([1, 2, 3] as const).map((power) =>
      play({ tape, requests, fill: { queue: { kind: 'probabilistic', power } } }),
    );
    expect(ours).toEqual([
      ['5000 a 1 @ 99 queue'],
      ['5000 a 1 @ 99 queue'],
      ['5000 a 2 @ 99 queue'],
    ]);
  });

  it('F7: probabilistic: the trade and its row are one decrease, counted once', () => {
    // ahead 10 of 16. Sold 4: ahead 6. The row says 12: unexplained = 16 - 12 - 4 = 0, ahead stays 6. Sold 7: 1 ours.
    const tape = [
      BOOK,
      { time: 2_000, rows: [bid(99, 16)] },
      { time: 3_000, rows: [sold(99, 4)] },
      { time: 5_000, rows: [bid(99, 12)] },
      { time: 7_000, rows: [sold(99, 7)] },
    ];
    const fill = { queue: { kind: 'probabilistic', power: 1 } } as const;
    expect(play({ tape, requests, fill })).toEqual(['7000 a 1 @ 99 queue']);
  });

  it('F7: probabilistic: whole lots move, so that a finer quantum moves nothing', () => {
    // 10 quanta a lot. ahead 100, grows to 160: f = 100, b = 60. Falls to 115, unexplained 45: 45 * 100 / 160 = 28.1
    // quanta = 2 lots; ahead 80. Sold 95: 80 pass, 15 = 1 lot is ours. Quanta alone: ahead 72, 23 = 2 lots.
    const scale = { quantaPerTick: 1, quantaPerLot: 10 };
    const tape = [
      { time: 0, rows: [snapshotRow, bid(99, 100), ask(101, 100)] },
      { time: 2_000, rows: [bid(99, 160)] },
      { time: 3_000, rows: [bid(99, 115)] },
      { time: 5_000, rows: [sold(99, 95)] },
    ];
    const fill = { queue: { kind: 'probabilistic', power: 1 } } as const;
    expect(play({ tape, requests, fill, scale })).toEqual(['5000 a 1 @ 99 queue']);
  });

  it('F7: probabilistic: a row lets no order overtake an own earlier one', () => {
    // a: ahead 10. b comes at 14: ahead 14. 20, then 8: unexplained 12. a: 12 * 1000 / 2000 = 6, ahead 4. b: f = 14,
    // b = 6: 12 * 2744 / 2960 = 11, ahead 3, less than a: 4. Sold 4: a 4 pass, b 4 pass. Sold 3: all of it is a's.
    const tape = [
      BOOK,
      { time: 2_000, rows: [bid(99, 14)] },
      { time: 3_000, rows: [bid(99, 20)] },
      { time: 4_000, rows: [bid(99, 8)] },
      { time: 5_000, rows: [sold(99, 4)] },
      { time: 6_000, rows: [sold(99, 3)] },
    ];
    const two = [...requests, order(2_500, 'b', 'buy 5', { limit: 99 })];
    const fill = { queue: { kind: 'probabilistic', power: 3 } } as const;
    expect(play({ tape, requests: two, fill })).toEqual(['6000 a 3 @ 99 queue']);
  });

  it('F7: back: no fill reaches a later own order while an earlier one has no more before it', () => {
    // Sold 4 at 99: 1 goes to b at 100, so 3 pass before a: ahead 7. But 4 have traded at 99: c comes with ahead 6.
    // Sold 9: a: 7 pass, 2 of 5. c: left 7, 6 pass, and the 1 left would be c's; a waits with nothing before it: none.
    // Sold 4: 3 are a's, then 1 is c's.
    const tape = [
      BOOK,
      { time: 2_000, rows: [sold(99, 4)] },
      { time: 5_000, rows: [sold(99, 9)] },
      { time: 6_000, rows: [sold(99, 4)] },
    ];
    const three = [
      ...requests,
      order(1_000, 'b', 'buy 1', { limit: 100 }),
      order(2_000, 'c', 'buy 5', { limit: 99 }),
    ];
    expect(play({ tape, requests: three })).toEqual([
      '2000 b 1 @ 100 through',
      '5000 a 2 @ 99 queue',
      '6000 a 3 @ 99 queue',
      '6000 c 1 @ 99 queue',
    ]);
  });

  it('F7: none: nobody is ever ahead', () => {
    const tape = [BOOK, { time: 5_000, rows: [sold(99, 3)] }];
    expect(play({ tape, requests, fill: { queue: { kind: 'none' } } })).toEqual([
      '5000 a 3 @ 99 queue',
    ]);
  });
});
