/** L10, F:QRY4, F:QRY5: whatever a venue lists, page by page, reading it ends and leads to questions only. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientOrderId, VenueOrderId } from '../../../src/core/order/order.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const PAGES_MOST = 6;
const NAMES = ['ours', 'over', 'a', 'b', 'c'] as const;

/** One order at work and one that filled. */
function rigOf(pageSize: number): EngineRig {
  const rig = new EngineRig({
    config: {
      openOrdersCheck: { every: inSeconds(10), pageSize, pagesMost: PAGES_MOST },
      earlyStop: { liquidityLevels: null },
      fillDetection: {
        timeout: inSeconds(1_000),
        pollMax: inSeconds(900),
        firstPoll: inSeconds(900),
      },
    },
  });
  for (const n of [0, 1]) {
    rig.order({ slices: null, algo: 'direct', duration: null, quantity: n === 0 ? '6' : '5' });
    rig.accept();
  }
  rig.trade(rig.child(1).terms.quantity, rig.child(1).terms.quantity, 1);
  return rig;
}

const pages = fc.array(
  fc.record({
    names: fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }),
    next: fc.option(fc.constantFrom('p', 'q', 'r', 's', 't', 'u', 'v')),
    fails: fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('a list of open orders', () => {
  it('L10 REC-5 F:QRY4 F:QRY5: reading it ends, and no order of ours is changed, sent or canceled by it', () => {
    const law = fc.property(fc.integer({ min: 1, max: 4 }), pages, (pageSize, told) => {
      const rig = rigOf(pageSize);
      const before = rig.children();
      const idOf = (name: string): ClientOrderId =>
        name === 'ours'
          ? before[0]!.clientOrderId
          : name === 'over'
            ? before[1]!.clientOrderId
            : (name as ClientOrderId);
      rig.run(10);
      let asked = 0;
      for (; rig.pendingOf('read-open-orders').length > 0; asked += 1) {
        const { names, next, fails } = told[asked % told.length]!;
        const orders = names.map((name) =>
          rig.snapshot(idOf(name), { venueOrderId: `v-${name}` as VenueOrderId }),
        );
        const page = { kind: 'open-orders', orders, nextCursor: next } as const;
        rig.answer('read-open-orders', fails ? FAILED_READ : page);
      }
      expect(asked).toBeLessThanOrEqual(PAGES_MOST);
      expect(rig.children()).toEqual(before);
      expect(rig.pending.filter(({ kind }) => kind !== 'read-order')).toEqual([]);
      const looks = rig.pendingOf('read-order').map(({ clientOrderId }) => clientOrderId);
      expect(new Set(looks).size).toBe(looks.length);
      for (const read of rig.pendingOf('read-order'))
        rig.answer(read, { kind: 'order', order: null });
      expect(rig.children()).toEqual(before);
      const ended =
        rig.entries('open-orders-unclear').length + rig.entries('open-orders-compared').length;
      expect([ended, rig.state.openOrders?.reading]).toEqual([1, null]);
      if (rig.entries('open-orders-unclear').length > 0) expect(looks).toEqual([]);
    });
    fc.assert(law, { numRuns: 300 });
  });
});
