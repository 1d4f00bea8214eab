/** RSK-3: limits of one symbol and of all, what an order adds to, what its veto says, and what comes of its slice. */
import { describe, expect, it } from 'vitest';
import { collarProblem } from '../../../src/core/guard/collar.js';
import { mayLeave } from '../../../src/core/guard/leave-gate.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import { EngineRig, UNKNOWN } from '../../support/engine-rig.js';
import { guardsOf } from '../../support/guards.js';
import { limitsWith } from '../../support/limits.js';
import { inSeconds } from '../../support/simulation-plan.js';

/** One slice of 100 lots (0.1 BTC, at 60,000 worth 6,000). */
const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const rigWith = (...of: Parameters<typeof limitsWith>): EngineRig =>
  new EngineRig({ config: { limits: limitsWith(...of) } });
const ordered = (rig: EngineRig, key: string, more: object = {}): EngineRig =>
  rig.order({ ...ONE, idempotencyKey: key, ...more });
const ends = (rig: EngineRig): readonly string[] =>
  rig.entries('slice-ended').map(({ reason }) => reason);
const refusals = (rig: EngineRig): readonly string[] =>
  rig.entries('order-refused').flatMap(({ problems }) => problems.map(({ text }) => text));

describe('limits of a symbol', () => {
  it('RSK-3: without limits nothing is limited', () => {
    expect(new EngineRig().order({ ...ONE, quantity: '1' }).pendingOf('submit')).toHaveLength(1);
  });

  it('RSK-3: the size and the value of one order; the slice is blocked, and the veto says what and how much', () => {
    const rig = ordered(rigWith({ orderQuantity: 99 as Lots }), 'a');
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(rig.child().belief.status).toBe('blocked_limit');
    expect(ends(rig)).toEqual(['limit: an order: 0.1 BTC, the limit is 0.099 BTC']);
    expect(rig.alerts()).toEqual(['limit raised']);
    expect(rig.parent().stop).toBeNull();
    const dear = ordered(rigWith({ orderValue: '5999.9' }), 'a');
    expect(ends(dear)).toEqual(['limit: an order: worth 6000, the limit is 5999.9']);
    expect(ordered(rigWith({ orderValue: '6000' }), 'a').pendingOf('submit')).toHaveLength(1);
  });

  it('RSK-3: the position with what is open, unknown and new: each counts once', () => {
    const rig = rigWith({ position: 250 as Lots });
    ordered(rig, 'a');
    rig.accept();
    rig.trade(100, 100);
    ordered(rig, 'b');
    rig.outcome('submit', UNKNOWN);
    ordered(rig, 'c');
    expect(refusals(rig)).toEqual([
      'the position: 0.3 BTC, the limit is 0.25 BTC, 0.05 BTC of it free',
    ]);
    ordered(rig, 'd', { quantity: '0.05' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });

  it('RSK-3: selling has its own side: what lowers the position passes', () => {
    const rig = new EngineRig({
      config: {
        limits: limitsWith({ position: 50 as Lots }),
        positions: new Map([['BTCUSDT', 200 as Lots]]),
      },
    });
    ordered(rig, 'a');
    expect(refusals(rig)).toHaveLength(1);
    ordered(rig, 'b', { side: 'sell' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
    ordered(rig, 'c', { side: 'sell', quantity: '0.16' });
    expect(refusals(rig)[1]).toContain('the position: 0.06 BTC, the limit is 0.05 BTC');
  });

  it('RSK-3: a share of the daily volume; of no known volume there is none', () => {
    const rig = ordered(rigWith({ advShareBps: 1 }), 'a', { quantity: '10' });
    expect(refusals(rig)[0]).toMatch(/^the position: 10 BTC, the limit is 2.5 BTC/);
  });

  it('RSK-3: open orders and their value', () => {
    const rig = ordered(rigWith({ openOrders: 1 }), 'a');
    ordered(rig, 'b');
    expect(ends(rig)).toEqual(['limit: open: 2 orders, the limit is 1']);
    rig.accept();
    rig.trade(100, 100);
    ordered(rig, 'c');
    expect(rig.pendingOf('submit')).toHaveLength(1);
    expect(rig.alerts()).toEqual(['limit raised', 'limit cleared']);
    const dear = ordered(rigWith({ openValue: '11000' }), 'a');
    ordered(dear, 'b');
    expect(ends(dear)).toEqual(['limit: open orders: worth 12000, the limit is 11000']);
  });

  it('RSK-3: many small orders within a minute (Infinium 2010); later they may again', () => {
    const rig = rigWith({ ordersPerMinute: 2 });
    for (const key of ['a', 'b', 'c']) ordered(rig, key);
    expect(rig.pendingOf('submit')).toHaveLength(2);
    expect(ends(rig)).toEqual(['limit: within a minute: 3 orders, the limit is 2']);
    rig.run(61);
    ordered(rig, 'd');
    expect(rig.pendingOf('submit').length).toBeGreaterThan(2);
  });
});

describe('limits over all symbols', () => {
  it('RSK-3: orders, rate, value of what is open and of positions', () => {
    for (const [total, why] of [
      [{ openOrders: 0 }, 'open in all: 1 orders'],
      [{ ordersPerMinute: 0 }, 'within a minute: 1 orders'],
      [{ openValue: '5000' }, 'open orders in all: worth 6000'],
      [{ positionValue: '5000' }, 'positions in all: worth 6000'],
    ] as const) {
      expect(ends(ordered(rigWith({}, total), 'a'))[0]).toContain(why);
    }
  });

  it('RSK-3: what lowers a position passes a total that is passed already', () => {
    const rig = new EngineRig({
      config: {
        limits: limitsWith({}, { positionValue: '5000' }),
        positions: new Map([['BTCUSDT', 200 as Lots]]),
      },
    });
    ordered(rig, 'a', { side: 'sell' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });
});

describe('limits while it runs', () => {
  it('F:RSK4 RSK-3: lowered below what is held, they stop what adds, at the last guard too, and nothing else', () => {
    const rig = ordered(new EngineRig(), 'a');
    const command = rig.only('submit');
    const context = { ...guardsOf(rig), riskStore: { engaged: () => false } };
    expect(mayLeave(context, command, rig.now)).toBeNull();
    rig.operator({ do: 'limits', limits: limitsWith({ position: 99 as Lots }) });
    expect(mayLeave(context, command, rig.now)?.code).toBe('limit');
    expect(rig.entries('limits-set')).toMatchObject([{ operator: 'me', reason: 'test' }]);
    rig.accept();
    rig.trade(100, 100);
    ordered(rig, 'b');
    expect(refusals(rig)).toHaveLength(1);
    ordered(rig, 'c', { side: 'sell' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
  });
});

describe('the price collar', () => {
  const quote = { bid: 9_990 as Ticks, ask: 10_010 as Ticks };
  const problem = (side: 'buy' | 'sell', limit: number | null, stop: number | null = null) =>
    collarProblem(
      100,
      {
        side,
        type: limit === null ? 'market' : 'limit',
        limitPrice: limit as Ticks | null,
        stopPrice: stop as Ticks | null,
      },
      quote,
    );

  it('RSK-3: a limit may be worse than the mid by so much (Goldman 2013), and better by anything', () => {
    expect(problem('buy', 10_100)).toBeNull();
    expect(problem('buy', 10_101)).toBe(
      'price collar: 101.00 bps worse than the mid, the limit is 100 bps',
    );
    expect(problem('sell', 9_900)).toBeNull();
    expect(problem('sell', 9_899)).toContain('101.00 bps');
    expect([problem('buy', 1), problem('sell', 90_000)]).toEqual([null, null]);
  });

  it('RSK-3: an order at the market is held to the price it would take', () => {
    expect(problem('buy', null)).toBeNull();
    const wide = { bid: 9_800 as Ticks, ask: 10_200 as Ticks };
    const market = { side: 'sell', type: 'market', limitPrice: null, stopPrice: null } as const;
    expect(collarProblem(100, market, wide)).toContain('200.00 bps');
    expect(collarProblem(100, market, null)).toBeNull();
  });

  it('RSK-3: a stop further on is what its limit is held to', () => {
    expect(problem('buy', 11_050, 11_000)).toBeNull();
    expect(problem('buy', 11_111, 11_000)).toContain('price collar');
  });

  it('RSK-3: without a price of the market no limit can be held against one', () => {
    const limit = { side: 'buy', type: 'limit', limitPrice: 1 as Ticks, stopPrice: null } as const;
    expect(collarProblem(100, limit, null)).toContain('no price is known');
  });

  it('RSK-3 SCH-3: a slice for which no price is known yet waits for one, and is held to its limits then', () => {
    const rig = rigWith({ orderValue: '7000' });
    rig.quote = null;
    rig.order({ slices: 2, duration: inSeconds(60) });
    rig.run(2);
    expect(rig.children()).toEqual([]);
    expect(rig.entries('slice-waiting').at(-1)?.reason).toBe('market-data');
    rig.quote = { bid: 600_000, ask: 600_001 };
    rig.run(1);
    expect(rig.child().belief.status).toBe('blocked_limit');
  });

  it('RSK-3 REC-1: a shut gate is asked before limits are: a slice waits for it', () => {
    const limits = limitsWith({ orderValue: '100000' });
    const rig = new EngineRig({ config: { limits } }).order({ slices: 2, duration: inSeconds(2) });
    const next = new EngineRig({ config: { limits }, after: { rig, down: inSeconds(5) } });
    next.quote = null;
    next.run(1);
    expect(next.entries('slice-waiting').at(-1)?.reason).toBe('gate');
    expect(next.entries('slice-ended')).toEqual([]);
  });

  it('RSK-3: a slice outside of it is blocked', () => {
    const rig = rigWith({ collarBps: 10 });
    ordered(rig, 'a', { type: 'limit', limitPrice: '61000', timeInForce: 'gtc' });
    expect(rig.child().belief.status).toBe('blocked_limit');
  });
});
