/** Lists of open and of past orders that are behind or do not hold together, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { millis, plus } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { cancelOf, submitOf } from '../../contract/broker-rig.js';
import { RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';
const ALL = { probability: 1 };
const endOf = (ms: number) => plus(START, millis(ms));

/** Three orders that rest, 100 ms apart; the first is canceled after a second. */
function rigWith(kind: string, values: FaultValues) {
  const rig = new LinkRig([{ kind, values }]);
  const orders = [0, 1, 2].map(() => submitOf(RESTING));
  orders.forEach((submit, index) => rig.sendAt(100 * index, submit));
  rig.sendAt(1_000, cancelOf(orders[0]!.clientOrderId, symbol));
  return { rig, orders };
}

/** Which of the orders each page had, and where it said that the next begins. */
function pagesOf({ rig, orders }: ReturnType<typeof rigWith>): readonly string[] {
  rig.run();
  return rig.heard.flatMap(({ input }) => {
    if (input.kind !== 'answer') return [];
    const { answer } = input;
    if (answer.kind !== 'open-orders' && answer.kind !== 'history') return [];
    const { orders: told, nextCursor } = answer;
    const names = told.map(({ clientOrderId }) =>
      orders.findIndex((order) => order.clientOrderId === clientOrderId),
    );
    return [`${names.join(' ')} > ${nextCursor ?? ''}`];
  });
}

describe('F:QRY4 lists-disagree', () => {
  const read = (age: number) => {
    const lists = rigWith('lists-disagree', { ...ALL, age: millis(age) });
    for (const [readId, ms] of [150, 500, 1_500, 3_000].entries())
      lists.rig.sendAt(ms, { kind: 'read-open-orders', readId, limit: 9, cursor: null });
    return { pages: pagesOf(lists), acts: lists.rig.faults.activations(endOf(9_000)) };
  };

  it('F:QRY4: what opened is missing and what ended lingers, as long as the cache is old', () => {
    const { pages, acts } = read(1_400);
    expect(pages).toEqual(['0 1 > ', '0 1 > ', '0 1 > ', '1 2 > ']);
    expect(acts.get('lists-disagree')).toBe(2);
  });

  it('F:QRY4: a list that is as it was has nothing to be behind with', () => {
    const { pages, acts } = read(200);
    expect(pages).toEqual(['0 1 > ', '0 1 2 > ', '1 2 > ', '1 2 > ']);
    expect(acts.get('lists-disagree')).toBe(0);
  });
});

describe('F:QRY5 pages-astray', () => {
  const paged = (values: FaultValues) => {
    const lists = rigWith('pages-astray', { ...ALL, ...values });
    for (const [index, cursor] of [null, '2'].entries())
      lists.rig.sendAt(500 + 100 * index, {
        kind: 'read-open-orders',
        readId: index,
        limit: 2,
        cursor,
      });
    return pagesOf(lists);
  };

  it.each([
    ['skips', {}, ['0 > 2', ' > ']],
    ['repeats', {}, ['0 1 > 2', '1 2 > ']],
    ['stuck', {}, ['0 1 > 2', '2 > 2']],
    ['equal-times', {}, ['0 1 > 2', '2 > ']],
    ['equal-times', { grid: millis(60_000) }, ['0 1 > 2', ' > ']],
  ])('F:QRY5: %s %o', (as, values, told) => {
    expect(paged({ as, ...values })).toEqual(told);
  });

  const past = (values: FaultValues) => {
    const lists = rigWith('pages-astray', { ...ALL, ...values });
    for (const [index, cursor] of [null, '2'].entries())
      lists.rig.sendAt(500 + 100 * index, {
        kind: 'read-history',
        readId: index,
        after: START,
        cursor,
      });
    return pagesOf(lists);
  };

  it.each([
    ['skips', {}, ['0 > 2', ' > ']],
    ['repeats', {}, ['0 1 > 2', '1 2 > ']],
    ['stuck', {}, ['0 1 > 2', '2 > 2']],
    ['equal-times', {}, ['0 1 > 2', '2 > ']],
    ['equal-times', { grid: millis(60_000) }, ['0 1 > 2', ' > ']],
    ['skips', { size: 1 }, [' > 1', ' > ']],
  ])('F:QRY5: past orders: %s %o', (as, values, told) => {
    expect(past({ as, of: 'history', ...values })).toEqual(told);
    expect(past({ as, of: 'both', ...values })).toEqual(told);
  });

  it('F:QRY5: of open orders alone it leaves past ones as they are, in one page, and the other way round', () => {
    expect(past({ as: 'skips' })).toEqual(['0 1 2 > ', '2 > ']);
    expect(paged({ as: 'skips', of: 'history' })).toEqual(['0 1 > 2', '2 > ']);
  });
});
