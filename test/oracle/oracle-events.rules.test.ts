/**
 * The oracle itself, rule by rule: F8 (crossing data), F9 (stops), F13 (halts) and the gaps of F2.
 * Each tape is a few rows, its result worked out in the comment from the text of the fill rules. Times in microseconds,
 * prices in ticks, quantities in lots; settle is 1 ms unless said otherwise.
 */
import { describe, expect, it } from 'vitest';
import type { EpochMicros } from '../../src/core/ground/units.js';
import { BOOK, buyAll, cancel, order, play, replace } from './play.js';
import { ask, bid, bought, gapRow, ineligible, snapshotRow, sold } from './tape-builder.js';

describe('F8 the data crosses us', () => {
  it('F8: what comes to stand at or through our price fills us there, dearest and earliest first, once', () => {
    // Bids 100 x 4 (a) and 99 x 9 (b). The asks fall to 99 x 3 and 98 x 4, 7 in all: a takes 98 x 4 at its own 100,
    // b takes 99 x 3 at 99. A taker then finds nothing at 98 and 99: both were added to taken.
    const tape = [BOOK, { time: 5_000, rows: [ask(98, 4), ask(99, 3)] }];
    const requests = [
      order(1_000, 'a', 'buy 4', { limit: 100 }),
      order(1_000, 'b', 'buy 9', { limit: 99 }),
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
    expect(play({ tape, requests: [order(1_000, 'a', 'buy 4', { limit: 99 })] })).toEqual([]);
  });

  it('F8: more at a crossing level fills more, though the best does not move', () => {
    const tape = [BOOK, { time: 5_000, rows: [ask(99, 2)] }, { time: 6_000, rows: [ask(99, 5)] }];
    expect(play({ tape, requests: [order(1_000, 'a', 'buy 9', { limit: 99 })] })).toEqual([
      '5000 a 2 @ 99 crossed',
      '6000 a 3 @ 99 crossed',
    ]);
  });
});

describe('F9 stops', () => {
  it('F9: a trade at the stop triggers it, and it cannot fill against that trade', () => {
    // Bought 10 at 101: that was all of 101. The stop market buys at 102.
    const tape = [BOOK, { time: 5_000, rows: [bought(101, 10)] }];
    expect(play({ tape, requests: [order(1_000, 's', 'buy 3', { stop: 101 })] })).toEqual([
      '5000 s triggered',
      '5000 s 3 @ 102 taker',
    ]);
  });

  it('F9: triggered stops come before what was sent for the same instant', () => {
    const tape = [BOOK, { time: 5_000, rows: [bought(101, 1)] }];
    const requests = [
      order(1_000, 's', 'buy 9', { stop: 101, limit: 101 }),
      order(5_000, 'm', 'buy 2'),
    ];
    expect(play({ tape, requests })).toEqual([
      '5000 s triggered',
      '5000 s 9 @ 101 taker',
      '5000 m 2 @ 102 taker',
    ]);
  });

  it('F9: without a trade before it a stop waits, even if the quote is through', () => {
    const requests = [order(1_000, 's', 'buy 1', { stop: 90 })];
    expect(play({ tape: [BOOK], requests })).toEqual([]);
  });

  it('F9: already through on arrival: triggers at once, or is rejected', () => {
    const tape = [BOOK, { time: 500, rows: [bought(101, 1)] }];
    const requests = [order(1_000, 's', 'buy 1', { stop: 101 })];
    expect(play({ tape, requests })).toEqual(['1000 s triggered', '1000 s 1 @ 101 taker']);
    expect(play({ tape, requests, profile: { stopAlreadyThrough: 'reject' } })).toEqual([
      '1000 s rejected stop-already-through',
    ]);
  });

  it('F9: on quotes our own taking triggers nobody by itself: the market is looked at when it moves', () => {
    // The probe empties 101, so the best ask is 102, at the buy stop; the cancel's instant has no market, 9,000 has.
    const tape = [BOOK, { time: 9_000, rows: [bid(97, 11)] }];
    const requests = [
      order(1_000, 's', 'buy 3', { stop: 102 }),
      buyAll(2_000, 101),
      cancel(5_000, 'nobody'),
    ];
    expect(play({ tape, requests, fill: { stopTrigger: 'quote' } }).slice(2)).toEqual([
      '9000 s triggered',
      '9000 s 3 @ 102 taker',
    ]);
  });

  it('F9: on quotes a print that is not eligible is no occasion to look', () => {
    // As before the probe makes the best ask 102; the print of 5,000 counts for nothing, the row of 9,000 does.
    const tape = [
      BOOK,
      { time: 5_000, rows: [ineligible(bought(101, 1))] },
      { time: 9_000, rows: [bid(97, 11)] },
    ];
    const requests = [order(1_000, 's', 'buy 3', { stop: 102 }), buyAll(2_000, 101)];
    expect(play({ tape, requests, fill: { stopTrigger: 'quote' } }).slice(2)).toEqual([
      '9000 s triggered',
      '9000 s 3 @ 102 taker',
    ]);
  });

  it('F5, F9: a replaced stop already through is refused as a new one would be, and waits on', () => {
    // After the probe the quote is 102. More is a new arrival, less keeps its place until the market moves.
    const tape = [BOOK, { time: 9_000, rows: [bid(97, 11)] }];
    const requests = [
      order(1_000, 's', 'buy 3', { stop: 102 }),
      buyAll(2_000, 101),
      replace(3_000, 's', { id: 's4', quantity: 4 }),
      replace(4_000, 's', { id: 's2', quantity: 2 }),
    ];
    const rules = {
      fill: { stopTrigger: 'quote' },
      profile: { stopAlreadyThrough: 'reject' },
    } as const;
    expect(play({ tape, requests, ...rules }).slice(2)).toEqual([
      '3000 s4 replace-rejected stop-already-through',
      '4000 s replaced',
      '9000 s2 triggered',
      '9000 s2 2 @ 102 taker',
    ]);
  });

  it('F9, F4: a post-only stop-limit that is through and would take is refused, untriggered', () => {
    const tape = [BOOK, { time: 500, rows: [bought(101, 1)] }];
    const requests = [order(1_000, 's', 'buy 2', { stop: 101, limit: 102, postOnly: true })];
    expect(play({ tape, requests })).toEqual(['1000 s rejected post-only-would-take']);
  });

  it('F9, F6: a triggered stop-limit is a limit from then on, and in time from when it rests', () => {
    // s is accepted first but rests at 99 after l. Sold 5 below 99: l takes 3, s 2. Replaced, s stays a limit: the
    // last trade (98) is not at its stop, yet the next seller through 99 fills it.
    const tape = [
      BOOK,
      { time: 4_000, rows: [bought(101, 1)] },
      { time: 5_000, rows: [sold(98, 5)] },
      { time: 7_000, rows: [sold(98, 9)] },
    ];
    const requests = [
      order(1_000, 's', 'buy 3', { stop: 101, limit: 99 }),
      order(2_000, 'l', 'buy 3', { limit: 99 }),
      replace(6_000, 's', { id: 's2', quantity: 6 }),
    ];
    expect(play({ tape, requests })).toEqual([
      '4000 s triggered',
      '5000 l 3 @ 99 through',
      '5000 s 2 @ 99 through',
      '6000 s replaced',
      '7000 s2 4 @ 99 through',
    ]);
  });

  it('F9, F5: a waiting stop keeps its place when its quantity falls', () => {
    // Both trigger on the trade at 101; the reduced one was accepted first and finds the 4 lots of 102 first.
    const tape = [BOOK, { time: 4_000, rows: [ask(102, 4), bought(101, 10)] }];
    const stop = { stop: 101, limit: 102, timeInForce: 'ioc' } as const;
    const requests = [
      order(1_000, 's', 'buy 5', stop),
      order(2_000, 't', 'buy 2', stop),
      replace(3_000, 's', { id: 's2', quantity: 4 }),
    ];
    expect(play({ tape, requests })).toEqual([
      '3000 s replaced',
      '4000 s2 triggered',
      '4000 t triggered',
      '4000 s2 4 @ 102 taker',
      '4000 t canceled no-liquidity',
    ]);
  });

  it('F9: on quotes a sell stop triggers when the bid is at or below it', () => {
    const tape = [BOOK, { time: 5_000, rows: [bid(99, 0)] }];
    const requests = [order(1_000, 's', 'sell 3', { stop: 98 })];
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
      order(1_000, 'a', 'buy 4', { limit: 100 }),
      cancel(6_000, 'a'),
      order(7_000, 'b', 'buy 1'),
      order(9_000, 'c', 'sell 12'),
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
      order(1_000, 'a', 'buy 4', { limit: 100 }),
      order(6_000, 'b', 'buy 5'),
      order(7_000, 'c', 'buy 9', { limit: 101, timeInForce: 'ioc' }),
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
    const requests = [order(3_000, 'b', 'buy 5', { limit: 99 })];
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
    const requests = [order(1_000, 'a', 'buy 5', { limit: 99 }), order(4_000, 'b', 'buy 5')];
    expect(play({ tape, requests })).toEqual(['4000 b rejected not-open', '9000 a 2 @ 99 queue']);
  });
});
