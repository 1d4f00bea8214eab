/** F13: what works during a halt, what waits, and what happens at resumption. */
import { describe, expect, it } from 'vitest';
import type { HaltWindow } from '../../../src/sim/exchange/venue-options.js';
import { Halts } from '../../../src/sim/exchange/halts.js';
import { BOOK, OPTIONS, Rig, type Row, at } from './venue-rig.js';

const halt = (from: number, to: number, newOrders: 'refuse' | 'queue' = 'refuse'): HaltWindow => ({
  from: at(from),
  to: at(to),
  newOrders,
});

describe('F13 halt', () => {
  it('F13: no matching in [from, to), prints accumulate nothing, rows update the book', () => {
    // Sold 50 at 98 in the halt does nothing to a; the asks shown in the halt are whole afterwards.
    const rows: Row[] = [
      ...BOOK,
      [10, 'sold', 98, 50],
      [11, 'bought', 101, 8],
      [12, 'ask', 102, 30],
      [20, 'sold', 98, 1],
    ];
    const rig = new Rig(rows, { halts: [halt(10, 20)] });
    rig.buy(1, 'a', 99, 4);
    expect(rig.to(19).fills).toEqual([]);
    rig.to(20);
    expect(rig.fills).toEqual(['a: 1@99 through at 20']);
    rig.buy(21, 'i', 102, 50, { timeInForce: 'ioc' });
    expect(rig.fills.slice(1)).toEqual(['i: 10@101 taker at 21', 'i: 30@102 taker at 21']);
  });

  it('F13: new orders are refused or queued, cancels work', () => {
    const rig = new Rig(BOOK, { halts: [halt(10, 20), halt(30, 40, 'queue')] });
    rig.buy(1, 'a', 99, 4);
    rig.buy(1, 'k', 99, 4);
    expect(rig.buy(11, 'b', 99, 4)).toMatchObject({ kind: 'rejected', code: 'halted' });
    expect(rig.replace(11, 'a', { id: 'a2', quantity: 4, price: 98 })).toMatchObject({
      code: 'halted',
    });
    expect(rig.replace(11, 'k', { id: 'k2', quantity: 3 })).toMatchObject({ kind: 'accepted' });
    expect(rig.cancel(12, 'a')).toMatchObject({ kind: 'accepted' });
    expect(rig.market(31, 'm', 3)).toMatchObject({ kind: 'accepted', status: 'accepted' });
    rig.buy(32, 'c', 99, 1);
    expect(rig.cancel(33, 'c')).toMatchObject({ kind: 'accepted' });
    expect(rig.to(39).fills).toEqual([]);
    expect(rig.to(40).fills).toEqual(['m: 3@101 taker at 40']);
  });

  it('F5, F13: a queued order whose quantity falls keeps its place, other replaces queue anew', () => {
    const rig = new Rig(BOOK, { halts: [halt(10, 20, 'queue')] });
    rig.market(11, 'a', 3);
    rig.market(12, 'b', 1);
    rig.market(13, 'c', 1);
    rig.replace(14, 'a', { id: 'a2', quantity: 2 });
    rig.replace(15, 'b', { id: 'b2', quantity: 4 });
    rig.to(20);
    expect(rig.fills.map((line) => line.split(' ')[0])).toEqual(['a2:', 'c:', 'b2:']);
  });

  it('F13: at resumption F8 over the rows since, then queued orders by arrival with the queue of then', () => {
    // In the halt asks fall to 99 (5). At 20 (a row-less instant) a at 100 is crossed by 3 of them, then m takes 2,
    // then b rests behind the 7 now standing at 98.
    const rows: Row[] = [
      ...BOOK,
      [12, 'bid', 99, 0],
      [13, 'ask', 99, 5],
      [14, 'bid', 98, 7],
      [200, 'sold', 98, 8],
    ];
    const rig = new Rig(rows, { halts: [halt(10, 20, 'queue')] });
    rig.buy(1, 'a', 100, 3);
    rig.market(15, 'm', 2);
    rig.buy(16, 'b', 98, 4);
    expect(rig.venue.advance(at(300))).toBe(at(20));
    rig.to(200);
    expect(rig.fills).toEqual([
      'a: 3@100 crossed at 20',
      'm: 2@99 taker at 20',
      'b: 1@98 queue at 200',
    ]);
  });

  it('F13: trades of the resumption instant match before queued orders arrive', () => {
    const rig = new Rig([...BOOK, [20, 'bought', 101, 9]], { halts: [halt(10, 20, 'queue')] });
    rig.sell(1, 's', 101, 1);
    rig.buy(11, 'q', 101, 5);
    rig.to(20);
    // 9 bought: the queue before s is 10. What is left at 101 is one lot, and it goes to q.
    expect(rig.fills).toEqual(['q: 1@101 taker at 20']);
  });

  it('F13: at resumption with trades alone, F8 still comes before triggered stops, and those before queued orders', () => {
    // In the halt asks fall to 100 (4). At 20: a buyer prints 99, nothing at 100. a at 100 is crossed by 1, the stop
    // takes 2, the queued order the last one.
    const rows: Row[] = [...BOOK, [12, 'ask', 100, 4], [20, 'bought', 99, 1]];
    const rig = new Rig(rows, { halts: [halt(10, 20, 'queue')] });
    rig.buy(1, 'a', 100, 1);
    rig.stop(2, 's', 99, 2);
    rig.buy(11, 'q', 100, 5);
    rig.to(20);
    expect(rig.fills).toEqual([
      'a: 1@100 crossed at 20',
      's: 2@100 taker at 20',
      'q: 1@100 taker at 20',
    ]);
  });

  it('F13: queued orders wait when the book is not synchronised at resumption', () => {
    const rows: Row[] = [...BOOK, [12, 'gap'], [30, 'snapshot'], [30, 'ask', 103, 2]];
    const rig = new Rig(rows, { halts: [halt(10, 20, 'queue')] });
    rig.market(11, 'm', 1);
    expect(rig.to(29).fills).toEqual([]);
    expect(rig.to(30).fills).toEqual(['m: 1@103 taker at 30']);
  });

  it('F13: queued orders that may no longer be matched are canceled with the reason', () => {
    const rows: Row[] = [...BOOK, [5, 'bought', 100, 1]];
    const rig = new Rig(rows, {
      halts: [halt(10, 20, 'queue')],
      profile: { ...OPTIONS.profile, stopAlreadyThrough: 'reject' },
      account: { ...OPTIONS.account, cash: '0.002' },
    });
    rig.buy(11, 'p', 101, 1, { postOnly: true });
    rig.stop(12, 's', 100, 1, { side: 'sell' });
    // A market order has no price to be checked at before it arrives: 2 x 1.01 x 0.001 is more than 0.002.
    rig.market(13, 'm', 2);
    rig.to(20);
    expect(['p', 's', 'm'].map((name) => rig.reason(name))).toEqual([
      'post-only-would-take',
      'stop-already-through',
      'insufficient-balance',
    ]);
  });

  it('windows that touch are one halt, each with its own word on new orders', () => {
    const rig = new Rig(BOOK, { halts: [halt(10, 20), halt(20, 30, 'queue')] });
    expect(rig.market(19, 'a', 1)).toMatchObject({ code: 'halted' });
    expect(rig.market(20, 'b', 1)).toMatchObject({ kind: 'accepted' });
    expect(rig.to(30).fills).toEqual(['b: 1@101 taker at 30']);
  });

  it('one that is added while it lies ahead is as if it had been there; where it overlaps, those that were there count', () => {
    const edgesOf = (halts: Halts): readonly unknown[] => {
      const edges: unknown[] = [];
      while (halts.nextEdge < Infinity)
        edges.push([halts.pass(), halts.current?.newOrders ?? null]);
      return edges;
    };
    const added = (...later: readonly Parameters<typeof halt>[]): Halts => {
      const halts = new Halts([halt(10, 20), halt(30, 40)]);
      for (const one of later) halts.add(halt(...one));
      return halts;
    };
    expect(edgesOf(added([22, 25, 'queue']))).toEqual(
      edgesOf(new Halts([halt(10, 20), halt(22, 25, 'queue'), halt(30, 40)])),
    );
    expect(edgesOf(added([5, 50, 'queue']))).toEqual(
      edgesOf(
        new Halts([
          halt(5, 10, 'queue'),
          halt(10, 20),
          halt(20, 30, 'queue'),
          halt(30, 40),
          halt(40, 50, 'queue'),
        ]),
      ),
    );
    expect(edgesOf(added([12, 18, 'queue']))).toEqual(edgesOf(added()));
    const inside = added();
    inside.pass();
    inside.add(halt(15, 25, 'queue'));
    expect([inside.pass(), inside.current?.newOrders, inside.pass()]).toEqual([
      at(20),
      'queue',
      at(25),
    ]);
  });

  it('windows that overlap, are empty or out of order are refused', () => {
    expect(() => new Halts([halt(10, 20), halt(15, 30)])).toThrow(/halt/);
    expect(() => new Halts([halt(10, 10)])).toThrow(/halt/);
  });
});
