/** FIL-14 property 6: the venue's position agrees with the expected one, as a change since the submission. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const CHECK = { settle: inSeconds(1), again: inSeconds(5), believedAfter: inSeconds(60) };

const held = (quantity: number): ReadAnswer => ({
  kind: 'positions',
  positions: quantity === 0 ? [] : [{ symbol: 'BTCUSDT', quantity: quantity as Lots }],
});

describe('the position check', () => {
  it('FIL-7 FIL-14 P6: whatever was held before, bought or sold, lags or fails: what filled is confirmed, and nothing else told', () => {
    const law = fc.property(
      fc.integer({ min: -2_000, max: 2_000 }),
      fc.integer({ min: 1, max: 600 }),
      fc.constantFrom('buy' as const, 'sell' as const),
      fc.array(fc.constantFrom('lags', 'fails'), { maxLength: 5 }),
      (before, filled, side, first) => {
        const rig = new EngineRig({ config: { positionCheck: CHECK } });
        rig.order({ side, slices: null, algo: 'direct', duration: null });
        rig.answer('read-positions', held(before));
        rig.run(0);
        rig.accept();
        rig.trade(filled, filled);
        const over = { execType: 'canceled', status: 'canceled', cumQty: filled as Lots } as const;
        if (filled < 600) rig.report(over);
        rig.run(1);
        for (const how of first) {
          rig.answer('read-positions', how === 'fails' ? FAILED_READ : held(before));
          rig.run(5);
        }
        const after = before + (side === 'buy' ? filled : -filled);
        rig.answer('read-positions', held(after));
        const last = rig.entries('position-compared').at(-1)!;
        expect([last.told, last.expected, last.orders.length]).toEqual([after, after, 1]);
        const alerts = rig.alerts().filter((text) => text.startsWith('position-'));
        expect(alerts).toEqual(
          first.includes('lags') ? ['position-differs raised', 'position-differs cleared'] : [],
        );
      },
    );
    fc.assert(law, { numRuns: 1_000 });
  });
});
