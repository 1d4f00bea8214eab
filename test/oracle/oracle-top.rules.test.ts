/**
 * The oracle's reading of F18, the top stream, on hand-made tapes. BOOK (see play.ts): bids 99, 98, 97 and asks 101, 102,
 * 103, ten lots each; `buyAll` takes whatever can be had and so shows A, level by level.
 */
import { describe, expect, it } from 'vitest';
import { BOOK, buyAll, order, play } from './play.js';
import { type Instant, ask, bid, bought, gapRow, snapshotRow, sold, top } from './tape-builder.js';

const rows = (time: number, ...what: Instant['rows']): Instant => ({ time, rows: what });

describe('F18 top stream', () => {
  it('F18: what stands before its best is gone, its best has its quantity, what is behind stays', () => {
    // The stream: 102 is the best ask, four lots. Nothing at 101 any more, ten at 103 by the diffs.
    const tape = [BOOK, rows(1_000, top([99, 10], [102, 4]))];
    expect(play({ tape, requests: [buyAll(2_000)] })).toEqual([
      '2000 probe 4 @ 102 taker',
      '2000 probe 10 @ 103 taker',
      '2000 probe canceled no-liquidity',
    ]);
  });

  it('F18: a better best than any diff has told of is taken from', () => {
    const tape = [BOOK, rows(1_000, top([99, 10], [100, 3]))];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy 5')] })).toEqual([
      '2000 a 3 @ 100 taker',
      '2000 a 2 @ 101 taker',
    ]);
  });

  it('F18: a diff of a higher id that names the level has the last word on it, and on no other', () => {
    // The diff brings 101 back with six lots; 102 stays what the stream said.
    const tape = [BOOK, rows(1_000, top([99, 10], [102, 4])), rows(2_000, ask(101, 6))];
    expect(play({ tape, requests: [buyAll(3_000, 102)] })).toEqual([
      '3000 probe 6 @ 101 taker',
      '3000 probe 4 @ 102 taker',
      '3000 probe canceled no-liquidity',
    ]);
  });

  it('F18: of one instant the order of ids decides', () => {
    const before = [BOOK, rows(1_000, top([99, 10], [102, 4]), ask(101, 6))];
    expect(play({ tape: before, requests: [order(1_000, 'a', 'buy 1')] })).toEqual([
      '1000 a 1 @ 101 taker',
    ]);
    const after = [BOOK, rows(1_000, ask(101, 6), top([99, 10], [102, 4]))];
    expect(play({ tape: after, requests: [order(1_000, 'a', 'buy 1')] })).toEqual([
      '1000 a 1 @ 102 taker',
    ]);
  });

  it('F18, F3: what our takers took is not given back by a row that repeats the best', () => {
    // Seven of ten taken; the stream says ten again, then two: min(7, 2) are taken of two, nothing is left.
    const tape = [
      BOOK,
      rows(1_000, top([99, 10], [101, 10])),
      rows(3_000, top([99, 12], [101, 10])),
      rows(5_000, top([99, 12], [101, 2])),
    ];
    const first = order(2_000, 'a', 'buy 7');
    expect(play({ tape, requests: [first, buyAll(4_000, 101)] })).toEqual([
      '2000 a 7 @ 101 taker',
      '4000 probe 3 @ 101 taker',
      '4000 probe canceled no-liquidity',
    ]);
    expect(play({ tape, requests: [first, buyAll(6_000, 101)] })).toEqual([
      '2000 a 7 @ 101 taker',
      '6000 probe canceled no-liquidity',
    ]);
  });

  it('F18, F3: a trade after the row is no longer there, one before it the row knows of', () => {
    const tape = [
      BOOK,
      rows(1_000, bought(101, 9)),
      rows(1_500, top([99, 10], [101, 10])),
      rows(2_000, bought(101, 4)),
    ];
    expect(play({ tape, requests: [buyAll(1_700, 101)] })[0]).toBe('1700 probe 10 @ 101 taker');
    expect(play({ tape, requests: [buyAll(3_000, 101)] })[0]).toBe('3000 probe 6 @ 101 taker');
    const through = [...tape, rows(2_500, bought(102, 1))];
    expect(play({ tape: through, requests: [buyAll(3_000, 101)] })).toEqual([
      '3000 probe canceled no-liquidity',
    ]);
  });

  it('F18, F5: a queue position is read from diffs alone', () => {
    // The stream shows one lot at 99; ten are ahead all the same, so a print of 12 gives us 2.
    const tape = [BOOK, rows(1_000, top([99, 1], [101, 10])), rows(3_000, sold(99, 12))];
    expect(play({ tape, requests: [order(2_000, 'a', 'buy 5', { limit: 99 })] })).toEqual([
      '3000 a 2 @ 99 queue',
    ]);
  });

  it('F18, F7: the stream moves no queue', () => {
    const tape = [BOOK, rows(2_000, top([99, 1], [101, 10])), rows(3_000, sold(99, 12))];
    expect(play({ tape, requests: [order(1_000, 'a', 'buy 5', { limit: 99 })] })).toEqual([
      '3000 a 2 @ 99 queue',
    ]);
  });

  it('F18, F8: the stream crosses nobody; the next diff does, with what A is then', () => {
    const tape = [BOOK, rows(2_000, top([98, 10], [99, 3]))];
    const resting = order(1_000, 'a', 'buy 5', { limit: 99 });
    expect(play({ tape, requests: [resting] })).toEqual([]);
    const later = [...tape, rows(3_000, bid(97, 1))];
    expect(play({ tape: later, requests: [resting] })).toEqual(['3000 a 3 @ 99 crossed']);
  });

  it('F18, F9: a stop on quotes sees it', () => {
    const tape = [BOOK, rows(2_000, top([99, 10], [103, 4]))];
    const stop = order(1_000, 'a', 'buy 2', { stop: 103 });
    expect(play({ tape, requests: [stop], fill: { stopTrigger: 'quote' } })).toEqual([
      '2000 a triggered',
      '2000 a 2 @ 103 taker',
    ]);
  });

  it('F18, F2: without a book it says nothing, and a new snapshot knows as much', () => {
    const tape = [
      BOOK,
      rows(1_000, top([99, 10], [102, 4])),
      rows(2_000, gapRow),
      rows(3_000, top([99, 10], [103, 4])),
      rows(4_000, snapshotRow, bid(99, 1), ask(101, 5)),
    ];
    expect(play({ tape, requests: [buyAll(5_000)] })).toEqual([
      '5000 probe 5 @ 101 taker',
      '5000 probe canceled no-liquidity',
    ]);
  });

  it('F18: with diffs the stream is not there, and a side left out keeps what it has', () => {
    const tape = [BOOK, rows(1_000, top([99, 10], [102, 4]))];
    const one = order(2_000, 'a', 'buy 1');
    expect(play({ tape, requests: [one], fill: { top: 'diffs' } })).toEqual([
      '2000 a 1 @ 101 taker',
    ]);
    const oneSided = [BOOK, rows(1_000, top([98, 10], [0, 0]))];
    expect(play({ tape: oneSided, requests: [one] })).toEqual(['2000 a 1 @ 101 taker']);
  });
});
