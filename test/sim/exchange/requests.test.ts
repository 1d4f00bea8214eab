/** Requests at the venue: answers, ids used again, expired requests, visibility lag, replaces, queries. */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { type Micros, ticks } from '../../../src/core/ground/units.js';
import { BOOK, Rig, START, at } from './venue-rig.js';

const id = (text: string): ClientOrderId => text as ClientOrderId;

describe('venue requests', () => {
  it('SIM-5: answers an acceptance with what the order became, and reports each step once', () => {
    const rig = new Rig(BOOK);
    expect(rig.market(1, 'm', 12)).toEqual({
      kind: 'accepted',
      venueOrderId: '1',
      status: 'filled',
      cumQty: 12,
      venueTime: `${START + 1_000}000`,
    });
    expect(
      rig.reports.map(({ execType, status, cumQty, leaves }) => [execType, status, cumQty, leaves]),
    ).toEqual([
      ['accepted', 'accepted', 0, 12],
      ['trade', 'partially_filled', 10, 2],
      ['trade', 'filled', 12, 0],
    ]);
    expect(rig.reports.map(({ execution }) => execution?.execId)).toEqual([undefined, '1', '2']);
  });

  it('SIM-5: the truth ledger holds every arrival and every entry in one order, refusals too', () => {
    const rig = new Rig(BOOK);
    rig.market(1, 'm', 40);
    rig.cancel(2, 'nobody');
    rig.buy(3, 'day', 99, 1, { timeInForce: 'day' });
    const { truth } = rig.venue;
    expect(truth.arrivals.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      '1 submit',
      '6 cancel',
      '8 submit',
    ]);
    expect(truth.entries.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      '2 accepted',
      '3 executed',
      '4 executed',
      '5 canceled',
      '7 cancel-rejected',
      '9 rejected',
    ]);
  });

  it('idempotency forever: a client order id is taken for good', () => {
    const rig = new Rig(BOOK);
    rig.market(1, 'm', 1);
    expect(rig.market(2, 'm', 1)).toMatchObject({ kind: 'exists' });
    expect(rig.fills).toHaveLength(1);
  });

  it('idempotency open-only: taken while open, free again once closed', () => {
    const rig = new Rig(BOOK, { idempotency: 'open-only' });
    rig.buy(1, 'a', 99, 1);
    expect(rig.buy(2, 'a', 99, 1)).toMatchObject({ kind: 'exists' });
    rig.cancel(3, 'a');
    expect(rig.buy(4, 'a', 99, 1)).toMatchObject({ kind: 'accepted', venueOrderId: '2' });
  });

  it('a refused order does not take its client order id', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 101, 1, { postOnly: true });
    expect(rig.buy(2, 'a', 99, 1)).toMatchObject({ kind: 'accepted', venueOrderId: '1' });
  });

  it('validFor: a request older than that, or past its own bound, is refused; exactly that old is not', () => {
    const rig = new Rig(BOOK, { validFor: 5_000 as Micros });
    const send = (sentMs: number, until: number | null, name: string) =>
      rig.venue.submit(
        {
          kind: 'submit',
          clientOrderId: id(name),
          terms: {
            ...{
              symbol: 'TEST',
              side: 'buy',
              quantity: 1 as never,
              type: 'limit',
              stopPrice: null,
            },
            ...{ limitPrice: ticks(99), timeInForce: 'gtc', postOnly: false },
          },
          sentAt: at(sentMs),
          validUntil: until === null ? null : at(until),
        },
        at(10),
      );
    rig.to(10);
    expect(send(5, null, 'a')).toMatchObject({ kind: 'accepted' });
    expect(send(4.999, null, 'b')).toMatchObject({ code: 'request-expired' });
    expect(send(9, 9.5, 'c')).toMatchObject({ code: 'request-expired' });
    const cancel = { kind: 'cancel', clientOrderId: id('a'), sentAt: at(4) } as const;
    expect(rig.venue.cancel(cancel, at(10))).toMatchObject({ code: 'request-expired' });
    const replace = {
      ...cancel,
      kind: 'replace',
      newClientOrderId: id('a2'),
      quantity: 1 as never,
      limitPrice: null,
    } as const;
    expect(rig.venue.replace(replace, at(10))).toMatchObject({ code: 'request-expired' });
  });

  it('refuses orders that are not well formed, each with its reason', () => {
    const rig = new Rig(BOOK);
    const codes = [
      rig.buy(1, 'a', 99, 0),
      rig.buy(1, 'b', 0, 1),
      rig.submit(1, 'c', { limitPrice: null }),
      rig.buy(1, 'd', 99, 1, { stopPrice: ticks(99) }),
      rig.stop(1, 'e', 99, 1, { stopPrice: null }),
      rig.market(1, 'f', 1, { limitPrice: ticks(99) }),
      rig.buy(1, 'g', 99, 1, { postOnly: true, timeInForce: 'ioc' }),
      rig.market(1, 'h', 1, { postOnly: true }),
    ].map((answer) => (answer.kind === 'rejected' ? answer.code : answer.kind));
    expect(codes).toEqual(Array<string>(8).fill('invalid-order'));
    expect(rig.buy(1, 'i', 99, 1, { symbol: 'OTHER' })).toMatchObject({ code: 'unknown-symbol' });
    expect(rig.buy(1, 'j', 99, 1, { timeInForce: 'day' })).toMatchObject({
      code: 'day-not-supported',
    });
  });

  it('cancels what is open and says why it cannot cancel the rest', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 99, 4);
    expect(rig.cancel(2, 'a')).toMatchObject({ kind: 'accepted', status: 'canceled', cumQty: 0 });
    expect(rig.reason('a')).toBe('requested');
    rig.market(3, 'm', 1);
    rig.buy(3, 'b', 99, 4);
    rig.replace(4, 'b', { id: 'b2', quantity: 3 });
    const code = (name: string) => rig.cancel(5, name);
    expect(code('a')).toMatchObject({ code: 'order-canceled' });
    expect(code('m')).toMatchObject({ code: 'order-filled' });
    expect(code('b')).toMatchObject({ code: 'order-replaced' });
    expect(code('nobody')).toMatchObject({ code: 'order-not-found' });
    expect(rig.replace(5, 'a', { id: 'x', quantity: 1 })).toMatchObject({ code: 'order-canceled' });
    expect(rig.replace(5, 'b2', { id: 'm', quantity: 1 })).toMatchObject({ kind: 'exists' });
  });

  it('F16: no fill after a cancel took effect', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 97, 50]]);
    rig.buy(1, 'a', 99, 4);
    rig.cancel(9, 'a');
    expect(rig.to(10).fills).toEqual([]);
  });

  it('a replace reports the old order replaced and the new one accepted', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 99, 4);
    rig.replace(2, 'a', { id: 'a2', quantity: 3, price: 98 });
    expect(
      rig.reports.map(({ execType, clientOrderId, venueOrderId }) => [
        execType,
        clientOrderId,
        venueOrderId,
      ]),
    ).toEqual([
      ['accepted', 'a', '1'],
      ['replaced', 'a', '1'],
      ['accepted', 'a2', '2'],
    ]);
    const entry = rig.venue.truth.entries[1];
    expect(entry).toMatchObject({ kind: 'replaced', clientOrderId: 'a', venueOrderId: '2' });
  });

  it('a replace may not make a post-only order take, nor name a price the order has not', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'p', 99, 4, { postOnly: true });
    expect(rig.replace(2, 'p', { id: 'p2', quantity: 4, price: 101 })).toMatchObject({
      code: 'post-only-would-take',
    });
    rig.stop(3, 's', 110, 1);
    expect(rig.replace(4, 's', { id: 's2', quantity: 1, price: 101 })).toMatchObject({
      code: 'invalid-order',
    });
    expect([rig.status('p'), rig.status('s')]).toEqual(['accepted 0/4', 'accepted 0/1']);
  });

  it('F5: a replace to what is filled, or below, is refused and the order lives', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 99, 12], [20, 'sold', 98, 9]]);
    rig.buy(1, 'a', 99, 5);
    expect(rig.to(10).status('a')).toBe('partially_filled 2/5');
    for (const quantity of [2, 1]) {
      expect(rig.replace(11, 'a', { id: 'b', quantity })).toMatchObject({ code: 'invalid-order' });
    }
    expect(rig.to(20).status('a')).toBe('filled 5/5');
  });

  it('advance returns at the first instant that reports, and only then', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 97, 1], [20, 'sold', 97, 1], [30, 'bid', 90, 1]]);
    rig.buy(1, 'a', 99, 4);
    expect(rig.venue.advance(at(50))).toBe(at(10));
    expect(rig.venue.advance(at(50))).toBe(at(20));
    expect(rig.venue.advance(at(50))).toBe(at(50));
  });

  it('refuses to be asked out of time order', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 97, 1]]);
    rig.to(5);
    expect(() => rig.venue.advance(at(4))).toThrow(/advance/);
    const cancel = { kind: 'cancel', clientOrderId: id('a'), sentAt: at(10) } as const;
    expect(() => rig.venue.cancel(cancel, at(10))).toThrow(/before the market/);
  });
});

describe('venue queries', () => {
  it('visibilityLag: an order younger than it is not found by any query', () => {
    const rig = new Rig(BOOK, { visibilityLag: 5_000 as Micros });
    rig.buy(1, 'a', 101, 12);
    const seen = (ms: number) => [
      rig.venue.order(id('a'), at(ms)) === null,
      rig.venue.executionsOf(id('a'), at(ms)).length,
      rig.venue.openOrders(10, null, at(ms)).orders.length,
      rig.venue.history(at(0), 10, null, at(ms)).orders.length,
    ];
    expect(seen(5.999)).toEqual([true, 0, 0, 0]);
    expect(seen(6)).toEqual([false, 1, 1, 1]);
  });

  it('an order snapshot has exact average price, cumulative and times', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 102, 15);
    // (10 x 1.01 + 5 x 1.02) / 15
    expect(rig.venue.order(id('a'), at(2))).toMatchObject({
      status: 'filled',
      cumQty: 15,
      avgPrice: '1.0133333333',
      filledAt: at(1),
      createdAt: at(1),
      venueTime: `${START + 1_000}000`,
    });
  });

  it('history pages through orders created at or after a time, oldest first', () => {
    const rig = new Rig(BOOK);
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e'].entries()) rig.buy(index, name, 90, 1);
    const names = (cursor: string | null) => {
      const page = rig.venue.history(at(1), 2, cursor, at(9));
      return { ids: page.orders.map(({ clientOrderId }) => clientOrderId), next: page.nextCursor };
    };
    const first = names(null);
    const second = names(first.next);
    expect([first.ids, second.ids, second.next]).toEqual([['b', 'c'], ['d', 'e'], null]);
  });

  it('REC-5: open orders page by page, each once, whatever opens and closes meanwhile', () => {
    const rig = new Rig(BOOK);
    for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) rig.buy(index, name, 90, 1);
    const read = (cursor: string | null) => {
      const page = rig.venue.openOrders(2, cursor, at(9));
      return { ids: page.orders.map(({ clientOrderId }) => clientOrderId), next: page.nextCursor };
    };
    const first = read(null);
    const cancel = { kind: 'cancel', clientOrderId: id('b'), sentAt: at(5) } as const;
    rig.venue.cancel(cancel, at(5));
    rig.buy(6, 'e', 90, 1);
    const second = read(first.next);
    const third = read(second.next);
    expect([first.ids, second.ids, third]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      { ids: ['e'], next: null },
    ]);
    expect(read(null).ids).toEqual(['a', 'c']);
  });

  it('a full page of open orders has a next one, be it empty', () => {
    const rig = new Rig(BOOK);
    rig.buy(1, 'a', 90, 1);
    const { nextCursor } = rig.venue.openOrders(1, null, at(2));
    expect(nextCursor).not.toBeNull();
    expect(rig.venue.openOrders(1, nextCursor, at(2))).toEqual({ orders: [], nextCursor: null });
  });

  it('depth shows the recorded book best first, as the feed does, and nothing while it is not known', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 10], [20, 'gap']]);
    expect(rig.to(10).venue.depth('TEST', 1)).toEqual({
      bids: [{ price: 99, quantity: 10 }],
      asks: [{ price: 101, quantity: 10 }],
    });
    expect(rig.venue.depth('TEST', 5).asks).toHaveLength(2);
    expect(rig.to(20).venue.depth('TEST', 5)).toEqual({ bids: [], asks: [] });
  });
});

describe('venue feed', () => {
  it('F0: the quote is the best of the recorded book, one call an instant, alive when it did not change', () => {
    const rig = new Rig(
      [
        ...BOOK,
        [10, 'bought', 102, 3],
        [20, 'bid', 98, 21],
        [30, 'ask', 101, 0],
        [30, 'bid', 100, 1],
        [40, 'gap'],
        [50, 'sold', 99, 1],
      ],
      { header: { delay: Int32Array.from([5, 5, 5, 5, 7, 8, 9, 10, 11, 12, 13]) } },
    );
    rig.to(60);
    expect(rig.feed).toEqual([
      '0+7 10@99 10@101',
      '10+8 alive',
      '20+9 alive',
      '30+11 1@100 20@102',
      '40+12 none',
      '50+13 alive',
    ]);
    expect(rig.venue.counters().topChanges).toBe(2);
  });

  it('a side that empties ends the quote', () => {
    const rig = new Rig([
      [0, 'snapshot'],
      [0, 'bid', 99, 1],
      [0, 'ask', 101, 1],
      [10, 'ask', 101, 0],
    ]);
    expect(rig.to(10).feed).toEqual(['0+0 1@99 1@101', '10+0 none']);
  });

  it('F17: counts rows by kind', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 99, 1], [20, 'gap']]);
    const { levelRows, trades } = rig.to(20).venue.counters();
    expect([levelRows, trades]).toEqual([4, 1]);
  });

  it('reset starts over: the same requests give the same ledger', () => {
    const rig = new Rig([...BOOK, [10, 'sold', 98, 30], [20, 'ask', 99, 5]]);
    const play = (): string => {
      rig.buy(1, 'a', 99, 20);
      rig.market(2, 'm', 12);
      rig.to(20);
      return JSON.stringify(rig.venue.truth);
    };
    const first = play();
    rig.startOver();
    expect(play()).toBe(first);
  });
});
