/** Orders that are modified, and what executions realise, as the venue's ledger goes on. */
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../../../src/core/ground/decimal.js';
import { lots, ticks } from '../../../../../src/core/ground/units.js';
import type { TruthEntry, TruthLedger } from '../../../../../src/core/order/truth.js';
import { KnownOrders } from '../../../../../src/server/venue/binance/known-orders.js';
import { progress } from '../../../../../src/server/venue/binance/usdm/order-words.js';
import {
  UsdmOrders,
  current,
  filledBefore,
  isOpen,
  isWaiting,
  nextId,
} from '../../../../../src/server/venue/binance/usdm/orders.js';
import { Profits } from '../../../../../src/server/venue/binance/usdm/profits.js';
import { INSTRUMENT } from '../../../../support/simulation-plan.js';

type Entry = Partial<Record<string, unknown>> & { readonly kind: TruthEntry['kind'] };

const TERMS = {
  ...{ symbol: 'BTCUSDT', side: 'buy', quantity: 10, type: 'limit', limitPrice: 100 },
  ...{ stopPrice: null, timeInForce: 'gtc', postOnly: false },
};

class Ledger {
  readonly entries: TruthEntry[] = [];
  readonly truth: TruthLedger & { liquidations: object[] } = {
    ...{ entries: this.entries, executions: [], arrivals: [], liquidations: [] },
  };

  add(entry: Entry): void {
    this.entries.push({ seq: this.entries.length, at: this.entries.length, ...entry } as never);
  }

  accepted(venueOrderId: string, clientOrderId: string, more: object = {}): void {
    const terms = { ...TERMS, ...more };
    this.add({ kind: 'accepted', venueOrderId, clientOrderId, terms, ahead: null });
  }

  executed(venueOrderId: string, made: { price: number; cumQty: number; leaves: number }): void {
    this.add({
      ...{ kind: 'executed', venueOrderId, symbol: 'BTCUSDT', quantity: made.cumQty },
      ...made,
    });
  }
}

describe('orders of futures', () => {
  it('LIV-3: one that is modified is one, whatever took its place at the venue', () => {
    const ledger = new Ledger();
    const known = new KnownOrders(ledger.truth);
    const orders = new UsdmOrders(known, ['BTCUSDT']);
    ledger.accepted('1', 'mine');
    ledger.executed('1', { price: 100, cumQty: 3, leaves: 7 });
    const first = orders.named('mine');
    const second = nextId(first!);
    ledger.add({ kind: 'replaced', clientOrderId: 'mine', venueOrderId: '2', replacedBy: second });
    ledger.accepted('2', second, { quantity: 9 });
    ledger.executed('2', { price: 90, cumQty: 4, leaves: 5 });

    const order = orders.named('mine')!;
    expect([order.orderId, order.clientOrderId]).toEqual(['1', 'mine']);
    expect([orders.numbered('1'), orders.withLink('2')]).toEqual([order, order]);
    // Nobody was told the number of what took its place.
    expect([orders.numbered('2'), orders.named(second)]).toEqual([null, null]);
    const link = current(order);
    expect([link.venueOrderId, filledBefore(order, link)]).toEqual(['2', 3]);
    expect(progress({ orders: known }, order, { link, cumQty: lots(4) })).toEqual({
      ...{ filled: 7, value: 660n },
    });
    expect([orders.open(), isOpen(order)]).toEqual([[order], true]);
    ledger.add({ kind: 'canceled', venueOrderId: '2', clientOrderId: second, reason: 'requested' });
    expect([orders.open(), isOpen(order)]).toEqual([[], false]);
    // Its id may be used again then, by another.
    ledger.accepted('3', 'mine');
    expect(orders.named('mine')?.orderId).toBe('3');
    expect(orders.numbered('1')?.links).toHaveLength(2);
  });

  it('LIV-3: one with a stop waits until that is reached', () => {
    const ledger = new Ledger();
    const orders = new UsdmOrders(new KnownOrders(ledger.truth), ['BTCUSDT']);
    ledger.accepted('1', 'stop', { type: 'stop', limitPrice: null, stopPrice: 90 });
    const order = orders.named('stop')!;
    expect(isWaiting(order)).toBe(true);
    ledger.add({ kind: 'triggered', venueOrderId: '1', clientOrderId: 'stop', tapeRow: null });
    expect(orders.open().map((one) => isWaiting(one))).toEqual([false]);
  });
});

describe('what executions realise', () => {
  it('LIV-3 F19: at average cost, what was held at the start, undone or liquidated included', () => {
    const ledger = new Ledger();
    const held = new Map([['BTCUSDT', { position: lots(10), price: ticks(1_000) }]]);
    const terms = { leverage: 5, fundingBps: null, held, beganMs: 0 };
    const profits = new Profits(ledger.truth, [INSTRUMENT], terms);
    const made = (execId: string, side: 'buy' | 'sell', price: number, quantity: number): void =>
      ledger.add({ kind: 'executed', execId, symbol: 'BTCUSDT', side, price, quantity });
    const of = (execId: string): string => formatDecimal(profits.of('BTCUSDT', execId));
    // Ticks of 0.1 x lots of 0.001: 100 ticks on 4 lots are 0.04.
    made('1', 'sell', 1_100, 4);
    expect(of('1')).toBe('0.04');
    made('2', 'buy', 1_300, 6);
    // 12 lots at 1150 on average.
    made('3', 'sell', 1_150, 2);
    expect([of('2'), of('3')]).toEqual(['0', '0']);
    ledger.add({
      ...{ kind: 'busted', execId: '3-bust', symbol: 'BTCUSDT', side: 'sell' },
      ...{ price: 1_150, quantity: 2 },
    });
    ledger.truth.liquidations.push({
      ...{ at: 100, symbol: 'BTCUSDT', side: 'sell' },
      executions: [{ execId: 'autoclose-1-1', price: 1_000, quantity: 12 }],
    });
    expect(of('autoclose-1-1')).toBe('-0.18');
    expect(formatDecimal(profits.total('BTCUSDT'))).toBe('-0.14');
  });
});
