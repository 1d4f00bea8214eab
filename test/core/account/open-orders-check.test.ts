/** REC-5: the venue's list of open orders held against ours. */
import { describe, expect, it } from 'vitest';
import type { Lots } from '../../../src/core/ground/units.js';
import type { OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { OpenOrdersCheckConfig } from '../../../src/core/state/open-orders.js';
import { EngineRig, FAILED_READ, UNKNOWN } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const CHECK: OpenOrdersCheckConfig = { every: inSeconds(10), pageSize: 2, pagesMost: 4 };
const STRANGER = 'stranger' as ClientOrderId;

/** One order of 600 lots that rests, watched for longer than any of these tests. */
function sent(check: Partial<OpenOrdersCheckConfig> = {}): EngineRig {
  const rig = new EngineRig({
    config: {
      openOrdersCheck: { ...CHECK, ...check },
      earlyStop: { liquidityLevels: null },
      fillDetection: {
        timeout: inSeconds(1_000),
        pollMax: inSeconds(900),
        firstPoll: inSeconds(900),
      },
    },
  });
  return rig.order({ slices: null, algo: 'direct', duration: null });
}

function resting(check: Partial<OpenOrdersCheckConfig> = {}): EngineRig {
  const rig = sent(check);
  rig.accept();
  return rig;
}

const page = (orders: readonly OrderSnapshot[], nextCursor: string | null = null): ReadAnswer => ({
  kind: 'open-orders',
  orders,
  nextCursor,
});

const named = (rig: EngineRig, name: string): OrderSnapshot =>
  rig.snapshot(name as ClientOrderId, { venueOrderId: `v-${name}` as VenueOrderId });

const ours = (rig: EngineRig): OrderSnapshot => rig.snapshot(rig.child().clientOrderId);

/** The list is due, and is this. */
function listed(rig: EngineRig, ...orders: readonly OrderSnapshot[]): void {
  rig.run(10);
  rig.answer('read-open-orders', page(orders));
}

const last = (rig: EngineRig) => rig.entries('open-orders-compared').at(-1);

describe('the list of open orders', () => {
  it('REC-5: nobody asks for it where it is not configured, nor before an order is sent', () => {
    const without = new EngineRig().order();
    without.run(60);
    expect([without.pendingOf('read-open-orders'), without.state.openOrders]).toEqual([
      [],
      undefined,
    ]);
    const rig = new EngineRig({ config: { openOrdersCheck: CHECK } });
    rig.run(60);
    expect([rig.pendingOf('read-open-orders'), rig.state.openOrders]).toEqual([[], undefined]);
  });

  it('REC-5: read again and again while an order lives, and once more when all is over', () => {
    const rig = resting();
    rig.run(9);
    expect(rig.pendingOf('read-open-orders')).toEqual([]);
    rig.run(1);
    expect(rig.only('read-open-orders')).toMatchObject({ limit: 2, cursor: null });
    rig.answer('read-open-orders', page([ours(rig)]));
    listed(rig, ours(rig));
    rig.trade(600, 600);
    listed(rig);
    rig.run(60);
    expect(rig.pendingOf('read-open-orders')).toEqual([]);
    expect(rig.entries('open-orders-compared').map(({ listed: n }) => n)).toEqual([1, 1, 0]);
    expect([rig.pendingOf('read-order'), rig.alerts()]).toEqual([[], []]);
  });

  it('REC-5 F:QRY4: ours that the list lacks is looked up, and nothing else', () => {
    const rig = resting();
    const before = rig.child();
    listed(rig);
    expect(last(rig)!.lacking).toEqual([before.clientOrderId]);
    expect(rig.child()).toEqual(before);
    rig.notFound();
    expect(rig.child()).toEqual(before);
    expect([rig.pendingOf('submit'), rig.pendingOf('cancel'), rig.alerts()]).toEqual([[], [], []]);
  });

  it('REC-5: what the look-up finds counts as from any query: a fill nobody told of', () => {
    const rig = resting();
    listed(rig);
    rig.found({ status: 'filled', cumQty: 600 as Lots });
    expect(rig.child().belief.filled).toBe(600);
  });

  it('REC-5 F:QRY4: one sent just now does not have to be on the list', () => {
    const lag = inSeconds(30);
    const rig = new EngineRig({
      config: {
        openOrdersCheck: CHECK,
        venue: { visibilityLag: lag },
        earlyStop: { liquidityLevels: null },
      },
    }).order({ slices: null, algo: 'direct', duration: null });
    rig.accept();
    listed(rig);
    expect(last(rig)).toMatchObject({ listed: 0, lacking: [] });
  });

  it('REC-5: one of unknown outcome that the list has is looked up, and lives', () => {
    const rig = sent();
    rig.outcome('submit', UNKNOWN);
    for (const read of rig.pendingOf('read-order')) rig.answer(read, FAILED_READ);
    rig.run(10);
    rig.answer('read-open-orders', page([ours(rig)]));
    expect(last(rig)!.unexpected).toEqual([rig.child().clientOrderId]);
    expect(rig.child().stage.kind).toBe('unknown');
    rig.found();
    expect(rig.child().stage.kind).toBe('working');
  });

  it('REC-5 F:QRY4: one that is over and still on the list stays over', () => {
    const rig = resting();
    rig.trade(600, 600);
    const before = rig.child();
    const { venueTime } = before.belief.key;
    listed(rig, ours(rig));
    expect(last(rig)!.unexpected).toEqual([before.clientOrderId]);
    rig.found({ status: 'filled', cumQty: 600 as Lots, venueTime });
    expect(rig.child()).toEqual(before);
    expect([rig.pendingOf('cancel'), rig.alerts()]).toEqual([[], []]);
  });

  it('REC-5 S22: while the venue asks for time, or the budget is spent, the list waits', () => {
    const rig = resting();
    rig.run(9);
    rig.answer((rig.run(1), rig.only('read-open-orders')), {
      kind: 'failed',
      failure: 'rate-limited',
      retryAfter: inSeconds(25),
      text: '429',
    });
    rig.run(24);
    expect(rig.pendingOf('read-open-orders')).toEqual([]);
    rig.run(1);
    expect(rig.pendingOf('read-open-orders')).toHaveLength(1);
  });
});

describe('its pages', () => {
  it('REC-5: are read one after the other, and held against ours only when all are there', () => {
    const rig = resting();
    rig.run(10);
    rig.answer('read-open-orders', page([named(rig, 'a'), named(rig, 'b')], 'p2'));
    expect(last(rig)).toBeUndefined();
    expect(rig.only('read-open-orders')).toMatchObject({ limit: 2, cursor: 'p2' });
    rig.answer('read-open-orders', page([ours(rig)]));
    expect(last(rig)).toMatchObject({ listed: 3, lacking: [], orphans: 2 });
  });

  it('F:QRY5: a row that comes twice is one order', () => {
    const rig = resting();
    rig.run(10);
    rig.answer('read-open-orders', page([ours(rig), named(rig, 'a')], 'p2'));
    rig.answer('read-open-orders', page([named(rig, 'a'), named(rig, 'b')]));
    expect(last(rig)).toMatchObject({ listed: 3, lacking: [], unexpected: [] });
  });

  const pageOf = (n: number) => (rig: EngineRig) =>
    page([named(rig, `x${n}`), named(rig, `y${n}`)], `p${n + 1}`);
  it.each([
    ['a page without anything new', [pageOf(1), pageOf(1)], 'nothing new'],
    [
      'a cursor that was there before',
      [pageOf(1), pageOf(2), (rig: EngineRig) => page([named(rig, 'z')], 'p2')],
      'in a circle',
    ],
    ['more pages than anybody has', [1, 2, 3, 4].map(pageOf), 'after 4 pages'],
  ])('L10 F:QRY5: %s ends the reading: told, and nothing follows', (_, pages, words) => {
    const rig = resting();
    const before = rig.child();
    rig.run(10);
    for (const one of pages) rig.answer('read-open-orders', one(rig));
    expect(rig.pending).toEqual([]);
    expect(rig.entries('open-orders-unclear').map(({ why }) => why)).toEqual([
      expect.stringContaining(words),
    ]);
    expect([last(rig), rig.child()]).toEqual([undefined, before]);
    const ofTheList = () => rig.alerts().filter((told) => told.startsWith('list'));
    expect(ofTheList()).toEqual(['list-unfinished raised']);
    listed(rig, ours(rig));
    expect(ofTheList()).toEqual(['list-unfinished raised', 'list-unfinished cleared']);
  });

  it('REC-5: a page that fails or never comes says nothing, and the list is read anew', () => {
    const rig = resting();
    rig.run(10);
    rig.answer('read-open-orders', page([ours(rig)], 'p2'));
    rig.answer('read-open-orders', FAILED_READ);
    rig.run(10);
    const lost = rig.only('read-open-orders');
    expect(lost.cursor).toBeNull();
    rig.run(10);
    rig.answer(rig.pendingOf('read-open-orders').at(-1)!, page([ours(rig)]));
    rig.answer(lost, page([named(rig, STRANGER)]));
    expect(rig.entries('open-orders-compared')).toMatchObject([{ listed: 1, orphans: 0 }]);
    expect(rig.alerts()).toEqual([]);
  });
});
