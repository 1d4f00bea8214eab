/** Laws of the cost split over generated orders, and its nulls. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, rescale } from '../../src/core/ground/decimal.js';
import { lots, ticks } from '../../src/core/ground/units.js';
import {
  COST_PARTS,
  type CostBasis,
  type CostFill,
  splitCost,
} from '../../src/report/figures/cost.js';
import { printCost } from '../../src/report/figures/print-cost.js';
import { INSTRUMENT } from './support/hand-made-journal.js';

const price = fc.integer({ min: 1_000, max: 2_000_000 });
const fill: fc.Arbitrary<CostFill> = fc.record({
  price: price.map(ticks),
  quantity: fc.integer({ min: 1, max: 5_000 }).map(lots),
  quote: fc
    .record({ bid: price, width: fc.integer({ min: 0, max: 500 }) })
    .map(({ bid, width }) => ({ bid: ticks(bid), ask: ticks(bid + width) })),
  takes: fc.boolean(),
  trigger: fc.option(fc.record({ midTwice: price.map((mid) => 2 * mid + 1) })),
});

const order: fc.Arbitrary<CostBasis> = fc
  .record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    fills: fc.array(fill, { maxLength: 12 }),
    unfilled: fc.integer({ min: 0, max: 5_000 }),
    arrival: price,
    reference: price,
    final: price,
    fees: fc.integer({ min: -1_000_000, max: 1_000_000_000 }),
    feeDigits: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ side, fills, unfilled, arrival, reference, final, fees, feeDigits }) => ({
    instrument: INSTRUMENT,
    side,
    fills,
    quantity: lots(fills.reduce((sum, one) => sum + one.quantity, 1) + unfilled),
    arrivalMidTwice: 2 * arrival + 1,
    referenceMidTwice: 2 * reference,
    finalMidTwice: 2 * final + 1,
    fees: { mantissa: BigInt(fees), scale: feeDigits },
  }));

/** Perold's definition, from the paper portfolio, without any split. */
function paperLessReal(given: CostBasis, scale: number): bigint {
  const sign = given.side === 'buy' ? 1n : -1n;
  const filled = given.fills.reduce((sum, one) => sum + BigInt(one.quantity), 0n);
  const paid = given.fills.reduce(
    (sum, one) => sum + 2n * BigInt(one.price) * BigInt(one.quantity),
    0n,
  );
  const arrival = BigInt(given.arrivalMidTwice!);
  const whole = BigInt(given.quantity);
  const final = BigInt(given.finalMidTwice!);
  // Paper: the whole quantity bought at the arrival mid is worth `final` now. Real: what was paid, for what was filled.
  const paper = sign * (final - arrival) * whole;
  const real = sign * (final * filled - paid);
  const perHalfTickLot = rescale(decimal('0.000005'), scale, 'floor'); // 0.01 x 0.001 / 2
  return (paper - real) * perHalfTickLot + rescale(given.fees!, scale, 'floor');
}

describe('cost split', () => {
  it('the seven parts sum exactly to the shortfall, which is Perold’s paper less real', () => {
    fc.assert(
      fc.property(order, (given) => {
        const split = splitCost(given);
        const sum = COST_PARTS.reduce((total, part) => total + split.parts[part]!, 0n);
        expect(sum).toBe(split.total);
        expect(split.total).toBe(paperLessReal(given, split.scale));
      }),
      { numRuns: 2_000 },
    );
  });

  it('the printed bps of the parts sum to the printed shortfall', () => {
    fc.assert(
      fc.property(order, (given) => {
        const split = splitCost(given);
        // Beyond 2^53 steps (a cost of 90 million times the order's value) a number cannot hold a step.
        const sizes = COST_PARTS.map((part) => split.parts[part]!);
        fc.pre(sizes.every((size) => (size < 0n ? -size : size) < split.basis! * 1_000_000n));
        const { shortfallBps, cost } = printCost(split);
        const steps = Object.values(cost).map((bps) => Math.round((bps as number) * 10_000));
        expect(steps.reduce((a, b) => a + b, 0)).toBe(Math.round(shortfallBps! * 10_000));
      }),
      { numRuns: 1_000 },
    );
  });

  it('a sell in the mirrored market costs what the buy does', () => {
    const mirror = 4_000_000;
    const flip = (value: number): number => mirror - value;
    fc.assert(
      fc.property(order, (given) => {
        const other = splitCost({
          ...given,
          side: given.side === 'buy' ? 'sell' : 'buy',
          arrivalMidTwice: 2 * mirror - given.arrivalMidTwice!,
          referenceMidTwice: 2 * mirror - given.referenceMidTwice!,
          finalMidTwice: 2 * mirror - given.finalMidTwice!,
          fills: given.fills.map((one) => ({
            ...one,
            price: ticks(flip(one.price)),
            quote: { bid: ticks(flip(one.quote!.ask)), ask: ticks(flip(one.quote!.bid)) },
            trigger: one.trigger === null ? null : { midTwice: 2 * mirror - one.trigger.midTwice! },
          })),
        });
        expect(other.parts).toEqual(splitCost(given).parts);
      }),
    );
  });

  const given: CostBasis = {
    instrument: INSTRUMENT,
    side: 'buy',
    quantity: lots(10),
    fills: [
      {
        price: ticks(101),
        quantity: lots(10),
        quote: { bid: ticks(99), ask: ticks(101) },
        takes: true,
        trigger: null,
      },
    ],
    arrivalMidTwice: 200,
    referenceMidTwice: 200,
    finalMidTwice: null,
    fees: decimal('0'),
  };

  it('leaves null what rests on a price nobody saw, and keeps the rest', () => {
    const blind = splitCost({ ...given, fills: [{ ...given.fills[0]!, quote: null }] });
    expect(blind.parts).toMatchObject({ spread: null, impact: null, timing: null, delay: 0n });
    expect(blind.total).not.toBeNull();
    expect(printCost(blind).shortfallBps).toBe(100);
  });

  it('what moved until a stop triggered is no impact, and unknown where nobody saw it trigger', () => {
    // Sent at 100 to buy at 104 and above, triggered at 105, filled at 106 with a spread of 2: 5 of drift, 1 of spread, nothing left.
    const [first] = given.fills;
    const stop = { ...first!, price: ticks(106), trigger: { midTwice: 210 } };
    const { parts } = splitCost({ ...given, fills: [stop] });
    const unit = parts.spread! / 20n;
    expect(parts).toMatchObject({
      trigger: 100n * unit,
      spread: 20n * unit,
      impact: 0n,
      timing: 0n,
    });
    const unseen = splitCost({ ...given, fills: [{ ...stop, trigger: { midTwice: null } }] });
    expect(unseen.parts).toMatchObject({ trigger: null, impact: null, spread: parts.spread });
    expect(unseen.total).toBe(splitCost({ ...given, fills: [stop] }).total);
  });

  it('has no shortfall without arrival price, without fees, or with a rest nobody can price', () => {
    expect(splitCost({ ...given, arrivalMidTwice: null }).total).toBeNull();
    expect(splitCost({ ...given, fees: null }).total).toBeNull();
    expect(splitCost({ ...given, quantity: lots(11) }).total).toBeNull();
    expect(splitCost(given).parts.opportunity).toBe(0n);
  });

  it('counts a bust as the fill it undoes', () => {
    const [first] = given.fills;
    const busted = splitCost({
      ...given,
      fills: [...given.fills, { ...first!, quantity: lots(-10) }],
      finalMidTwice: 200,
    });
    expect(busted.total).toBe(0n);
  });
});
