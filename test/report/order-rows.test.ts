/** The order tables against the engine's own state, on journals of real simulations. */
import { describe, expect, it } from 'vitest';
import { simulateKept } from '../support/simulate-kept.js';
import { byOrder } from '../../src/report/projection/by-order.js';
import { fillRows, orderRows } from '../../src/report/projection/order-rows.js';
import { type RunFold, projectRun } from '../../src/report/projection/run-fold.js';
import { openResultsStore } from '../../src/store/results-store.js';
import { micros } from '../../src/core/ground/units.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';
import { storedRun } from '../store/support/stored-run.js';

const outage = {
  kind: 'outage',
  values: { paths: ['submit', 'cancel', 'query', 'stream'], at: inSeconds(20), for: inSeconds(15) },
} as const;
const lost = { kind: 'ack-lost', values: { probability: 0.5 } } as const;

const tablesOf = (blocks: Iterable<Parameters<RunFold['take']>[0]>) => {
  const projection = projectRun(blocks);
  return {
    orders: [...orderRows(projection)],
    fills: [...fillRows(projection, byOrder([]))],
  };
};

const PLANS = {
  'a calm run': planOf(),
  'an outage, with a catch-up slice': planOf({
    faults: [outage],
    orders: [[5, order({ completion: 'catch-up' })]],
  }),
  'lost acknowledgements': planOf({ faults: [lost], seed: 11 }),
  'resting limit orders on both sides': planOf({
    tape: tapeOf(3),
    orders: [
      [5, order({ type: 'limit', limitPrice: { peg: 'bid', offsetTicks: 0 }, timeInForce: 'gtc' })],
      [6, order({ side: 'sell', idempotencyKey: '1', slices: 4 })],
    ],
  }),
  'a plan canceled half way': planOf({
    operator: [
      { at: micros(0) as never, reason: 'x', command: { do: 'cancel-parent', orderIndex: 0 } },
    ],
  }),
};

describe('the projection of orders and fills', () => {
  it.each(Object.entries(PLANS))('equals the state of the engine: %s', (name, plan) => {
    const half = {
      ...plan,
      operator: plan.operator.map((each) => ({ ...each, at: (plan.start + 30_000_000) as never })),
    };
    const { blocks, state } = simulateKept(half);
    const { orders, fills } = tablesOf(blocks);
    const byId = new Map(orders.map((row) => [row.orderId, row]));
    for (const [parentId, parent] of state.parents.entries()) {
      expect(byId.get(parentId), name).toMatchObject({
        status: parent.status,
        filledLots: parent.filled,
        quantityLots: parent.request.quantity,
        totalSlices: parent.plan?.slices ?? null,
        maxSliceQty: parent.plan?.maxSliceQuantity ?? null,
      });
    }
    let filled = 0;
    for (const [clientOrderId, child] of state.children.entries()) {
      filled += child.belief.filled;
      expect(byId.get(clientOrderId), name).toMatchObject({
        parentOrderId: child.parentId,
        status: child.belief.status,
        filledLots: child.belief.filled,
        quantityLots: child.terms.quantity,
        limitTicks: child.terms.limitPrice,
      });
    }
    expect(filled).toBeGreaterThan(0);
    expect(fills.reduce((sum, { quantityLots }) => sum + quantityLots, 0)).toBe(filled);
  });

  it('ORD-8: has a row for every slice from the moment of the plan', () => {
    const { blocks } = simulateKept(planOf());
    const planned = blocks.findIndex(({ entries }) =>
      entries.some(({ kind }) => kind === 'parent-planned'),
    );
    const { orders } = tablesOf(blocks.slice(0, planned + 1));
    const slices = orders.filter(({ parentOrderId }) => parentOrderId !== null);
    expect(slices.map(({ sliceNum }) => sliceNum)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(slices.reduce((sum, { quantityLots }) => sum + quantityLots, 0)).toBe(
      orders.find(({ parentOrderId }) => parentOrderId === null)?.quantityLots,
    );
    const due = slices.map(({ scheduledAt }) => scheduledAt ?? 0);
    expect(due).toEqual([...due].sort((a, b) => a - b));
  });

  it('is the same from what the database holds as from memory', () => {
    const run = storedRun('run-a', 1);
    const store = openResultsStore(':memory:');
    store.saveRuns([run]);
    const read = store.blocks('run-a').map(({ text }) => {
      const [, input, entries] = JSON.parse(text) as [number, never, never];
      return { input, entries };
    });
    const { orders, fills } = tablesOf(read);
    const sorted = <T extends { orderId: string }>(unsorted: readonly T[]): T[] =>
      [...unsorted].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
    expect(sorted(store.orders('run-a'))).toEqual(sorted(orders));
    expect(
      store
        .fills('run-a')
        .map(({ execId }) => execId)
        .sort(),
    ).toEqual(fills.map(({ execId }) => execId).sort());
  });
});
