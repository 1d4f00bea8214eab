/** Open orders of both sides held against each other when a run is over. */
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/core/order/order.js';
import type { TruthEntry } from '../../../src/core/order/truth.js';
import { type Lots, plus } from '../../../src/core/ground/units.js';
import { OrderNumbers } from '../../../src/sim/audit/numbering.js';
import { OpenOrders } from '../../../src/sim/audit/open-orders.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const VISIBILITY_LAG = inSeconds(2);

/** An order of 600 lots at the engine, and what the venue's ledger says of it. */
class Sides {
  readonly rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
  readonly #entries: TruthEntry[] = [];

  accepted(): this {
    const { clientOrderId, terms } = this.rig.child();
    this.#entries.push({
      ...{ kind: 'accepted', seq: 1, at: this.rig.now, clientOrderId, terms },
      ...{ venueOrderId: `v-${clientOrderId}` as VenueOrderId, ahead: null },
    });
    return this;
  }

  canceled(): this {
    const { clientOrderId } = this.rig.child();
    this.#entries.push({
      ...{ kind: 'canceled', seq: 2, at: this.rig.now, clientOrderId, reason: 'asked' },
      ...{ venueOrderId: `v-${clientOrderId}` as VenueOrderId, cumQty: 0 as Lots },
    });
    return this;
  }

  /** The run ends so many seconds from here. */
  after(seconds: number) {
    const { rig } = this;
    const orders = new OpenOrders(new OrderNumbers(), () => false);
    for (const { input, entries } of rig.blocks)
      for (const entry of entries) orders.onEntry(entry, input.at);
    const truth = { arrivals: [], entries: this.#entries, executions: [] };
    const end = plus(rig.now, inSeconds(seconds));
    return orders.finish(truth, rig.state, { visibilityLag: VISIBILITY_LAG, end });
  }

  /** The stream says so. */
  told(status: 'accepted' | 'canceled'): this {
    this.rig.report({
      execType: status,
      status,
      ...(status === 'canceled' ? { leaves: 0 as Lots } : {}),
    });
    return this;
  }
}

describe('open orders', () => {
  it('SIM-5: both sides have it open, or neither: nothing is told', () => {
    const sides = new Sides().accepted().told('accepted');
    expect(sides.after(60)).toEqual([]);
    expect(sides.canceled().told('canceled').after(60)).toEqual([]);
  });

  it('SIM-5: it rests at the venue, and is over for the engine', () => {
    const sides = new Sides().accepted();
    sides.rig.run(3);
    const since = sides.rig.now;
    expect(sides.told('canceled').after(60)).toMatchObject([
      { clientOrderId: sides.rig.child().clientOrderId, openFor: 'venue', since, owed: true },
    ]);
    expect(sides.after(60)[0]?.leaves).toBe(600);
  });

  it('SIM-5: what became wrong too close to the end is told, and owed by nobody', () => {
    const sides = new Sides().accepted().told('canceled');
    expect(sides.after(11).map(({ owed }) => owed)).toEqual([false]);
    expect(sides.after(12).map(({ owed }) => owed)).toEqual([true]);
  });

  it('SIM-5: the engine has it open, and it is over at the venue', () => {
    const sides = new Sides().accepted().told('accepted');
    sides.rig.run(3);
    const since = sides.rig.now;
    expect(sides.canceled().after(60)).toMatchObject([
      { openFor: 'engine', since, owed: true, symbol: 'BTCUSDT', leaves: 600 },
    ]);
  });

  it('SIM-5: what the engine calls unknown it has not wrong', () => {
    const sides = new Sides();
    sides.rig.outcome('submit', { kind: 'unknown', shape: 'timeout' });
    expect(sides.after(60)).toEqual([]);
    expect(sides.accepted().after(60)).toEqual([]);
    expect(sides.canceled().after(60)).toEqual([]);
  });
});
