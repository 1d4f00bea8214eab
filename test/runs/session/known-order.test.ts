/** One order as a recording knows it: when it left that came there, and whether it ended because it was called off. */
import { describe, expect, it } from 'vitest';
import { epochMicros } from '../../../src/core/ground/units.js';
import type {
  ClientOrderId,
  OrderTerms,
  TimeInForce,
  VenueOrderId,
} from '../../../src/core/order/order.js';
import { KnownOrder } from '../../../src/runs/session/known-order.js';

const termsOf = (timeInForce: TimeInForce, limitPrice = 100): OrderTerms =>
  ({
    symbol: 'BTCUSDT',
    side: 'buy',
    quantity: 5,
    type: 'limit',
    limitPrice,
    stopPrice: null,
    timeInForce,
  }) as OrderTerms;
const at = epochMicros;
const known = (timeInForce: TimeInForce): KnownOrder =>
  new KnownOrder('o1' as ClientOrderId, termsOf(timeInForce), at(1));
const accepted = (status: 'accepted' | 'canceled') =>
  ({
    ...{ kind: 'accepted', venueOrderId: 'v1' as VenueOrderId },
    ...{ status, cumQty: null, venueTime: null },
  }) as Parameters<KnownOrder['heardOutcome']>[0];

describe('a known order', () => {
  it.each(['gtc', 'day'] as const)('LIV-5: of %s that was called off ends for that', (tif) => {
    const order = known(tif);
    order.calledOff();
    order.heardOutcome(accepted('canceled'), at(3));
    expect(order.endsCalledOff).toBe(true);
  });

  it.each(['ioc', 'fok'] as const)(
    'LIV-5: of %s may not rest: the venue ended it, called off or not',
    (tif) => {
      const order = known(tif);
      order.calledOff();
      order.heardOutcome(accepted('canceled'), at(3));
      expect(order.endsCalledOff).toBe(false);
    },
  );

  it('LIV-5: that nobody heard of is there by its last sending, on the terms of that', () => {
    const order = known('gtc');
    order.leavesAgain(termsOf('gtc', 101), at(2));
    expect(order).toMatchObject({ sentAt: 2, terms: { limitPrice: 101 } });
  });

  it('LIV-5: that the venue has when it comes again is there by the sending before', () => {
    const order = known('gtc');
    order.leavesAgain(termsOf('gtc', 101), at(3));
    order.heardExists();
    expect(order).toMatchObject({ sentAt: 1, terms: { limitPrice: 100 } });
  });

  it('LIV-5: that was heard of is there as it was sent, whatever leaves again', () => {
    const order = known('gtc');
    order.heardOutcome(accepted('accepted'), at(2));
    order.leavesAgain(termsOf('gtc', 101), at(3));
    expect(order).toMatchObject({ sentAt: 1, terms: { limitPrice: 100 } });
  });
});
