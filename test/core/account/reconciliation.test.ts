/** REC-5: the periodic pass: what it reads, what fails it, and how far its mark goes. */
import { describe, expect, it } from 'vitest';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import { type EpochMicros, type Lots, lots } from '../../../src/core/ground/units.js';
import { namedReconciliationMetrics } from '../../../src/core/engine/reconciliation-metrics.js';
import { projectRun } from '../../../src/report/projection/run-fold.js';
import {
  EngineRig,
  FAILED_READ,
  type RigOptions,
  UNKNOWN,
  executionOf,
} from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const RECONCILIATION = {
  interval: inSeconds(300),
  window: inSeconds(60),
  lookUpsMost: 2,
} as const;
const QUIET = {
  timeout: inSeconds(10_000),
  pollMax: inSeconds(9_000),
  firstPoll: inSeconds(9_000),
} as const;
const CONFIG: NonNullable<RigOptions['config']> = {
  reconciliation: RECONCILIATION,
  earlyStop: { liquidityLevels: null },
  fillDetection: QUIET,
};
const ONE = { algo: 'direct', slices: null, duration: null, quantity: '0.1' } as const;
const RESTS = { ...ONE, type: 'limit', limitPrice: '60000', timeInForce: 'gtc' } as const;
const NO_LIST = { kind: 'open-orders', orders: [], nextCursor: null } as const;

const held = (quantity: number): ReadAnswer => ({
  kind: 'positions',
  positions: quantity === 0 ? [] : [{ symbol: 'BTCUSDT', quantity: quantity as Lots }],
});

/** So many orders rest at the venue, taken one second after the other. */
function resting(orders: number, options: RigOptions = {}): EngineRig {
  const rig = new EngineRig({ config: CONFIG, ...options });
  for (let n = 0; n < orders; n += 1) {
    rig.order({ ...RESTS, idempotencyKey: String(n) });
    if (n === 0) rig.answer('read-positions', held(0));
    rig.run(1);
    rig.accept();
  }
  return rig;
}

const snapshots = (rig: EngineRig, createdAt: EpochMicros = rig.now) =>
  rig
    .children()
    .map(({ clientOrderId, belief }) =>
      rig.snapshot(clientOrderId, { cumQty: belief.filled, createdAt }),
    );

function canceled(rig: EngineRig, n = 0): void {
  const over = { execType: 'canceled', status: 'canceled', leaves: lots(0) } as const;
  rig.report({ ...over, cumQty: lots(0) }, n);
}

/** Every order, as it is known here but for what is said. */
const historyOf = (rig: EngineRig, more: Partial<OrderSnapshot>) => ({
  kind: 'history' as const,
  orders: snapshots(rig).map((order) => ({ ...order, ...more })),
  nextCursor: null,
});

function listAll(rig: EngineRig): void {
  rig.answer('read-open-orders', { ...NO_LIST, orders: snapshots(rig) });
}

/** All that a pass asks for is answered as it is known here. */
function pass(rig: EngineRig, createdAt?: EpochMicros): void {
  listAll(rig);
  const orders = snapshots(rig, createdAt);
  rig.answer('read-history', { kind: 'history', orders, nextCursor: null });
  rig.answer('read-positions', held(0));
}

const markOf = (rig: EngineRig): EpochMicros | null => rig.state.reconciliation?.mark ?? null;

describe('a pass over what the venue knows', () => {
  it('REC-5: begins every 300 s while an order lives, and reads history, open orders and then positions', () => {
    const rig = resting(1);
    rig.run(298);
    expect(rig.pendingOf('read-history')).toEqual([]);
    rig.run(1);
    expect(rig.pendingOf('read-history')).toHaveLength(1);
    expect(rig.pendingOf('read-open-orders')).toHaveLength(1);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    pass(rig);
    expect(rig.entries('reconciliation-done')).toHaveLength(1);
    rig.run(300);
    expect(rig.pendingOf('read-history')).toHaveLength(1);
  });

  it('REC-5: with all over, one pass more is the last, until another order is sent', () => {
    const rig = resting(1);
    canceled(rig);
    rig.run(300);
    rig.answer('read-open-orders', NO_LIST);
    rig.answer('read-history', historyOf(rig, { status: 'canceled' }));
    rig.answer('read-positions', held(0));
    rig.run(2_000);
    expect(rig.entries('reconciliation-begun')).toHaveLength(1);
  });

  it('REC-5 F:QRY5: an order that is over and may have filled more is asked for where the history had to show it and does not', () => {
    const rig = resting(1);
    canceled(rig);
    rig.run(300);
    rig.answer('read-open-orders', NO_LIST);
    rig.answer('read-history', { kind: 'history', orders: [], nextCursor: null });
    expect(rig.entries('reconciliation-asked')).toHaveLength(1);
    rig.found({ status: 'canceled', cumQty: lots(40) });
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [executionOf('e1', 40, rig.now)],
    });
    expect(rig.child().belief).toMatchObject({ filled: 40, ledger: { count: 1 } });
    rig.answer('read-positions', held(40));
    expect(rig.entries('reconciliation-done')).toHaveLength(1);
  });

  it('REC-5 F:QRY5: on any of its pages, it is not asked for', () => {
    const rig = resting(2);
    for (const n of [0, 1]) canceled(rig, n);
    rig.run(300);
    rig.answer('read-open-orders', NO_LIST);
    const [one, two] = historyOf(rig, { status: 'canceled' }).orders;
    rig.answer('read-history', { kind: 'history', orders: [one!], nextCursor: '1' });
    expect(rig.entries('history-page').at(-1)?.listed).toEqual([one?.clientOrderId]);
    rig.answer('read-history', { kind: 'history', orders: [two!], nextCursor: null });
    expect(rig.entries('reconciliation-asked')).toEqual([]);
  });

  it('REC-5 F:QRY5: nor is one that has filled whole, one that was never taken, or one from before what was asked for', () => {
    const filled = resting(1);
    filled.trade(100, 100);
    const refused = new EngineRig({ config: CONFIG }).order(RESTS);
    refused.answer('read-positions', held(0));
    refused.flush();
    refused.outcome('submit', { kind: 'rejected', code: '-2010', text: '' });
    const old = resting(1);
    old.run(299);
    pass(old, old.now);
    canceled(old);
    for (const rig of [filled, refused, old]) {
      rig.run(300);
      rig.answer('read-open-orders', NO_LIST);
      rig.answer('read-history', { kind: 'history', orders: [], nextCursor: null });
      expect(rig.entries('reconciliation-asked')).toEqual([]);
    }
  });

  it('REC-5: reads from 60 s before the newest order it has seen, by the time the venue gave', () => {
    const rig = resting(1);
    rig.run(299);
    const createdAt = (rig.now - 250_000_000) as EpochMicros;
    pass(rig, createdAt);
    expect(markOf(rig)).toBe(createdAt);
    rig.run(300);
    expect(rig.pendingOf('read-history')).toMatchObject([{ after: createdAt - 60_000_000 }]);
    // An older order afterwards does not set it back.
    pass(rig, (createdAt - 1) as EpochMicros);
    expect(markOf(rig)).toBe(createdAt);
  });

  it.each([
    ['history', 'read-history'],
    ['list', 'read-open-orders'],
  ] as const)('REC-5: a page of the %s that fails fails it, and the mark stays', (_, kind) => {
    const rig = resting(1);
    rig.run(299);
    pass(rig);
    const mark = markOf(rig);
    rig.run(300);
    if (kind === 'read-history') listAll(rig);
    else {
      const orders = snapshots(rig);
      rig.answer('read-history', { kind: 'history', orders, nextCursor: null });
    }
    rig.answer(kind, FAILED_READ);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    expect(rig.entries('reconciliation-failed')).toHaveLength(1);
    expect(markOf(rig)).toBe(mark);
    rig.run(60);
    pass(rig);
    expect(rig.entries('reconciliation-done')).toHaveLength(2);
  });

  it('REC-5 F:QRY8: positions that fail are not flat: the pass has failed, nothing differs, the mark stays', () => {
    const rig = resting(1);
    rig.run(299);
    listAll(rig);
    rig.answer('read-history', { kind: 'history', orders: snapshots(rig), nextCursor: null });
    rig.answer('read-positions', FAILED_READ);
    expect(rig.entries('reconciliation-failed')).toHaveLength(1);
    expect([markOf(rig), rig.alerts()]).toEqual([null, []]);
  });

  it('REC-5: an answer that does not come within 10 s fails it', () => {
    const rig = resting(1);
    rig.run(299);
    listAll(rig);
    rig.run(10);
    expect(rig.entries('reconciliation-failed')).toMatchObject([
      { why: 'the history could not be read: no answer came' },
    ]);
    expect(rig.entries('reconciliation-done')).toEqual([]);
  });

  it('REC-5 L10 F:QRY5: every page is read, the same cursor twice never', () => {
    const rig = resting(1);
    rig.run(299);
    listAll(rig);
    const [order] = snapshots(rig);
    const page = { kind: 'history', orders: [order!], nextCursor: 'p2' } as const;
    rig.answer('read-history', page);
    expect(rig.pendingOf('read-history')).toMatchObject([{ cursor: 'p2' }]);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    rig.answer('read-history', page);
    expect(rig.pendingOf('read-history')).toEqual([]);
    expect(rig.alerts()).toContain('history-unfinished raised');
    expect(rig.entries('reconciliation-failed')).toHaveLength(1);
  });

  it('REC-5: what the list lacks is asked for one by one, the oldest first, so many in a pass, and waited for', () => {
    const rig = resting(3);
    rig.run(297);
    rig.answer('read-open-orders', NO_LIST);
    rig.answer('read-history', { kind: 'history', orders: [], nextCursor: null });
    const oldest = rig.children().slice(0, 2);
    expect(rig.pendingOf('read-order').map(({ clientOrderId }) => clientOrderId)).toEqual(
      oldest.map(({ clientOrderId }) => clientOrderId),
    );
    expect(rig.pendingOf('read-positions')).toEqual([]);
    rig.found({ cumQty: lots(0) });
    rig.found({ cumQty: lots(0) });
    rig.answer('read-positions', held(0));
    expect(rig.entries('reconciliation-done')).toHaveLength(1);
  });

  it('REC-5: a single order that cannot be asked fails it', () => {
    const rig = resting(1);
    rig.run(299);
    rig.answer('read-open-orders', NO_LIST);
    rig.answer('read-history', { kind: 'history', orders: [], nextCursor: null });
    rig.answer('read-order', FAILED_READ);
    expect(rig.entries('reconciliation-failed')).toHaveLength(1);
  });

  it('REC-6: an order that the venue has filled further is brought up, and counted as a difference', () => {
    const rig = resting(1);
    rig.run(299);
    listAll(rig);
    const [order] = snapshots(rig);
    const told = { ...order!, status: 'partially_filled', cumQty: lots(40) } as const;
    rig.answer('read-history', { kind: 'history', orders: [told], nextCursor: null });
    rig.answer('read-positions', held(40));
    expect(rig.child().belief.filled).toBe(40);
    expect(rig.entries('order-updated').at(-1)?.source).toBe('reconciliation');
    const { metrics } = projectRun(rig.blocks).reconciliation;
    expect(metrics.mismatches).toBe(1);
    // What the executions say takes the place of the total, and is not added to it.
    rig.trade(40, 40);
    expect(rig.child().belief.filled).toBe(40);
  });

  it('REC-7 REC-9: an order of somebody else that is over on no list is known from the history', () => {
    const rig = resting(1);
    rig.run(299);
    listAll(rig);
    const stranger = rig.snapshot('by-hand' as ClientOrderId, {
      venueOrderId: 'v-by-hand' as VenueOrderId,
      status: 'filled',
      quantity: lots(7),
      cumQty: lots(7),
    });
    const orders = [...snapshots(rig), stranger];
    rig.answer('read-history', { kind: 'history', orders, nextCursor: null });
    expect(rig.state.orphans).toMatchObject([{ status: 'resolved', cumQty: 7 }]);
    expect(rig.alerts()).toContain('orphan-filled raised');
    rig.answer('read-positions', held(0));
    rig.run(300);
    listAll(rig);
    rig.answer('read-history', { kind: 'history', orders, nextCursor: null });
    expect(rig.entries('orphan-found')).toHaveLength(1);
  });

  it('REC-5: somebody may ask for one at once, which takes the role of an operator', () => {
    const rig = resting(1);
    const input = { kind: 'operator', command: { do: 'reconcile' }, operator: 'ann' } as const;
    rig.take({ ...input, role: 'trader', reason: 'look' });
    expect(rig.pendingOf('read-history')).toEqual([]);
    rig.take({ ...input, role: 'operator', reason: 'look' });
    expect(rig.entries('reconciliation-begun')).toMatchObject([{ operator: 'ann' }]);
    rig.take({ ...input, role: 'operator', reason: 'look' });
    expect(rig.entries('operator-refused').at(-1)?.text).toBe('reconciliation is under way');
    pass(rig);
    expect(rig.entries('reconciliation-done')).toHaveLength(1);
  });

  it('REC-5: between passes an order in flight is looked after by whoever follows it: more than 5 times within 20 s', () => {
    const rig = new EngineRig({
      config: { earlyStop: { liquidityLevels: null }, reconciliation: RECONCILIATION },
    }).order(ONE);
    rig.answer('read-positions', held(0));
    rig.run(1);
    rig.outcome('submit', UNKNOWN);
    let looks = 0;
    for (let second = 0; second < 20; second += 1) {
      rig.run(1);
      for (const read of rig.pendingOf('read-order')) {
        looks += 1;
        rig.answer(read, FAILED_READ);
      }
    }
    expect(looks).toBeGreaterThanOrEqual(5);
  });
});

describe('the start', () => {
  it('REC-1 S13 RCV-1: is gate, reconcile, recover, ready, in this order, with positions read last', () => {
    const rig = new EngineRig({ config: CONFIG }).order({ slices: 6, duration: inSeconds(60) });
    rig.answer('read-positions', held(0));
    rig.run(1);
    rig.accept();
    const next = new EngineRig({ config: CONFIG, after: { rig, down: inSeconds(25) } });
    next.flush();
    next.found({ cumQty: lots(0) });
    listAll(next);
    expect(next.pendingOf('read-positions')).toEqual([]);
    next.answer('read-history', { kind: 'history', orders: snapshots(next), nextCursor: null });
    expect(next.state.gate?.state).toBe('shut');
    next.answer('read-positions', FAILED_READ);
    expect(next.state.gate?.state).toBe('shut');
    next.run(10);
    next.answer('read-positions', held(0));
    const kinds = next.kinds();
    const inOrder = ['gate-shut', 'positions-read', 'recovery-begun', 'gate-opened'];
    expect(kinds.filter((kind) => inOrder.includes(kind))).toEqual(inOrder);
    expect(next.entries('recovery-begun')).toMatchObject([{ resumed: [{ slices: 5 }] }]);
    expect(next.entries('recovery-begun')[0]!.resumed[0]!.overdue).toBeGreaterThan(0);
    expect(projectRun(next.blocks).reconciliation.starts).toMatchObject([
      { slices: 5, readyAt: next.now },
    ]);
  });

  it('REC-5 L8: what a process had asked as it ended fails no pass of the next one', () => {
    const first = new EngineRig({ config: CONFIG, after: { rig: resting(1), down: inSeconds(5) } });
    const next = new EngineRig({ config: CONFIG, after: { rig: first, down: inSeconds(5) } });
    expect(next.entries('open-orders-unclear')).toHaveLength(1);
    expect(next.entries('reconciliation-failed')).toEqual([]);
    next.flush();
    next.found({ status: 'accepted', venueWord: 'new', cumQty: lots(0) });
    pass(next);
    expect(next.entries('reconciliation-done')).toHaveLength(1);
  });

  it('REC-1 REC-6: positions that differ keep the gate shut until they agree or the difference is booked', () => {
    const rig = resting(1);
    const next = new EngineRig({ config: CONFIG, after: { rig, down: inSeconds(5) } });
    next.flush();
    next.found({ cumQty: lots(0) });
    listAll(next);
    next.answer('read-history', { kind: 'history', orders: snapshots(next), nextCursor: null });
    next.answer('read-positions', held(9));
    for (let looks = 0; looks < 12; looks += 1) {
      expect(next.state.gate?.state).toBe('shut');
      next.run(5);
      next.answer('read-positions', held(9));
    }
    expect(next.entries('position-adjustment')).toMatchObject([{ by: 9, why: 'differs' }]);
    expect(next.state.gate?.state).toBe('open');
  });
});

describe('the counters', () => {
  it('REC-8: have their names, and come from entries alone', () => {
    const rig = resting(1);
    rig.run(299);
    pass(rig);
    rig.operator({ do: 'quarantine-on', strategyId: '*', symbol: 'BTCUSDT' });
    const named = namedReconciliationMetrics(projectRun(rig.blocks).reconciliation.metrics);
    expect(named.map(({ name, value }) => [name, value])).toEqual([
      ['reconciliation_mismatches_total', 0],
      ['reconciliation_last_run_timestamp', rig.now / 1_000_000],
      ['reconciliation_conflicts_skipped_total', 0],
      ['symbols_quarantined_total', 1],
      ['twap_slices_recovered_total', 0],
      ['twap_slices_skipped_parent_invalid', 0],
    ]);
  });
});
