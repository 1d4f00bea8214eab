/** REC-7: orders at the venue that nobody here placed. */
import { describe, expect, it } from 'vitest';
import { type Lots, lots } from '../../../src/core/ground/units.js';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { exposureInAll } from '../../../src/core/state/expose.js';
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
  next.answer('read-positions', { kind: 'positions', positions: [] });
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
    const told = rig.kinds().filter((kind) => kind.startsWith('orphan')).length;
    rig.run(300);
    list(rig, stranger(rig));
    expect(exposureOf(rig)).toMatchObject({ selling: 50, openOrders: 1 });
    expect(rig.kinds().filter((kind) => kind.startsWith('orphan'))).toHaveLength(told);
  });

  it('REC-7 ALR-2: heard of on the stream first, the list is read within seconds, where lists are read', () => {
    const every = inSeconds(300);
    const openOrdersCheck = { every, pageSize: 500, pagesMost: 2 };
    const rig = new EngineRig({ config: { ...SYMBOLS, openOrdersCheck } }).order(ONE);
    rig.accept();
    rig.take({ kind: 'execution-report', report: rig.reportOf('stranger' as ClientOrderId) });
    expect(rig.alerts()).toEqual(['unmatched-report raised']);
    rig.run(10);
    const { clientOrderId } = rig.child();
    const told = { venueOrderId: 'v-stranger' as VenueOrderId };
    list(rig, rig.snapshot(clientOrderId), stranger(rig, told));
    expect(rig.alerts()).toEqual([
      'unmatched-report raised',
      'unmatched-report cleared',
      'orphan raised',
    ]);
  });

  it('REC-7: all of it filled is its end, whatever its status says; and what it did to the account is told', () => {
    const rig = began();
    const report = rig.reportOf('stranger' as ClientOrderId, { status: null, cumQty: lots(50) });
    rig.take({ kind: 'execution-report', report: { ...report, execType: 'trade' } });
    expect(statusOf(rig)).toBe('resolved');
    const told = rig.entries('alert').find(({ code }) => code === 'orphan-filled');
    expect(told?.text).toBe(
      'order stranger, which nobody here placed, has sold 0.05 BTCUSDT on this account',
    );
  });

  it('L10: those that are over are kept up to two hundred, the latest', () => {
    const rig = began();
    const named = (n: number) =>
      stranger(rig, {
        clientOrderId: `s${n}` as ClientOrderId,
        venueOrderId: `v${n}` as VenueOrderId,
      });
    rig.run(300);
    list(rig, ...Array.from({ length: 250 }, (_, n) => named(n)));
    for (let n = 0; n < 250; n += 1) {
      const over = rig.reportOf(`s${n}` as ClientOrderId, { status: 'canceled', cumQty: lots(0) });
      const report = { ...over, venueOrderId: `v${n}` as VenueOrderId };
      rig.take({ kind: 'execution-report', report });
    }
    const kept = rig.state.orphans!.map(({ found }) => found.venueOrderId);
    expect(kept).toHaveLength(201);
    expect(kept).toContain('v249');
    expect(kept).not.toContain('v0');
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
    expect(rig.alerts().slice(-2)).toEqual(['orphan cleared', 'orphan-filled raised']);
    expect(exposureOf(rig)).toEqual({ position: -20, buying: 0, selling: 0, openOrders: 0 });
    expect(ordered(rig)).toBe(true);
  });

  it('REC-7 F:QRY11: that it was archived is its end, unless it has filled: that cannot be', () => {
    const [empty, filled] = [began(), began({}, { cumQty: lots(5) })];
    for (const rig of [empty, filled]) {
      rig.run(300);
      list(rig);
      rig.answer('read-order', { kind: 'archived' });
    }
    expect([statusOf(empty), statusOf(filled)]).toEqual(['resolved', 'untracked']);
    expect(ordered(empty)).toBe(true);
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
    expect(exposureInAll(rig.state, INSTRUMENT.symbol)).toMatchObject({ openOrders: 1 });
    // 100 are held, 50 are open: of 230 are 80 free.
    expect(ordered(rig)).toBe(false);
    expect(refusals(rig).at(-1)).toContain('0.08 BTC of it free');
    expect(ordered(rig, { quantity: '0.08' })).toBe(true);
  });

  it('REC-7 S15: what it has filled counts as held', () => {
    const rig = began({}, { side: 'buy' });
    const told = rig.reportOf('stranger' as ClientOrderId, { side: 'buy', cumQty: lots(50) });
    rig.take({ kind: 'execution-report', report: { ...told, status: 'filled' } });
    const counted = exposureInAll(rig.state, INSTRUMENT.symbol);
    expect(counted).toMatchObject({ position: 150, buying: 0, openOrders: 0 });
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
    rig.run(10);
    // The next one is due in five minutes.
    list(rig, stranger(rig));
    rig.operator({ do: 'orphan-cancel', venueOrderId: STRANGER });
    expect(rig.only('cancel')).toMatchObject({ venueOrderId: STRANGER, attempt: 1 });
    expect(statusOf(rig)).toBe('cancel_requested');
    rig.operator({ do: 'orphan-cancel', venueOrderId: STRANGER });
    expect(rig.entries('operator-refused').at(-1)?.text).toContain('is on its way');
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

  it('REC-7: what it filled since it was found is an order of ours once it is taken over, and not counted twice', () => {
    const rig = began();
    const told = rig.reportOf('stranger' as ClientOrderId, { cumQty: lots(20) });
    rig.take({ kind: 'execution-report', report: { ...told, status: 'partially_filled' } });
    expect(exposureOf(rig)).toMatchObject({ position: -20, selling: 30 });
    rig.operator({ do: 'orphan-adopt', venueOrderId: STRANGER, strategyId: 'demo' });
    expect(exposureOf(rig)).toEqual({ position: 0, buying: 0, selling: 0, openOrders: 0 });
    expect(rig.state.exposure.get(INSTRUMENT.symbol)).toMatchObject({ position: 80, selling: 30 });
    rig.flush();
    rig.found({ ...stranger(rig, { status: 'partially_filled', cumQty: lots(20) }) });
    rig.run(7_200);
    expect(rig.pendingOf('cancel')).toEqual([]);
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

  it('REC-7: one that has filled in part is not canceled for its age', () => {
    const rig = began({ orphans: { cancelAfter: inSeconds(60) } }, { cumQty: lots(5) });
    rig.run(300);
    list(rig, stranger(rig, { cumQty: lots(5) }));
    expect(rig.pendingOf('cancel')).toEqual([]);
  });

  it('REC-7 L7: survives a restart, and so does what was asked for it', () => {
    const rig = began();
    rig.operator({ do: 'orphan-cancel', venueOrderId: STRANGER });
    const next = new EngineRig({ config: SYMBOLS, after: { rig, down: inSeconds(60) } });
    expect(statusOf(next)).toBe('cancel_requested');
    expect(ordered(next)).toBe(false);
    const look = next.pendingOf('read-order').find((read) => read.clientOrderId === 'stranger');
    next.answer(look!, { kind: 'order', order: stranger(next) });
    // The process that sent its cancel heard of no outcome, and this one hears of none: it is sent again.
    list(next, stranger(next));
    expect(next.pendingOf('cancel')).toMatchObject([{ attempt: 2 }]);
  });
});
