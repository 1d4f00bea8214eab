/**
 * The oracle itself, rule by rule: tapes of a few rows whose result is worked out in the comment from the text of the
 * fill rules. Times in microseconds, prices in ticks, quantities in lots; settle is 1 ms unless said otherwise.
 */
import { describe, expect, it } from 'vitest';
import type { EpochMicros, Micros } from '../../src/core/units.js';
import { cancel, order, play, replace } from './play.js';
import { ask, bid, bought, gapRow, ineligible, snapshotRow, sold } from './tape-builder.js';

/** Bids 99 x 10, 98 x 10, 97 x 10; asks 101 x 10, 102 x 10, 103 x 10. */
const BOOK = {
  time: 0,
  rows: [
    snapshotRow,
    bid(99, 10),
    bid(98, 10),
    bid(97, 10),
    ask(101, 10),
    ask(102, 10),
    ask(103, 10),
  ],
};
/** An instant long after everything: closes nothing, changes nothing near the orders. */
const buyAll = (at: number, limit = 103) =>
  order(at, 'probe', 'buy', 100, { limit, timeInForce: 'ioc' });

describe('F3 available quantity', () => {
  it('F3: a trade since the last row of its level is no longer there', () => {
    // A(101) = 10 - 4 = 6; 102 was not touched.
    const tape = [BOOK, { time: 5_000, rows: [bought(101, 4)] }];
    expect(play({ tape, requests: [buyAll(6_000, 102)] })).toEqual([
      '6000 probe 6 @ 101 taker',
      '6000 probe 10 @ 102 taker',
      '6000 probe canceled no-liquidity',
    ]);
  });

  it('F3: a trade through levels empties them whole, and takes only its own quantity at its price', () => {
    // Bought at 102: 101 is better than 102, so empty; A(102) = 10 - 3.
    const tape = [BOOK, { time: 5_000, rows: [bought(102, 3)] }];
    expect(play({ tape, requests: [buyAll(6_000)] })).toEqual([
      '6000 probe 7 @ 102 taker',
      '6000 probe 10 @ 103 taker',
      '6000 probe canceled no-liquidity',
    ]);
  });

  it('F3: a row clears its own level only of trades older than its time less settle', () => {
    // The row of 5,500 names 101 (6 left of 10). The trade of 5,000 is not older than 5,500 - 1,000: still counted,
    // A = 6 - 4 = 2. With settle 0 it is older than 5,500: A = 6.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(101, 4)] },
      { time: 5_500, rows: [ask(101, 6)] },
    ];
    const requests = [buyAll(6_000, 101)];
    expect(play({ tape, requests })[0]).toBe('6000 probe 2 @ 101 taker');
    expect(play({ tape, requests, fill: { settle: 0 as Micros } })[0]).toBe(
      '6000 probe 6 @ 101 taker',
    );
  });

  it('F3: a row at the very edge of settle keeps the trade, since it is not older', () => {
    // Trade 5,000, row 6,000, settle 1,000: 5,000 < 5,000 is false, A = 6 - 4.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(101, 4)] },
      { time: 6_000, rows: [ask(101, 6)] },
    ];
    expect(play({ tape, requests: [buyAll(7_000, 101)] })[0]).toBe('7000 probe 2 @ 101 taker');
  });

  it('F3: levels a row does not name are not touched', () => {
    // Bought through 101 at 102; the row of 102 says nothing of 101, which stays empty. A(102): trade cleared, 7.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(102, 3)] },
      { time: 50_000, rows: [ask(102, 7)] },
    ];
    expect(play({ tape, requests: [buyAll(60_000, 102)] })[0]).toBe('60000 probe 7 @ 102 taker');
  });

  it('F3: a late diff revives nothing better than the print that contradicts it; literal takes it at its word', () => {
    // 34 ms after the print at 102 a row still shows 101 x 10. Guard: nothing at 101, A(102) = 10 - 3.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(102, 3)] },
      { time: 39_000, rows: [ask(101, 10)] },
    ];
    const requests = [buyAll(40_000, 102)];
    expect(play({ tape, requests })[0]).toBe('40000 probe 7 @ 102 taker');
    expect(play({ tape, requests, fill: { lateDiffs: 'literal' } })[0]).toBe(
      '40000 probe 10 @ 101 taker',
    );
  });

  it('F3: a row more than 100 ms after the print is believed', () => {
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(102, 3)] },
      { time: 105_001, rows: [ask(101, 8)] },
    ];
    expect(play({ tape, requests: [buyAll(106_000, 101)] })[0]).toBe('106000 probe 8 @ 101 taker');
  });

  it('F3: a late diff fills nobody by F8 at the levels it is late on', () => {
    // Our bid rests at 101 once 101 was bought empty; the stale row of 101 must not hand us those 10.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(102, 3)] },
      { time: 39_000, rows: [ask(101, 10)] },
    ];
    const requests = [order(6_000, 'a', 'buy', 5, { limit: 101 })];
    expect(play({ tape, requests })).toEqual([]);
    expect(play({ tape, requests, fill: { lateDiffs: 'literal' } })).toEqual([
      '39000 a 5 @ 101 crossed',
    ]);
  });

  it('F3: an increase adds what came new and gives back nothing we took', () => {
    // We take 10; the row says 12: taken = min(10, 12) = 10, A = 2. fresh-row: 12.
    const tape = [BOOK, { time: 5_000, rows: [ask(101, 12)] }];
    const requests = [order(1_000, 'a', 'buy', 10), buyAll(6_000, 101)];
    expect(play({ tape, requests })[1]).toBe('6000 probe 2 @ 101 taker');
    expect(play({ tape, requests, fill: { refill: { kind: 'fresh-row' } } })[1]).toBe(
      '6000 probe 12 @ 101 taker',
    );
  });

  it('F3: what we took is forgotten with the level, and shrinks with it', () => {
    // Took 10 of 101. Row 4: taken = 4. Row 9: taken stays 4, A = 5. Gone and back: A = all 9.
    const shrink = [
      BOOK,
      { time: 5_000, rows: [ask(101, 4)] },
      { time: 6_000, rows: [ask(101, 9)] },
    ];
    const gone = [BOOK, { time: 5_000, rows: [ask(101, 0)] }, { time: 6_000, rows: [ask(101, 9)] }];
    const requests = [order(1_000, 'a', 'buy', 10), buyAll(7_000, 101)];
    expect(play({ tape: shrink, requests })[1]).toBe('7000 probe 5 @ 101 taker');
    expect(play({ tape: gone, requests })[1]).toBe('7000 probe 9 @ 101 taker');
  });

  it('F3: half-life gives back half of what we took after each full half-life', () => {
    // Took 8 of 10 at 1,000; at 3,500 two full half-lives of 1 ms have passed: 8 -> 2 remembered, A = 8.
    const requests = [order(1_000, 'a', 'buy', 8), buyAll(3_500, 101)];
    const fill = { refill: { kind: 'half-life', halfLife: 1_000 as Micros } } as const;
    expect(play({ tape: [BOOK], requests, fill })[1]).toBe('3500 probe 8 @ 101 taker');
  });

  it('F3: dust rounds down where we take and up where we queue', () => {
    // 10 quanta a lot. Ask 25 quanta: 2 lots to take. Bid 15 quanta: a queue of 20; the 25-quanta print at 99 passes
    // 20, leaves 5: not a lot, no fill. A queue of 15 would have given us 1 lot.
    const scale = { quantaPerTick: 1, quantaPerLot: 10 };
    const book = { time: 0, rows: [snapshotRow, bid(99, 15), ask(101, 25)] };
    const tape = [book, { time: 5_000, rows: [sold(99, 25)] }];
    const requests = [order(1_000, 'a', 'buy', 3, { limit: 99 }), buyAll(2_000, 101)];
    expect(play({ tape, requests, scale })).toEqual([
      '2000 probe 2 @ 101 taker',
      '2000 probe canceled no-liquidity',
    ]);
  });
});

describe('F4 taker', () => {
  it('F4: walks from the best to the limit, one execution a level; the remainder of a limit rests', () => {
    // 10 @ 101, 5 @ 102. Nothing rests. A limit of 15 at 101 takes 10 and rests 5, which the seller at 101 meets:
    // queue 0 (nobody bids 101), fill 2.
    const tape = [BOOK, { time: 5_000, rows: [sold(101, 2)] }];
    expect(play({ tape, requests: [order(1_000, 'a', 'buy', 15)] })).toEqual([
      '1000 a 10 @ 101 taker',
      '1000 a 5 @ 102 taker',
    ]);
    expect(play({ tape, requests: [order(1_000, 'a', 'buy', 15, { limit: 101 })] })).toEqual([
      '1000 a 10 @ 101 taker',
      '5000 a 2 @ 101 queue',
    ]);
  });

  it('F4: never past the recorded depth; the remainder of a market order is canceled', () => {
    expect(play({ tape: [BOOK], requests: [order(1_000, 'a', 'sell', 31)] })).toEqual([
      '1000 a 10 @ 99 taker',
      '1000 a 10 @ 98 taker',
      '1000 a 10 @ 97 taker',
      '1000 a canceled no-liquidity',
    ]);
  });

  it('F4: fok takes all or nothing', () => {
    const fok = { limit: 102, timeInForce: 'fok' } as const;
    const requests = [order(1_000, 'a', 'buy', 21, fok), order(2_000, 'b', 'buy', 20, fok)];
    expect(play({ tape: [BOOK], requests })).toEqual([
      '1000 a canceled no-liquidity',
      '2000 b 10 @ 101 taker',
      '2000 b 10 @ 102 taker',
    ]);
  });

  it('F4: post-only is rejected only by quantity that is there; a limit rests at a displayed price with A = 0', () => {
    // At 1,000 A(101) = 10: rejected. After 10 were bought there A(101) = 0: it rests at 101, and sells meet it.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bought(101, 10)] },
      { time: 9_000, rows: [sold(101, 3)] },
    ];
    const postOnly = { limit: 101, postOnly: true };
    const requests = [order(1_000, 'a', 'buy', 5, postOnly), order(6_000, 'b', 'buy', 5, postOnly)];
    expect(play({ tape, requests })).toEqual(['1000 a rejected post-only', '9000 b 3 @ 101 queue']);
  });

  it('F4, F0: of one instant the trade and the row come before us', () => {
    // At 5,000: 4 trade at 101, the row says 102 has 2. We arrive after both: 6 and 2.
    const tape = [BOOK, { time: 5_000, rows: [ask(102, 2), bought(101, 4)] }];
    expect(play({ tape, requests: [buyAll(5_000, 102)] }).slice(0, 2)).toEqual([
      '5000 probe 6 @ 101 taker',
      '5000 probe 2 @ 102 taker',
    ]);
  });
});

describe('F5 queue on arrival', () => {
  it('F5: the queue is what is displayed less what traded since', () => {
    // 99 x 10, 4 sold before we come: ahead 6. Sold 8: 6 pass, we get 2.
    const tape = [BOOK, { time: 1_000, rows: [sold(99, 4)] }, { time: 5_000, rows: [sold(99, 8)] }];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy', 5, { limit: 99 })] })).toEqual([
      '5000 a 2 @ 99 queue',
    ]);
  });

  it('F5: inside the spread there is no queue', () => {
    const tape = [BOOK, { time: 5_000, rows: [sold(100, 2)] }];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy', 5, { limit: 100 })] })).toEqual([
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
    expect(play({ tape, requests: [order(2_000, 'a', 'buy', 5, { limit: 96 })] })).toEqual([
      '300000 a 2 @ 96 queue',
    ]);
  });

  it('F5: beyond the snapshot a print through the price, or the opposite best through it, ends the ignorance', () => {
    const requests = [order(2_000, 'a', 'buy', 5, { limit: 96 })];
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
    const requests = [order(2_000, 'a', 'buy', 5, { limit: 96 })];
    expect(play({ tape, requests })).toEqual(['6000 a 4 @ 96 crossed']);
  });

  it('F5: our earlier order at a price is served first', () => {
    // ahead 10 each. Sold 14: a: 10 pass, 3 of 4 fill a. b: left = 14 - 3 = 11, 10 pass, 1.
    const tape = [BOOK, { time: 5_000, rows: [sold(99, 14)] }];
    const requests = [
      order(1_000, 'a', 'buy', 3, { limit: 99 }),
      order(1_000, 'b', 'buy', 3, { limit: 99 }),
    ];
    expect(play({ tape, requests })).toEqual(['5000 a 3 @ 99 queue', '5000 b 1 @ 99 queue']);
  });

  it('F5: our orders do not match each other', () => {
    const requests = [
      order(1_000, 'a', 'buy', 3, { limit: 100 }),
      order(2_000, 'b', 'sell', 3, { limit: 100 }),
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
    const submit = order(1_000, 'a', 'buy', 5, { limit: 99 });
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
      order(1_000, 'a', 'buy', 5, { limit: 100 }),
      replace(3_000, 'a', { id: 'b', quantity: 3 }),
    ];
    expect(play({ tape, requests })).toEqual([
      '2000 a 2 @ 100 queue',
      '3000 a replaced',
      '5000 b 1 @ 100 queue',
    ]);
  });

  it('F5: a replaced price arrives anew and takes what it meets', () => {
    const requests = [
      order(1_000, 'a', 'buy', 5, { limit: 99 }),
      replace(3_000, 'a', { id: 'b', quantity: 5, limit: 101 }),
    ];
    expect(play({ tape: [BOOK], requests })).toEqual(['3000 a replaced', '3000 b 5 @ 101 taker']);
  });

  it('F5: a cancel that arrives before its order finds nothing, and the order lives', () => {
    const tape = [BOOK, { time: 5_000, rows: [sold(100, 2)] }];
    const requests = [cancel(1_000, 'a'), order(1_000, 'a', 'buy', 5, { limit: 100 })];
    expect(play({ tape, requests })).toEqual(['5000 a 2 @ 100 queue']);
  });
});

describe('F6 eligible trades', () => {
  const resting = [
    order(1_000, 'a', 'buy', 4, { limit: 100 }),
    order(1_000, 'b', 'buy', 4, { limit: 99 }),
    order(1_000, 'c', 'buy', 4, { limit: 98 }),
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
      order(1_000, 'a', 'sell', 4, { limit: 100 }),
      order(1_000, 'b', 'sell', 4, { limit: 101 }),
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
});

describe('F7 book rows', () => {
  const requests = [order(1_000, 'a', 'buy', 5, { limit: 99 })];

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

  it('F7: none: nobody is ever ahead', () => {
    const tape = [BOOK, { time: 5_000, rows: [sold(99, 3)] }];
    expect(play({ tape, requests, fill: { queue: { kind: 'none' } } })).toEqual([
      '5000 a 3 @ 99 queue',
    ]);
  });
});

describe('F8 the data crosses us', () => {
  it('F8: what comes to stand at or through our price fills us there, dearest and earliest first, once', () => {
    // Bids 100 x 4 (a) and 99 x 9 (b). The asks fall to 99 x 3 and 98 x 4, 7 in all: a takes 98 x 4 at its own 100,
    // b takes 99 x 3 at 99. A taker then finds nothing at 98 and 99: both were added to taken.
    const tape = [BOOK, { time: 5_000, rows: [ask(98, 4), ask(99, 3)] }];
    const requests = [
      order(1_000, 'a', 'buy', 4, { limit: 100 }),
      order(1_000, 'b', 'buy', 9, { limit: 99 }),
      buyAll(6_000, 100),
    ];
    expect(play({ tape, requests })).toEqual([
      '5000 a 4 @ 100 crossed',
      '5000 b 3 @ 99 crossed',
      '6000 probe canceled no-liquidity',
    ]);
  });

  it('F8: the rows of an instant count once they are all in', () => {
    // The ask at 99 comes and goes within one instant: no fill.
    const tape = [BOOK, { time: 5_000, rows: [ask(99, 4), ask(99, 0)] }];
    expect(play({ tape, requests: [order(1_000, 'a', 'buy', 4, { limit: 99 })] })).toEqual([]);
  });

  it('F8: more at a crossing level fills more, though the best does not move', () => {
    const tape = [BOOK, { time: 5_000, rows: [ask(99, 2)] }, { time: 6_000, rows: [ask(99, 5)] }];
    expect(play({ tape, requests: [order(1_000, 'a', 'buy', 9, { limit: 99 })] })).toEqual([
      '5000 a 2 @ 99 crossed',
      '6000 a 3 @ 99 crossed',
    ]);
  });
});

describe('F9 stops', () => {
  it('F9: a trade at the stop triggers it, and it cannot fill against that trade', () => {
    // Bought 10 at 101: that was all of 101. The stop market buys at 102.
    const tape = [BOOK, { time: 5_000, rows: [bought(101, 10)] }];
    expect(play({ tape, requests: [order(1_000, 's', 'buy', 3, { stop: 101 })] })).toEqual([
      '5000 s triggered',
      '5000 s 3 @ 102 taker',
    ]);
  });

  it('F9: triggered stops come before what was sent for the same instant', () => {
    const tape = [BOOK, { time: 5_000, rows: [bought(101, 1)] }];
    const requests = [
      order(1_000, 's', 'buy', 9, { stop: 101, limit: 101 }),
      order(5_000, 'm', 'buy', 2),
    ];
    expect(play({ tape, requests })).toEqual([
      '5000 s triggered',
      '5000 s 9 @ 101 taker',
      '5000 m 2 @ 102 taker',
    ]);
  });

  it('F9: without a trade before it a stop waits, even if the quote is through', () => {
    const requests = [order(1_000, 's', 'buy', 1, { stop: 90 })];
    expect(play({ tape: [BOOK], requests })).toEqual([]);
  });

  it('F9: already through on arrival: triggers at once, or is rejected', () => {
    const tape = [BOOK, { time: 500, rows: [bought(101, 1)] }];
    const requests = [order(1_000, 's', 'buy', 1, { stop: 101 })];
    expect(play({ tape, requests })).toEqual(['1000 s triggered', '1000 s 1 @ 101 taker']);
    expect(play({ tape, requests, profile: { stopAlreadyThrough: 'reject' } })).toEqual([
      '1000 s rejected stop-through',
    ]);
  });

  it('F9: on quotes a sell stop triggers when the bid is at or below it', () => {
    const tape = [BOOK, { time: 5_000, rows: [bid(99, 0)] }];
    const requests = [order(1_000, 's', 'sell', 3, { stop: 98 })];
    expect(play({ tape, requests, fill: { stopTrigger: 'quote' } })).toEqual([
      '5000 s triggered',
      '5000 s 3 @ 98 taker',
    ]);
    expect(play({ tape, requests })).toEqual([]);
  });
});

describe('F13 halt, and F2 gap', () => {
  const halt = (newOrders: 'refuse' | 'queue') => [
    { from: 2_000 as EpochMicros, to: 8_000 as EpochMicros, newOrders },
  ];

  it('F13: no matching in a halt; its trades leave no trace; cancels work', () => {
    // Sold through our bid in the halt: nothing. After it A(99) is still 10: the trade at 98 emptied nothing.
    const tape = [BOOK, { time: 5_000, rows: [sold(98, 50)] }];
    const requests = [
      order(1_000, 'a', 'buy', 4, { limit: 100 }),
      cancel(6_000, 'a'),
      order(7_000, 'b', 'buy', 1),
      order(9_000, 'c', 'sell', 12),
    ];
    expect(play({ tape, requests, halts: halt('refuse') })).toEqual([
      '6000 a canceled requested',
      '7000 b rejected halted',
      '9000 c 10 @ 99 taker',
      '9000 c 2 @ 98 taker',
    ]);
  });

  it('F13: at resumption the rows since act first, then the queued orders by arrival', () => {
    // In the halt 100 is offered x 3. At 8,000 that crosses a (F8), then b finds 101 x 10 and c the 5 left of it.
    const tape = [BOOK, { time: 5_000, rows: [ask(100, 3)] }];
    const requests = [
      order(1_000, 'a', 'buy', 4, { limit: 100 }),
      order(6_000, 'b', 'buy', 5),
      order(7_000, 'c', 'buy', 9, { limit: 101, timeInForce: 'ioc' }),
    ];
    expect(play({ tape, requests, halts: halt('queue') })).toEqual([
      '8000 a 3 @ 100 crossed',
      '8000 b 5 @ 101 taker',
      '8000 c 5 @ 101 taker',
      '8000 c canceled no-liquidity',
    ]);
  });

  it('F13: a queued limit takes its place in the queue at resumption', () => {
    // 99 grows to 15 in the halt. b queues behind 15: sold 16 gives it 1.
    const tape = [
      BOOK,
      { time: 5_000, rows: [bid(99, 15)] },
      { time: 9_000, rows: [sold(99, 16)] },
    ];
    const requests = [order(3_000, 'b', 'buy', 5, { limit: 99 })];
    expect(play({ tape, requests, halts: halt('queue') })).toEqual(['9000 b 1 @ 99 queue']);
  });

  it('F2: in a gap nothing arrives and nothing fills; after it the queue is min(ahead, new quantity)', () => {
    // ahead 10 before. After the gap 99 x 6: ahead 6. Sold 8: 2.
    const tape = [
      BOOK,
      { time: 2_000, rows: [gapRow] },
      { time: 3_000, rows: [sold(97, 50)] },
      { time: 5_000, rows: [snapshotRow, bid(99, 6), ask(101, 5)] },
      { time: 9_000, rows: [sold(99, 8)] },
    ];
    const requests = [order(1_000, 'a', 'buy', 5, { limit: 99 }), order(4_000, 'b', 'buy', 5)];
    expect(play({ tape, requests })).toEqual(['4000 b rejected not-open', '9000 a 2 @ 99 queue']);
  });
});
