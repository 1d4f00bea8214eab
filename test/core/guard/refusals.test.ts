/** S22: an order or a replace that was refused three times in the same words is sent once a minute, by whoever asks for it. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import type { VenueOrderId } from '../../../src/core/order/order.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const REFUSED = { kind: 'rejected', code: 'no-cash', text: 'no cash' } as const;

function refuse(rig: EngineRig, times: number, from = 0): void {
  for (let n = from; n < from + times; n += 1) {
    rig.order({ ...ONE, idempotencyKey: `r${n}` });
    rig.outcome('submit', REFUSED);
  }
}

describe('the same order, refused again and again', () => {
  it('S22: leaves a fourth time a minute after the third refusal, and someone is told', () => {
    const rig = new EngineRig();
    refuse(rig, 3);
    expect(rig.alerts()).toContain('refused-again raised');
    rig.order({ ...ONE, idempotencyKey: 'again' });
    rig.run(59);
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(rig.entries('slice-waiting').map(({ reason }) => reason)).toEqual(['refused']);
    rig.run(1);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    rig.accept();
    expect(rig.alerts()).toContain('refused-again cleared');
  });

  it('S22: another order does not wait, nor does the same once it was taken', () => {
    const rig = new EngineRig();
    refuse(rig, 2);
    rig.order({ ...ONE, idempotencyKey: 'taken' });
    rig.accept();
    refuse(rig, 3, 10);
    rig.order({ ...ONE, quantity: '0.2', idempotencyKey: 'other' });
    expect(rig.pendingOf('submit')).toHaveLength(1);
    expect(rig.entries('slice-waiting')).toEqual([]);
  });

  it('S22: of ever different orders the oldest are forgotten; what is known survives a snapshot', () => {
    const rig = new EngineRig();
    refuse(rig, 3);
    for (let n = 1; n < 40; n += 1) {
      rig.order({ ...ONE, quantity: (0.1 + n / 1_000).toFixed(3), idempotencyKey: `d${n}` });
      rig.outcome('submit', REFUSED);
    }
    expect(rig.state.refusals).toHaveLength(32);
    expect(stateHash(restore(snapshot(rig.state)))).toBe(stateHash(rig.state));
    refuse(rig, 1, 50);
    expect(rig.entries('slice-waiting')).toEqual([]);
    expect(rig.state.refusals?.at(-1)?.count).toBe(1);
  });

  it('S22: of two that wait for it one leaves when the minute is over, and the other only once that is taken', () => {
    const rig = new EngineRig();
    refuse(rig, 3);
    rig.order({ ...ONE, idempotencyKey: 'a' });
    rig.order({ ...ONE, idempotencyKey: 'b' });
    rig.run(60);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    rig.accept();
    rig.run(60);
    expect(rig.entries('slice-released')).toHaveLength(5);
  });
});

describe('the same replace, refused again and again', () => {
  /** A buy of 600 lots at 599,990 that rests for ten minutes. */
  function resting(): EngineRig {
    const rig = new EngineRig().order({
      slices: 1,
      duration: inSeconds(600),
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
      fillTimeout: inSeconds(600),
    });
    rig.accept();
    return rig;
  }

  const amend = (rig: EngineRig, quantity: number | null, limitPrice: number | null): void =>
    rig.operator({
      do: 'amend-order',
      clientOrderId: rig.child().clientOrderId,
      quantity: quantity as Lots | null,
      limitPrice: limitPrice as Ticks | null,
    });

  function refuseReplace(
    rig: EngineRig,
    times: number,
    [quantity, price]: readonly (number | null)[],
  ) {
    for (let n = 0; n < times; n += 1) {
      amend(rig, quantity ?? null, price ?? null);
      rig.outcome('replace', { kind: 'rejected', code: 'price-band', text: 'beyond the band' });
    }
  }

  const sent = (rig: EngineRig): number => rig.entries('replace-intent').length;

  it.each([
    ['another price', [null, 599_980]],
    ['less of it', [500, null]],
    ['less of it elsewhere', [500, 599_980]],
  ])(
    'S22 ALR-1: %s: a fourth time a minute after the third refusal, and someone is told',
    (_, to) => {
      const rig = resting();
      const [quantity = null, price = null] = to;
      refuseReplace(rig, 3, to);
      expect(rig.alerts()).toContain('refused-again raised');
      amend(rig, quantity, price);
      rig.run(59);
      amend(rig, quantity, price);
      expect(sent(rig)).toBe(3);
      const [, text = ''] = rig.entries('operator-refused').map((refusal) => refusal.text);
      expect(text).toContain('refused this very replace three times; not again for 1 s');
      rig.run(1);
      amend(rig, quantity, price);
      expect(sent(rig)).toBe(4);
      const command = rig.only('replace');
      rig.accept(command, { venueOrderId: `v-${command.newClientOrderId}` as VenueOrderId });
      expect(rig.alerts()).toContain('refused-again cleared');
    },
  );

  it('S22: another price does not wait, nor another quantity, nor a cancel', () => {
    const rig = resting();
    refuseReplace(rig, 3, [null, 599_980]);
    refuseReplace(rig, 1, [null, 599_970]);
    refuseReplace(rig, 1, [500, 599_980]);
    expect(sent(rig)).toBe(5);
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('S22: what filled meanwhile makes no other replace of it: the venue hears the same words', () => {
    const rig = resting();
    refuseReplace(rig, 2, [500, 599_980]);
    rig.trade(100, 100);
    refuseReplace(rig, 1, [500, 599_980]);
    amend(rig, 500, 599_980);
    expect(sent(rig)).toBe(3);
  });

  it('S22: refused replaces do not hold an order of the same terms, nor refused orders a replace', () => {
    const rig = resting();
    refuseReplace(rig, 3, [null, 599_980]);
    rig.order({
      algo: 'direct',
      quantity: '0.6',
      slices: null,
      duration: null,
      type: 'limit',
      limitPrice: '59998.0',
      timeInForce: 'gtc',
      idempotencyKey: 'same',
    });
    expect(rig.pendingOf('submit')).toHaveLength(1);
    expect(rig.entries('slice-waiting')).toEqual([]);
    const other = resting();
    const limit = { type: 'limit', limitPrice: '59998.0', timeInForce: 'gtc' } as const;
    for (let n = 0; n < 3; n += 1) {
      other.order({ ...ONE, quantity: '0.6', ...limit, idempotencyKey: `o${n}` });
      other.outcome('submit', REFUSED);
    }
    amend(other, null, 599_980);
    expect(sent(other)).toBe(1);
  });

  it('S22: the alert ends with the order', () => {
    const rig = resting();
    refuseReplace(rig, 3, [null, 599_980]);
    rig.trade(600, 600);
    expect(rig.alerts().at(-1)).toBe('refused-again cleared');
  });
});
