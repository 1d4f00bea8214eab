/** `execution.repeg`: a resting peg follows the market, one order at a time, and only where everything is known to allow it. */
import { describe, expect, it } from 'vitest';
import { type Lots, micros, seconds } from '../../../src/core/ground/units.js';
import type { VenueOrderId } from '../../../src/core/order/order.js';
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import {
  EngineRig,
  REFUSED_CONNECTION,
  type RigOptions,
  UNKNOWN,
} from '../../support/engine-rig.js';
import { limitsWith } from '../../support/limits.js';
import { inSeconds } from '../../support/simulation-plan.js';

const REPEG = { every: seconds(5), byTicks: 10 };

/** A buy of 600 lots that rests at the bid, 599,990, for a minute. */
function resting(
  changes: Partial<RawOrderRequest> = {},
  config: RigOptions['config'] = {},
): EngineRig {
  const rig = new EngineRig({ config: { repeg: REPEG, ...config } }).order({
    slices: 1,
    duration: inSeconds(120),
    type: 'limit',
    limitPrice: { peg: 'bid', offsetTicks: 0 },
    timeInForce: 'gtc',
    fillTimeout: inSeconds(60),
    ...changes,
  });
  rig.accept();
  return rig;
}

/** Time passes while the venue shows the orders as they are. */
function wait(rig: EngineRig, length: number): void {
  for (let n = 0; n < length * 2; n += 1) {
    if (rig.pendingOf('read-order').length > 0) rig.found({});
    rig.run(0.5);
  }
}

const move = (rig: EngineRig, ticks: number): void => {
  rig.quote = { bid: 599_990 + ticks, ask: 600_010 + ticks };
};

const asked = (rig: EngineRig): readonly (number | null)[] =>
  rig.entries('replace-intent').map(({ command }) => command.limitPrice);

/** The venue took the last replace, with `filled` of the one before done. */
function took(rig: EngineRig, filled = 0): void {
  const command = rig.only('replace');
  const before = rig.children().findIndex((one) => one.clientOrderId === command.clientOrderId);
  rig.accept(command, { venueOrderId: `v-${command.newClientOrderId}` as VenueOrderId });
  const cumQty = filled as Lots;
  rig.report({ execType: 'replaced', status: 'replaced', cumQty, leaves: 0 as Lots }, before);
}

/** Until the next replace has left, which nobody has answered. */
function untilAsked(rig: EngineRig): void {
  const before = asked(rig).length;
  for (let n = 0; n < 100 && asked(rig).length === before; n += 1) wait(rig, 0.5);
}

const held = (rig: EngineRig): readonly string[] =>
  rig
    .entries('alert')
    .filter(({ code, state }) => code === 'repeg-held' && state === 'raised')
    .map(({ text }) => text);

describe('a resting peg', () => {
  it('ORD-3 SCH-4: follows the market once it has moved far enough, at most once in so long', () => {
    const rig = resting();
    move(rig, 9);
    wait(rig, 8);
    expect(asked(rig)).toEqual([]);
    move(rig, 10);
    untilAsked(rig);
    expect(asked(rig)).toEqual([600_000]);
    expect(rig.entries('amend-wanted')[0]).toMatchObject({ because: 'peg-moved' });
    took(rig);
    move(rig, 30);
    wait(rig, 4);
    expect(asked(rig)).toEqual([600_000]);
    wait(rig, 4);
    expect(asked(rig)).toEqual([600_000, 600_020]);
    expect(rig.alerts()).toEqual([]);
  });

  it('S1 S2: asks for what is left alone, and keeps its deadline', () => {
    const rig = resting();
    const { deadline } = rig.child().watch;
    rig.trade(200, 200);
    move(rig, -50);
    wait(rig, 8);
    expect(rig.child(1)).toMatchObject({ terms: { quantity: 400, limitPrice: 599_940 } });
    expect(rig.child(1).watch.deadline).toBe(deadline);
    expect(rig.parent()).toMatchObject({ filled: 200, exposed: 600 });
    took(rig, 200);
    rig.trade(400, 400, 1);
    expect(rig.parent()).toMatchObject({ filled: 600, status: 'filled' });
  });

  it('S2 F:SUB2: is not asked to move again while an outcome is unknown', () => {
    const rig = resting();
    move(rig, 20);
    untilAsked(rig);
    rig.outcome('replace', UNKNOWN);
    move(rig, 60);
    rig.run(20);
    expect(rig.entries('outcome-unknown')).toHaveLength(1);
    expect(asked(rig)).toEqual([600_010]);
    expect(rig.parent().exposed).toBe(600);
  });

  it('RSK-1: stays where it is while the kill switch is on, and somebody is told once', () => {
    const rig = resting();
    rig.operator({ do: 'kill-on', cancelWorking: false });
    move(rig, 20);
    wait(rig, 15);
    expect(asked(rig)).toEqual([]);
    expect(held(rig)).toHaveLength(1);
    expect(held(rig)[0]).toContain('stays where it rests: kill-switch');
    rig.operator({ do: 'kill-off' });
    wait(rig, 3);
    expect(asked(rig)).toEqual([600_010]);
    expect(rig.alerts()).toContain('repeg-held cleared');
  });

  it('SCH-3: stays on market data that is too old, whatever is done without it elsewhere', () => {
    const rig = resting({}, { earlyStop: { onMarketDataError: 'proceed' } });
    move(rig, 20);
    rig.quoteAge = micros(3_600_000_000);
    wait(rig, 10);
    expect(asked(rig)).toEqual([]);
    expect(held(rig)[0]).toContain('market data');
  });

  it('SCH-3 RSK-3: stays where the market deviates, or a limit is passed', () => {
    const far = resting();
    move(far, 60_000);
    wait(far, 10);
    expect(held(far)[0]).toContain('PRICE_DEVIATION');
    const collared = resting(
      { limitPrice: { peg: 'ask', offsetTicks: 0 } },
      { limits: limitsWith({ collarBps: 1 }) },
    );
    collared.quote = { bid: 599_990, ask: 600_310 };
    wait(collared, 10);
    expect(held(collared)[0]).toContain('price collar');
    expect([...asked(far), ...asked(collared)]).toEqual([]);
  });

  it('S22: what was refused at a price is asked for there again after a minute, elsewhere at once', () => {
    const rig = resting({ fillTimeout: inSeconds(110) });
    move(rig, 20);
    untilAsked(rig);
    rig.outcome('replace', { kind: 'rejected', code: 'price-band', text: '' });
    rig.report({});
    wait(rig, 40);
    expect(asked(rig)).toEqual([600_010]);
    untilAsked(rig);
    expect(asked(rig)).toEqual([600_010, 600_010]);
    rig.outcome('replace', REFUSED_CONNECTION);
    rig.report({});
    move(rig, 40);
    wait(rig, 8);
    expect(asked(rig)).toEqual([600_010, 600_010, 600_030]);
  });

  it('SCH-4: rests where it is without the option, and where its price is fixed', () => {
    const off = resting({}, { repeg: undefined as never });
    move(off, 50);
    wait(off, 10);
    const fixed = resting({ limitPrice: '59999.0' });
    move(fixed, 50);
    wait(fixed, 10);
    expect([...asked(off), ...asked(fixed)]).toEqual([]);
  });

  it('FIL-5: is canceled at its deadline, not moved', () => {
    const rig = resting({ fillTimeout: inSeconds(4) });
    move(rig, 50);
    wait(rig, 8);
    expect(asked(rig)).toEqual([]);
    expect(rig.entries('cancel-intent').length).toBeGreaterThan(0);
  });
});
