/** Executions that the venue undoes afterwards (F:FIL5): account, ledger, belief, parent and report follow, and nothing is sent for it unasked. */
import { describe, expect, it } from 'vitest';
import { plus } from '../../../src/core/ground/units.js';
import { executedByOrder } from '../../../src/report/projection/executed.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const TAPE = tapeOf(3, { durationSeconds: 120, messagesPerSecond: 6 });
const MARKET = order({
  quantity: '0.6',
  duration: inSeconds(60),
  slices: 3,
  completion: 'catch-up',
});
const SECOND = { nth: 2, delay: inSeconds(5) };

function played(values: FaultSpec['values'], config = {}, of = MARKET) {
  const faults = [{ kind: 'trade-busted', values }];
  const plan = planOf({ tape: TAPE, orders: [[2, of]], faults });
  const kept = simulateKept({ ...plan, engine: { ...plan.engine, ...config } });
  const entries = kept.blocks.flatMap(({ entries: made }) => made);
  const [parent] = [...kept.state.parents.entries()].map(([, one]) => one);
  return { ...kept, entries, parent: parent! };
}

const lotsOf = (of: Iterable<number>): number => [...of].reduce((sum, lots) => sum + lots, 0);

describe('trade-busted', () => {
  it('F:FIL5 S24 S1: what is undone is taken back everywhere, told, and not bought again', () => {
    const { audit, entries, ledger, parent, state, venue } = played(SECOND);
    expect(audit.violations).toEqual([]);
    const [bust, ...others] = ledger.busts!;
    expect(others).toEqual([]);
    const undone = ledger.executions.find(({ execId }) => execId === bust!.bustOf)!;
    expect([bust!.quantity, bust!.price, bust!.at]).toEqual([
      undone.quantity,
      undone.price,
      plus(undone.at, inSeconds(5)),
    ]);
    expect(bust!.fee).toEqual({ ...undone.fee, amount: `-${undone.fee.amount}` });
    const left = 600 - bust!.quantity;
    expect(lotsOf(executedByOrder(ledger).values())).toBe(left);
    expect([parent.status, parent.filled, parent.busted]).toEqual([
      'completed_partial',
      left,
      bust!.quantity,
    ]);
    expect(venue.position('BTCUSDT')).toBe(left);
    expect(state.exposure.get('BTCUSDT')).toMatchObject({
      position: left,
      booked: left,
      openOrders: 0,
    });
    expect(entries.filter(({ kind }) => kind === 'catch-up-planned')).toEqual([]);
    const told = entries.flatMap((entry) =>
      entry.kind === 'alert' && entry.code === 'bust' ? [entry] : [],
    );
    expect(told.map(({ level, text }) => [level, text])).toEqual([
      [
        'critical',
        expect.stringMatching(/^the venue undid 0\.\d+ of execution 2, made at [\d.]+$/) as string,
      ],
    ]);
  });

  it('F:FIL5: the result of an order that had filled is stated again', () => {
    const { entries, ledger } = played(SECOND);
    const { clientOrderId } = ledger.busts![0]!;
    const results = entries.flatMap((entry) =>
      entry.kind === 'fill-result' && entry.clientOrderId === clientOrderId
        ? [entry.result.outcome]
        : [],
    );
    expect([results[0], results.at(-1)]).toEqual([
      'filled',
      expect.stringMatching(/partial|failed/),
    ]);
  });

  it('F:FIL5 TWAP-8: a catch-up asks for it again where that is wanted', () => {
    const { audit, ledger, parent } = played(SECOND, { bustedFills: 'catch-up' });
    expect(audit.violations).toEqual([]);
    expect(ledger.busts).toHaveLength(1);
    expect([parent.status, parent.filled]).toEqual(['filled', 600]);
  });

  it('F:FIL5 ORD-2a: behind the end of the parent it states anew what filled, and sends nothing', () => {
    const { audit, entries, ledger, parent } = played(
      { probability: 1, delay: inSeconds(70) },
      { bustedFills: 'catch-up' },
      order({ ...MARKET, duration: inSeconds(20) }),
    );
    expect(audit.violations).toEqual([]);
    expect(lotsOf(executedByOrder(ledger).values())).toBe(0);
    expect([parent.status, parent.filled]).toEqual(['failed', 0]);
    const stated = entries.flatMap((entry) =>
      entry.kind === 'parent-status' ? [entry.status] : [],
    );
    expect(stated).toContain('filled');
    const last = entries.findLastIndex(({ kind }) => kind === 'submit-intent');
    expect(last).toBeLessThan(entries.findIndex((entry) => entry.kind === 'alert'));
  });

  it('F:FIL5: a part of it is undone, of an order that rests on', () => {
    const rests = order({
      ...MARKET,
      slices: 1,
      type: 'limit',
      timeInForce: 'gtc',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      fillTimeout: inSeconds(80),
    });
    const { audit, ledger } = played(
      { probability: 1, delay: inSeconds(0.2), part: 0.5 },
      {},
      rests,
    );
    expect(audit.violations).toEqual([]);
    expect(ledger.busts!.length).toBe(ledger.executions.length);
    for (const { bustOf, quantity } of ledger.busts!) {
      const whole = ledger.executions.find(({ execId }) => execId === bustOf)!.quantity;
      expect(quantity).toBe(Math.max(1, Math.round(whole * 0.5)));
    }
    expect(audit.fills.every(({ pricedAt }) => pricedAt !== null)).toBe(true);
  });
});
