/** S12: that it can fire, and that it does not where nothing is wrong. */
import { describe, expect, it } from 'vitest';
import type { Lots } from '../../../src/core/ground/units.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { reducing } from '../../../src/sim/audit/invariants/reducing.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';
import { type Fed, judge } from './history.js';

const sentBy = (side: 'buy' | 'sell'): EngineRig =>
  new EngineRig().order({ side, algo: 'direct', quantity: '0.1', slices: null, duration: null });
const departureOf = (rig: EngineRig, id?: string): Fed => {
  const submit = rig.only('submit');
  const clientOrderId = (id ?? submit.clientOrderId) as ClientOrderId;
  return { departure: { ...submit, clientOrderId, sentAt: rig.now } };
};
const SHUT: Fed = { entry: { kind: 'gate-shut', waiting: [], lateAt: START } };
const OPENED: Fed = { entry: { kind: 'gate-opened' } };

function found(rig: EngineRig, held: number, history: readonly Fed[]): readonly string[] {
  const positions = new Map([[INSTRUMENT.symbol, held as Lots]]);
  const { state, now } = rig;
  return judge(reducing, history, { config: { ...rig.config, positions }, state, now });
}

describe('S12: what leaves while the gate is shut', () => {
  it('S12: may reduce what the venue holds, long or short, and nothing else', () => {
    const [sale, purchase] = [sentBy('sell'), sentBy('buy')];
    expect(found(sale, 100, [SHUT, departureOf(sale)])).toEqual([]);
    expect(found(sale, 99, [SHUT, departureOf(sale)])).toEqual(['S12']);
    expect(found(sale, 0, [SHUT, departureOf(sale)])).toEqual(['S12']);
    expect(found(sale, -100, [SHUT, departureOf(sale)])).toEqual(['S12']);
    expect(found(purchase, -100, [SHUT, departureOf(purchase)])).toEqual([]);
    expect(found(purchase, 100, [SHUT, departureOf(purchase)])).toEqual(['S12']);
  });

  it('S12: one that is sent again is one', () => {
    const sale = sentBy('sell');
    expect(found(sale, 100, [SHUT, departureOf(sale), departureOf(sale)])).toEqual([]);
  });

  it('S12: counts what is on its way on the same side, and looks at nothing once the gate is open', () => {
    const sale = sentBy('sell');
    const two = [departureOf(sale), departureOf(sale, 'another')];
    expect(found(sale, 199, [SHUT, ...two])).toEqual(['S12']);
    expect(found(sale, 200, [SHUT, ...two])).toEqual([]);
    expect(found(sale, 0, [SHUT, OPENED, ...two])).toEqual([]);
  });
});
