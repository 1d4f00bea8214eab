/** Executions that end an order short of its quantity, or come at a worse price: F:FIL7, F:FIL8, F:FIL9. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/runs/simulation.js';
import { simulateKept } from '../../support/simulate-kept.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const TAPE = tapeOf(3, { durationSeconds: 120, messagesPerSecond: 6 });
const MARKET = order({ quantity: '0.6', duration: inSeconds(60), slices: 3 });
const IOC = order({
  ...MARKET,
  type: 'limit',
  limitPrice: { peg: 'ask', offsetTicks: 0 },
  timeInForce: 'ioc',
});

const plan = (of: ReturnType<typeof order>, ...faults: readonly FaultSpec[]) =>
  planOf({ tape: TAPE, orders: [[2, of]], faults });
type Played = ReturnType<typeof simulate>;
const byOrder = ({ ledger }: Played): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const { clientOrderId, quantity } of ledger.executions)
    sums.set(clientOrderId, (sums.get(clientOrderId) ?? 0) + quantity);
  return sums;
};
const endsOf = ({ ledger }: Played) =>
  ledger.entries.flatMap((entry) =>
    entry.kind === 'expired' ? [[entry.reason, entry.cumQty]] : [],
  );

describe('ended-partly', () => {
  it('F:FIL9: a part executes, the venue ends the order there, and the engine counts what filled', () => {
    const whole = [...byOrder(simulate(plan(MARKET))).values()];
    const fault = { kind: 'ended-partly', values: { nth: 1, part: 0.3 } };
    const played = simulate(plan(MARKET, fault));
    const [first = 0, ...others] = byOrder(played).values();
    expect(first).toBeLessThan(whole[0]!);
    expect(others).toEqual(whole.slice(1));
    expect(endsOf(played)).toEqual([['no-liquidity', first]]);
    expect(played.audit.violations).toEqual([]);
    expect(played.audit.fills.every(({ pricedAt }) => pricedAt !== null)).toBe(true);
  });

  it('F:FIL9: at least a lot, and an execution of which that is all is let pass', () => {
    const least = simulate(
      plan(IOC, { kind: 'ended-partly', values: { probability: 1, part: 0 } }),
    );
    expect(new Set(byOrder(least).values())).toEqual(new Set([1]));
    const all = simulate(plan(IOC, { kind: 'ended-partly', values: { probability: 1, part: 1 } }));
    expect(byOrder(all)).toEqual(byOrder(simulate(plan(IOC))));
    expect(endsOf(all)).toEqual([]);
  });
});

describe('dust-left', () => {
  it('F:FIL7: orders end the lots short that are left, and the catch-up is ended so, too', () => {
    const fault = { kind: 'dust-left', values: { probability: 1, lots: 2 } };
    const played = simulate(plan(order({ ...MARKET, completion: 'catch-up' }), fault));
    const sum = [...byOrder(played).values()].reduce((total, lots) => total + lots, 0);
    expect(sum).toBe(598);
    expect(endsOf(played)).toHaveLength(byOrder(played).size);
    expect(played.audit.violations).toEqual([]);
  });
});

describe('price-off', () => {
  it('F:FIL8: every execution is so many ticks worse, booked as it is, and told where it is beyond the limit', () => {
    const fair = simulate(plan(IOC));
    const fault = { kind: 'price-off', values: { probability: 1, ticks: 4 } };
    const { ledger, audit, blocks } = simulateKept(plan(IOC, fault));
    const prices = (of: Played['ledger']) => of.executions.map(({ price }) => price);
    expect(prices(ledger)).toEqual(prices(fair.ledger).map((price) => price + 4));
    expect(audit.violations).toEqual([]);
    const told = blocks.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'alert' ? [entry] : [])),
    );
    const beyond = told.filter(({ code }) => code === 'fill-beyond-limit');
    expect(beyond).toHaveLength(byOrder(fair).size);
    expect(beyond[0]!.text).toMatch(/ executed at [\d.]+, beyond the limit of [\d.]+$/);
  });

  it('F:FIL8: without a limit there is none to be beyond', () => {
    const fault = { kind: 'price-off', values: { probability: 1, ticks: 4 } };
    const { blocks } = simulateKept(plan(MARKET, fault));
    const codes = blocks.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'alert' ? [entry.code] : [])),
    );
    expect(codes).not.toContain('fill-beyond-limit');
  });
});
