/** Rounding of computed prices and quantities, pegs, and the minimums of the venue. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/core/ground/decimal.js';
import type { Instrument } from '../../../src/core/ground/instrument.js';
import type { LimitPrice } from '../../../src/core/order/order-request.js';
import {
  limitPriceOf,
  minimumProblem,
  roundLimitPrice,
  roundQuantityDown,
  roundStopPrice,
} from '../../../src/core/order/rounding.js';
import { lots, ticks } from '../../../src/core/ground/units.js';

const BTC: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: '0.01',
  lotSize: '0.00001',
  minQuantity: '0.0001',
  minNotional: '5',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

const quote = { bid: ticks(100), ask: ticks(103) };
const peg = (reference: 'bid' | 'ask' | 'mid', offsetTicks = 0): LimitPrice => ({
  kind: 'peg',
  reference,
  offsetTicks,
});

describe('rounding', () => {
  it('ORD-5: quantities down, buy limits down, sell limits up, stops towards earlier triggering', () => {
    expect(roundQuantityDown(BTC, decimal('0.123459'))).toBe(12_345);
    expect([
      roundLimitPrice(BTC, 'buy', decimal('1.019')),
      roundLimitPrice(BTC, 'sell', decimal('1.011')),
    ]).toEqual([101, 102]);
    expect([
      roundStopPrice(BTC, 'buy', decimal('1.019')),
      roundStopPrice(BTC, 'sell', decimal('1.011')),
    ]).toEqual([101, 102]);
  });

  it('ORD-5: what is on the grid stays where it is, either side', () => {
    expect([
      roundLimitPrice(BTC, 'buy', decimal('1.010')),
      roundLimitPrice(BTC, 'sell', decimal('1.01')),
    ]).toEqual([101, 101]);
  });

  it('ORD-5: a peg to a half-tick mid is rounded away from aggression', () => {
    expect([
      limitPriceOf(peg('mid'), 'buy', quote),
      limitPriceOf(peg('mid'), 'sell', quote),
    ]).toEqual([101, 102]);
    expect(limitPriceOf(peg('mid', -1), 'buy', quote)).toBe(100);
  });

  it('ORD-5: pegs to bid and ask add their offset; a fixed limit is itself; a market order has none', () => {
    expect([
      limitPriceOf(peg('bid', 2), 'buy', quote),
      limitPriceOf(peg('ask', -2), 'sell', quote),
    ]).toEqual([102, 101]);
    expect(limitPriceOf({ kind: 'fixed', price: ticks(7) }, 'buy', null)).toBe(7);
    expect(limitPriceOf(null, 'buy', quote)).toBeNull();
    expect(limitPriceOf(peg('bid'), 'buy', null)).toBe('no-quote');
  });

  it('ORD-5: a computed limit is never more aggressive than what it was computed from', () => {
    const even = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(even, even, fc.integer({ min: -5, max: 5 }), (bid, spread, offset) => {
        const best = { bid: ticks(bid), ask: ticks(bid + spread) };
        const exact = bid + spread / 2 + offset;
        expect(limitPriceOf(peg('mid', offset), 'buy', best)).toBe(Math.floor(exact));
        expect(limitPriceOf(peg('mid', offset), 'sell', best)).toBe(Math.ceil(exact));
      }),
    );
  });
});

describe('venue minimums', () => {
  const order = (quantity: number, limitPrice: number | null) => ({
    quantity: lots(quantity),
    limitPrice: limitPrice === null ? null : ticks(limitPrice),
  });

  it('ORD-5: below the minimum quantity is refused by name', () => {
    expect(minimumProblem(BTC, order(9, 6_000_000), null)).toBe(
      '9 lots are below the minimum quantity of 0.0001 BTC',
    );
    expect(minimumProblem(BTC, order(10, 6_000_000), null)).toBeNull();
  });

  it('ORD-5: the notional is compared exactly, at the limit or the mid', () => {
    // 0.0005 BTC x 10,000.00 = 5 USDT exactly.
    expect(minimumProblem(BTC, order(50, 1_000_000), null)).toBeNull();
    expect(minimumProblem(BTC, order(50, 999_999), null)).toBe(
      '50 lots are worth less than the minimum notional of 5 USDT',
    );
    expect(
      minimumProblem(BTC, order(50, null), { bid: ticks(999_999), ask: ticks(1_000_000) }),
    ).not.toBeNull();
    expect(
      minimumProblem(BTC, order(50, null), { bid: ticks(999_999), ask: ticks(1_000_001) }),
    ).toBeNull();
    expect(minimumProblem(BTC, order(50, null), null)).toBeNull();
  });

  it('ORD-5: a peg that fell to zero is refused', () => {
    expect(minimumProblem(BTC, order(50, 0), null)).toBe(
      'limit price of 0 ticks is not above zero',
    );
  });

  it('ORD-5: without a minimum quantity one lot is enough', () => {
    const { minQuantity: _, ...rest } = BTC;
    expect(minimumProblem({ ...rest, minNotional: '0' }, order(1, 1), null)).toBeNull();
    expect(minimumProblem({ ...rest, minNotional: '0' }, order(0, 1), null)).toContain(
      '0.00001 BTC',
    );
  });
});
