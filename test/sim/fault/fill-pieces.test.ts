/** Executions in pieces: the same lots at the same price and time, told one by one. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/runs/simulation.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const TAPE = tapeOf(3, { durationSeconds: 60, messagesPerSecond: 6 });
const ORDER = order({ quantity: '0.6', duration: inSeconds(30), slices: 3 });

const played = (...faults: readonly FaultSpec[]) =>
  simulate(planOf({ tape: TAPE, orders: [[2, ORDER]], faults }));
const inPieces = (values: FaultValues) => played({ kind: 'fill-pieces', values });

type Played = ReturnType<typeof played>;

/** Lots by order, instant and price. */
function traded({ ledger }: Played): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { clientOrderId, at, price, quantity } of ledger.executions) {
    const key = `${clientOrderId} at ${at} for ${price}`;
    sums.set(key, (sums.get(key) ?? 0) + quantity);
  }
  return sums;
}

const whole = played();

describe('fill-pieces', () => {
  it.each([
    { pieces: 2 },
    { pieces: 20 },
    { pieces: 5, shape: 'one-lot' },
    { pieces: 1_000 },
    { pieces: 3, pause: inSeconds(0.4) },
  ])('F:FIL1: %o trades what the whole would have traded', (values) => {
    const cut = inPieces({ probability: 1, ...values });
    expect(traded(cut)).toEqual(traded(whole));
    expect(cut.ledger.executions.length).toBeGreaterThan(whole.ledger.executions.length);
    expect(cut.audit.violations).toEqual([]);
    expect(cut.audit.fills.every(({ pricedAt }) => pricedAt !== null)).toBe(true);
  });

  const first = ({ ledger }: Played): readonly number[] => {
    const [{ clientOrderId, at } = { clientOrderId: '', at: 0 }] = ledger.executions;
    return ledger.executions
      .filter((one) => one.clientOrderId === clientOrderId && one.at === at)
      .map(({ quantity }) => quantity);
  };

  it('F:FIL1: even pieces differ by a lot at most, the larger first; single lots come before the rest', () => {
    const [quantity = 0] = first(whole);
    const cut = first(inPieces({ nth: 1, pieces: 3 }));
    expect(cut.slice(0, 3)).toEqual([0, 1, 2].map((n) => Math.floor((quantity + 2 - n) / 3)));
    const single = first(inPieces({ nth: 1, pieces: 3, shape: 'one-lot' }));
    expect(single.slice(0, 3)).toEqual([1, 1, quantity - 2]);
  });

  it('F:FIL1: with a pause the engine hears of each piece so long after the one before', () => {
    const { audit } = inPieces({ nth: 1, pieces: 4, pause: inSeconds(2) });
    const heard = audit.fills.slice(0, 4).map(({ detectedAt }) => detectedAt ?? 0);
    const steps = heard.slice(1).map((at, index) => at - heard[index]!);
    // A query finds what the stream has not told yet.
    expect(steps.some((step) => step > 0)).toBe(true);
  });

  it('F:FIL1: two such faults cut what the other has cut', () => {
    const spec: FaultSpec = { kind: 'fill-pieces', values: { probability: 1, pieces: 2 } };
    expect(first(played(spec, spec))).toHaveLength(2 * first(played(spec)).length);
  });
});
