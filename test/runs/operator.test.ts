/** Operator commands of a scenario: each means one order, whatever keys and numbers the orders have. */
import { afterAll, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenario } from '../../src/runs/run-scenario.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { simulate } from '../../src/runs/simulation.js';
import { order, planOf, secondsIn } from '../support/simulation-plan.js';
import { temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const scenario = (orders: readonly string[], operator: string): string => `name: operated
shows: a cancel of one of several orders
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5" }
market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 10 } }
clock: { duration: 60s }
orders:
${orders.map((one) => `  - ${one}`).join('\n')}
operator:
  - ${operator}
`;

const orderText = (side: string, more = ''): string =>
  `{ at: 1s, side: ${side}, quantity: "0.04", duration: 40s, slices: 4${more} }`;

async function statuses(orders: readonly string[], operator: string): Promise<readonly string[]> {
  const file = join(folder.path, 'operated.yaml');
  writeFileSync(file, scenario(orders, operator));
  const { parents } = await runScenario(file);
  return parents.map(({ side, status }) => `${side} ${status}`);
}

const problemsOf = (orders: readonly string[], operator: string): string => {
  try {
    parseScenario('operated.yaml', scenario(orders, operator));
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe('an operator command', () => {
  it('SCH-5: that names an order by its number never cancels another of the same key', () => {
    const key = { idempotencyKey: '1' };
    const plan = planOf({
      orders: [
        [5, order(key)],
        [5, order({ ...key, side: 'sell' })],
      ],
    });
    const command = { do: 'cancel-parent', orderIndex: 1 } as const;
    const at = secondsIn(plan.tape, 20);
    const { state } = simulate({ ...plan, operator: [{ at, reason: 'test', command }] });
    const ends = [...state.parents.entries()].map(([, { request, status }]) => [
      request.side,
      status,
    ]);
    expect(ends).toEqual([
      ['buy', 'filled'],
      ['sell', 'canceled'],
    ]);
  });

  it('SCH-5: names an order by its key', async () => {
    const orders = [orderText('buy', ', idempotencyKey: first'), orderText('sell')];
    expect(await statuses(orders, '{ at: 15s, do: cancel-parent, order: first }')).toEqual([
      'buy canceled',
      'sell filled',
    ]);
  });

  it('SCH-5: that can mean no order is refused before the run', () => {
    const orders = [orderText('buy', ', idempotencyKey: first'), orderText('sell')];
    expect(problemsOf(orders, '{ at: 15s, do: cancel-parent, order: 2 }')).toContain(
      'there is no order 2',
    );
    expect(problemsOf(orders, '{ at: 15s, do: cancel-slices, order: frist }')).toContain(
      'there is no order with the idempotencyKey "frist"',
    );
    expect(problemsOf(orders, '{ at: 500ms, do: cancel-parent, order: 0 }')).toContain(
      'the order comes at 1 s',
    );
  });

  it('TWAP-5: a key that is also the number of an order without one is refused', () => {
    const text = problemsOf(
      [orderText('buy', ', idempotencyKey: "1"'), orderText('sell')],
      '{ at: 15s, do: kill-on }',
    );
    expect(text).toContain('orders.0.idempotencyKey: "1" is the key of order 1 too');
  });
});
