/**
 * The oracle itself: F19 where own orders could meet. Each tape is a few rows, its result worked out in the comment from the
 * text of the rule. Times in microseconds, prices in ticks, quantities in lots.
 */
import { describe, expect, it } from 'vitest';
import type { SelfTrade } from '../../src/sim/fills/self-trade.js';
import { BOOK, buyAll, order, play, replace } from './play.js';
import { sold } from './tape-builder.js';

/** Asks 101, 102, 103, ten lots each; an own sell of 5 at 102 with ten lots of queue. */
const maker = order(1_000, 'm', 'sell 5', { limit: 102 });
const profile = (selfTrade: SelfTrade) => ({ selfTrade });
const tape = [BOOK];

describe('F19 own orders that could meet', () => {
  // 25 lots: ten at 101, then the ten that stand before m at 102; five more would meet m.
  const requests = [maker, order(2_000, 't', 'buy 25', { limit: 103 })];

  it('F19: none: they pass, and what is recorded is taken', () => {
    expect(play({ tape, requests, profile: profile('none') })).toEqual([
      '2000 t 10 @ 101 taker',
      '2000 t 10 @ 102 taker',
      '2000 t 5 @ 103 taker',
    ]);
  });

  it('F19: expire-maker: the resting one expires, the arriving one goes on', () => {
    expect(play({ tape, requests, profile: profile('expire-maker') })).toEqual([
      '2000 t 10 @ 101 taker',
      '2000 t 10 @ 102 taker',
      '2000 t 5 @ 103 taker',
      '2000 m expired',
    ]);
  });

  it('F19: expire-taker: what is left of the arriving one expires, the resting one stays', () => {
    expect(play({ tape, requests, profile: profile('expire-taker') })).toEqual([
      '2000 t 10 @ 101 taker',
      '2000 t 10 @ 102 taker',
      '2000 t expired',
    ]);
  });

  it('F19: expire-both: both do', () => {
    expect(play({ tape, requests, profile: profile('expire-both') })).toEqual([
      '2000 t 10 @ 101 taker',
      '2000 t 10 @ 102 taker',
      '2000 m expired',
      '2000 t expired',
    ]);
  });

  it.each(['expire-maker', 'expire-taker', 'expire-both'] as const)(
    'F19: %s: one that has all it wants before it gets there meets nobody',
    (mode) => {
      const enough = [maker, order(2_000, 't', 'buy 20', { limit: 103 })];
      expect(play({ tape, requests: enough, profile: profile(mode) })).toEqual([
        '2000 t 10 @ 101 taker',
        '2000 t 10 @ 102 taker',
      ]);
    },
  );

  it('F19: fok: what it could not have without meeting us is not all, and nobody expires', () => {
    const fok = [maker, order(2_000, 't', 'buy 25', { limit: 103, timeInForce: 'fok' })];
    expect(play({ tape, requests: fok, profile: profile('expire-both') })).toEqual([
      '2000 t canceled no-liquidity',
    ]);
  });

  it('F19: nothing recorded stands there: an order inside the spread is met before anything is taken', () => {
    const inside = [order(1_000, 'm', 'sell 5', { limit: 100 }), buyAll(2_000, 100)];
    expect(play({ tape, requests: inside, profile: profile('expire-taker') })).toEqual([
      '2000 probe expired',
    ]);
    expect(play({ tape, requests: inside, profile: profile('expire-maker') })).toEqual([
      '2000 m expired',
      '2000 probe canceled no-liquidity',
    ]);
  });

  it('F19: a stop that triggers and a replace that arrives anew meet them as well', () => {
    // The print at 99 fills 1 of b, whose 100 it went through, and triggers s: the first it reaches is what is left of b.
    const falling = [BOOK, { time: 5_000, rows: [sold(99, 1)] }];
    const stop = [
      order(1_000, 's', 'sell 3', { stop: 99, limit: 98 }),
      order(1_000, 'b', 'buy 8', { limit: 100 }),
    ];
    expect(play({ tape: falling, requests: stop, profile: profile('expire-both') })).toEqual([
      '5000 b 1 @ 100 through',
      '5000 s triggered',
      '5000 b expired',
      '5000 s expired',
    ]);
    const moved = [
      order(1_000, 'a', 'buy 3', { limit: 100 }),
      order(1_000, 'c', 'sell 3', { limit: 102 }),
      replace(2_000, 'c', { id: 'd', quantity: 3, limit: 100 }),
    ];
    expect(play({ tape, requests: moved, profile: profile('expire-both') })).toEqual([
      '2000 c replaced',
      '2000 a expired',
      '2000 d expired',
    ]);
  });
});
