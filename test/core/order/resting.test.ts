/** What rests at the venue, read off its ledger. */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId, OrderTerms, VenueOrderId } from '../../../src/core/order/order.js';
import { VenueOrders } from '../../../src/core/order/resting.js';
import type { TruthEntry } from '../../../src/core/order/truth.js';
import { type EpochMicros, epochMicros, lots, ticks } from '../../../src/core/ground/units.js';

const TERMS: OrderTerms = {
  symbol: 'BTCUSDT',
  side: 'buy',
  quantity: lots(600),
  type: 'limit',
  limitPrice: ticks(1_000),
  stopPrice: null,
  timeInForce: 'gtc',
  postOnly: false,
};

const at = (second: number): EpochMicros => epochMicros(second * 1_000_000);
let seq = 0;
const of = (id: string, second: number) => ({
  seq: (seq += 1),
  at: at(second),
  clientOrderId: id as ClientOrderId,
});
const venueId = (id: string) => id as VenueOrderId;

const accepted = (id: string, second: number, venue = `v-${id}`): TruthEntry => ({
  ...of(id, second),
  kind: 'accepted',
  venueOrderId: venueId(venue),
  terms: TERMS,
  ahead: null,
});
const ended = (kind: 'canceled' | 'expired', id: string, second: number, venue = `v-${id}`) =>
  ({
    ...of(id, second),
    kind,
    venueOrderId: venueId(venue),
    reason: 'r',
    cumQty: lots(0),
  }) satisfies TruthEntry;
const executed = (id: string, second: number, leaves: number): TruthEntry =>
  ({
    ...of(id, second),
    kind: 'executed',
    venueOrderId: venueId(`v-${id}`),
    leaves: lots(leaves),
  }) as TruthEntry;
const replaced = (id: string, second: number, by: string): TruthEntry => ({
  ...of(id, second),
  kind: 'replaced',
  replacedBy: by as ClientOrderId,
  venueOrderId: venueId(`v-${by}`),
  terms: TERMS,
  ahead: null,
});

function told(...entries: readonly TruthEntry[]) {
  const orders = new VenueOrders({ entries });
  return [...orders.resting()].map(({ venueOrderId, leaves, since }) => [
    venueOrderId,
    leaves,
    since / 1_000_000,
  ]);
}

describe('what rests at the venue', () => {
  it('SIM-5: an order rests from its acceptance on, with what may still execute', () => {
    expect(told(accepted('a', 1))).toEqual([['v-a', 600, 1]]);
    expect(told(accepted('a', 1), executed('a', 2, 200))).toEqual([['v-a', 200, 1]]);
  });

  it.each([
    ['canceled', ended('canceled', 'a', 3)],
    ['expired', ended('expired', 'a', 3)],
    ['filled', executed('a', 3, 0)],
  ])('SIM-5: not once it is %s', (_, end) => {
    const orders = new VenueOrders({ entries: [accepted('a', 1), end] });
    expect([...orders.resting()]).toEqual([]);
    expect(orders.endedAt('a' as ClientOrderId)).toBe(at(3));
    expect(orders.isOver('a' as ClientOrderId)).toBe(true);
  });

  it('SIM-5: the order that took the place of another rests, and the other does not', () => {
    const entries = [accepted('a', 1), replaced('a', 2, 'b'), accepted('b', 2)];
    expect(told(...entries)).toEqual([['v-b', 600, 2]]);
    expect(new VenueOrders({ entries }).endedAt('a' as ClientOrderId)).toBe(at(2));
  });

  it('SIM-5 F:SUB4: of two orders under one id the one that lives rests, whichever it is', () => {
    const both = [accepted('a', 1, 'v1'), accepted('a', 2, 'v2')];
    expect(told(...both, ended('canceled', 'a', 3, 'v1'))).toEqual([['v2', 600, 2]]);
    expect(told(...both, ended('canceled', 'a', 3, 'v2'))).toEqual([['v1', 600, 1]]);
    const orders = new VenueOrders({ entries: [...both, ended('canceled', 'a', 3, 'v1')] });
    expect(orders.isOver('a' as ClientOrderId)).toBe(false);
  });

  it('SIM-5: what the venue never took neither rests nor is over', () => {
    const entries: TruthEntry[] = [{ ...of('a', 1), kind: 'rejected', code: 'c', text: '' }];
    const orders = new VenueOrders({ entries });
    expect([...orders.resting()]).toEqual([]);
    expect(orders.isOver('a' as ClientOrderId)).toBe(false);
    expect(orders.endedAt('a' as ClientOrderId)).toBeNull();
  });
});
