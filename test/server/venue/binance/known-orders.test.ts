/** Orders by number and by id, as the venue's ledger goes on. */
import { describe, expect, it } from 'vitest';
import type { TruthEntry } from '../../../../src/core/order/truth.js';
import { KnownOrders } from '../../../../src/server/venue/binance/known-orders.js';

const TERMS = {
  ...{ symbol: 'BTCUSDT', side: 'buy', quantity: 10, type: 'limit', limitPrice: 100 },
  ...{ stopPrice: null, timeInForce: 'gtc', postOnly: false },
};

type Entry = Partial<Record<string, unknown>> & { readonly kind: TruthEntry['kind'] };

function ledger(): { readonly orders: KnownOrders; readonly add: (entry: Entry) => void } {
  const entries: TruthEntry[] = [];
  const orders = new KnownOrders({ entries, executions: [], arrivals: [] });
  const add = (entry: Entry): void => {
    entries.push({ seq: entries.length, at: entries.length, ...entry } as never);
  };
  return { orders, add };
}

const accepted = (venueOrderId: string, clientOrderId: string, more = {}): Entry => ({
  ...{ kind: 'accepted', venueOrderId, clientOrderId, ahead: null },
  terms: { ...TERMS, ...more },
});
const executed = (
  venueOrderId: string,
  price: number,
  cumQty: number,
  quantity: number,
): Entry => ({
  ...{ kind: 'executed', venueOrderId, symbol: 'BTCUSDT', price, quantity, cumQty },
  leaves: 10 - cumQty,
});

describe('the orders that there are', () => {
  it('are found by number, and by an id, which means the latest', () => {
    const { orders, add } = ledger();
    add(accepted('1', 'a'));
    expect(orders.latest('a')?.venueOrderId).toBe('1');
    add({ kind: 'canceled', venueOrderId: '1', clientOrderId: 'a', reason: 'requested' });
    add(accepted('2', 'a'));
    expect(orders.latest('a')?.venueOrderId).toBe('2');
    expect(orders.numbered('1')).toMatchObject({ endedFor: 'requested', leaves: 0 });
    expect([orders.numbered('3'), orders.latest('b')]).toEqual([null, null]);
    expect(orders.of('BTCUSDT').map(({ venueOrderId }) => venueOrderId)).toEqual(['1', '2']);
    expect([...orders.open()].map(({ venueOrderId }) => venueOrderId)).toEqual(['2']);
  });

  it('are open until they are filled, or ended, or replaced', () => {
    const { orders, add } = ledger();
    for (const id of ['1', '2', '3', '4']) add(accepted(id, `c${id}`));
    add(executed('1', 100, 10, 10));
    add({ kind: 'expired', venueOrderId: '2', clientOrderId: 'c2', reason: 'self-trade' });
    add({
      ...{ kind: 'replaced', clientOrderId: 'c3', venueOrderId: '5', replacedBy: 'c5' },
      ...{ terms: TERMS, ahead: null },
    });
    add(accepted('5', 'c5'));
    add({ kind: 'cancel-rejected', clientOrderId: 'c4', code: 'order-filled' });
    expect([...orders.open()].map(({ venueOrderId }) => venueOrderId)).toEqual(['4', '5']);
    expect(orders.numbered('3')?.endedFor).toBe('replaced');
  });

  it('work from the moment on that their stop triggers', () => {
    const { orders, add } = ledger();
    add(accepted('1', 'a', { stopPrice: 90 }));
    expect(orders.numbered('1')?.workingSince).toBeNull();
    add({ kind: 'triggered', venueOrderId: '1', clientOrderId: 'a', tapeRow: null });
    expect(orders.numbered('1')?.workingSince).toBe(1);
  });

  it('were traded for so much by so much of their quantity, what was undone taken back', () => {
    const { orders, add } = ledger();
    add(accepted('1', 'a'));
    const order = orders.numbered('1')!;
    const values = (...quantities: number[]): bigint[] =>
      quantities.map((quantity) => orders.valueAt(order, quantity));
    expect(values(0, 3)).toEqual([0n, 0n]);
    add(executed('1', 100, 4, 4));
    add(executed('1', 110, 6, 2));
    expect(values(0, 4, 6)).toEqual([0n, 400n, 620n]);
    // A quantity that it never had, as a fault may say it: a share of all.
    expect(values(3)).toEqual([310n]);
    add({ kind: 'busted', venueOrderId: '1', price: 100, quantity: 4, cumQty: 2 });
    expect(values(2, 6)).toEqual([220n, 620n]);
    expect(orders.numbered('1')).toMatchObject({ isBusted: true });
    expect(orders.executionsIn('BTCUSDT')).toHaveLength(2);
    expect(orders.executionsIn('ETHUSDT')).toEqual([]);
  });
});
