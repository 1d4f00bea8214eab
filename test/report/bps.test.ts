/** Rounding of ratios to printed basis points, and parts that add up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bpsOf, splitBps } from '../../src/report/figures/bps.js';

const steps = (bps: number): number => Math.round(bps * 10_000);

describe('basis points', () => {
  it('rounds half-even to 0.0001', () => {
    // 1 / 200,000,000 = 0.00005 bps: half a step goes to the even 0, three halves to the even 2.
    expect(bpsOf(1n, 200_000_000n)).toBe(0);
    expect(bpsOf(3n, 200_000_000n)).toBe(0.0002);
    expect(bpsOf(-3n, 200_000_000n)).toBe(-0.0002);
    expect(bpsOf(1n, 10_000n)).toBe(1);
  });

  it('has no figure over a basis that is not positive', () => {
    expect(bpsOf(5n, 0n)).toBeNull();
    expect(bpsOf(5n, -1n)).toBeNull();
  });

  it('gives the steps that are missing to the largest remainders, the first of equals first', () => {
    // Thirds of a step each: three floors of 0 against a whole of 1.
    const third = splitBps([1n, 1n, 1n], 300_000_000n);
    expect(third.total).toBe(0.0001);
    expect(third.parts).toEqual([0.0001, 0, 0]);
    expect(splitBps([1n, 2n], 300_000_000n).parts).toEqual([0, 0.0001]);
  });

  it('printed parts add up to the printed whole, and stand within one step of the exact part', () => {
    const amount = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });
    const basis = fc.bigInt({ min: 1n, max: 10n ** 20n });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), basis, (parts, over) => {
        fc.pre(parts.every((part) => (part < 0n ? -part : part) < over * 10n));
        const printed = splitBps(parts, over);
        const sum = parts.reduce((a, b) => a + b, 0n);
        expect(printed.total).toBe(bpsOf(sum, over));
        expect(printed.parts.map(steps).reduce((a, b) => a + b, 0)).toBe(steps(printed.total));
        parts.forEach((part, index) => {
          const exact = (part * 100_000_000n) / over;
          expect(Math.abs(steps(printed.parts[index]!) - Number(exact))).toBeLessThanOrEqual(1);
          if (part === 0n) expect(printed.parts[index]).toBe(0);
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
