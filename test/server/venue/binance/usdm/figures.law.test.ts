/** The figures of an account of futures: what it tells of its margin is what the venue goes by. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, formatDecimal } from '../../../../../src/core/ground/decimal.js';
import {
  type AccountFigures,
  type PositionFigures,
  ZERO,
  accountFigures,
  liquidationPrice,
  quotient,
} from '../../../../../src/server/venue/binance/usdm/figures.js';
import type { UsdmTerms } from '../../../../../src/server/venue/binance/usdm/terms.js';
import { FutureEntry } from '../../../../../src/sim/exchange/future-entry.js';
import { INSTRUMENT } from '../../../../support/simulation-plan.js';

/** Ticks of 0.1, lots of 0.001; cash in quanta of a tick x lot. */
const TICK_LOT_SCALE = 4;
const whole = (value: number): Decimal => ({ mantissa: BigInt(value), scale: 0 });
const terms = (leverage: number): UsdmTerms => ({
  ...{ leverage, fundingBps: null, held: new Map(), beganMs: 0 },
});

describe('the figures of an account of futures', () => {
  it('LIV-3 F19: the price of liquidation is that at which the venue liquidates', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5_000, max: 5_000 }).filter((position) => position !== 0),
        fc.integer({ min: 1, max: 900_000 }),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.constantFrom(2, 3, 5, 10, 20, 125),
        (position, entered, cash, leverage) => {
          const held = new FutureEntry(1n, { position, price: entered });
          const { below, above } = held.shortAt(BigInt(cash), BigInt(2 * leverage));
          const figures: PositionFigures = {
            ...{ instrument: INSTRUMENT, worth: ZERO, unrealised: ZERO, maintenance: ZERO },
            ...{ positionMargin: ZERO, ordersMargin: ZERO, bids: ZERO, asks: ZERO },
            quantity: { mantissa: BigInt(position), scale: 3 },
            entryPrice: { mantissa: BigInt(entered), scale: 1 },
          };
          const account: AccountFigures = {
            ...{ unrealised: ZERO, positionMargin: ZERO, ordersMargin: ZERO, maintenance: ZERO },
            ...{ available: ZERO, wallet: { mantissa: BigInt(cash), scale: TICK_LOT_SCALE } },
          };
          const price = Number(formatDecimal(liquidationPrice(terms(leverage), account, figures)));
          const first = position > 0 ? below : above;
          // A long that the cash pays for is liquidated at no price above 0.
          if (first < 0) expect(price).toBe(0);
          else expect(Math.abs(price * 10 - first)).toBeLessThanOrEqual(1.000_001);
        },
      ),
    );
  });

  it('LIV-3: what may still be used as margin is what is left of cash and gains, and never below nothing', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const margin = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(cents, cents, margin, margin, (cash, gain, position, orders) => {
        const figures: PositionFigures = {
          ...{ instrument: INSTRUMENT, worth: ZERO, maintenance: ZERO, bids: ZERO, asks: ZERO },
          ...{ quantity: ZERO, entryPrice: ZERO, unrealised: whole(gain) },
          ...{ positionMargin: whole(position), ordersMargin: whole(orders) },
        };
        const venue = { cash: () => whole(cash) } as Parameters<typeof accountFigures>[0]['venue'];
        const { available } = accountFigures({ venue }, [figures]);
        expect(formatDecimal(available)).toBe(String(Math.max(0, cash + gain - position - orders)));
      }),
    );
  });

  it('LIV-3: a quotient is the nearest with its decimals, whatever the signs', () => {
    const text = (value: Decimal, by: Decimal): string => formatDecimal(quotient(value, by, 2));
    expect(text(whole(1), whole(3))).toBe('0.33');
    expect(text(whole(-2), whole(3))).toBe('-0.67');
    expect(text(whole(2), whole(-3))).toBe('-0.67');
    expect(text(decimal('0.16'), decimal('0.5'))).toBe('0.32');
    expect(text(whole(1), ZERO)).toBe('0');
  });
});
