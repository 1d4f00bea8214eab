/**
 * The judge is fed in the order in which things happened: what a request caused comes after the request, whatever else
 * the venue wrote down before it.
 */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/runs/simulation.js';
import { inSeconds, order, planOf } from '../../support/simulation-plan.js';

/** Many executions an order, and a cancel of each: two sequences would drift apart at once. */
const plan = planOf({
  orders: [
    [
      5,
      order({
        type: 'limit',
        timeInForce: 'gtc',
        limitPrice: { peg: 'bid', offsetTicks: 0 },
        fillTimeout: inSeconds(5),
      }),
    ],
    [6, order({ idempotencyKey: '1', quantity: '3' })],
  ],
});

describe('the order of arrivals and ledger entries', () => {
  const { ledger } = simulate(plan);
  const merged = [...ledger.arrivals, ...ledger.entries].toSorted((a, b) => a.seq - b.seq);

  it('S8 SIM-5: is one sequence without a gap, and time never falls along it', () => {
    expect(merged.map(({ seq }) => seq)).toEqual(merged.map((_, index) => index + 1));
    const times = merged.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(ledger.arrivals.length).toBeGreaterThan(10);
    expect(ledger.entries.length).toBeGreaterThan(ledger.arrivals.length);
  });

  it('S8 SIM-5: puts every acceptance behind the request that asked for it', () => {
    for (const { kind, clientOrderId, seq } of ledger.entries) {
      if (kind !== 'accepted') continue;
      const asked = ledger.arrivals.find((one) => one.clientOrderId === clientOrderId);
      expect(asked?.seq).toBeLessThan(seq);
    }
  });
});
