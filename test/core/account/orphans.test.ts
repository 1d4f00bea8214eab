/** REC-7: orders at the venue that nobody here placed. */
import { describe, expect, it } from 'vitest';
import { type Lots, lots } from '../../../src/core/ground/units.js';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { ACCEPTED, EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';

const OTHER = { ...INSTRUMENT, symbol: 'ETHUSDT', baseAsset: 'ETH' } as const;
const SYMBOLS: ConfigChanges = {
  instruments: new Map([
    [INSTRUMENT.symbol, INSTRUMENT],
    [OTHER.symbol, OTHER],
  ]),
  earlyStop: { liquidityLevels: null },
};
const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const STRANGER = 'v-stranger' as VenueOrderId;

const stranger = (rig: EngineRig, more: Partial<OrderSnapshot> = {}): OrderSnapshot => ({
  ...rig.snapshot('stranger' as ClientOrderId),
  side: 'sell',
  quantity: lots(50),
  type: 'limit',
  limitPrice: 600_500 as OrderSnapshot['limitPrice'],
  ...more,
});

/** A process that begins on an order that is over, and finds what is on the list. */
function began(config: ConfigChanges = {}, found?: Partial<OrderSnapshot>): EngineRig {
  const all = { ...SYMBOLS, ...config };
  const rig = new EngineRig({ config: all }).order(ONE);
  rig.accept();
  rig.trade(100, 100);
  const next = new EngineRig({ config: all, after: { rig, down: inSeconds(5) } });
  list(next, stranger(next, found));
  const [done] = next.children();
  const orders = [
    next.snapshot(done!.clientOrderId, { status: 'filled', cumQty: done!.terms.quantity }),
  ];
  next.answer('read-history', { kind: 'history', orders, nextCursor: null });
  next.flush();
  return next;
}

function list(rig: EngineRig, ...orders: readonly OrderSnapshot[]): void {
  rig.answer(rig.pendingOf('read-open-orders').at(-1)!, {
    kind: 'open-orders',
    orders,
    nextCursor: null,
  });
}

const statusOf = (rig: EngineRig): string | undefined => rig.state.orphans?.[0]?.status;
const exposureOf = (rig: EngineRig) => rig.state.exposure.get(INSTRUMENT.symbol)?.orphans;
const refusals = (rig: EngineRig) =>
  rig.entries('order-refused').map(({ code, problems }) => `${code}: ${problems[0]?.text}`);

function ordered(rig: EngineRig, more: Parameters<EngineRig['order']>[0] = {}): boolean {
  const before = rig.parents().length;
  rig.order({ ...ONE, idempotencyKey: `k${rig.blocks.length}`, ...more });
  return rig.parents().length > before;
}

describe('an order that nobody here placed', () => {
  it('REC-7 S14 ALR-2: is told, counts as exposure once however often it is seen, and closes nothing but its symbol', () => {
    const rig = began();
    expect(statusOf(rig)).toBe('untracked');
    expect(rig.state.gate?.state).toBe('open');
    expect(rig.alerts()).toEqual(['orphan raised']);
    expect(ordered(rig)).toBe(false);
    expect(refusals(rig).at(-1)).toContain('quarantine: BTCUSDT is in quarantine');
    expect(ordered(rig, { symbol: OTHER.symbol })).toBe(true);
    expect(exposureOf(rig)).toEqual({ position: 0, buying: 0, selling: 50, openOrders: 1 });
    rig.run(300);
    list(rig, stranger(rig));
    expect(exposureOf(rig)).toMatchObject({ selling: 50, openOrders: 1 });
    expect(rig.state.orphans).toHaveLength(1);
  });

  it("REC-7: a list that lacks it proves nothing; that it is over is the venue's word, and then its symbol is free", () => {
    const rig = began();
    rig.run(300);
    list(rig);
    expect(statusOf(rig)).toBe('untracked');
    rig.answer('read-order', FAILED_READ);
    rig.run(300);
    list(rig);
    rig.answer('read-order', { kind: 'order', order: null });
    expect(statusOf(rig)).toBe('untracked');
    rig.run(300);
    list(rig);
    const over = stranger(rig, { status: 'canceled', cumQty: lots(20) });
    rig.answer('read-order', { kind: 'order', order: over });
    expect(statusOf(rig)).toBe('resolved');
    expect(rig.alerts().at(-1)).toBe('orphan cleared');
    expect(exposureOf(rig)).toEqual({ position: -20, buying: 0, selling: 0, openOrders: 0 });
    expect(ordered(rig)).toBe(true);
  });

  it('REC-7: what it fills is booked once, by whatever path it is told, and not what it had filled when it was found', () => {
    const rig = began({}, { cumQty: lots(5) });
    expect(exposureOf(rig)).toMatchObject({ position: 0, selling: 45 });
    const told = rig.reportOf('stranger' as ClientOrderId, {
      execType: 'trade',
      status: 'partially_filled',
      cumQty: 15 as Lots,
    });
    rig.take({ kind: 'execution-report', report: told });
    rig.take({ kind: 'execution-report', report: told });
    expect(exposureOf(rig)).toMatchObject({ position: -10, selling: 35 });
    rig.run(300);
    list(rig, stranger(rig, { cumQty: lots(15) }));
    expect(exposureOf(rig)).toMatchObject({ position: -10, selling: 35 });
    rig.take({ kind: 'execution-report', report: { ...told, status: 'filled', cumQty: lots(50) } });
    expect([statusOf(rig), exposureOf(rig)?.position]).toEqual(['resolved', -45]);
    expect(rig.alerts()).not.toContain('unmatched-report raised');
  });

  it('REC-7 RSK-3 S15: what it may fill counts where a limit is asked', () => {
    const limits = {
      perSymbol: [
        {
          symbol: INSTRUMENT.symbol,
          orderQuantity: null,
          orderValue: null,
          position: lots(230),
          advShareBps: null,
          openOrders: null,
          openValue: null,
          ordersPerMinute: null,
          collarBps: null,
        },
      ],
      total: { openOrders: null, ordersPerMinute: null, openValue: null, positionValue: null },
    };
    const rig = began({ limits }, { side: 'buy' });
    rig.operator({ do: 'orphan-narrow', venueOrderId: STRANGER });
    // 100 are held, 50 are open: of 230 are 80 free.
    expect(ordered(rig)).toBe(false);
    expect(refusals(rig).at(-1)).toContain('0.08 BTC of it free');
    expect(ordered(rig, { quantity: '0.08' })).toBe(true);
  });
});

describe('what an operator does about it', () => {
  it('REC-7: narrows it: it lives, and keeps nobody out', () => {
    const rig = began();
    rig.operator({ do: 'orphan-narrow', venueOrderId: STRANGER });
    expect(ordered(rig)).toBe(true);
    expect(statusOf(rig)).toBe('untracked');
    expect(exposureOf(rig)).toMatchObject({ selling: 50 });
    expect(rig.alerts()).toEqual(['orphan raised']);
  });

  it('REC-7: cancels it: asked for until the venue says that it is over', () => {
    const rig = began();
    rig.operator({ do: 'orphan-cancel', venueOrderId: STRANGER });
    expect(rig.only('cancel')).toMatchObject({ venueOrderId: STRANGER, attempt: 1 });
    expect(statusOf(rig)).toBe('cancel_requested');
    rig.outcome('cancel', { kind: 'unknown', shape: 'timeout' });
    rig.found({ ...stranger(rig) });
    expect(statusOf(rig)).toBe('cancel_requested');
    rig.run(10);
    list(rig, stranger(rig));
    expect(rig.only('cancel')).toMatchObject({ attempt: 2 });
    rig.outcome('cancel', { ...ACCEPTED, venueOrderId: STRANGER });
    rig.found({ ...stranger(rig, { status: 'canceled' }) });
    expect(statusOf(rig)).toBe('resolved');
    expect(ordered(rig)).toBe(true);
  });

  it('REC-7 S14: takes it over: an order of ours from then on, followed and canceled as any other', () => {
    const rig = began({}, { cumQty: lots(5) });
    rig.operator({ do: 'orphan-adopt', venueOrderId: STRANGER, strategyId: 'demo' });
    const child = rig.children().at(-1)!;
    expect(child).toMatchObject({ clientOrderId: 'stranger', stage: { kind: 'working' } });
    expect(child.belief).toMatchObject({ status: 'partially_filled', filled: 5 });
    expect(rig.parents().at(-1)!.request).toMatchObject({ strategyId: 'demo', quantity: 50 });
    expect(rig.pendingOf('submit')).toEqual([]);
    expect(exposureOf(rig)).toEqual({ position: 0, buying: 0, selling: 0, openOrders: 0 });
    expect(rig.state.exposure.get(INSTRUMENT.symbol)).toMatchObject({ selling: 45, openOrders: 1 });
    expect(rig.alerts().at(-1)).toBe('orphan cleared');
    const { parentId } = child;
    rig.operator({ do: 'cancel-parent', parentId });
    expect(rig.only('cancel')).toMatchObject({ clientOrderId: 'stranger' });
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: lots(5), leaves: lots(0) }, 1);
    expect(rig.parents().at(-1)!.filled).toBe(5);
    expect(ordered(rig)).toBe(true);
  });

  it('REC-7: is told why it cannot be done', () => {
    const rig = began();
    const adopt = { do: 'orphan-adopt', venueOrderId: STRANGER } as const;
    rig.operator({ ...adopt, strategyId: 'external' });
    rig.operator({ do: 'orphan-cancel', venueOrderId: 'nobody' as VenueOrderId });
    rig.operator({ do: 'orphan-narrow', venueOrderId: STRANGER });
    rig.operator({ do: 'orphan-narrow', venueOrderId: STRANGER });
    rig.operator({ ...adopt, strategyId: 'demo' });
    rig.operator({ do: 'orphan-cancel', venueOrderId: STRANGER });
    expect(rig.entries('operator-refused').map(({ text }) => text)).toEqual([
      '"external" is no name of a strategy',
      'no orphan nobody',
      'orphan v-stranger keeps nobody out already',
      'orphan v-stranger is adopted already',
    ]);
  });
});

describe('by itself', () => {
  it('REC-7 L10: one that ends before the list is due costs one reading more, and then nobody asks', () => {
    const rig = began();
    const over = rig.reportOf('stranger' as ClientOrderId, { status: 'canceled', cumQty: lots(0) });
    rig.take({ kind: 'execution-report', report: { ...over, execType: 'canceled' } });
    expect(statusOf(rig)).toBe('resolved');
    rig.run(300);
    list(rig);
    rig.run(1_000);
    expect(rig.pendingOf('read-open-orders')).toEqual([]);
  });

  it('REC-7: one that has not filled is canceled when it is old enough, where that is asked for', () => {
    const config: ConfigChanges = { orphans: { cancelAfter: inSeconds(3_600) } };
    const rig = began(config);
    rig.run(3_300);
    list(rig, stranger(rig, { createdAt: rig.now }));
    expect(rig.pendingOf('cancel')).toEqual([]);
    for (let passes = 0; passes < 3; passes += 1) {
      rig.run(300);
      list(rig, stranger(rig));
    }
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('REC-7 L7: survives a restart, and so does what was asked for it', () => {
    const rig = began();
    rig.operator({ do: 'orphan-cancel', venueOrderId: STRANGER });
    const next = new EngineRig({ config: SYMBOLS, after: { rig, down: inSeconds(60) } });
    expect(statusOf(next)).toBe('cancel_requested');
    expect(ordered(next)).toBe(false);
    const look = next.pendingOf('read-order').find((read) => read.clientOrderId === 'stranger');
    next.answer(look!, { kind: 'order', order: stranger(next, { status: 'canceled' }) });
    expect(statusOf(next)).toBe('resolved');
  });
});
