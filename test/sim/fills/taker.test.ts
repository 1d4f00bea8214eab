/** F4: an order that takes walks what is available, level by level, and what becomes of the rest. */
import { describe, expect, it } from 'vitest';
import { BOOK, Rig } from '../exchange/venue-rig.js';

describe('F4 taker', () => {
  it('F4: walks from the best to its limit, one execution per level at the level price', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'b', 102, 15);
    expect(rig.fills).toEqual(['b: 10@101 taker at 1', 'b: 5@102 taker at 1']);
    expect(rig.status('b')).toBe('filled 15/15');
  });

  it('F4: a sell is the mirror', () => {
    const rig = new Rig(BOOK);
    rig.sell(1, 's', 98, 15);
    expect(rig.fills).toEqual(['s: 10@99 taker at 1', 's: 5@98 taker at 1']);
  });

  it('F4: the remainder of a market order and of an ioc is canceled with no-liquidity, never past the recorded depth', () => {
    const rig = new Rig(BOOK);
    rig.market(1, 'm', 40);
    expect([rig.status('m'), rig.reason('m')]).toEqual(['canceled 30/40', 'no-liquidity']);
    rig.buy(1, 'i', 101, 5, { timeInForce: 'ioc' });
    expect([rig.status('i'), rig.reason('i')]).toEqual(['canceled 0/5', 'no-liquidity']);
  });

  it('F4: the remainder of a limit order rests, also at a displayed price with nothing available', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 10]]);
    rig.buy(11, 'b', 101, 12);
    expect(rig.fills).toEqual([]);
    expect(rig.status('b')).toBe('accepted 0/12');
  });

  it('F4: fok takes all or nothing', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'f1', 101, 11, { timeInForce: 'fok' });
    expect([rig.status('f1'), rig.reason('f1')]).toEqual(['canceled 0/11', 'no-liquidity']);
    rig.buy(2, 'f2', 102, 11, { timeInForce: 'fok' });
    expect(rig.status('f2')).toBe('filled 11/11');
  });

  it('F4: post-only is rejected when a level at or through its limit has A > 0, accepted when it has not', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 10]]);
    expect(rig.buy(1, 'p1', 101, 1, { postOnly: true })).toMatchObject({
      kind: 'rejected',
      code: 'post-only-would-take',
    });
    // At 11 ms the ten at 101 are sold: displayed, but not available.
    expect(rig.buy(11, 'p2', 101, 1, { postOnly: true })).toMatchObject({ kind: 'accepted' });
  });

  it('F4: two takers never share a lot', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 101, 7, { timeInForce: 'ioc' });
    rig.buy(1, 'b', 101, 7, { timeInForce: 'ioc' });
    expect(rig.fills).toEqual(['a: 7@101 taker at 1', 'b: 3@101 taker at 1']);
  });
});
