/**
 * The oracle itself, rule by rule: F3 (what can be had) and F4 (takers).
 * Each tape is a few rows, its result worked out in the comment from the text of the fill rules. Times in microseconds,
 * prices in ticks, quantities in lots; settle is 1 ms unless said otherwise.
 */
import { describe, expect, it } from 'vitest';
import type { Micros } from '../../src/core/ground/units.js';
import { BOOK, buyAll, order, play } from './play.js';
import { ask, bid, bought, snapshotRow, sold } from './tape-builder.js';

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
    const requests = [order(6_000, 'a', 'buy 5', { limit: 101 })];
    expect(play({ tape, requests })).toEqual([]);
    expect(play({ tape, requests, fill: { lateDiffs: 'literal' } })).toEqual([
      '39000 a 5 @ 101 crossed',
    ]);
  });

  it('F3: an increase adds what came new and gives back nothing we took', () => {
    // We take 10; the row says 12: taken = min(10, 12) = 10, A = 2. fresh-row: 12.
    const tape = [BOOK, { time: 5_000, rows: [ask(101, 12)] }];
    const requests = [order(1_000, 'a', 'buy 10'), buyAll(6_000, 101)];
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
    const requests = [order(1_000, 'a', 'buy 10'), buyAll(7_000, 101)];
    expect(play({ tape: shrink, requests })[1]).toBe('7000 probe 5 @ 101 taker');
    expect(play({ tape: gone, requests })[1]).toBe('7000 probe 9 @ 101 taker');
  });

  it('F3: half-life gives back half of what we took after each full half-life', () => {
    // Took 8 of 10 at 1,000; at 3,500 two full half-lives of 1 ms have passed: 8 -> 2 remembered, A = 8.
    const requests = [order(1_000, 'a', 'buy 8'), buyAll(3_500, 101)];
    const fill = { refill: { kind: 'half-life', halfLife: 1_000 as Micros } } as const;
    expect(play({ tape: [BOOK], requests, fill })[1]).toBe('3500 probe 8 @ 101 taker');
  });

  it('F3, F7: half-life is floored in whole lots, so that a finer quantum gives back nothing more or less', () => {
    // 10 quanta a lot. Took 5 of 10 lots; a half-life later 2.5 are left of it: 2 lots, so 8 can be had. Quanta: 25, 7.
    const scale = { quantaPerTick: 1, quantaPerLot: 10 };
    const book = { time: 0, rows: [snapshotRow, bid(99, 100), ask(101, 100)] };
    const requests = [order(1_000, 'a', 'buy 5'), buyAll(2_000, 101)];
    const fill = { refill: { kind: 'half-life', halfLife: 1_000 as Micros } } as const;
    expect(play({ tape: [book], requests, fill, scale })[1]).toBe('2000 probe 8 @ 101 taker');
  });

  it('F3: dust rounds down where we take and up where we queue', () => {
    // 10 quanta a lot. Ask 25 quanta: 2 lots to take. Bid 15 quanta: a queue of 20; the 25-quanta print at 99 passes
    // 20, leaves 5: not a lot, no fill. A queue of 15 would have given us 1 lot.
    const scale = { quantaPerTick: 1, quantaPerLot: 10 };
    const book = { time: 0, rows: [snapshotRow, bid(99, 15), ask(101, 25)] };
    const tape = [book, { time: 5_000, rows: [sold(99, 25)] }];
    const requests = [order(1_000, 'a', 'buy 3', { limit: 99 }), buyAll(2_000, 101)];
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
    expect(play({ tape, requests: [order(1_000, 'a', 'buy 15')] })).toEqual([
      '1000 a 10 @ 101 taker',
      '1000 a 5 @ 102 taker',
    ]);
    expect(play({ tape, requests: [order(1_000, 'a', 'buy 15', { limit: 101 })] })).toEqual([
      '1000 a 10 @ 101 taker',
      '5000 a 2 @ 101 queue',
    ]);
  });

  it('F4: never past the recorded depth; the remainder of a market order is canceled', () => {
    expect(play({ tape: [BOOK], requests: [order(1_000, 'a', 'sell 31')] })).toEqual([
      '1000 a 10 @ 99 taker',
      '1000 a 10 @ 98 taker',
      '1000 a 10 @ 97 taker',
      '1000 a canceled no-liquidity',
    ]);
  });

  it('F4: fok takes all or nothing', () => {
    const fok = { limit: 102, timeInForce: 'fok' } as const;
    const requests = [order(1_000, 'a', 'buy 21', fok), order(2_000, 'b', 'buy 20', fok)];
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
    const requests = [order(1_000, 'a', 'buy 5', postOnly), order(6_000, 'b', 'buy 5', postOnly)];
    expect(play({ tape, requests })).toEqual([
      '1000 a rejected post-only-would-take',
      '9000 b 3 @ 101 queue',
    ]);
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
