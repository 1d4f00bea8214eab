/** Signed slippage in basis points, exact, for both sides. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceedsSlippage, slippageBpsText } from '../../../src/core/child/slippage.js';
import { type Side, type TickLots, lots } from '../../../src/core/ground/units.js';
import { lawCases, lawTimeoutMs } from '../../support/law-cases.js';

const filled = (quantity: number, notional: bigint) => ({
  quantity: lots(quantity),
  notional: notional as TickLots,
});

describe('slippage', () => {
  it('FIL-8, SCH-7: positive is a cost, for both sides', () => {
    // 3 lots at 101 and 1 at 102 against a mid of 100: 1.25 ticks worse for a buy.
    const ledger = filled(4, 405n);
    expect(slippageBpsText('buy', ledger, 200)).toBe('125');
    expect(slippageBpsText('sell', ledger, 200)).toBe('-125');
    expect(slippageBpsText('buy', filled(4, 400n), 200)).toBe('0');
  });

  it('FIL-8: against a mid of half a tick, rounded half-even once', () => {
    expect(slippageBpsText('buy', filled(1, 101n), 201)).toBe('49.7512');
    expect(slippageBpsText('sell', filled(3, 100n), 67)).toBe('49.7512');
  });

  it.each<[string, number, bigint, number | null]>([
    ['no expectation', 4, 405n, null],
    ['an expectation of zero', 4, 405n, 0],
    ['an expectation below zero', 4, 405n, -1],
    ['nothing filled', 0, 0n, 200],
    ['more busted than filled', -1, -100n, 200],
  ])('FIL-8: %s: not measured, never 0', (_, quantity, notional, expectedTwice) => {
    expect(slippageBpsText('buy', filled(quantity, notional), expectedTwice)).toBeNull();
    expect(
      exceedsSlippage('buy', filled(quantity, notional), { expectedTwice, thresholdBps: 0 }),
    ).toBe(false);
  });

  it('FIL-8: flagged above the threshold, not at it, and never for a gain', () => {
    const limit = { expectedTwice: 20_000, thresholdBps: 50 };
    expect(exceedsSlippage('buy', filled(1, 10_050n), limit)).toBe(false);
    expect(exceedsSlippage('buy', filled(1, 10_051n), limit)).toBe(true);
    expect(exceedsSlippage('sell', filled(1, 10_051n), limit)).toBe(false);
    expect(exceedsSlippage('sell', filled(1, 9_949n), limit)).toBe(true);
    // Printed as 50, and yet above it.
    const hair = { expectedTwice: 2_000_000_000, thresholdBps: 50 };
    expect(slippageBpsText('buy', filled(1, 1_005_000_001n), hair.expectedTwice)).toBe('50');
    expect(exceedsSlippage('buy', filled(1, 1_005_000_001n), hair)).toBe(true);
  });

  it(
    'FIL-14.8: right for any price and side: the same as the exact fraction, opposite signs for opposite sides',
    () => {
      const positive = fc.integer({ min: 1, max: 10_000_000 });
      fc.assert(
        fc.property(
          positive,
          positive,
          fc.integer({ min: 1, max: 1_000 }),
          fc.constantFrom<Side>('buy', 'sell'),
          (price, twice, quantity, side) => {
            const ledger = filled(quantity, BigInt(price) * BigInt(quantity));
            const bps = Number(slippageBpsText(side, ledger, twice));
            const expected = ((side === 'buy' ? 1 : -1) * (2 * price - twice) * 10_000) / twice;
            expect(Math.abs(bps - expected)).toBeLessThanOrEqual(
              0.00005 + Math.abs(expected) * 1e-12,
            );
            const opposite = Number(
              slippageBpsText(side === 'buy' ? 'sell' : 'buy', ledger, twice),
            );
            expect(opposite + bps).toBe(0);
          },
        ),
        { numRuns: lawCases },
      );
    },
    lawTimeoutMs(1),
  );
});
