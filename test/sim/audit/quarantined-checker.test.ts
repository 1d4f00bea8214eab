/** S14: that it can fire, and that it does not where nothing is wrong. */
import { describe, expect, it } from 'vitest';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import type { Entry } from '../../../src/core/state/entry.js';
import { quarantined } from '../../../src/sim/audit/invariants/quarantined.js';
import { EngineRig } from '../../support/engine-rig.js';
import { type Fed, judge } from './history.js';

const rig = new EngineRig().order();
const [submit] = rig.pendingOf('submit');
const departure: Fed = { departure: { ...submit!, sentAt: rig.now } };
const VENUE_ID = 'v9' as VenueOrderId;

const held = (isHeld: boolean, strategyId: string): Fed => ({
  entry: {
    kind: 'quarantine',
    held: isHeld,
    strategyId,
    symbol: 'BTCUSDT',
    operator: '',
    reason: 'x',
  },
});
const found: Entry = {
  kind: 'orphan-found',
  order: {
    venueOrderId: VENUE_ID,
    clientOrderId: 'stranger' as ClientOrderId,
    symbol: 'BTCUSDT',
    side: 'buy',
    quantity: lots(1),
    type: 'limit',
    limitPrice: ticks(1),
    stopPrice: null,
    createdAt: null,
    cumQty: lots(0),
  },
};
const over: Fed = {
  entry: { kind: 'orphan-resolved', venueOrderId: VENUE_ID, cumQty: lots(0), why: 'canceled' },
};

describe('S14: what leaves for a symbol in quarantine', () => {
  it('S14: fires while a ruling holds, for its strategy or for every one, and not after it', () => {
    expect(judge(quarantined, [departure], rig)).toEqual([]);
    expect(judge(quarantined, [held(true, '*'), departure], rig)).toEqual(['S14']);
    const { strategyId } = rig.parent().request;
    expect(judge(quarantined, [held(true, strategyId), departure], rig)).toEqual(['S14']);
    expect(judge(quarantined, [held(true, 'another'), departure], rig)).toEqual([]);
    const lifted = [held(true, '*'), held(false, '*'), departure];
    expect(judge(quarantined, lifted, rig)).toEqual([]);
  });

  it('S14: fires while an order lives there that nobody here placed, and not once it is over', () => {
    expect(judge(quarantined, [{ entry: found }, departure], rig)).toEqual(['S14']);
    expect(judge(quarantined, [{ entry: found }, over, departure], rig)).toEqual([]);
  });
});
