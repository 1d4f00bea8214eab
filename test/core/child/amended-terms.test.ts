/** F:SUB14: what the venue made of an order's terms, by its own word. */
import { describe, expect, it } from 'vitest';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const lots = (quantity: number): Lots => quantity as Lots;

/** A resting buy of 600 lots at the bid, accepted. */
function resting(changes: Partial<RawOrderRequest> = {}): EngineRig {
  const rig = new EngineRig().order({
    slices: 1,
    duration: inSeconds(60),
    type: 'limit',
    limitPrice: { peg: 'bid', offsetTicks: 0 },
    timeInForce: 'gtc',
    fillTimeout: inSeconds(10),
    ...changes,
  });
  rig.accept();
  return rig;
}

describe('terms that the venue rounded', () => {
  it('F:SUB14 FIL-3: less than asked, told by an answer, is what fills the order', () => {
    const rig = resting();
    rig.run(0.5);
    rig.found({ quantity: lots(500), limitPrice: 599_980 as Ticks });
    expect(rig.entries('order-amended')).toMatchObject([{ quantity: 500, limitPrice: 599_980 }]);
    expect(rig.alerts()).toEqual(['terms-rounded raised']);
    expect(rig.child()).toMatchObject({
      terms: { quantity: 500 },
      asked: { quantity: 600, limitPrice: 599_990 },
    });
    rig.trade(500, 500);
    expect(rig.child().result).toMatchObject({ outcome: 'filled', filled: 500 });
    expect(rig.parent()).toMatchObject({ filled: 500, status: 'completed_partial' });
    expect(rig.entries('quarantine')).toEqual([]);
  });

  it('F:SUB14 TWAP-8: what the venue does not hold is free for the catch-up at once, and no more than that', () => {
    const rig = resting({ completion: 'catch-up' });
    expect(rig.parent().exposed).toBe(600);
    rig.report({ quantity: lots(500) });
    expect(rig.parent().exposed).toBe(500);
    rig.trade(500, 500);
    rig.flush();
    expect(rig.entries('catch-up-planned')).toMatchObject([{ quantity: 100 }]);
    expect(rig.child(1).terms.quantity).toBe(100);
  });

  it('F:SUB14: told filled at the rounded quantity in one word, it is no contradiction', () => {
    const rig = resting();
    rig.run(0.5);
    rig.found({ quantity: lots(500), cumQty: lots(500), status: 'filled' });
    expect(rig.child()).toMatchObject({ belief: { status: 'filled', filled: 500 } });
    expect(rig.entries('fill-contradicted')).toEqual([]);
  });

  it('F:SUB14: rounded again it falls again, and an older word raises nothing', () => {
    const rig = resting();
    rig.report({ quantity: lots(500) });
    rig.report({ quantity: lots(400) });
    rig.report({ quantity: lots(500) });
    rig.report({ quantity: lots(600) });
    expect(rig.entries('order-amended').map(({ quantity }) => quantity)).toEqual([500, 400]);
    expect(rig.entries('quarantine')).toEqual([]);
    expect(rig.alerts()).toEqual(['terms-rounded raised']);
  });

  it.each([
    ['more than was asked', { quantity: lots(601) }],
    ['a worse price', { limitPrice: 599_991 as Ticks }],
  ])('F:SUB14 ORD-3: %s is not taken over: the symbol is quarantined', (_, told) => {
    const rig = resting();
    rig.run(0.5);
    rig.found(told);
    expect(rig.entries('order-amended')).toEqual([]);
    expect(rig.alerts()).toEqual(['terms-worse raised', 'quarantine raised']);
    expect(rig.child().terms).toMatchObject({ quantity: 600, limitPrice: 599_990 });
  });

  it('F:SUB14 FIL-3: held for less at a worse price, it is filled when that is, and the symbol is quarantined', () => {
    const rig = resting();
    rig.run(0.5);
    const limitPrice = 600_000 as Ticks;
    rig.found({ quantity: lots(500), limitPrice, cumQty: lots(500), status: 'filled' });
    expect(rig.child()).toMatchObject({ belief: { status: 'filled', filled: 500 } });
    expect(rig.alerts().slice(0, 2)).toEqual(['terms-worse raised', 'quarantine raised']);
  });

  it('F:SUB14: less than has filled, or told of another order, is nobody’s word', () => {
    const rig = resting();
    rig.trade(300, 300);
    rig.report({ quantity: lots(200), cumQty: lots(200) });
    rig.report({ quantity: lots(500), side: 'sell' });
    expect(rig.entries('order-amended')).toEqual([]);
    expect(rig.child().terms.quantity).toBe(600);
  });
});
