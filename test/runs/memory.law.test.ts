/** L10: what an engine keeps in mind grows with its orders alone: with each by as much, whatever went wrong, and with its hours not at all. */
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/ground/canonical.js';
import { snapshot } from '../../src/core/engine/snapshot.js';
import type { State } from '../../src/core/state/state.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { simulate } from '../../src/runs/simulation.js';
import { planOf } from '../../src/runs/to-plan.js';

interface Long {
  readonly minutes: number;
  readonly orders: number;
}

/** One order rests all the time, so that lists, histories and positions are read on and on; the others come one after the other. */
const scenarioOf = ({ minutes, orders }: Long): string => `
name: long
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 0.2, ordersPerSecond: 0.1, changesPerMessage: 2 } }
clock: { duration: ${minutes}m }
execution: { positionCheck: {}, reconciliation: { interval: 30s }, openOrdersCheck: { every: 20s, pageSize: 1 }, earlyStop: { onSliceFailure: continue } }
faults:
  - { kind: garbled-reply, probability: 0.05 }
  - { kind: frame-lost, probability: 0.05 }
  - { kind: request-lost, probability: 0.02 }
  - { kind: stream-disconnect, at: 600s, for: 60s }
orders:
  - { at: 0s, side: buy, quantity: '0.01', duration: ${minutes}m, slices: 1, type: limit, limitPrice: '40000', timeInForce: gtc, fillTimeout: ${minutes - 2}m }
${Array.from(
  { length: orders },
  (_, index) =>
    `  - { at: ${10 + Math.floor((index * (60 * minutes - 300)) / orders)}s, side: sell, quantity: '0.04', duration: 60s, slices: 4, fillTimeout: 10s, completion: catch-up }`,
).join('\n')}
`;

/** Characters of the state as it is hashed: of the tables of orders, and of all else. */
async function keptBy(long: Long): Promise<{ readonly orders: number; readonly else: number }> {
  const { loaded, tapesOf } = await prepareScenario(parseScenario('long.yaml', scenarioOf(long)));
  const seed = 3;
  const states: State[] = [];
  simulate(planOf(loaded, { tapes: tapesOf(seed), seed, strategies: [] }), {
    onBlock: (_block, state) => {
      states[0] = state;
    },
  });
  const [last] = states;
  if (last === undefined) throw new Error('nothing happened');
  const { parents, children, ...others } = snapshot(last);
  return {
    orders: canonicalJson(parents).length + canonicalJson(children).length,
    else: canonicalJson(others).length,
  };
}

describe('the state of a long run', () => {
  it('L10: is as large after eight hours of reading lists as after one', async () => {
    const one = await keptBy({ minutes: 60, orders: 2 });
    const eight = await keptBy({ minutes: 480, orders: 2 });
    expect(eight.orders).toBeLessThan(1.02 * one.orders);
    expect(eight.else).toBeLessThan(1.1 * one.else);
  });

  it('L10: grows by as much with each order, and in nothing but its tables of orders', async () => {
    const some = await keptBy({ minutes: 120, orders: 20 });
    const many = await keptBy({ minutes: 120, orders: 80 });
    expect(many.orders / some.orders).toBeLessThan(4.2);
    expect(many.else).toBeLessThan(some.else + 500);
  });
});
