/** An order that the venue accepts and refuses a moment later: what had executed stays, the rest is bought otherwise. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/runs/simulation.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const rests = order({
  quantity: '0.4',
  type: 'limit',
  timeInForce: 'gtc',
  limitPrice: { peg: 'bid', offsetTicks: -60 },
  duration: inSeconds(40),
  slices: 4,
  completion: 'catch-up',
});

const played = (values: FaultValues) =>
  simulate(
    planOf({
      tape: tapeOf(3, { durationSeconds: 90, messagesPerSecond: 6 }),
      orders: [[2, rests]],
      faults: [{ kind: 'refused-afterwards', values }],
    }),
  );

describe('refused-afterwards', () => {
  it('F:SUB6: ends an open order with status rejected, and the parent stops as it does for any refusal', () => {
    const { state, ledger, audit, faultCounts } = played({
      probability: 1,
      delay: inSeconds(0.5),
    });
    const refused = ledger.entries.filter(
      (entry) => entry.kind === 'expired' && entry.reason === 'refused: risk-check',
    );
    expect(refused).toHaveLength(1);
    expect(faultCounts.get('refused-afterwards')).toBe(1);
    for (const { clientOrderId } of refused)
      expect(state.children.get(clientOrderId)?.belief.status).toBe('rejected');
    const [[, parent] = []] = [...state.parents.entries()];
    expect(parent?.stop?.code).toBe('SLICE_FAILED');
    expect(audit.violations).toEqual([]);
  });

  it('F:SUB6: leaves alone what has filled or ended by then', () => {
    const { ledger, faultCounts } = played({ probability: 1, delay: inSeconds(60) });
    expect(faultCounts.get('refused-afterwards')).toBe(0);
    expect(ledger.entries.some(({ kind }) => kind === 'expired')).toBe(false);
  });

  it('F:SUB6: hits the nth order that was accepted, with the word it is given', () => {
    const { ledger, faultCounts } = played({ nth: 2, delay: inSeconds(0.2), code: 'pdt' });
    expect(faultCounts.get('refused-afterwards')).toBe(1);
    const [refused] = ledger.entries.filter(({ kind }) => kind === 'expired');
    const second = ledger.entries.filter(({ kind }) => kind === 'accepted')[1];
    expect(refused).toMatchObject({
      clientOrderId: second?.clientOrderId,
      reason: 'refused: pdt',
    });
  });
});
