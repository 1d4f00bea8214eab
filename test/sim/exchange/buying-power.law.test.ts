/**
 * What open orders may cost and take is kept as running sums. Goal: whatever happens to orders, in whatever order, the
 * sums are what a walk over the open orders finds, to the quantum.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientOrderId, OrderTerms, VenueOrderId } from '../../../src/core/order/order.js';
import { type EpochMicros, lots, ticks } from '../../../src/core/ground/units.js';
import { Account } from '../../../src/sim/exchange/account.js';
import { Bookkeeper } from '../../../src/sim/exchange/bookkeeper.js';
import { BuyingPower } from '../../../src/sim/exchange/buying-power.js';
import { OrderStore } from '../../../src/sim/exchange/order-store.js';
import { Recorder } from '../../../src/sim/exchange/recorder.js';
import { VenueOrder } from '../../../src/sim/exchange/venue-order.js';
import { INSTRUMENT, OPTIONS } from './venue-rig.js';

const AT = 1 as EpochMicros;
const SYMBOLS = ['TEST', 'OTHER'] as const;
const OTHER = { ...INSTRUMENT, symbol: 'OTHER', tickSize: '0.5', lotSize: '1' };

interface Happening {
  readonly what: 'enter' | 'fill' | 'cancel' | 'replace';
  readonly pick: number;
  readonly terms: OrderTerms;
}

const termsDrawn: fc.Arbitrary<OrderTerms> = fc
  .record({
    symbol: fc.constantFrom(...SYMBOLS),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    quantity: fc.integer({ min: 1, max: 1_000_000_000 }),
    price: fc.integer({ min: 1, max: 10_000_000 }),
    type: fc.constantFrom('market' as const, 'limit' as const, 'stop' as const),
  })
  .map(({ symbol, side, quantity, price, type }) => ({
    symbol,
    side,
    quantity: lots(quantity),
    type,
    limitPrice: type === 'limit' ? ticks(price) : null,
    stopPrice: type === 'stop' ? ticks(price) : null,
    timeInForce: 'gtc',
    postOnly: false,
  }));

const happening: fc.Arbitrary<Happening> = fc.record({
  what: fc.constantFrom('enter', 'enter', 'fill', 'cancel', 'replace'),
  pick: fc.nat(),
  terms: termsDrawn,
});

const fees = fc.record({
  makerBps: fc.constantFrom('0', '-0.25', '1'),
  takerBps: fc.constantFrom('0', '4.5', '-1', '10'),
  asset: fc.constantFrom('quote' as const, 'received' as const, {
    named: 'BNB',
    quotePrice: '550',
  }),
});

const futures = fc.constantFrom<ReadonlySet<string>>(new Set(), new Set(['OTHER']));

function walked(orders: OrderStore, account: Account) {
  let reserved = 0n;
  const committed = new Map<string, number>(SYMBOLS.map((symbol) => [symbol, 0]));
  for (const { side, terms, leaves } of orders.open()) {
    const price = terms.limitPrice ?? terms.stopPrice;
    const { symbol } = terms;
    if (side === 'sell') committed.set(symbol, (committed.get(symbol) ?? 0) + leaves);
    if (price === null) continue;
    const whole = { symbol, side, price, quantity: leaves };
    reserved += account.isFuture(symbol) ? account.worstFee(whole) : account.worstCost(whole);
  }
  return { reserved, committed };
}

describe('buying power', () => {
  it('SIM-5: running sums are what a walk over the open orders finds', () => {
    fc.assert(
      fc.property(
        fees,
        futures,
        fc.array(happening, { maxLength: 60 }),
        (feeOptions, derivatives, happenings) => {
          const account = new Account([INSTRUMENT, OTHER], feeOptions, {
            ...OPTIONS.account,
            derivatives,
          });
          const orders = new OrderStore();
          const power = new BuyingPower(account, () => null);
          const recorder = new Recorder({ onReport: () => undefined });
          const books = new Bookkeeper({ account, power, orders, recorder, shape: null });
          let made = 0;
          const newOrder = (terms: OrderTerms): VenueOrder =>
            new VenueOrder({
              clientOrderId: `c${(made += 1)}` as ClientOrderId,
              venueOrderId: String(made) as VenueOrderId,
              terms,
              at: AT,
              filledBefore: lots(0),
              triggered: false,
            });
          for (const { what, pick, terms } of happenings) {
            const open = [...orders.open()];
            const order = open[pick % Math.max(1, open.length)];
            if (what === 'enter' || order === undefined) books.accepted(newOrder(terms), null, AT);
            else if (what === 'cancel') books.canceled(order, 'requested', AT);
            else if (what === 'replace') {
              const { symbol, side } = order.terms;
              books.replaced(order, newOrder({ ...terms, symbol, side }), null, AT);
            } else {
              const quantity = lots(1 + (pick % order.leaves));
              const price = ticks(1 + (pick % 1_000));
              const fill = { cause: 'queue', tapeRow: 0, aheadBefore: 0, aheadAfter: 0 } as const;
              books.filled(order, { ...fill, price, quantity }, AT);
            }
            const { reserved, committed } = walked(orders, account);
            expect(power.reserved).toBe(reserved);
            for (const symbol of SYMBOLS)
              expect(power.committed(symbol)).toBe(committed.get(symbol));
          }
        },
      ),
    );
  });
});
