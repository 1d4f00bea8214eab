/** F7: what a book row at an order's own price does to its place in the queue, model by model. */
import { describe, expect, it } from 'vitest';
import { lots } from '../../../src/core/ground/units.js';
import { BookSide } from '../../../src/sim/book/book-side.js';
import { moveQueue } from '../../../src/sim/fills/book-row.js';
import { UNKNOWN_AHEAD } from '../../../src/sim/fills/queue-on-arrival.js';
import type { QueueModel } from '../../../src/sim/fills/fill-options.js';
import { BOOK, FILL, Rig } from '../exchange/venue-rig.js';
import { quanta } from '../../support/quanta.js';

interface Change {
  readonly model: QueueModel;
  readonly ahead: number;
  readonly old: number;
  readonly next: number;
  readonly traded?: number;
  readonly quantaPerLot?: number;
}

/** The queue of one order at key 100 after one row. */
const aheadAfter = ({ ahead, ...change }: Change): number => aheadsAfter([ahead], change)[0]!;

/** The same of several orders at key 100, earliest first. */
function aheadsAfter(
  aheads: readonly number[],
  { model, old, next, traded = 0, quantaPerLot = 1 }: Omit<Change, 'ahead'>,
): number[] {
  const rules = { quantaPerTick: 1, quantaPerLot, options: { ...FILL, queue: model } };
  const side = new BookSide(1, rules);
  const orders = aheads.map((ahead, priority) => ({
    account: 0,
    key: 100,
    priority,
    leaves: lots(1),
    ahead: quanta(ahead),
  }));
  for (const order of orders) side.rest(order);
  moveQueue(side, {
    key: 100,
    old: quanta(old),
    next: quanta(next),
    traded: quanta(traded),
  });
  return orders.map(({ ahead }) => ahead);
}

const back: QueueModel = { kind: 'back' };
const probabilistic = (power: 1 | 2 | 3): QueueModel => ({ kind: 'probabilistic', power });

describe('F7 book row at our price', () => {
  it('F7: back: a decrease is behind us as long as there is room, an increase is behind us', () => {
    expect(aheadAfter({ model: back, ahead: 6, old: 10, next: 7 })).toBe(6);
    expect(aheadAfter({ model: back, ahead: 6, old: 10, next: 4 })).toBe(4);
    expect(aheadAfter({ model: back, ahead: 6, old: 10, next: 30 })).toBe(6);
  });

  it('F7: probabilistic: what is unexplained is shared by f^n / (f^n + b^n), floored', () => {
    // f = 6, b = 4, unexplained 5. n = 1: 5*6/10 = 3. n = 2: 5*36/52 = 3.46. n = 3: 5*216/280 = 3.86.
    const row = { ahead: 6, old: 10, next: 5 };
    expect(aheadAfter({ model: probabilistic(1), ...row })).toBe(3);
    expect(aheadAfter({ model: probabilistic(2), ...row })).toBe(3);
    // 7*216/280 = 5.4, 7*36/52 = 4.8, 7*6/10 = 4.2: n matters; never above the new quantity.
    const more = { ahead: 6, old: 10, next: 3 };
    expect(aheadAfter({ model: probabilistic(3), ...more })).toBe(1);
    expect(aheadAfter({ model: probabilistic(2), ...more })).toBe(2);
    expect(aheadAfter({ model: probabilistic(1), ...more })).toBe(2);
  });

  it('F7: probabilistic: trades since the last row explain their part, a level printed through all of it', () => {
    // 10 -> 5 with 3 traded: 2 unexplained, 2*6/10 = 1.2.
    const row = { model: probabilistic(1), ahead: 6, old: 10, next: 5 };
    expect(aheadAfter({ ...row, traded: 3 })).toBe(5);
    expect(aheadAfter({ ...row, next: 8, traded: 0 })).toBe(5);
    expect(aheadAfter({ ...row, next: 8, traded: 9 })).toBe(6);
    expect(aheadAfter({ ...row, next: 8, traded: Infinity })).toBe(6);
  });

  it('F7: probabilistic is exact where cubes pass 2^53', () => {
    // f = b: half of 1,000,000,001 is 500,000,000.5, floored.
    const ahead = 2_000_000_000;
    const row = { ahead, old: 4_000_000_000, next: 2_999_999_999 };
    expect(aheadAfter({ model: probabilistic(3), ...row })).toBe(ahead - 500_000_000);
  });

  it('F7: probabilistic: nothing ahead and nothing behind moves nothing', () => {
    expect(aheadAfter({ model: probabilistic(1), ahead: 0, old: 0, next: 4 })).toBe(0);
  });

  it('F7: probabilistic: whole lots move, so that dust far away changes no order', () => {
    // f = 10 lots, b = 6, unexplained 4.5: 4.5*10/16 = 2.8 lots, floored 2. At ten quanta a lot the same.
    const row = { model: probabilistic(1), ahead: 100, old: 160, next: 115, quantaPerLot: 10 };
    expect(aheadAfter(row)).toBe(80);
  });

  it('F7: probabilistic: no order overtakes an earlier one that had no more before it', () => {
    // Power 3, 20 -> 8, unexplained 12. f = 10: 12/2 = 6, 4 left. f = 14: 12*2744/2960 = 11.1, 3 left: raised to 4.
    const row = { model: probabilistic(3), old: 20, next: 8 };
    expect(aheadsAfter([10, 14], row)).toEqual([4, 4]);
    // The other way round the later one had less before it, and keeps that.
    expect(aheadsAfter([14, 10], row)).toEqual([3, 4]);
    // f = 2: 12*8/5840 = 0.02, 2 left. Behind 14 (3), 10 (4): f = 12 (12*1728/2240 = 9.3, 3) had more than the 10 (4).
    expect(aheadsAfter([14, 10, 2, 12], row)).toEqual([3, 4, 2, 4]);
  });

  it('F7: none: nothing is ever ahead', () => {
    expect(aheadAfter({ model: { kind: 'none' }, ahead: 6, old: 10, next: 30 })).toBe(0);
  });

  it('F5: a row at an unknown price makes its quantity the queue', () => {
    expect(aheadAfter({ model: back, ahead: UNKNOWN_AHEAD, old: 0, next: 7 })).toBe(7);
  });

  it('F7: on a tape: the row that repeats what a trade did moves the queue once', () => {
    // Behind 10. Sold 4 (ahead 6), then the diff 10 -> 6: ahead stays 6. Sold 7: 6 and then 1 for us.
    const rig = new Rig([...BOOK, [10, 'sold', 99, 4], [20, 'bid', 99, 6], [200, 'sold', 99, 7]]);
    rig.buy(1, 'a', 99, 4);
    rig.to(200);
    expect(rig.fills).toEqual(['a: 1@99 queue at 200']);
  });
});
