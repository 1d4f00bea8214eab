/** ORD-6 in a scenario: it plays a hand that confirms, or does not. */
import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { runScenario } from '../../src/runs/run-scenario.js';

const scenario = (operator: string): ReturnType<typeof parseScenario> =>
  parseScenario(
    'hand.yaml',
    `name: hand
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 4, ordersPerSecond: 3 } }
clock: { duration: 30s }
orders: [{ at: 1s, side: buy, quantity: '0.3', algo: direct, operator: ${operator} }]
`,
  );

describe('a manual order in a scenario', () => {
  it('ORD-6: confirmed and with its second factor it trades; without either it does not', async () => {
    const filled = await runScenario(scenario('{ confirmed: true, secondFactor: verified }'));
    expect(filled.parents.map(({ filledQuantity }) => filledQuantity)).toEqual(['0.3']);
    const unverified = await runScenario(scenario('{ confirmed: true }'));
    expect(unverified.parents).toEqual([]);
    expect(JSON.stringify(unverified)).toContain('second-factor-required');
    const unconfirmed = await runScenario(scenario('{ secondFactor: verified }'));
    expect(JSON.stringify(unconfirmed)).toContain('confirmation-required');
  });
});
